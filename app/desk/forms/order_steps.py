"""What is typed in for a step of an order to correct: one form for each step."""

from collections.abc import Sequence
from typing import Any

from app.desk.forms.base import DeskForm
from app.desk.forms.choices import TermField, TickField
from app.desk.forms.typed import AreaField, DayField, TextField
from app.desk.forms.visits import OfficerField
from app.models.visits import EvidenceFile
from app.queries.visits import OfficerChoice
from app.services.order_steps import StepSaid
from app.services.orders import Service
from app.words import lazy_gettext
from inspections.vocabulary import ServiceMethod


class StepForm(DeskForm):
    """The day on which a step was taken."""

    happened_on = DayField(lazy_gettext("Day of the step"), required=True)

    def offer(self, officers: Sequence[OfficerChoice]) -> "StepForm":
        """Offer these officers, where the step asks for any; call before `validate`."""
        for one in self:
            if isinstance(one, OfficerField):
                one.officers = {officer.person: officer for officer in officers}
        return self

    def said(self, evidence: Sequence[EvidenceFile] = ()) -> StepSaid:
        """Return what was typed; call after `validate`."""
        values = self.values()
        officers = tuple(
            code for code in (values.get("first_officer"), values.get("second_officer")) if code
        )
        return StepSaid(
            happened_on=values["happened_on"],
            officers=officers,
            reason=values.get("reason") or "",
            evidence=evidence,
        )


class IssueForm(StepForm):
    """Who issues the order, and when."""

    first_officer = OfficerField(lazy_gettext("First officer"))
    second_officer = OfficerField(lazy_gettext("Second officer"))


class ServeForm(StepForm):
    """How the paper was served."""

    method = TermField(lazy_gettext("Way of service"), ServiceMethod, required=True)
    receiver = TextField(lazy_gettext("Who took or refused it"), longest=120)
    reason = AreaField(lazy_gettext("Notes of the service"), longest=1000)
    agreed = TickField(lazy_gettext("The party signed for electronic service"))
    first_officer = OfficerField(lazy_gettext("First officer"))
    second_officer = OfficerField(lazy_gettext("Second officer"))

    def service(self) -> Service:
        """Return the way of service; call after `validate`."""
        return Service(self["method"].data, self["receiver"].data or "", bool(self["agreed"].data))


class ReportForm(StepForm):
    """What the institution reports of its corrections."""

    reason = AreaField(lazy_gettext("What the institution reports"), longest=4000)


class AskForm(StepForm):
    """An application for more time."""

    until = DayField(lazy_gettext("More time until"), required=True)
    reason = AreaField(lazy_gettext("Reason given by the institution"), longest=1000)


class GrantForm(StepForm):
    """More time, as asked or less."""

    until = DayField(lazy_gettext("More time until"), required=True)
    reason = AreaField(lazy_gettext("Reason"), longest=1000)


class ReasonForm(StepForm):
    """A day and a reason."""

    reason = AreaField(lazy_gettext("Reason"), longest=1000)


FORMS: dict[str, type[StepForm]] = {
    "issue": IssueForm,
    "serve": ServeForm,
    "receive_report": ReportForm,
    "ask_extension": AskForm,
    "grant_extension": GrantForm,
    "refuse_extension": ReasonForm,
    "close": StepForm,
    "escalate": ReasonForm,
    "withdraw": ReasonForm,
    "set_aside": ReasonForm,
}
# where a person finds the field that a refusal speaks of
FIELD_OF: dict[str, str] = {
    "orders.day_has_come": "happened_on",
    "orders.step_follows_what_it_rests_on": "happened_on",
    "orders.two_officers_acted": "second_officer",
    "orders.officers_were_certified": "first_officer",
    "orders.officers_are_not_recused": "first_officer",
    "orders.reason_is_given": "reason",
    "orders.extension_is_later": "until",
    "orders.report_says_something": "reason",
    "serving.method_is_chosen": "method",
    "serving.receiver_is_named": "receiver",
    "serving.leaving_is_witnessed": "reason",
    "serving.electronic_was_agreed": "agreed",
    "serving.announcement_is_the_last_way": "reason",
    "orders.day_to_correct_by_is_over": "happened_on",
}
WITH_PAPERS = ("serve", "receive_report", "ask_extension")
WITH_PHOTOS = ("receive_report",)


def form_for(step: str, typed: Any = None, **values: Any) -> StepForm:
    """Return the form of a step, as typed or filled in."""
    return FORMS[step](typed, data=values)
