"""What must hold before a notice of working days is entered, corrected or withdrawn."""

from dataclasses import dataclass
from datetime import date

from inspections.calendars import (
    PUBLISHED,
    SATURDAY,
    Calendar,
    Notice,
    NoticeScope,
    is_ordered_by,
)
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.steps import collected

LAW_ZH = "《全国年节及纪念日放假办法》、国务院办公厅关于节假日安排的通知"
LAW_EN = "Measures on National Holidays, yearly notice of the State Council's General Office"
OWN_ZH, OWN_EN = "本局办案期限管理规定", "The bureau's policy on deadlines"
EARLIEST_YEAR = 2021  # procedure by working days begins with the Penalty Law of 2021


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """A notice that is to be entered; `others` is the calendar without what it replaces."""

    year: int
    scope: NoticeScope
    title: str
    number: str
    published_on: date
    off: frozenset[date]
    work: frozenset[date]
    today: date
    others: Calendar = PUBLISHED
    is_entered_already: bool = False
    replaces: bool = False
    is_newest: bool = True
    reason: str = ""

    @property
    def named(self) -> frozenset[date]:
        """Return every day that the notice names."""
        return self.off | self.work


def refusals(facts: NoticeFacts) -> list[Refusal]:
    """Return every reason against a notice; an empty list means that it may be entered."""
    return collected(check(facts) for check in CHECKS)


def notice_of(facts: NoticeFacts) -> Notice:
    """Return the notice as the calendar reads it; only of facts that no rule refuses."""
    return Notice(
        facts.year,
        off=tuple(sorted(facts.off)),
        work=tuple(sorted(facts.work)),
        source=f"{facts.title}（{facts.number}）",
        published_on=facts.published_on,
        scope=facts.scope,
    )


@rule("calendar_rules.source_is_named", zh="写明通知的标题和文号", basis_zh=LAW_ZH, basis_en=LAW_EN)
def source_is_named(facts: NoticeFacts) -> Refusal | None:
    """The notice is named by its title and number."""
    given = facts.title.strip() and facts.number.strip()
    return None if given else Refusal("calendar_rules.source_is_named")


@rule("calendar_rules.year_is_plausible", zh="年份不早于2021年，不晚于明年",
      basis_zh=OWN_ZH, basis_en=OWN_EN)  # fmt: skip
def year_is_plausible(facts: NoticeFacts) -> Refusal | None:
    """The year is not before 2021 and not after the next one."""
    if EARLIEST_YEAR <= facts.year <= facts.today.year + 1:
        return None
    return Refusal("calendar_rules.year_is_plausible", about=str(facts.year))


@rule("calendar_rules.is_published", zh="通知已经公布：日期不晚于今天", basis_zh=LAW_ZH,
      basis_en=LAW_EN)  # fmt: skip
def is_published(facts: NoticeFacts) -> Refusal | None:
    """The notice has been published: its day is not after today."""
    if facts.published_on <= facts.today:
        return None
    return Refusal("calendar_rules.is_published", until=facts.published_on)


@rule("calendar_rules.days_are_named", zh="至少写明一天放假或者上班", basis_zh=LAW_ZH,
      basis_en=LAW_EN)  # fmt: skip
def days_are_named(facts: NoticeFacts) -> Refusal | None:
    """The notice names at least one day off or worked."""
    return None if facts.named else Refusal("calendar_rules.days_are_named")


@rule("calendar_rules.no_day_is_both", zh="同一天不能既放假又上班", basis_zh=LAW_ZH,
      basis_en=LAW_EN)  # fmt: skip
def no_day_is_both(facts: NoticeFacts) -> Refusal | None:
    """No day is both worked and off."""
    return _about("calendar_rules.no_day_is_both", facts.off & facts.work)


@rule("calendar_rules.days_are_of_the_year", zh="所写日期属于该年或者上一年12月", basis_zh=LAW_ZH,
      basis_en=LAW_EN)  # fmt: skip
def days_are_of_the_year(facts: NoticeFacts) -> Refusal | None:
    """Every day lies in the year or in the December before it."""
    foreign = {day for day in facts.named if not is_ordered_by(day, facts.year)}
    return _about("calendar_rules.days_are_of_the_year", foreign)


@rule("calendar_rules.work_is_made_up_at_weekends", zh="调休上班日是周六或者周日", basis_zh=LAW_ZH,
      basis_en=LAW_EN)  # fmt: skip
def work_is_made_up_at_weekends(facts: NoticeFacts) -> Refusal | None:
    """What a whole year's notice orders to be worked is a Saturday or Sunday."""
    if facts.scope is not NoticeScope.WHOLE:
        return None
    weekdays = {day for day in facts.work if day.weekday() < SATURDAY}
    return _about("calendar_rules.work_is_made_up_at_weekends", weekdays)


@rule("calendar_rules.amendment_has_its_year", zh="调整通知所调整的年份已有全年安排",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def amendment_has_its_year(facts: NoticeFacts) -> Refusal | None:
    """An amendment changes a year whose own notice is known."""
    if facts.scope is NoticeScope.WHOLE or facts.others.is_published(facts.year):
        return None
    return Refusal("calendar_rules.amendment_has_its_year", about=str(facts.year))


@rule("calendar_rules.is_entered_once", zh="同一年份同一文号的通知只录入一次；录错的，更正原来那份",
      basis_zh=OWN_ZH, basis_en=OWN_EN)  # fmt: skip
def is_entered_once(facts: NoticeFacts) -> Refusal | None:
    """A notice is entered once for its year; a wrong entry is corrected where it stands."""
    if facts.is_entered_already:
        return Refusal("calendar_rules.is_entered_once", about=facts.number)
    return None


@rule("calendar_rules.change_has_a_reason", zh="更正或者撤回写明理由", basis_zh=OWN_ZH,
      basis_en=OWN_EN)  # fmt: skip
def change_has_a_reason(facts: NoticeFacts) -> Refusal | None:
    """A correction or withdrawal says why."""
    if facts.replaces and not facts.reason.strip():
        return Refusal("calendar_rules.change_has_a_reason")
    return None


@rule("calendar_rules.newest_version_is_changed", zh="更正或者撤回的是现行有效的版本",
      basis_zh=OWN_ZH, basis_en=OWN_EN)  # fmt: skip
def newest_version_is_changed(facts: NoticeFacts) -> Refusal | None:
    """What is corrected or withdrawn is the version that counts now."""
    return None if facts.is_newest else Refusal("calendar_rules.newest_version_is_changed")


def withdrawal_refusals(facts: NoticeFacts) -> list[Refusal]:
    """Return every reason against letting a notice count no longer."""
    return collected((newest_version_is_changed(facts), change_has_a_reason(facts)))


def _about(code: str, days: frozenset[date] | set[date]) -> Refusal | None:
    return Refusal(code, about=min(days).isoformat()) if days else None


CHECKS = (
    source_is_named,
    year_is_plausible,
    is_published,
    days_are_named,
    no_day_is_both,
    days_are_of_the_year,
    work_is_made_up_at_weekends,
    amendment_has_its_year,
    is_entered_once,
    newest_version_is_changed,
    change_has_a_reason,
)
