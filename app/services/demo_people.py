"""The demo people of the demo bureau; they exist in demo mode only."""

from datetime import date, timedelta

from app import clock
from app.access import system
from app.models.people import Account
from app.services.people import NewAccount, create_account
from inspections.vocabulary import Role

PASSWORD = "mingcha-demo"  # noqa: S105  (public on purpose; works on loopback only)
HEPING, SHENHE, CITY = "210102", "210103", "210100"

# name, display, role, district; inspectors and officers carry a certificate
PEOPLE = (
    ("inspector1", "周拟衡", Role.INSPECTOR, HEPING),
    ("inspector2", "李拟安", Role.INSPECTOR, HEPING),
    ("officer1", "何拟清", Role.OFFICER, HEPING),
    ("reviewer1", "陈拟正", Role.REVIEWER, HEPING),
    ("approver1", "林拟川", Role.APPROVER, HEPING),
    ("approver2", "孙拟嘉", Role.APPROVER, HEPING),
    ("publisher1", "赵拟岚", Role.PUBLISHER, HEPING),
    ("inspector3", "吴拟桐", Role.INSPECTOR, SHENHE),
    ("inspector4", "郑拟朗", Role.INSPECTOR, SHENHE),
    ("officer2", "冯拟舟", Role.OFFICER, SHENHE),
    ("leader2", "蒋拟远", Role.LEADER, SHENHE),
    ("leader1", "韩拟松", Role.LEADER, CITY),
    ("auditor1", "杨拟真", Role.AUDITOR, CITY),
    ("admin1", "朱拟维", Role.ADMIN, CITY),
    ("security1", "秦拟固", Role.SECURITY_ADMIN, CITY),
    ("privacy1", "许拟密", Role.PRIVACY_OFFICER, CITY),
)
CERTIFIED = (Role.INSPECTOR, Role.OFFICER)


def create_demo_people() -> list[Account]:
    """Create them all, with certificates valid from three years ago to three years from now."""
    today = clock.today()
    return [
        create_account(
            NewAccount(
                name=name,
                display=display,
                roles=[role],
                district_code=district_code,
                password=PASSWORD,
                demo=True,
                certificate=f"拟辽{district_code}{number:03d}" if role in CERTIFIED else None,
                certificate_from=_years(today, -3),
                certificate_until=_years(today, 3) if role in CERTIFIED else None,
            ),
            actor=system(CITY),
        )
        for number, (name, display, role, district_code) in enumerate(PEOPLE, start=1)
    ]


def _years(day: date, count: int) -> date:
    return day + timedelta(days=365 * count)
