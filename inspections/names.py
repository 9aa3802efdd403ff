"""Names of institutions: the key two spellings share, the core that differs, and likeness."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc
import pypinyin
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein

from inspections.problems import Problem

LONGEST_NAME = 200

_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_NOT_WORD = re.compile(rf"[{_IGNORABLE}]|[^\w+&]|_")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Radicals that PDF readers put in place of the characters, and that NFKC leaves alone.
_RADICALS = str.maketrans(
    "⺠⻄⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "民西角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)

_PLACE = re.compile(
    r"^(?:中国)?"
    r"(?:[^\W\d_]{2,3}省|(?:内蒙古|广西|西藏|宁夏|新疆)\w{0,4}自治区|北京|天津|上海|重庆|辽宁|吉林|黑龙江)?"
    r"(?:[^\W\d_]{2,4}?市|沈阳|大连|鞍山|抚顺|本溪|丹东|锦州|营口|阜新|辽阳|盘锦|铁岭|朝阳|葫芦岛)?"
    r"(?:[^\W\d_]{1,3}?新区|[^\W\d_]{2,3}?[区县旗]"
    r"|和平|沈河|大东|皇姑|铁西|苏家屯|浑南|沈北|于洪|辽中|康平|法库|新民)?"
    r"(?:市|区|县)?"
)

_KINDS = (
    "股份有限公司 有限责任公司 有限公司 公司 集团 个体工商户 民办非企业单位 培训学校 "
    "培训中心 培训机构 培训部 培训班 培训 辅导学校 辅导中心 辅导班 辅导 补习学校 补习班 "
    "补习 进修学校 学习中心 学习馆 学习 工作室 托管班 托管中心 托管 教育咨询 教育科技 "
    "教育服务 教育信息 教育发展 教育文化 教育 文化艺术 文化传播 文化传媒 文化发展 文化课 "
    "文化 少儿艺术 少儿 青少年 儿童 艺术 才艺 美术 书法 书画 舞蹈 音乐 声乐 钢琴 古筝 "
    "表演 口才 体育 文体 体能 篮球 足球 乒乓球 羽毛球 游泳 跆拳道 围棋 象棋 科技 科普 "
    "创客 编程 机器人 科学实验 航模 无人机 课外 课后 培优 学科 外国语 外语 英语 语文 数学 "
    "物理 化学 道德与法治 历史 地理 生物 作文 咨询 服务 信息技术 网络科技 技术 发展 传播 "
    "传媒 管理 学校 学院 中心 机构 分公司 分校 总校 总店 分店 校区 教学点 部 店 班 馆"
)
_KIND = re.compile("(?:" + "|".join(sorted(_KINDS.split(), key=len, reverse=True)) + ")$")
_BRANCH = re.compile(
    r"[（(\[【〔][^）)\]】〕]{1,20}[）)\]】〕]|第[一二三四五六七八九十\d]+(?:校区|分校|分店|教学点)$"
)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def folded(text: str) -> str:
    """Return `text` in one width, one script and one case; its blanks and brackets stay."""
    flat = unicodedata.normalize("NFKC", text.translate(_RADICALS)).casefold()
    if flat.isascii():
        return flat
    return str(_converter().convert(flat))


def name_key(text: str) -> str:
    """Return what two spellings of one name share: the search key, also of codes and numbers.

    One width, simplified, lower case; without ignorable characters, blanks, brackets and stops.
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    if _settled().issuperset(text):
        return text
    return _NOT_WORD.sub("", folded(text))


@cache
def _settled() -> frozenset[str]:
    """Return the Chinese characters that are their own key: 1 µs a name instead of 7."""
    block = map(chr, range(0x4E00, 0xA000))
    return frozenset(character for character in block if folded(character) == character)


@lru_cache(maxsize=4096)
def core_name(text: str) -> str:
    """Return what tells the name apart: without place, branch, subject and legal suffix.

    A name that is nothing but these keeps its key, so that a core is never empty.
    """
    whole = name_key(text)
    core = name_key(_BRANCH.sub("", folded(text))) or whole
    placeless = core[_PLACE.match(core).end() :]  # type: ignore[union-attr]  # the pattern may be empty
    core = placeless if len(placeless) >= 2 else core
    while (shorter := _KIND.sub("", core)) != core and len(shorter) >= 2:
        core = shorter
    return core


