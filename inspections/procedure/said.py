"""What is said with the steps of a lead and of the filing, and what that brings into the facts.

`brings` returns the facts of the case with it in; Measures Art 26, 27.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import with_config

from inspections.procedure.asked import Asked, Kind
from inspections.procedure.facts import (
    STRICT,
    Act,
    CaseFacts,
    Condition,
    Filing,
)
from inspections.procedure.terms import (
    CaseState,
    FilingScope,
    LeadSource,
    OfficeLevel,
)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said with a step besides who acted, when and how; here: nothing."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with what is said in them."""
        return facts


SILENT = Said()


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSaid(Said):
    """A lead: where it came from and what it says."""

    source: Annotated[LeadSource, Asked("线索来源", "Source", required=True)]
    summary: Annotated[str, Asked("线索内容", "What it says", Kind.AREA, required=True)] = ""
    received_by: Annotated[str, Asked("登记人", "Received by", Kind.PERSON)] = ""
    discovered_on: Annotated[date | None, Asked("发现违法行为的日期", "Act discovered on")] = None
    act_ended_on: Annotated[date | None, Asked("行为终了日期", "Act ended on")] = None
    is_continuing: Annotated[bool, Asked("行为仍在持续", "The act goes on")] = False
    harm_to_life_health_finance: Annotated[
        bool,
        Asked("涉及生命健康、金融安全且有危害后果", "Harm to life, health or finance"),
    ] = False

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the lead."""
        lead = Filing(
            source=self.source.value,
            receiver=self.received_by or act.entered_by,
            came_by_transfer=self.source is LeadSource.TRANSFER,
            discovered_on=self.discovered_on or act.happened_on,
            act_ended_on=self.act_ended_on,
            is_continuing=self.is_continuing,
            harm_to_life_health_finance=self.harm_to_life_health_finance,
        )
        return replace(facts, filing=lead)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOverSaid(Said):
    """A case begun on paper: the state that it had reached there."""

    state: Annotated[CaseState, Asked("纸质案卷所处状态", "State on paper", required=True)]
    file_number: Annotated[str, Asked("原案卷号", "Number of the paper file")] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the state in which the case is taken over."""
        return replace(facts, taken_over_at=self.state)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class FilingSaid(Said):
    """The filing form: the five conditions each with its note, and the officers proposed."""

    party_known: Annotated[bool, Asked("有明确的当事人", "The party is known")] = False
    party_known_note: Annotated[str, Asked("说明：当事人", "Note: party")] = ""
    first_evidence: Annotated[bool, Asked("有初步证据", "There is first evidence")] = False
    first_evidence_note: Annotated[str, Asked("说明：证据", "Note: evidence")] = ""
    penalty_due: Annotated[bool, Asked("依法应当给予处罚", "A penalty is due by law")] = False
    penalty_due_note: Annotated[str, Asked("说明：应予处罚", "Note: penalty")] = ""
    own_jurisdiction: Annotated[bool, Asked("属于本机关管辖", "The matter is ours")] = False
    own_jurisdiction_note: Annotated[str, Asked("说明：管辖", "Note: jurisdiction")] = ""
    inside_limitation: Annotated[bool, Asked("未超过追责时效", "Inside the limitation")] = False
    inside_limitation_note: Annotated[str, Asked("说明：时效", "Note: limitation")] = ""
    investigators: Annotated[tuple[str, ...], Asked("承办人员", "Officers", Kind.PERSONS)] = ()
    scope: Annotated[FilingScope, Asked("调整范围", "Reach of the Measures")] = FilingScope.WITHIN
    office_level: Annotated[OfficeLevel, Asked("本机关层级", "Level of the office")] = (
        OfficeLevel.COUNTY
    )
    online_without_approval: Annotated[bool, Asked("未经审批的线上培训", "Unapproved, online")] = (
        False
    )
    is_assigned: Annotated[bool, Asked("上级指定管辖", "Assigned from above")] = False

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the filing form."""
        form = replace(
            facts.filing or Filing(),
            party_known=Condition(met=self.party_known, note=self.party_known_note),
            first_evidence=Condition(met=self.first_evidence, note=self.first_evidence_note),
            penalty_due=Condition(met=self.penalty_due, note=self.penalty_due_note),
            own_jurisdiction=Condition(met=self.own_jurisdiction, note=self.own_jurisdiction_note),
            inside_limitation=Condition(
                met=self.inside_limitation, note=self.inside_limitation_note
            ),
            scope=self.scope,
            office_level=self.office_level,
            online_without_approval=self.online_without_approval,
            is_assigned=self.is_assigned,
        )
        return replace(facts, filing=form, investigators=self.investigators or facts.investigators)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSaid(Said):
    """The authority that a case is sent to."""

    authority: Annotated[str, Asked("受移送机关", "Sent to", required=True)] = ""
