"""What the rules of sweeps need to know: the state, the teams, the plan and its papers."""

from dataclasses import dataclass
from datetime import date

from inspections.visit_facts import OfficerFacts
from inspections.vocabulary import Term


class SweepState(Term):
    """Where a sweep stands."""

    DRAFT = "draft", "拟定中", "Being planned"
    APPROVED = "approved", "方案已批准", "Plan approved"
    OPEN = "open", "检查中", "Under way"
    CLOSED = "closed", "已结束", "Closed"
    CANCELLED = "cancelled", "已取消", "Cancelled"


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team: the district that appointed it, its officers, and those of them who are recused."""

    name: str
    district: str
    officers: tuple[OfficerFacts, ...]
    recused: tuple[str, ...] = ()

    def certified_on(self, day: date) -> int:
        """Return how many different persons may act on `day`."""
        able = {
            officer.person
            for officer in self.officers
            if officer.certificate_on(day) and officer.person not in self.recused
        }
        return len(able)


@dataclass(frozen=True, slots=True)
class ExtensionFacts:
    """What the paper says that approves a later last day."""

    until: date | None
    plan_no: str = ""
    approving_authority: str = ""
    approved_on: date | None = None
    has_paper: bool = False


@dataclass(frozen=True, slots=True)
class SweepFacts:
    """Everything the rules need to know of a sweep.

    `districts_with_sites` are the codes of all districts in which a site is to be visited;
    `blank_sites` the names (or addresses) of those without an outcome; `reached` and `sites` the
    sums of the coverage, `stated` those of the closing statement. `planner` and `approver` are
    persons; `another_may_approve` says whether the ordering office has a person besides the
    planner who may. `signed_on` is the day on the signed statement that is being attached.
    `holding` names the tablets that still hold records of the sweep, or whose records wait for a
    decision; `holding_read` those that the one who closes was shown.
    """

    state: SweepState
    today: date
    title: str = ""
    legal_basis: str = ""
    plan_no: str = ""
    has_plan_paper: bool = False
    approved_on: date | None = None
    approving_authority: str = ""
    filed_on: date | None = None
    published_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    checklist: str = ""
    departments: tuple[str, ...] = ()
    teams: tuple[TeamFacts, ...] = ()
    districts_with_sites: tuple[str, ...] = ()
    sites: int = 0
    unassigned: int = 0
    blank_sites: tuple[str, ...] = ()
    visits: int = 0
    stated: tuple[int, int] | None = None
    holding: tuple[str, ...] = ()
    holding_read: tuple[str, ...] = ()
    planner: str = ""
    approver: str = ""
    another_may_approve: bool = False
    extension: ExtensionFacts | None = None
    has_signed_paper: bool = False
    signed_on: date | None = None
    closed_on: date | None = None
    reached: int = 0
    reason: str = ""
