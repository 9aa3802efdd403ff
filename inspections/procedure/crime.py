"""What must hold where a crime is suspected: no penalty until the police have answered.

Penalty Law Art 27, 57; Crime Transfer Rules Art 3, 5, 8.
"""

from inspections.procedure.facts import CaseFacts
from inspections.procedure.terms import Outcome, PoliceAnswer
from inspections.refusal import Refusal
from inspections.rulebook import rule

CRIME_ZH = "《行政处罚法》第二十七条、第五十七条；《移送涉嫌犯罪案件的规定》第三条、第五条"
CRIME_EN = "Penalty Law Art 27, 57; Crime Transfer Rules Art 3, 5"


@rule("crime.none_is_open", zh="没有未决的涉嫌犯罪：公安机关已经答复，或者负责人决定不移送",
      basis_zh=CRIME_ZH, basis_en=CRIME_EN)  # fmt: skip
def none_is_open(facts: CaseFacts) -> Refusal | None:
    """No suspected crime waits: the police gave it back, or the head declined a transfer."""
    crime = facts.crime
    if crime is not None and crime.is_open and crime.suspected_on <= facts.day:
        return Refusal("crime.none_is_open", about=crime.suspected_on.isoformat())
    return None


@rule("crime.is_suspected", zh="已有两名以上执法人员的涉嫌犯罪书面报告",
      basis_zh=CRIME_ZH, basis_en=CRIME_EN)  # fmt: skip
def is_suspected(facts: CaseFacts) -> Refusal | None:
    """A crime is suspected, by a written report."""
    crime, act = facts.crime, facts.act
    if crime is None:
        return Refusal("crime.is_suspected")
    # an act that declines the transfer brings its own end of the suspicion with it
    declines = act is not None and act.step == "decline_crime_transfer"
    if crime.is_open or (declines and crime.declined_on == facts.day):
        return None
    return Refusal("crime.is_suspected")


@rule("crime.transfer_was_decided", zh="负责人已决定移送", basis_zh=CRIME_ZH, basis_en=CRIME_EN)
def transfer_was_decided(facts: CaseFacts) -> Refusal | None:
    """The head decided to transfer."""
    if facts.crime is not None and facts.crime.decided_on is not None:
        return None
    return Refusal("crime.transfer_was_decided")


@rule("crime.transfer_was_sent", zh="案件已向公安机关移送", basis_zh=CRIME_ZH, basis_en=CRIME_EN)
def transfer_was_sent(facts: CaseFacts) -> Refusal | None:
    """The case was sent to the police."""
    if facts.crime is not None and facts.crime.sent_on is not None:
        return None
    return Refusal("crime.transfer_was_sent")


@rule("crime.case_came_back", zh="公安机关不予立案，或者司法机关将案件移回处理",
      basis_zh=CRIME_ZH, basis_en=CRIME_EN)  # fmt: skip
def case_came_back(facts: CaseFacts) -> Refusal | None:
    """The police refused the case, or the judiciary gave it back for a penalty."""
    answer = facts.crime.answer if facts.crime else None
    if answer in (PoliceAnswer.REFUSED, PoliceAnswer.RETURNED):
        return None
    return Refusal("crime.case_came_back")


@rule("crime.police_took_the_case", zh="公安机关已立案", basis_zh=CRIME_ZH, basis_en=CRIME_EN)
def police_took_the_case(facts: CaseFacts) -> Refusal | None:
    """A case that was transferred is closed once the police have filed it."""
    if facts.decision is None or facts.decision.outcome is not Outcome.CRIME_TRANSFER:
        return None
    answer = facts.crime.answer if facts.crime else None
    return None if answer is PoliceAnswer.ACCEPTED else Refusal("crime.police_took_the_case")
