"""What papers state: every field that the law names, in its order, and nothing empty."""

from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date

import pytest

from inspections.deadlines import UnknownDeadline
from inspections.money_words import money_words
from inspections.papers.blocks import Fields, Heading, Table, lines_of
from inspections.papers.characters import UnprintableCharacters, require_printable
from inspections.papers.field_words import FIELD_WORDS
from inspections.papers.gaps import PaperIncomplete
from inspections.papers.kinds import KINDS
from inspections.procedure.papers import PAPERS
from inspections.visit_facts import Signing
from inspections.vocabulary import PartyType, ServiceMethod
from tests.papers import FACTS, HEAD, PARTY, SITTING


def made(code, **changes):
    return KINDS[code].make(replace(FACTS[code], **changes))


def text_of(paper):
    return "\n".join(lines_of(paper))


def test_every_kind_has_facts_and_a_name():
    assert set(KINDS) == set(FACTS)
    assert set(KINDS) <= set(PAPERS)


@pytest.mark.parametrize("code", KINDS)
def test_no_heading_label_or_cell_is_empty(code):
    blocks = made(code).blocks

    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if isinstance(block, Heading):
            assert block.text.strip() and following is not None
            assert not isinstance(following, Heading)
        if isinstance(block, Fields):
            assert all(label.strip() and value for row in block.rows for label, value in row)
        if isinstance(block, Table):
            assert block.rows
            assert all(len(row) == len(block.heads) == len(block.widths) for row in block.rows)
            assert all(cell.strip() for row in block.rows for cell in row)
    assert "None" not in text_of(made(code))


def needed(facts):
    return [
        one.name
        for one in fields(facts)
        if one.default is MISSING
        and one.default_factory is MISSING
        and type(getattr(facts, one.name)) in (str, tuple)
    ]


@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code in FACTS for name in needed(FACTS[code])]
)
def test_a_missing_field_stops_the_paper_with_its_name(code, name):
    held = getattr(FACTS[code], name)
    blank = "  " if isinstance(held, str) else ()

    with pytest.raises(PaperIncomplete) as stopped:
        made(code, **{name: blank})

    assert [one.path for one in stopped.value.fields] == [name]
    assert stopped.value.fields[0].zh == FIELD_WORDS[name][0]


def test_all_missing_fields_are_named_at_once():
    party = replace(PARTY, address="", phone="")

    with pytest.raises(PaperIncomplete) as stopped:
        made("penalty_decision", party=party, reasons="", head=replace(HEAD, number=""))

    paths = {one.path for one in stopped.value.fields}
    assert paths == {"party.address", "party.phone", "reasons", "head.number"}
    assert "当事人·地址" in {one.zh for one in stopped.value.fields}
    assert "Party: Address" in {one.en for one in stopped.value.fields}


def test_the_third_entry_of_a_list_is_named_by_its_number():
    facts = FACTS["inquiry_record"]
    exchanges = (*facts.exchanges, replace(facts.exchanges[0], answer=""))

    with pytest.raises(PaperIncomplete) as stopped:
        made("inquiry_record", exchanges=exchanges)

    assert stopped.value.fields[0].path == "exchanges.3.answer"
    assert stopped.value.fields[0].zh == "问答（第3项）·答"


def field_names(kind, seen):
    for one in fields(kind):
        yield one.name
    held = [getattr(seen, one.name) for one in fields(seen)]
    for value in held:
        for inner in value if isinstance(value, tuple) else (value,):
            if is_dataclass(inner):
                yield from field_names(type(inner), inner)


@pytest.mark.parametrize("code", KINDS)
def test_every_field_has_a_name_in_both_languages(code):
    assert set(field_names(KINDS[code].facts, FACTS[code])) <= set(FIELD_WORDS)


CONDITIONAL = {
    "an organisation without a head": (
        "prior_notice",
        {"party": replace(PARTY, representative="")},
    ),
    "money without an account": (
        "penalty_decision",
        {"head": replace(HEAD, office=replace(HEAD.office, account=None))},
    ),
    "a demand for money without an account": (
        "demand_letter",
        {"head": replace(HEAD, office=replace(HEAD.office, account=None))},
    ),
    "a minor without a guardian": ("inquiry_record", {"guardian": ""}),
    "electronic data without a digest": ("evidence_sheet", {"digest": ""}),
    "a hearing behind doors without a reason": (
        "hearing_notice",
        {"sitting": replace(SITTING, reason_not_public="")},
    ),
    "a paper left without a witness": ("service_receipt", {"witness": ""}),
    "a refusal to sign without a reason": (
        "onsite_record",
        {"confirmation": replace(FACTS["onsite_record"].confirmation, signing=Signing.REFUSED)},
    ),
    "nobody named though somebody signed": ("onsite_record", {"present_name": ""}),
    "a decision without any penalty": (
        "penalty_decision",
        {"penalties": (), "fine_fen": 0, "confiscate_fen": 0},
    ),
    "hearing rights without a place to ask": ("hearing_rights_notice", {"hearing_where": ""}),
    "a decision without its case": ("penalty_decision", {"head": replace(HEAD, case_number="")}),
}


