"""Rows of a table that are no entries: totals, signatures, notes, headings, headers said again."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from app.importing.headers import Header

Cells = Sequence[str | None]

_DIGITS_OF_A_NUMBER = 8
_FEW = 3
# what is no entry says so in its first words, or is short
_LOOKED_AT = 300
_TOTAL = re.compile(
    r"(?:本页|全市|全区|各区)?(?:总计|合计|共计|小计|累计)[:：]?(?:共?\d*[家所个户条]?)"
)
_BELOW = re.compile(
    r"(?:共|总共|以上共|合计|共计|总计|小计|累计|总数)\s*[:]?\s*共?\s*[\d一二三四五六七八九十百千]+|"
    r"(?:填报|制表|报送|主管|审批)?(?:单位|机关)\s*(?:\((?:盖章|公章|签章)\))?\s*[:：]|"
    r"(?:注|备注|说明|填表说明|附注|附)\s*[:：]|[*※]|"
    r"(?:制表|填表|填报|审核|复核|审批|经办|联系|统计|上报|报送|签发|负责|主管)"
    r"(?:人|单位|日期|时间|领导|科室|部门)|"
    r"(?:单位|分管|主要)?(?:负责人|领导)(?:签字|签名|[:：])|"
    r"\(?(?:盖章|公章|签章|签字)|"
    r"(?:日期|时间|电话|打印时间|打印日期|数据来源|来源|更新时间|截止时间)\s*[:：]|"
    r"第\s*\d+\s*页|\(?(?:示例|样例|例)[):]"
)
_SECTION = re.compile(
    r"[一二三四五六七八九十]+\s*[、.．]|(?:\(|（)[一二三四五六七八九十]+(?:\)|）)"
)
_GROUP = re.compile(r"[^\W\d]{1,12}\s*\(\s*\d+\s*[家所个]?\s*\)|[^\W\d]{1,6}(?<!校)[区县市]")
_SIGNATURE_END = re.compile(
    r"(?:教育局|教育厅|办公室|委员会|政府|教体局)(?:\(|（)?(?:盖章|章)?(?:\)|）)?$"
)
_DATE_ALONE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?")


def is_no_entry(cells: Cells, header: Header, columns: Mapping[str, int]) -> bool:
    """Return whether a row below the header speaks of no institution."""
    told = [cell for cell in cells if cell]
    if not told:
        return True
    name_place = columns.get("name", columns.get("person_name", 0))
    name = (cells[name_place] if name_place < len(cells) else None) or ""
    first = _flat(told[0])
    if header.is_said_again(cells):
        return True
    if told[0] == told[-1] and len(set(told)) == 1 and len(columns) > 1:
        alone = not name or len(told) > 1
        if alone or _is_heading(first):
            return True
    elif len(told) > _FEW and first.isdigit():
        first = ""  # a running number; most rows of most files
    name = _flat(name)
    if _TOTAL.fullmatch("".join(first.split())) or _TOTAL.fullmatch("".join(name.split())):
        return True
    below = _BELOW.match(first) or _BELOW.match(name)
    if not name and not below:
        below = next(filter(None, map(_signs, told)), None)
    return bool(below) and not _is_identified(cells, columns)


def _signs(cell: str) -> re.Match[str] | None:
    """A row without a name in which an office signs, or a day stands as under a letter."""
    text = _flat(cell)
    return _BELOW.match(text) or _SIGNATURE_END.search(text)


def _flat(cell: str) -> str:
    """Return the part that is looked at; runs of blanks would cost the patterns their cube."""
    return " ".join(unicodedata.normalize("NFKC", cell[:_LOOKED_AT]).split())


def _is_heading(text: str) -> bool:
    """A text alone in its row: a section (一、学科类), a date, the office that signs."""
    return bool(
        _BELOW.match(text)
        or _SECTION.match(text)
        or _GROUP.fullmatch(text)
        or _DATE_ALONE.fullmatch(text)
        or _SIGNATURE_END.search(text)
    )


def _is_identified(cells: Cells, columns: Mapping[str, int]) -> bool:
    """A name may begin like a remark; a credit code or licence number settles it."""
    for name in ("credit_code", "licence_no"):
        place = columns.get(name)
        cell = cells[place] if place is not None and place < len(cells) else None
        if cell and sum(sign.isdigit() for sign in cell) >= _DIGITS_OF_A_NUMBER:
            return True
    return False
