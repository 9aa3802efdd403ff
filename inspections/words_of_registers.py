"""Words in the cells of registers: which legal term is meant, told by its usual Chinese word."""

import unicodedata
from functools import lru_cache

from inspections.vocabulary import (
    DeliveryMode,
    LegalForm,
    LicenceStatus,
    SubjectClass,
    SubjectGroup,
    Term,
)


class ListStatus(Term):
    """Which list a row of another office's register speaks of."""

    WHITE = "white", "白名单", "White list"
    BLACK = "black", "黑名单", "Blacklist"


TERMS: dict[str, type[Term]] = {
    "licence_status": LicenceStatus,
    "legal_form": LegalForm,
    "subject_group": SubjectGroup,
    "subject_class": SubjectClass,
    "delivery_mode": DeliveryMode,
    "list_status": ListStatus,
}
WORD_FIELDS = frozenset(TERMS)

_OTHER_WORDS: dict[str, dict[str, Term]] = {
    "licence_status": {
        "正常": LicenceStatus.VALID,
        "在业": LicenceStatus.VALID,
        "有证": LicenceStatus.VALID,
        "有": LicenceStatus.VALID,
        "在办": LicenceStatus.VALID,
        "正常办学": LicenceStatus.VALID,
        "过期": LicenceStatus.EXPIRED,
        "到期": LicenceStatus.EXPIRED,
        "已到期": LicenceStatus.EXPIRED,
        "失效": LicenceStatus.EXPIRED,
        "暂停": LicenceStatus.SUSPENDED,
        "停业": LicenceStatus.SUSPENDED,
        "停办": LicenceStatus.SUSPENDED,
        "注销": LicenceStatus.DEREGISTERED,
        "吊销": LicenceStatus.REVOKED,
        "被吊销": LicenceStatus.REVOKED,
        "无": LicenceStatus.NONE,
        "无许可证": LicenceStatus.NONE,
        "未取得": LicenceStatus.NONE,
    },
    "legal_form": {
        "营利": LegalForm.FOR_PROFIT,
        "营利性机构": LegalForm.FOR_PROFIT,
        "企业": LegalForm.FOR_PROFIT,
        "公司": LegalForm.FOR_PROFIT,
        "有限责任公司": LegalForm.FOR_PROFIT,
        "企业法人": LegalForm.FOR_PROFIT,
        "非营利": LegalForm.NON_PROFIT,
        "非营利性机构": LegalForm.NON_PROFIT,
        "民办非企业单位": LegalForm.NON_PROFIT,
        "民非": LegalForm.NON_PROFIT,
        "民办非企业": LegalForm.NON_PROFIT,
        "社会服务机构": LegalForm.NON_PROFIT,
        "个体": LegalForm.SELF_EMPLOYED,
        "个体户": LegalForm.SELF_EMPLOYED,
        "个体工商": LegalForm.SELF_EMPLOYED,
        "未登记": LegalForm.UNREGISTERED,
        "无照": LegalForm.UNREGISTERED,
    },
    "subject_group": {
        "文化类": SubjectGroup.ACADEMIC,
        "文化课": SubjectGroup.ACADEMIC,
        "文化教育类": SubjectGroup.ACADEMIC,
        "学科": SubjectGroup.ACADEMIC,
        "艺术": SubjectGroup.ARTS,
        "文化艺术类": SubjectGroup.ARTS,
        "体育": SubjectGroup.SPORTS,
        "科技": SubjectGroup.TECHNOLOGY,
        "其它": SubjectGroup.OTHER,
        "其他类": SubjectGroup.OTHER,
    },
    "subject_class": {
        "学科": SubjectClass.SUBJECT,
        "非学科": SubjectClass.NON_SUBJECT,
        "是": SubjectClass.SUBJECT,
        "否": SubjectClass.NON_SUBJECT,
    },
    "delivery_mode": {
        "线下培训": DeliveryMode.OFFLINE,
        "面授": DeliveryMode.OFFLINE,
        "线上培训": DeliveryMode.ONLINE,
        "网络": DeliveryMode.ONLINE,
    },
    "list_status": {
        "白": ListStatus.WHITE,
        "合规": ListStatus.WHITE,
        "黑": ListStatus.BLACK,
        "是": ListStatus.BLACK,
        "红名单": ListStatus.WHITE,
        "失信": ListStatus.BLACK,
    },
}


@lru_cache(maxsize=4096)
def word_for(field: str, text: str) -> tuple[str | None, str]:
    """Return the usual Chinese word for what a cell says, or None, and the words it may say."""
    terms = TERMS[field]
    plain = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    possible = "、".join(term.zh for term in terms)
    for term in terms:
        words = (term.zh.casefold(), term.value, term.en.casefold(), term.zh.removeprefix("已"))
        if plain in words:
            return term.zh, possible
    known = _OTHER_WORDS[field].get(plain)
    return (known.zh if known else None), possible


def term_for(field: str, word: str) -> Term | None:
    """Return the term whose Chinese word is `word`, as `word_for` gave it."""
    return next((term for term in TERMS[field] if term.zh == word), None)
