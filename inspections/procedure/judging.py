"""What speaks against a step of a case, what is remarked, and whether what was done would stand.

Page, button, command and service ask these same functions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from inspections import steps
from inspections.procedure.acts import APPROVAL, OFFICERS, certificates_are_shown, reason_is_given
from inspections.procedure.decision import OUTCOMES
from inspections.procedure.facts import Act, CaseFacts
from inspections.procedure.hearing import current as current_hearing
from inspections.procedure.papers import paper_word
from inspections.procedure.service import SERVING
from inspections.procedure.stages import STEPS, S
from inspections.procedure.terms import CaseState, Outcome, Unchanged
from inspections.refusal import Refusal
from inspections.rulebook import RULES, rule
from inspections.steps import Step, collected
from inspections.vocabulary import Term

RECORD_ZH, RECORD_EN = "《行政处罚法》第四十七条", "Penalty Law Art 47"
COURSE_ZH, COURSE_EN = "《暂行办法》第二十六条至第三十七条", "Measures Art 26-37"
TAKE_OVER = "take_over"
# what is asked of the act itself, whenever and however often the step is taken
OF_EVERY_ACT = (*OFFICERS, *APPROVAL, *SERVING, certificates_are_shown, reason_is_given)
# what a case has behind it once it is in a state; a decision by its outcome
BEHIND = (
    ("file", S.FILED),
    ("begin_investigation", S.INVESTIGATING),
    ("close_investigation", S.INVESTIGATION_CLOSED),
    ("serve_prior_notice", S.PRIOR_NOTICE_SERVED),
)
HEARINGS = {
    S.HEARING_REQUESTED: ("request_hearing",),
    S.HEARING_NOTICED: ("request_hearing", "notify_hearing"),
    S.HEARING_HELD: ("request_hearing", "notify_hearing", "hold_hearing"),
    S.LEGAL_REVIEW_PASSED: ("pass_legal_review",),
    S.COLLECTIVE_DISCUSSION: ("discuss",),
}
ENDINGS = {
    S.OVERDUE: ("mark_overdue",),
    S.DEMAND_SERVED: ("mark_overdue", "serve_demand"),
    S.COURT_APPLIED: ("mark_overdue", "serve_demand", "apply_to_court"),
    S.CLOSED: ("close",),
    S.ARCHIVED: ("close", "archive"),
}
# the acts whose own content a case stands on; of the others only who acted, when and on what papers
WEIGHED = frozenset(
    (
        "file",
        "close_investigation",
        "serve_prior_notice",
        "notify_hearing",
        "hold_hearing",
        *OUTCOMES,
    )
)
OF_A_HEARING = ("notify_hearing", "hold_hearing")
ORDER = tuple(CaseState)
UNJUDGED = (
    None,
    S.LEAD_RECEIVED,
    S.PRELIMINARY_REVIEW,
    S.NOT_FILED,
    S.TRANSFERRED_OUT,
    S.FILING_WITHDRAWN,
)
# by which step a person mends what a decision lacks; anything else by the decision itself
MENDED_BY = {
    "filing.was_approved": "file",
    "crime.none_is_open": "decide_crime_transfer",
    "investigation.order_to_correct_was_served": "order_to_correct",
    "investigation.report_is_there": "close_investigation",
    "investigation.preserved_is_decided_on": "dispose_evidence",
    "notice.was_served": "serve_prior_notice",
    "notice.was_discussed_before": "discuss",
    "decision.was_discussed": "discuss",
    "decision.change_was_discussed": "discuss",
    "decision.cites_nothing_new": "serve_prior_notice",
    "defence.window_is_over": "waive_defence",
    "defence.was_reviewed": "review_defence",
    "hearing.right_was_told": "serve_prior_notice",
    "hearing.window_is_over": "waive_hearing",
    "hearing.was_held_if_asked": "hold_hearing",
    "hearing.was_reported": "report_hearing",
    "review.passed_where_required": "pass_legal_review",
    "review.reviewer_is_qualified": "pass_legal_review",
    "review.reviewer_is_no_investigator": "pass_legal_review",
}


@rule("judging.step_fits_state", zh="案件当前的状态可以办理这一步",
      basis_zh=COURSE_ZH, basis_en=COURSE_EN)  # fmt: skip
def step_fits_state(step: Step[CaseFacts], facts: CaseFacts) -> Refusal | None:
    """The case is in a state that this step leaves."""
    begins = not step.from_states and facts.state is None
    if begins or facts.state in step.from_states:
        return None
    return Refusal("judging.step_fits_state", about=facts.state.zh if facts.state else "")


@rule("judging.day_has_come", zh="事项发生的日期不晚于登记日，也不晚于今天",
      basis_zh=RECORD_ZH, basis_en=RECORD_EN)  # fmt: skip
def day_has_come(facts: CaseFacts) -> Refusal | None:
    """An act is entered on the day on which it happened or later, never before."""
    act = facts.act
    if act is None:
        return None
    if act.happened_on > facts.today:
        return Refusal("judging.day_has_come", until=act.happened_on)
    if not act.happened_on <= act.recorded_on <= facts.today:
        return Refusal("judging.day_has_come", about=act.recorded_on.isoformat())
    return None


@rule("judging.days_are_in_order", zh="事项发生的日期不早于它所依据的上一步",
      basis_zh=RECORD_ZH, basis_en=RECORD_EN)  # fmt: skip
def days_are_in_order(step: Step[CaseFacts], facts: CaseFacts) -> Refusal | None:
    """An act doesn't lie before the step that it rests on."""
    main = [act.happened_on for act in facts.acts if not _runs_beside(act.step)]
    if facts.act is None or not main:
        return None
    # what runs beside the case may be entered after later steps, but not before the case was filed
    filed = facts.latest("file")
    earliest = max(main)
    if _runs_beside(step.code):
        earliest = filed.happened_on if filed else min(main)
    if facts.act.happened_on >= earliest:
        return None
    return Refusal("judging.days_are_in_order", about=earliest.isoformat())


