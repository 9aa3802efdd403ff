"""Editions for tests: a handful of institutions, built and signed without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.clock import local_day
from app.editions.builder import Built, Order, build_edition
from app.editions.header import Key
from inspections.licences import LicenceFacts
from inspections.verdicts import ListingFacts, Premises, PublicFacts
from inspections.vocabulary import LicenceStatus, SubjectGroup

NOON = datetime(2026, 11, 19, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 19)
VALID = LicenceFacts(expires_on=date(2028, 6, 30), status=LicenceStatus.VALID)
OFFICE = {"zh": "沈阳市教育局", "en": "Shenyang Education Bureau", "hotline": "024-0555 0112"}
DISTRICTS = {"210102": ("和平区", "Heping"), "210106": ("铁西区", "Tiexi"), None: ("", "")}


@cache
def key() -> Key:
    """Return a key that is the same in all tests of a run."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    return Key("test-key", private.public_key().public_bytes_raw(), private.sign)


def listing(entry: str, **values: object) -> ListingFacts:
    """Return a listing in force."""
    facts = ListingFacts(
        entry_id=entry,
        ground="unlicensed_institution",
        legal_basis="《校外培训行政处罚暂行办法》第十七条",
        authority="沈阳市铁西区教育局",
        listed_on=date(2026, 2, 3),
        ends_on=date(2029, 2, 3),
        decision_no="铁西教罚字〔2025〕第31号",
        decision_on=date(2025, 12, 19),
        penalty="责令停止举办，罚款360,000.00元",
    )
    return replace(facts, **values)  # type: ignore[arg-type]


def institution(public_id: str, name: str, **values: object) -> PublicFacts:
    """Return a licensed institution in Heping; say what is different."""
    code = str(values.pop("district_code", "210102"))
    district_zh, district_en = DISTRICTS[code]
    address = f"沈阳市{district_zh}拟文化路{int(public_id[-2:])}号"
    facts = PublicFacts(
        id=public_id,
        name=name,
        district_code=code,
        district_zh=district_zh,
        district_en=district_en,
        licence=VALID,
        address=address,
        premises=(Premises(address, 123.40 + int(public_id[-2:]) / 1000, 41.80, True),),
        subject_group=SubjectGroup.ARTS,
        subjects="书法;美术",
    )
    return replace(facts, **values)  # type: ignore[arg-type]


LICENSED = institution(
    "aaaaaaaa01",
    "沈阳市和平区竹影拟书法培训学校",
    short_name="竹影拟",
    former_names=("沈阳竹荫拟补习班",),
    credit_code="52210102YYR3YY1G9G",
    licence=replace(VALID, number="教民121010279500301号"),
)
LISTED = institution(
    "aaaaaaaa02",
    "沈阳拟晨舟教育培训有限公司",
    short_name="拟晨舟",
    credit_code="91210106YY4C7N2K75",
    district_code="210106",
    licence=LicenceFacts(),
    listing=listing("e000000001"),
)
ENDED_LICENCE = institution(
    "aaaaaaaa03",
    "沈阳海澜拟外语培训学校有限公司",
    short_name="海澜拟",
    credit_code="91210103YYRBY9UA3M",
    licence=LicenceFacts(number="教民121010379500301号", status=LicenceStatus.REVOKED),
)
LIKE_LISTED = institution(
    "aaaaaaaa04",
    "铁西区拟晨舟艺术培训学校",
    credit_code="52210106YY0HT83A8P",
    district_code="210106",
)
SAME_NAME = [
    institution("aaaaaaaa05", "沈阳拟星河艺术培训学校", credit_code="52210102YYSAME0001"),
    institution(
        "aaaaaaaa06",
        "沈阳拟星河艺术培训学校",
        credit_code="52210106YYSAME0002",
        district_code="210106",
        listing=listing("e000000002", ends_on=date(2026, 11, 20)),
    ),
]
PLACE = PublicFacts(
    id="e000000003",
    name="拟小太阳托管班",
    district_code="210106",
    district_zh="铁西区",
    district_en="Tiexi",
    address="铁西区兴华街108号",
    listing=listing("e000000003", ends_on=None),
)
UNKNOWN = institution("aaaaaaaa08", "沈阳拟无名学堂", licence=LicenceFacts())
HOSTILE = institution(
    "aaaaaaaa09",
    "<script>alert(1)</script>拟${7*7}'\"{{7*7}}学校",
    credit_code="52210102YYXSSXSS01",
    listing=listing("e000000004", legal_basis="<img src=x onerror=alert(1)>", penalty="=1+1"),
)
NOWHERE = PublicFacts(id="aaaaaaaa10", name="只有名字的拟培训机构", listing=listing("e000000005"))
ALL = [LICENSED, LISTED, ENDED_LICENCE, LIKE_LISTED, *SAME_NAME, PLACE, UNKNOWN, HOSTILE]


def order(
    number: int = 1,
    *,
    signed_at: datetime = NOON,
    hours: int = 72,
    before: Sequence[Built] = (),
) -> Order:
    """Return an order for the edition after those `before`."""
    return Order(
        number=number,
        list_name="mingcha/210100/blacklist",
        area={"code": "210100", "zh": "沈阳市", "en": "Shenyang"},
        office={
            "zh": "沈阳市教育局",
            "en": "Shenyang Education Bureau",
            "hotline": "024-0555 0112",
        },
        day=local_day(signed_at),
        signed_at=signed_at,
        valid_until=signed_at + timedelta(hours=hours),
        key=key(),
        salts={f"e00000000{digit}": bytes([digit]) * 16 for digit in range(1, 10)},
        leaves=[leaf for built in before for leaf in built.new_leaves],
        history=[" ".join(built.header.text().split("\n")) for built in before],
    )


def edition(folder: Path, records: Iterable[PublicFacts] = ALL, **values: object) -> Built:
    """Build and sign an edition in a new folder."""
    folder.mkdir(parents=True)
    return build_edition(folder, records, order(**values))  # type: ignore[arg-type]
