"""What makes the record of a visit complete (law: inspection, two officers, on-site record)."""

from collections.abc import Sequence
from datetime import date

from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.sources import sources
from inspections.visit_facts import NOT_ENTERED, Signing, VisitFacts
from inspections.vocabulary import Answer, InspectionKind, VisitResult

OFFICERS_NEEDED = 2
NOBODY_THERE = (VisitResult.CLOSED_PREMISES, VisitResult.NOT_FOUND)
WITH_FINDINGS = (
    VisitResult.CORRECTED_ON_SITE,
    VisitResult.CORRECTION_ORDERED,
    VisitResult.LEAD_CREATED,
)


@rule(
    "visits.two_officers_were_present",
    zh="检查须由两名以上不同的执法人员进行",
    basis_zh="行政处罚法第四十二条",
    basis_en="Penalty Law Art 42",
)
def two_officers_were_present(facts: VisitFacts) -> Refusal | None:
    """An inspection is made by at least two different officers."""
    if len({officer.person for officer in facts.officers}) < OFFICERS_NEEDED:
        return Refusal("visits.two_officers_were_present")
    return None


@rule(
    "visits.officers_were_certified",
    zh="每名执法人员的执法证在检查当日有效",
    basis_zh="行政处罚法第四十二条",
    basis_en="Penalty Law Art 42",
)
def officers_were_certified(facts: VisitFacts) -> Refusal | None:
    """Every officer's certificate was valid on the day of the visit."""
    lacking = [
        officer.name
        for officer in facts.officers
        if officer.certificate_on(facts.happened_on) is None
    ]
    if lacking:
        return Refusal("visits.officers_were_certified", about="、".join(lacking))
    return None


@rule(
    "visits.day_has_come",
    zh="检查时间不能晚于登记时间",
    basis_zh="行政处罚法第四十七条",
    basis_en="Penalty Law Art 47",
)
def day_has_come(facts: VisitFacts) -> Refusal | None:
    """A visit is recorded after it took place."""
    if facts.happened_on > facts.recorded_on:
        return Refusal("visits.day_has_come", until=facts.happened_on)
    if facts.ended_at is not None and facts.ended_at > facts.recorded_at:
        return Refusal("visits.day_has_come")
    return None


@rule(
    "visits.end_follows_start",
    zh="检查结束时间不早于开始时间",
    basis_zh="行政处罚法第四十七条",
    basis_en="Penalty Law Art 47",
)
def end_follows_start(facts: VisitFacts) -> Refusal | None:
    """A visit doesn't end before it starts."""
    known = facts.started_at is not None and facts.ended_at is not None
    if known and facts.started_at > facts.ended_at:  # type: ignore[operator]
        return Refusal("visits.end_follows_start")
    return None


@rule(
    "visits.sweep_has_an_approved_plan",
    zh="专项检查须在方案已批准、正在进行的检查中登记，点位在其范围内",
    basis_zh="国办发〔2024〕54号",
    basis_en="Doc 54 of 2024",
)
def sweep_has_an_approved_plan(facts: VisitFacts) -> Refusal | None:
    """A special inspection is entered in a sweep that is open and covers the place."""
    special = facts.kind is InspectionKind.SPECIAL
    if not special and facts.sweep is None:
        return None
    sweep = facts.sweep
    walked = sweep is not None and (sweep.is_open or facts.amends) and sweep.covers_the_site
    if special and walked:
        return None
    return Refusal("visits.sweep_has_an_approved_plan")


@rule(
    "visits.day_is_in_the_sweep",
    zh="检查日期在方案的起止日期之内",
    basis_zh="国办发〔2024〕54号",
    basis_en="Doc 54 of 2024",
)
def day_is_in_the_sweep(facts: VisitFacts) -> Refusal | None:
    """A visit in a sweep lies between the first and the last day of its plan."""
    sweep = facts.sweep
    if sweep is None or sweep.starts_on <= facts.happened_on <= sweep.ends_on:
        return None
    about = f"{sweep.starts_on.isoformat()} – {sweep.ends_on.isoformat()}"
    return Refusal("visits.day_is_in_the_sweep", about=about)


@rule(
    "visits.officers_are_not_recused",
    zh="检查人员与该机构没有须回避的情形",
    basis_zh="行政处罚法第四十三条",
    basis_en="Penalty Law Art 43",
)
def officers_are_not_recused(facts: VisitFacts) -> Refusal | None:
    """No officer of the visit is recused from this institution."""
    if facts.recused:
        return Refusal("visits.officers_are_not_recused", about="、".join(facts.recused))
    return None


@rule(
    "visits.ground_is_named",
    zh="写明检查依据：批准文书、线索或责令改正通知书的编号",
    basis_zh="国办发〔2024〕54号",
    basis_en="Doc 54 of 2024",
)
def ground_is_named(facts: VisitFacts) -> Refusal | None:
    """The approval, lead or order that the visit rests on is named."""
    if ground_is_needed(facts.kind, facts.happened_on) and not facts.ground.strip():
        return Refusal("visits.ground_is_named")
    return None


def ground_is_needed(kind: InspectionKind | None, day: date) -> bool:
    """Say whether a visit of this kind on `day` must name its ground."""
    concrete = kind in (InspectionKind.CASE, InspectionKind.RECHECK)
    return concrete or sources()["doc_54"].is_in_force(day)


@rule(
    "visits.result_is_stated",
    zh="检查结果须选定一项",
    basis_zh="国办发〔2024〕54号",
    basis_en="Doc 54 of 2024",
)
def result_is_stated(facts: VisitFacts) -> Refusal | None:
    """A visit has one result."""
    return Refusal("visits.result_is_stated") if facts.result is None else None