def _runs_beside(code: str) -> bool:
    step = STEPS.get(code)
    return step is not None and step.to_state is Unchanged.SAME and code != TAKE_OVER


@rule("judging.act_is_of_this_step", zh="登记的事项就是这一步",
      basis_zh=RECORD_ZH, basis_en=RECORD_EN)  # fmt: skip
def act_is_of_this_step(step: Step[CaseFacts], facts: CaseFacts) -> Refusal | None:
    """What is entered is an act of this very step."""
    if facts.act is None or facts.act.step == step.code:
        return None
    return Refusal("judging.act_is_of_this_step", about=facts.act.step)


@rule("judging.papers_are_there", zh="附有这一步的文书：系统制作的，或者签章后的扫描件",
      basis_zh=RECORD_ZH, basis_en=RECORD_EN)  # fmt: skip
def papers_are_there(step: Step[CaseFacts], facts: CaseFacts) -> Refusal | None:
    """The papers of the step are there, made here or as signed and stamped scans."""
    given = facts.act.papers if facts.act else ()
    lacking = [paper_word(code, "zh") for code in step.papers if code not in given]
    return Refusal("judging.papers_are_there", about="、".join(lacking)) if lacking else None


@rule("judging.paper_supports_the_state", zh="接收的纸质案卷能够证明案件已到该状态的每一步",
      basis_zh=RECORD_ZH, basis_en=RECORD_EN)  # fmt: skip
def paper_supports_the_state(facts: CaseFacts) -> Refusal | None:
    """The papers taken over prove every step that the state rests on, as if entered one by one."""
    state = facts.taken_over_at
    if state is None:
        return None
    taken = replace(facts, state=state, act=None)
    known = {act.step for act in facts.acts}
    lacking = [step for step in behind(taken) if step not in known]
    judged = would_this_stand(taken) if _is_decided(state) else _of_the_acts(taken)
    lacking += [lack.refusal.code for lack in judged if not lack.is_remark]
    about = ", ".join(dict.fromkeys(lacking))
    return Refusal("judging.paper_supports_the_state", about=about) if lacking else None


def refusals(step: Step[CaseFacts], facts: CaseFacts) -> list[Refusal]:
    """Return every reason against the step; an empty list means go.

    Without an act in the facts it says whether the step can be offered; with one, whether it can
    be taken as entered.
    """
    wrong = step_fits_state(step, facts) or act_is_of_this_step(step, facts)
    if wrong:
        return [wrong]
    found = steps.refusals(step, facts)
    if facts.act is None:
        return found
    found += collected((day_has_come(facts), days_are_in_order(step, facts)))
    if step.code == TAKE_OVER:
        found += collected((paper_supports_the_state(facts),))
    return (
        found
        + collected(ask(facts) for ask in step.asks)
        + collected((papers_are_there(step, facts),))
    )


def remarks(step: Step[CaseFacts], facts: CaseFacts) -> list[Refusal]:
    """Return what is told about a step without refusing it: late entries, late decisions."""
    return collected(remark(facts) for remark in step.remarks)


def articles(step: Step[CaseFacts], language: str) -> str:
    """Return the law of a step: what its own rules rest on, without those of every act."""
    asked = (*step.guards, *(ask for ask in step.asks if ask not in OF_EVERY_ACT))
    bases = (RULES[code_of(one)].basis(language) for one in asked)
    mark = "; " if language == "en" else "；"
    return mark.join(dict.fromkeys(bases)) or (COURSE_EN if language == "en" else COURSE_ZH)


def code_of(guard: Callable[[CaseFacts], Refusal | None]) -> str:
    """Return the code of the rule that a guard is: its file and its name."""
    return f"{guard.__module__.rsplit('.', maxsplit=1)[-1]}.{guard.__name__}"


def offered(facts: CaseFacts) -> list[Step[CaseFacts]]:
    """Return the steps that leave this state, in the table's order, refused or not."""
    return [step for step in STEPS.values() if step_fits_state(step, facts) is None]