@pytest.mark.parametrize(("code", "changes"), CONDITIONAL.values(), ids=CONDITIONAL)
def test_what_the_circumstances_ask_for_is_needed_too(code, changes):
    with pytest.raises(PaperIncomplete):
        made(code, **changes)


def test_a_natural_person_needs_no_representative():
    party = replace(PARTY, type=PartyType.NATURAL_PERSON, representative="", agent=None)

    text = text_of(made("prior_notice", party=party))

    assert "自然人" in text and "法定代表人" not in text


def test_a_notice_without_hearing_rights_says_nothing_of_a_hearing():
    paper = made("prior_notice", hearing_where="")

    assert paper.title == "行政处罚事先告知书"
    assert "听证" not in text_of(paper)


def test_a_decision_without_money_names_no_account_and_no_surcharge():
    text = text_of(made("penalty_decision", fine_fen=0, confiscate_fen=0))

    assert "吊销办学许可证" in text
    assert "账号" not in text and "加处罚款" not in text


def test_confiscation_alone_brings_no_surcharge():
    text = text_of(made("penalty_decision", fine_fen=0))

    assert "账号" in text and "加处罚款" not in text


def test_a_blank_receipt_leaves_room_to_write_at_the_door():
    paper = made(
        "service_receipt",
        method=None,
        served_at=None,
        receiver="",
        relation="",
        refusal_reason="",
        witness="",
    )

    assert "□直接送达" in text_of(paper) and "■" not in text_of(paper)


def test_the_way_of_the_service_is_ticked_alone():
    text = text_of(made("service_receipt", method=ServiceMethod.POST))

    assert text.count("■") == 1 and "■邮寄送达" in text


def test_an_order_to_stop_at_once_names_no_day():
    text = text_of(made("correction_order", correct_by=None))

    assert "自收到本通知书之时起立即停止" in text and "前（含当日）" not in text


def test_an_extended_order_names_both_days():
    text = text_of(made("correction_order", extended_to=date(2026, 4, 10)))

    assert "2026年3月27日前（含当日）" in text
    assert "改正期限延长至2026年4月10日（含当日）" in text


def test_a_notice_of_a_time_without_a_window_names_its_own_day():
    head = replace(HEAD, dated=date(2023, 3, 1))

    text = text_of(made("prior_notice", head=head, answer_by=date(2023, 3, 8)))

    assert "可以于2023年3月8日前（含当日）向本机关提出" in text


def test_no_window_is_invented_for_a_time_without_one():
    with pytest.raises(UnknownDeadline):
        made("prior_notice", head=replace(HEAD, dated=date(2023, 3, 1)))


HOSTILE = {
    "a control": ("a\x07b", "U+0007"),
    "a mark that turns the direction": ("a\u202eb", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    "an isolate": ("a\u2066b", "U+2066 LEFT-TO-RIGHT ISOLATE"),
    "an unseen blank": ("a\u200bb", "U+200B ZERO WIDTH SPACE"),
    "half a character": ("a\ud800b", "U+D800"),
    "no character at all": ("a\uffffb", "U+FFFF"),
}


@pytest.mark.parametrize(("typed", "name"), HOSTILE.values(), ids=HOSTILE)
def test_what_nobody_could_see_is_refused_by_its_name(typed, name):
    paper = made("closing_form", outcome=typed)

    with pytest.raises(UnprintableCharacters) as stopped:
        require_printable(paper)

    assert stopped.value.names == (name,)


AMOUNTS = {
    0: "零元整",
    1: "壹分",
    10: "壹角整",
    100: "壹元整",
    105: "壹元零伍分",
    150: "壹元伍角整",
    1_234_567: "壹万贰仟叁佰肆拾伍元陆角柒分",
    1_000: "壹拾元整",
    10_100: "壹佰零壹元整",
    100_000: "壹仟元整",
    101_000: "壹仟零壹拾元整",
    1_000_000: "壹万元整",
    1_010_000: "壹万零壹佰元整",
    10_000_000: "壹拾万元整",
    10_001_000: "壹拾万零壹拾元整",
    100_500_000: "壹佰万伍仟元整",
    10_000_000_000: "壹亿元整",
    10_000_000_100: "壹亿零壹元整",
    10_010_000_000: "壹亿零壹拾万元整",
}


@pytest.mark.parametrize(("fen", "words"), AMOUNTS.items(), ids=[str(fen) for fen in AMOUNTS])
def test_an_amount_is_written_in_words(fen, words):
    assert money_words(fen) == words


@pytest.mark.parametrize("fen", [-1, 10**17])
def test_an_amount_beyond_what_words_reach_is_refused(fen):
    with pytest.raises(ValueError, match=str(fen)):
        money_words(fen)