@rule(
    "visits.every_item_is_answered",
    zh="清单每一项都须作答；没有查的，选“未查”",
    basis_zh="行政处罚法第四十七条",
    basis_en="Penalty Law Art 47",
)
def every_item_is_answered(facts: VisitFacts) -> Refusal | None:
    """Every item of the checklist has an answer, if only "not checked"."""
    if not facts.was_entered:
        return None
    open_items = [item for item in facts.checklist.items if item.code not in facts.answers]
    if open_items:
        return Refusal("visits.every_item_is_answered", about=str(len(open_items)))
    return None


@rule(
    "visits.every_no_says_what_was_seen",
    zh="答“否”的项目须写明看到了什么",
    basis_zh="行政处罚法第四十条",
    basis_en="Penalty Law Art 40",
)
def every_no_says_what_was_seen(facts: VisitFacts) -> Refusal | None:
    """Every "no" says what was seen."""
    blank = [
        code for code in facts.items_answered(Answer.NO) if not facts.answers[code].seen.strip()
    ]
    if blank:
        return Refusal("visits.every_no_says_what_was_seen", about=str(len(blank)))
    return None


@rule(
    "visits.result_agrees_with_findings",
    zh="检查结果与检查发现的问题一致",
    basis_zh="行政处罚法第四十条",
    basis_en="Penalty Law Art 40",
)
def result_agrees_with_findings(facts: VisitFacts) -> Refusal | None:
    """The result agrees with what was found."""
    code = "visits.result_agrees_with_findings"
    if facts.result is VisitResult.COMPLIANT and facts.has_findings:
        return Refusal(code)
    if facts.result in WITH_FINDINGS and not facts.has_findings:
        return Refusal(code)
    looked = facts.items_answered(Answer.YES) + facts.items_answered(Answer.NO)
    return Refusal(code) if facts.result in NOBODY_THERE and looked else None


@rule(
    "visits.something_was_checked",
    zh="一项都没有查的，不能写“未发现问题”",
    basis_zh="行政处罚法第四十条",
    basis_en="Penalty Law Art 40",
)
def something_was_checked(facts: VisitFacts) -> Refusal | None:
    """Where nothing was checked, nothing can be said to be in order."""
    looked = facts.items_answered(Answer.YES) or facts.rechecked
    if facts.result is VisitResult.COMPLIANT and not looked:
        return Refusal("visits.something_was_checked")
    return None


@rule(
    "visits.failed_visit_is_proven",
    zh="没有进入检查的，须有照片或说明为证",
    basis_zh="行政处罚法第四十七条",
    basis_en="Penalty Law Art 47",
)
def failed_visit_is_proven(facts: VisitFacts) -> Refusal | None:
    """Closed premises, a refused entry or a place not found are proven by a photo or a note."""
    if facts.result in NOT_ENTERED and not (facts.photos or facts.note.strip()):
        return Refusal("visits.failed_visit_is_proven")
    return None


@rule(
    "visits.certificate_was_shown",
    zh="执法人员须主动出示执法证件；未出示的，当事人有权拒绝检查",
    basis_zh="行政处罚法第五十五条",
    basis_en="Penalty Law Art 55",
)
def certificate_was_shown(facts: VisitFacts) -> Refusal | None:
    """It is recorded that certificates were shown; without it a party may refuse the visit."""
    if facts.result is VisitResult.REFUSED_ENTRY and facts.certificate_shown is not True:
        return Refusal("visits.certificate_was_shown")
    if facts.was_entered and facts.certificate_shown is None:
        return Refusal("visits.certificate_was_shown")
    return None


@rule(
    "visits.record_is_signed",
    zh="笔录有当事人签名并附扫描件，或在屏幕上签名；拒绝签名或不在场的，写明原因和见证人",
    basis_zh="行政处罚法第五十五条",
    basis_en="Penalty Law Art 55",
)
def record_is_signed(facts: VisitFacts) -> Refusal | None:
    """The record is signed, on the screen or with its scan, or reason and witness are noted."""
    if not facts.was_entered:
        return None
    is_there = facts.records or facts.is_drawn
    if facts.signing is Signing.SIGNED and is_there and facts.met_name.strip():
        return None
    excused = facts.signing in (Signing.REFUSED, Signing.ABSENT) and facts.signing_note.strip()
    return None if excused else Refusal("visits.record_is_signed")


@rule(
    "visits.amendment_says_why",
    zh="更正检查记录须写明原因",
    basis_zh="行政处罚法第四十七条",
    basis_en="Penalty Law Art 47",
)
def amendment_says_why(facts: VisitFacts) -> Refusal | None:
    """A correction of a locked record says why."""
    if facts.amends and not facts.reason.strip():
        return Refusal("visits.amendment_says_why")
    return None


CHECKS = (
    two_officers_were_present,
    officers_were_certified,
    day_has_come,
    end_follows_start,
    sweep_has_an_approved_plan,
    day_is_in_the_sweep,
    officers_are_not_recused,
    ground_is_named,
    result_is_stated,
    every_item_is_answered,
    every_no_says_what_was_seen,
    result_agrees_with_findings,
    something_was_checked,
    failed_visit_is_proven,
    certificate_was_shown,
    record_is_signed,
    amendment_says_why,
)


def refusals(facts: VisitFacts) -> Sequence[Refusal]:
    """Return every reason against recording this visit; an empty list means it is complete."""
    return [refusal for check in CHECKS if (refusal := check(facts)) is not None]


def days_late(happened_on: date, recorded_on: date) -> int:
    """Return the calendar days between visit and entry; a late entry is flagged, never refused."""
    return max((recorded_on - happened_on).days, 0)
