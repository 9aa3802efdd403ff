"""What may be typed into an entry of the blacklist, and the list that may be taken over."""

from typing import Any

from wtforms import HiddenField, IntegerField, SelectField
from wtforms.fields.choices import Choice
from wtforms.validators import NumberRange, Optional, ValidationError

from app.desk.forms.base import DeskForm
from app.desk.forms.choices import DistrictField, TermField
from app.desk.forms.typed import AreaField, DayField, TextField
from app.services.listing_content import CONTENT, Content
from app.words import gettext as _
from app.words import language, lazy_gettext
from inspections.blacklist_facts import EntryFacts
from inspections.blacklist_rules import (
    decision_follows_notice,
    notice_was_served,
    term_has_begun,
    term_is_within_policy,
)
from inspections.listing_policy import ListingPolicy
from inspections.names import refuse_name
from inspections.rulebook import RULES
from inspections.vocabulary import PartyAnswer

MOST_MONTHS = 1200


class GroundField(SelectField):
    """One of the grounds that the policy publishes."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        self.policy: ListingPolicy | None = None
        super().__init__(label, coerce=lambda value: value or None, choices=[], **kwargs)

    def iter_choices(self) -> Any:
        """Yield the grounds in the reader's language, an empty one first."""
        yield Choice("", _("Please choose"), self.data is None, {})
        for ground in self.policy.grounds if self.policy else ():
            yield Choice(ground.code, ground.word(language()), self.data == ground.code, {})

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that isn't offered."""
        if self.data is not None and (self.policy is None or not self.policy.ground(self.data)):
            self.data = None
            raise ValidationError(_("Choose one of the words offered."))


WHOLE_MONTHS = lazy_gettext("Write a whole number of months, like 36.")


class MonthsField(IntegerField):
    """A number of months; what isn't one is kept as it was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not text:
            return
        if not text.isdecimal() or len(text) > 4:
            raise ValueError(str(WHOLE_MONTHS))
        self.data = int(text)


class ListingForm(DeskForm):
    """An entry as the decision on paper gives it; a draft may leave anything open but the name."""

    name = TextField(lazy_gettext("Institution or premises"), longest=200)
    credit_code = TextField(lazy_gettext("Credit code"), longest=18)
    address = TextField(lazy_gettext("Address"))
    district_code = DistrictField(lazy_gettext("District"))
    ground = GroundField(lazy_gettext("Ground for listing"))
    legal_basis = TextField(lazy_gettext("Legal basis"))
    decision_no = TextField(lazy_gettext("Decision number"), longest=80)
    decision_on = DayField(lazy_gettext("Date of the decision"))
    authority = TextField(lazy_gettext("Authority"), longest=120)
    penalty = TextField(lazy_gettext("Penalty, as published"))
    notice_served_on = DayField(lazy_gettext("Prior notice served on"))
    answer = TermField(lazy_gettext("Answer of the party"), PartyAnswer)
    answer_note = AreaField(lazy_gettext("How the answer was considered"), longest=2000)
    listed_on = DayField(lazy_gettext("Listed from"))
    term_months = MonthsField(
        lazy_gettext("Term in months"),
        validators=[Optional(), NumberRange(1, MOST_MONTHS, message=WHOLE_MONTHS)],
    )
    ends_on = DayField(lazy_gettext("Listed until"))
    version = HiddenField()

    def under(self, policy: ListingPolicy) -> "ListingForm":
        """Offer the grounds of this policy; call before `validate`."""
        self.ground.policy = policy
        return self

    def content(self) -> Content:
        """Return what was read, without whom it is about."""
        return Content(**{name: self[name].data for name in CONTENT})

    def check_against_rules(self, facts: EntryFacts) -> bool:
        """Say at their fields which days and terms the rules would refuse; leave gaps alone."""
        for field, refusal in (
            ("notice_served_on", notice_was_served(facts) if facts.notice_served_on else None),
            ("decision_on", decision_follows_notice(facts)),
            ("listed_on", term_has_begun(facts)),
            ("term_months", term_is_within_policy(facts) if self._names_a_term(facts) else None),
        ):
            if refusal is not None and field not in self.errors:
                sentence = RULES[refusal.code].sentence(language())
                self.say(field, _("This must hold: %(sentence)s", sentence=sentence))
        return not self.errors

    def _names_a_term(self, facts: EntryFacts) -> bool:
        """Say whether there is a term to speak of: its end is known, or its length is absurd."""
        months = self.term_months.data
        policy = facts.policy
        wild = months is not None and not policy.min_months <= months <= policy.max_months
        return facts.ends_on is not None or wild

    def check_name(self) -> bool:
        """Say what is wrong with the name of a place that is on no register."""
        problem = refuse_name(self.name.data or "")
        if problem is not None:
            self.tell(problem, "name")
        return problem is None