def state_after(step: Step[CaseFacts], facts: CaseFacts) -> Term | None:
    """Return the state to which the step leads."""
    if step.code == TAKE_OVER:
        return facts.taken_over_at
    return facts.state if step.to_state is Unchanged.SAME else step.to_state


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that would not stand: the broken rule, the act it concerns, the step that mends."""

    refusal: Refusal
    mended_by: str
    act: Act | None = None
    is_remark: bool = False

    def article(self, language: str) -> str:
        """Return the legal basis of the broken rule."""
        return RULES[self.refusal.code].basis(language)


def would_this_stand(facts: CaseFacts) -> list[Lack]:
    """Return every paper, date, certificate, right or department that the case lacks.

    An act of a step that the table doesn't know raises KeyError.

    What was done is judged on its own day; a case that isn't decided yet is judged as if a
    penalty (or what `decision` proposes) were decided today.
    """
    return list(dict.fromkeys((*_of_the_acts(facts), *_of_the_decision(facts))))


def _of_the_acts(facts: CaseFacts) -> list[Lack]:
    found: list[Lack] = []
    for number, act in enumerate(facts.acts):
        then = replace(facts, act=act, acts=facts.acts[:number])
        dates = collected((day_has_come(then), days_are_in_order(STEPS[act.step], then)))
        found += _lacks(dates, act.step, act) + _of_the_act(act, facts)
    return found


def _of_the_act(act: Act, facts: CaseFacts) -> list[Lack]:
    step = STEPS[act.step]
    then = replace(facts, act=act, draft=facts.notice)
    is_latest = facts.latest(act.step) is act and not _is_superseded(act, facts)
    whole = is_latest and act.step in WEIGHED
    rules = [ask for ask in step.asks if whole or ask in OF_EVERY_ACT]
    if whole and act.step not in OUTCOMES:
        rules += step.guards  # those of a decision are judged with it
    against = collected(ask(then) for ask in rules) + collected((papers_are_there(step, then),))
    told = remarks(step, then) if is_latest else []
    return _lacks(against, step.code, act) + [
        replace(lack, is_remark=True) for lack in _lacks(told, step.code, act)
    ]


def _is_superseded(act: Act, facts: CaseFacts) -> bool:
    """Say whether the act led to a decision or a hearing that another has taken the place of."""
    if act.step in OUTCOMES:
        return facts.decision is None or facts.decision.outcome is not OUTCOMES[act.step]
    hearing = current_hearing(facts)
    asked_on = hearing.asked_on if hearing else None
    return act.step in OF_A_HEARING and (asked_on is None or act.happened_on < asked_on)


def _of_the_decision(facts: CaseFacts) -> list[Lack]:
    step = _decision_step(facts)
    if step is None:
        return []
    act = facts.latest(step.code)
    return _lacks(steps.refusals(step, replace(facts, act=act)), step.code, act)


def _decision_step(facts: CaseFacts) -> Step[CaseFacts] | None:
    """Return the decision that the case has or heads for; None where it ended without one."""
    if facts.state in UNJUDGED or facts.latest("withdraw_filing"):
        return None
    outcome = facts.decision.outcome if facts.decision else Outcome.PENALTY
    return next(STEPS[code] for code, kind in OUTCOMES.items() if kind is outcome)


def _lacks(against: Iterable[Refusal], step: str, act: Act | None) -> list[Lack]:
    return [Lack(one, MENDED_BY.get(one.code, step), act) for one in against]


def _is_decided(state: CaseState) -> bool:
    return ORDER.index(state) >= ORDER.index(S.DECIDED_PENALTY)


def behind(facts: CaseFacts) -> list[str]:
    """Return the steps that a case in this state must have behind it."""
    state = facts.state
    if state is None or state in UNJUDGED:
        return ["file", "withdraw_filing"] if state is S.FILING_WITHDRAWN else []
    if facts.latest("withdraw_filing"):
        return ["file", "withdraw_filing", "archive"]
    outcome = facts.decision.outcome if facts.decision else Outcome.PENALTY
    is_decided = _is_decided(state)
    if is_decided and outcome is Outcome.CRIME_TRANSFER:
        return ["file", "decide_crime_transfer", *ENDINGS.get(state, ())]
    needed = [step for step, since in BEHIND if ORDER.index(since) <= ORDER.index(state)]
    if facts.latest("resume_after_transfer"):
        needed = [step for step in needed if step != "begin_investigation"]
    if state is S.LEGAL_REVIEW_PASSED or (is_decided and outcome is not Outcome.PENALTY):
        needed = [step for step in needed if step != "serve_prior_notice"]
    needed += HEARINGS.get(state, ())
    if is_decided:
        needed += [code for code, kind in OUTCOMES.items() if kind is outcome]
    if ORDER.index(state) >= ORDER.index(S.SERVED):
        needed.append("serve_decision")
    return needed + list(ENDINGS.get(state, ()))
