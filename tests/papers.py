"""Facts of every kind of paper, whole and by hand; a test changes only what it is about."""

from datetime import date, datetime

from inspections.papers.closing import (
    ClosingForm,
    DemandLetter,
    Filed,
    FileIndex,
    ServedPaper,
    ServiceReceipt,
)
from inspections.papers.decisions import NoPenaltyDecision, PenaltyDecision
from inspections.papers.filing import Condition, EvidenceSheet, FilingForm, LeadRegister
from inspections.papers.hearing import HearingNotice, HearingRecord, HearingReport, Sitting
from inspections.papers.investigation import (
    CollectiveDiscussion,
    Gains,
    InvestigationReport,
    LegalReviewOpinion,
    Proof,
    View,
)
from inspections.papers.notices import DefenceReview, PriorNotice, RaisedPoint
from inspections.papers.orders import Correction, CorrectionOrder, Rechecked, RecheckRecord
from inspections.papers.persons import (
    Account,
    Agent,
    Confirmation,
    Head,
    Office,
    Officer,
    Opinion,
    Party,
)
from inspections.papers.visits import Exchange, Finding, InquiryRecord, ListedFile, OnsiteRecord
from inspections.procedure.terms import ClosingGround, ReviewResult
from inspections.visit_facts import Signing
from inspections.vocabulary import Corrected, PartyType, ServiceMethod

ACCOUNT = Account(
    bank="沈阳农商银行和平支行",
    account_name="沈阳市和平区财政局非税收入专户",
    account_number="6210000000000000001",
)
OFFICE = Office(
    office_name="沈阳市和平区教育局",
    address="沈阳市和平区十三纬路1号",
    phone="024-00000001",
    government="沈阳市和平区人民政府",
    account=ACCOUNT,
)
HEAD = Head(
    office=OFFICE,
    dated=date(2026, 3, 12),
    number="和平教字〔2026〕第7号",
    case_number="和平教立字〔2026〕第5号",
)
PARTY = Party(
    name="沈阳晨星教育培训学校有限公司",
    type=PartyType.ORGANISATION,
    id_kind="统一社会信用代码",
    id_number="91210102MA00000000",
    representative="李晨",
    address="沈阳市和平区南京南街100号3层",
    phone="024-12345678",
    agent=Agent(agent_name="孙律师", authority="代为陈述、申辩，代收文书"),
)
OFFICERS = (
    Officer(name="王建国", certificate="LN210102001"),
    Officer(name="赵敏", certificate="LN210102002"),
)
SIGNED = Confirmation(signing=Signing.SIGNED)
MORNING, NOON = datetime(2026, 3, 12, 9, 5), datetime(2026, 3, 12, 11, 30)
PROOFS = (
    Proof(name="现场检查笔录", kind="现场笔录", proves="302室正在进行初二数学培训"),
    Proof(name="收费收据12张", kind="书证", proves="已收取培训费120,000元"),
)
BASIS = ("《校外培训行政处罚暂行办法》第二十条第三项", "《中华人民共和国行政处罚法》第二十八条")
FACTS_OF_CASE = "当事人持非学科类办学许可，自2026年1月5日起在302室开展初二数学培训。"
MET = Condition(met=True, note="见现场检查笔录")
APPROVED = Opinion(text="同意立案", name="周局长", on=date(2026, 3, 12))
SITTING = Sitting(
    held_at=datetime(2026, 4, 8, 14, 0),
    place="区教育局二楼听证室",
    chair="陈主持",
    clerk="吴记录",
    is_public=False,
    reason_not_public="涉及未成年人个人信息",
)

