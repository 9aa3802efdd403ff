"""The decisions: a penalty (Penalty Law 59), or none (Measures 15)."""

from dataclasses import dataclass

from inspections.money_words import money_words
from inspections.papers.blocks import Addressee, Block, Fields, Layout, Note, Paper, Paragraph
from inspections.papers.investigation import Proof, proofs
from inspections.papers.parts import (
    COPIES,
    length,
    numbered,
    paper,
    party_block,
    remedies,
    require_whole,
    seal,
    section,
    sentence,
    yuan,
)
from inspections.papers.persons import Account, Head, Party
from inspections.surcharge import rate_on


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyDecision:
    """What a penalty decision states; money needs the office's account.

    `penalties` are the kinds other than money, as sentences; `performance` how and by when each
    duty besides money is to be done.
    """

    head: Head
    party: Party
    facts: str
    evidence: tuple[Proof, ...]
    defence: str
    hearing: str
    basis: tuple[str, ...]
    reasons: str
    publication: str
    penalties: tuple[str, ...] = ()
    performance: tuple[str, ...] = ()
    fine_fen: int = 0
    confiscate_fen: int = 0


def penalty_decision(facts: PenaltyDecision) -> Paper:
    """Return the penalty decision (行政处罚决定书)."""
    code = "penalty_decision"
    money = facts.fine_fen or facts.confiscate_fen
    require_whole(
        code,
        facts,
        penalties=facts.penalties or money or None,
        performance=facts.performance or money or None,
        **({"head__office__account": facts.head.office.account} if money else {}),
    )
    return paper(
        code,
        facts.head,
        Layout.LETTER,
        party_block(facts.party),
        Addressee(f"{facts.party.name}："),
        *section("一、违法事实和证据", Paragraph(facts.facts), proofs(facts.evidence)),
        *section(
            "二、陈述申辩和听证情况",
            Paragraph(sentence(facts.defence)),
            Paragraph(sentence(facts.hearing)),
        ),
        *section(
            "三、处罚的依据和理由", *numbered(facts.basis), Paragraph(sentence(facts.reasons))
        ),
        *section("四、处罚的种类和内容", *numbered(_decided(facts))),
        *section("五、履行的方式和期限", *_performance(facts)),
        *section(
            "六、救济途径和期限",
            remedies(facts.head.office, facts.head.dated, against="决定书"),
            Paragraph("行政复议或者行政诉讼期间，本决定不停止执行，法律另有规定的除外。"),
        ),
        *section("七、公示告知", Paragraph(sentence(facts.publication))),
        seal(facts.head),
        Note(COPIES),
    )


def _decided(facts: PenaltyDecision) -> list[str]:
    decided = list(facts.penalties)
    if facts.confiscate_fen:
        decided.append(f"没收违法所得{amount(facts.confiscate_fen)}")
    if facts.fine_fen:
        decided.append(f"罚款{amount(facts.fine_fen)}")
    return decided


def amount(fen: int) -> str:
    """Return an amount in figures and in words, so that neither can be altered alone."""
    return f"人民币{yuan(fen)}（大写：{money_words(fen)}）"


def _performance(facts: PenaltyDecision) -> tuple[Block, ...]:
    account = facts.head.office.account
    blocks: list[Block] = list(numbered(facts.performance))
    if account is None or not (facts.fine_fen or facts.confiscate_fen):
        return tuple(blocks)
    within = length("payment", facts.head.dated)
    blocks.append(
        Paragraph(f"罚没款应当自收到本决定书之日起{within}内，缴纳至下列账户，并保留缴款凭证：")
    )
    blocks.append(account_block(account))
    if facts.fine_fen:
        blocks.append(Paragraph(surcharge_rule(facts.head)))
    return tuple(blocks)


def account_block(account: Account) -> Fields:
    """Return where to pay."""
    return Fields(
        (
            (("开户银行", account.bank),),
            (("户名", account.account_name),),
            (("账号", account.account_number),),
        )
    )


def surcharge_rule(head: Head) -> str:
    """Return what an unpaid fine grows by; it must be told beforehand (Enforcement Law 45)."""
    percent = f"{rate_on(head.dated).per_mille_a_day / 10:g}"
    return (
        f"到期不缴纳罚款的，依据《中华人民共和国行政处罚法》第七十二条的规定，每日按罚款数额的百分之"
        f"{_in_words(percent)}加处罚款，加处罚款的数额不超出罚款的数额；"
        "逾期不申请行政复议、不提起行政诉讼又不履行的，本机关将依法申请人民法院强制执行。"
    )


def _in_words(figure: str) -> str:
    return figure.translate(str.maketrans("0123456789.", "〇一二三四五六七八九点"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPenaltyDecision:
    """What a decision not to punish states."""

    head: Head
    party: Party
    facts: str
    evidence: tuple[Proof, ...]
    ground: str
    basis: tuple[str, ...]
    education: str


def no_penalty_decision(facts: NoPenaltyDecision) -> Paper:
    """Return the decision not to punish (不予行政处罚决定书)."""
    code = "no_penalty_decision"
    require_whole(code, facts)
    return paper(
        code,
        facts.head,
        Layout.LETTER,
        party_block(facts.party),
        Addressee(f"{facts.party.name}："),
        *section("一、违法事实和证据", Paragraph(facts.facts), proofs(facts.evidence)),
        *section(
            "二、不予行政处罚的理由和依据",
            Paragraph(sentence(facts.ground)),
            *numbered(facts.basis),
        ),
        *section("三、决定", Paragraph("根据上述规定，本机关决定对你（单位）不予行政处罚。")),
        *section("四、批评教育情况", Paragraph(sentence(facts.education))),
        *section(
            "五、救济途径和期限",
            remedies(facts.head.office, facts.head.dated, against="决定书"),
        ),
        seal(facts.head),
        Note(COPIES),
    )