def grams(*texts: str | None) -> list[str]:
    """Return the pairs of neighbouring characters of all `texts`, each once, for a search column.

    A text of one character gives that character. Text and query must both pass through here.
    """
    found: dict[str, None] = {}
    for text in texts:
        key = "".join(filter(str.isalnum, name_key(text or "")))
        if len(key) == 1:
            found[key] = None
        for place in range(len(key) - 1):
            found[key[place : place + 2]] = None
    return list(found)


@lru_cache(maxsize=30_000)
def _syllable(character: str) -> str:
    return str(pypinyin.lazy_pinyin(character)[0])


def syllables(text: str) -> tuple[str, ...]:
    """Return the pinyin of each character of the key, without tones; other letters stay."""
    return tuple(_syllable(character) for character in name_key(text))


def initials(text: str) -> str:
    """Return the first letter of each syllable."""
    return "".join(syllable[:1] for syllable in syllables(text))


@dataclass(frozen=True, slots=True)
class Taken:
    """A name taken apart once, for being compared many times."""

    key: str
    core: str
    sound: tuple[str, ...]


def taken(text: str) -> Taken:
    """Return `text` taken apart for `alike`."""
    core = core_name(text)
    return Taken(name_key(text), core, syllables(core))


def likeness(a: str, b: str) -> float:
    """Return how alike two names are, from 0 to 100; only names with one key reach 100.

    Judged on the core, by writing or by sound, since suffixes make everything alike; the whole
    name only decides between equals.
    """
    return alike(taken(a), taken(b))


def alike(a: Taken, b: Taken) -> float:
    """Return the likeness of two names already taken apart."""
    if not a.key or not b.key:
        return 0.0
    if a.key == b.key:
        return 100.0
    return core_likeness(a, b) + 0.05 * fuzz.ratio(a.key, b.key)


def core_likeness(a: Taken, b: Taken) -> float:
    """Return the part of the likeness that the cores alone decide, from 0 to 94."""
    written = fuzz.ratio(a.core, b.core)
    spoken = 95 * Levenshtein.normalized_similarity(a.sound, b.sound)
    shorter, longer = sorted((a.core, b.core), key=len)
    held = 80.0 if len(shorter) >= 2 and shorter in longer else 0.0
    return 0.94 * max(written, spoken, held)


def marked(text: str, query: str) -> list[tuple[str, bool]]:
    """Return `text` cut into runs, each with whether its characters answer to `query`.

    Joined, the runs give `text` unchanged, so that a page can underline what matched.
    """
    places, keys = [], []
    for place, character in enumerate(text):
        for key in name_key(character):
            places.append(place)
            keys.append(key)
    hits = set()
    for step in LCSseq.opcodes("".join(keys), name_key(query)):
        if step.tag == "equal":
            hits.update(places[step.src_start : step.src_end])
    runs: list[tuple[str, bool]] = []
    for place, character in enumerate(text):
        hit = place in hits
        if runs and runs[-1][1] is hit:
            runs[-1] = (runs[-1][0] + character, hit)
        else:
            runs.append((character, hit))
    return runs


def unfit_character(text: str) -> tuple[str, str] | None:
    """Return the first character that no stored text may hold, as (kind, U+ number), or None.

    Kinds: `control` (also lone surrogates), `bidi`, `unassigned`.
    """
    if text.isprintable():
        return None  # covers nearly all: nothing below is printable
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cc", "Cs"):
            return "control", f"U+{ord(character):04X}"
        if character in _BIDI:
            return "bidi", f"U+{ord(character):04X}"
        if category == "Cn":
            return "unassigned", f"U+{ord(character):04X}"
    return None


def refuse_name(text: str, field: str = "name") -> Problem | None:
    """Return why `text` cannot be a name, or None; a name that passes is kept as typed."""
    if not text.strip():
        return Problem(field, "name.missing")
    if len(text) > LONGEST_NAME:
        return Problem(field, "name.too_long")
    unfit = unfit_character(text)
    if unfit:
        return Problem(field, f"name.{unfit[0]}", about=unfit[1])
    if "\ufffd" in text:
        return Problem(field, "name.broken")
    if not name_key(text):
        return Problem(field, "name.no_letters")
    return None