FACTS = {
    "onsite_record": OnsiteRecord(
        head=HEAD,
        party=PARTY,
        place="南京南街100号302室",
        started_at=MORNING,
        ended_at=NOON,
        officers=OFFICERS,
        findings=(
            Finding(item="是否超出许可范围", seen="正在讲授初二数学，学员12人"),
            Finding(item="收费是否公示", seen="前台未见公示牌"),
        ),
        confirmation=SIGNED,
        present_name="李晨",
        present_role="校长",
        certificate_shown=True,
        rights_told=True,
        files=(ListedFile(kind="现场照片", about="302室课堂", digest="ab12" * 16),),
        copies=("学员缴费登记表复印件2页",),
    ),
    "correction_order": CorrectionOrder(
        head=HEAD,
        party=PARTY,
        found_on=date(2026, 3, 10),
        corrections=(
            Correction(
                act="持非学科类许可开展数学培训", rule=BASIS[0], to_correct="停止一切学科类培训"
            ),
        ),
        recheck_how="到期后由两名执法人员现场复查",
        officers=OFFICERS,
        correct_by=date(2026, 3, 27),
        refund_fen=4_358_000,
    ),
    "recheck_record": RecheckRecord(
        head=HEAD,
        party=PARTY,
        order_number="和平教责改字〔2026〕第3号",
        place="南京南街100号302室",
        checked_on=date(2026, 3, 30),
        items=(
            Rechecked(
                to_correct="停止一切学科类培训",
                corrected=Corrected.PARTLY,
                proof="照片2张",
                note="数学班停课，英语班未停",
            ),
        ),
        outcome=Corrected.PARTLY,
        officers=OFFICERS,
        confirmation=Confirmation(
            signing=Signing.REFUSED, note="当事人认为英语班不属于学科类", witness="物业经理郑某"
        ),
        correct_by=date(2026, 3, 27),
        started_at=MORNING,
        ended_at=NOON,
        certificate_shown=True,
    ),
    "lead_register": LeadRegister(
        head=HEAD,
        source="投诉举报",
        reporter="家长冯某（保密）",
        content="反映302室周末上数学课",
        institution="沈阳晨星教育培训学校有限公司",
        received_at=MORNING,
        receiver="赵敏",
        decision="进入初步审查",
    ),
    "filing_form": FilingForm(
        head=HEAD,
        source="日常检查",
        party=PARTY,
        summary="检查发现302室开展初二数学培训",
        suspected_rule=BASIS[0],
        party_known=MET,
        first_evidence=MET,
        penalty_due=Condition(met=True, note="依第二十条"),
        own_jurisdiction=Condition(met=True, note="行为地在和平区"),
        inside_limitation=Condition(met=True, note="行为持续至检查当日"),
        officers=OFFICERS,
        officer_opinion=Opinion(text="建议立案", name="王建国", on=date(2026, 3, 11)),
        unit_opinion=Opinion(text="拟同意立案", name="刘科长", on=date(2026, 3, 11)),
        head_opinion=APPROVED,
    ),
    "inquiry_record": InquiryRecord(
        head=HEAD,
        started_at=MORNING,
        ended_at=NOON,
        place="区教育局询问室",
        person_name="周小明",
        person_identity="居民身份证（尾号1234），学员",
        relation="培训班学员",
        officers=OFFICERS,
        certificate_shown=True,
        duties_told=True,
        exchanges=(
            Exchange(question="你在晨星上什么课？", answer="周六上午上数学。"),
            Exchange(question="交了多少钱？", answer="一学期3,000元。"),
        ),
        confirmation=Confirmation(signing=Signing.SIGNED, guardian="周某（父亲）"),
        is_minor=True,
        guardian="周某（父亲）",
    ),
    "evidence_sheet": EvidenceSheet(
        head=HEAD,
        name="缴费记录导出文件",
        kind="电子数据",
        source="当事人收费系统",
        holder="李晨",
        taken_at=MORNING,
        place="南京南街100号前台",
        method="现场导出并计算哈希值",
        is_original=False,
        pages=14,
        collectors=OFFICERS,
        is_electronic=True,
        digest="cd34" * 16,
        device="执法平板2号",
    ),
    "investigation_report": InvestigationReport(
        head=HEAD,
        party=PARTY,
        facts=FACTS_OF_CASE,
        evidence=PROOFS,
        character="超出办学许可范围，持非学科类许可开展学科类培训",
        basis=BASIS,
        circumstances="无从轻、减轻情节；二年内再次违法，应当从重",
        discretion_tier="情节严重，从重档",
        proposal="没收违法所得，吊销办学许可证",
        officers=OFFICERS,
        gains=Gains(
            received_fen=12_000_000,
            untaught_refund_fen=2_000_000,
            other_refund_fen=3_000_000,
            base_fen=10_000_000,
            left_fen=7_000_000,
        ),
    ),
    "collective_discussion_record": CollectiveDiscussion(
        head=HEAD,
        matter="晨星公司超范围培训案的处理",
        held_at=MORNING,
        place="局三楼会议室",
        chair="周局长",
        members=("刘科长", "陈主任"),
        views=(
            View(name="刘科长", view="同意调查报告的建议"),
            View(name="陈主任", view="事实清楚，同意"),
        ),
        result="一致同意拟吊销办学许可证",
        clerk="吴记录",
    ),
    "prior_notice": PriorNotice(
        head=HEAD,
        party=PARTY,
        facts=FACTS_OF_CASE,
        evidence=PROOFS,
        reasons="情节严重，责令改正后仍未改正",
        basis=BASIS,
        proposed=("没收违法所得70,000.00元", "吊销办学许可证"),
        where="区教育局政策法规科（十三纬路1号205室）",
        contact="王建国",
        hearing_where="区教育局法制审核办公室",
    ),
    "defence_review": DefenceReview(
        head=HEAD,
        party=PARTY,
        received_on=date(2026, 3, 17),
        points=(
            RaisedPoint(
                raised="认为只是数学思维训练",
                check="核对教材，内容为初二数学教材同步练习",
                taken=False,
                reasons="与教学内容不符",
            ),
        ),
        conclusion="陈述申辩理由不成立，维持原拟处罚",
        officers=OFFICERS,
    ),
    "hearing_notice": HearingNotice(head=HEAD, party=PARTY, sitting=SITTING, contact="吴记录"),
    "hearing_record": HearingRecord(
        head=HEAD,
        party=PARTY,
        sitting=SITTING,
        agents=("孙律师",),
        investigators=("王建国", "赵敏"),
        investigators_case="调查人员出示现场笔录和收据，建议吊销许可证。",
        party_case="当事人认为处罚过重。",
        cross_examination="当事人对收据真实性没有异议。",
        last_words="请求从轻处理。",
        confirmation=SIGNED,
    ),
    "hearing_report": HearingReport(
        head=HEAD,
        party=PARTY,
        sitting=SITTING,
        agents=("孙律师",),
        investigators_case="建议吊销许可证。",
        party_case="认为处罚过重。",
        opinion="事实清楚，证据充分，建议按原拟处罚决定",
    ),
    "legal_review_opinion": LegalReviewOpinion(
        head=HEAD,
        party=PARTY,
        competence="本机关有管辖权",
        qualification="两名执法人员均持有效证件",
        facts="违法事实清楚",
        evidence="证据确凿充分",
        law="适用法律正确",
        procedure="程序合法",
        discretion="裁量适当",
        document_form="文书规范完备",
        crime_suspicion="不涉嫌犯罪",
        result=ReviewResult.PASSED,
        reviewer="郑法审",
    ),
    "penalty_decision": PenaltyDecision(
        head=HEAD,
        party=PARTY,
        facts=FACTS_OF_CASE,
        evidence=PROOFS,
        defence="当事人于2026年3月17日提出陈述申辩，经复核不予采纳",
        hearing="2026年4月8日举行听证，听证意见为维持原拟处罚",
        basis=BASIS,
        reasons="情节严重，应当从重处罚",
        penalties=("吊销办学许可证",),
        performance=("自收到本决定书之日起十日内将办学许可证交回本机关",),
        fine_fen=10_000_000,
        confiscate_fen=7_000_000,
        publication="本决定将在本机关网站依法公示",
    ),
    "no_penalty_decision": NoPenaltyDecision(
        head=HEAD,
        party=PARTY,
        facts=FACTS_OF_CASE,
        evidence=PROOFS,
        ground="违法行为轻微并及时改正，没有造成危害后果",
        basis=("《校外培训行政处罚暂行办法》第十五条",),
        education="已当面批评教育，当事人书面承诺不再违反",
    ),
    "service_receipt": ServiceReceipt(
        head=HEAD,
        papers=(ServedPaper(title="行政处罚决定书", number="和平教罚字〔2026〕第2号"),),
        person_to_serve="沈阳晨星教育培训学校有限公司",
        place="南京南街100号3层前台",
        officers=OFFICERS,
        method=ServiceMethod.LEFT,
        served_at=NOON,
        receiver="李晨",
        relation="法定代表人",
        refusal_reason="不同意处罚，拒绝签收",
        witness="物业经理郑某",
    ),
    "demand_letter": DemandLetter(
        head=HEAD,
        party=PARTY,
        decision_number="和平教罚字〔2026〕第2号",
        decided_on=date(2026, 4, 20),
        served_on=date(2026, 4, 22),
        duty="缴纳罚款和没收的违法所得",
        where="区教育局政策法规科",
        amount_fen=17_000_000,
    ),
    "closing_form": ClosingForm(
        head=HEAD,
        party=PARTY,
        outcome="没收违法所得、罚款、吊销许可证",
        execution="罚没款于2026年5月6日缴清，许可证已收回",
        property_handled="没有扣留财物",
        ground=ClosingGround.PERFORMED,
        archive_index="2026-JY-005",
        officers=OFFICERS,
        officer_opinion=Opinion(text="建议结案", name="王建国", on=date(2026, 5, 8)),
        unit_opinion=Opinion(text="拟同意结案", name="刘科长", on=date(2026, 5, 8)),
        head_opinion=Opinion(text="同意结案", name="周局长", on=date(2026, 5, 9)),
    ),
    "file_index": FileIndex(
        head=HEAD,
        title="晨星公司超范围开展学科类培训案",
        party_name="沈阳晨星教育培训学校有限公司",
        filed=(
            Filed(title="立案审批表", number="", on=date(2026, 3, 12), page=1, pages=2),
            Filed(
                title="行政处罚决定书",
                number="和平教罚字〔2026〕第2号",
                on=date(2026, 4, 20),
                page=3,
                pages=3,
            ),
        ),
        kept_by="王建国",
    ),
}
FACTS["hearing_rights_notice"] = FACTS["prior_notice"]
