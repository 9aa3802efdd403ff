"""Settings, read once from the environment; an unsafe or missing one stops the start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TRUE = {"1", "true", "yes", "on"}
ENGINES = ("sqlite:///", "postgresql+psycopg://")
SECRET_LENGTH = 32


class SettingsError(Exception):
    """One or more settings are missing or unsafe; `faults` lists all of them."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("Mingcha can't start:\n" + "\n".join(f"- {fault}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment decides; paths are absolute."""

    instance: Path
    database_url: str
    storage_url: str
    redis_url: str = ""
    secret_key: str = field(default="", repr=False)
    demo: bool = False
    clock_file: Path | None = None
    office_district: str = "210100"
    bureau_zh: str = "沈阳市教育局"
    bureau_en: str = "Shenyang Education Bureau"
    hotline: str = "024-0555 0112"
    map_review_number: str = ""
    boundaries: Path | None = None
    tile_url: str = ""
    public_url: str = ""
    fonts: Path | None = None
    papers: Path | None = None
    proxies: int = 0
    syslog: tuple[str, int] | None = None
    argon2_memory_kib: int = 65536
    argon2_time: int = 3
    edition_hours: int = 72

    @property
    def editions(self) -> Path:
        """Folder that holds the published editions and the pointer to the current one."""
        return self.instance / "editions"

    @property
    def keys(self) -> Path:
        """Folder of the signing keys and other secrets, mode 0700."""
        return self.instance / "keys"


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raise `SettingsError` naming every fault at once."""
    faults: list[str] = []
    instance = Path(environment.get("MINGCHA_INSTANCE", "instance")).absolute()
    demo = environment.get("MINGCHA_DEMO", "").lower() in TRUE
    clock_file = environment.get("MINGCHA_CLOCK_FILE", "")
    if clock_file and not demo:
        faults.append("MINGCHA_CLOCK_FILE works with MINGCHA_DEMO=1 only")
    secret = environment.get("MINGCHA_SECRET_KEY", "")
    if secret and len(secret) < SECRET_LENGTH:
        faults.append(f"MINGCHA_SECRET_KEY needs at least {SECRET_LENGTH} characters")
    for name in ("MINGCHA_PROXIES", "MINGCHA_ARGON2_MEMORY_KIB", "MINGCHA_ARGON2_TIME"):
        if not environment.get(name, "0").isdigit():
            faults.append(f"{name} must be a whole number")
    syslog_host, _colon, syslog_port = environment.get("MINGCHA_SYSLOG", "").rpartition(":")
    if "MINGCHA_SYSLOG" in environment and not (syslog_host and syslog_port.isdigit()):
        faults.append("MINGCHA_SYSLOG must be HOST:PORT")
    hours = environment.get("MINGCHA_EDITION_HOURS", "72")
    if not hours.isdigit() or not 1 <= int(hours) <= 24 * 14:
        faults.append("MINGCHA_EDITION_HOURS must lie between 1 and 336")
    database_url = _database_url(environment.get("MINGCHA_DATABASE_URL", ""), instance)
    if not database_url.startswith(ENGINES):
        faults.append("MINGCHA_DATABASE_URL must begin with postgresql:// or sqlite:///")
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        faults.append(f"MINGCHA_INSTANCE: {instance} can't be made ({fault.strerror})")
    fonts = _given_path(environment, "MINGCHA_FONTS", faults)
    papers = _given_path(environment, "MINGCHA_PAPERS", faults)
    if faults:
        raise SettingsError(faults)
    boundaries = environment.get("MINGCHA_BOUNDARIES", "")
    defaults = Settings(instance=instance, database_url="", storage_url="")
    return Settings(
        instance=instance,
        database_url=database_url,
        storage_url=environment.get("MINGCHA_STORAGE_URL", f"file://{instance}/files"),
        redis_url=environment.get("MINGCHA_REDIS_URL", ""),
        secret_key=secret or _kept_secret(instance),
        demo=demo,
        clock_file=Path(clock_file) if clock_file else None,
        office_district=environment.get("MINGCHA_OFFICE_DISTRICT", defaults.office_district),
        bureau_zh=environment.get("MINGCHA_BUREAU_ZH", defaults.bureau_zh),
        bureau_en=environment.get("MINGCHA_BUREAU_EN", defaults.bureau_en),
        hotline=environment.get("MINGCHA_HOTLINE", defaults.hotline),
        map_review_number=environment.get("MINGCHA_MAP_REVIEW_NUMBER", ""),
        boundaries=Path(boundaries) if boundaries else None,
        tile_url=environment.get("MINGCHA_TILE_URL", ""),
        public_url=environment.get("MINGCHA_PUBLIC_URL", "").rstrip("/"),
        fonts=fonts,
        papers=papers,
        proxies=int(environment.get("MINGCHA_PROXIES", "0")),
        syslog=(syslog_host, int(syslog_port)) if syslog_host else None,
        argon2_memory_kib=int(
            environment.get("MINGCHA_ARGON2_MEMORY_KIB", defaults.argon2_memory_kib)
        ),
        argon2_time=int(environment.get("MINGCHA_ARGON2_TIME", defaults.argon2_time)),
        edition_hours=int(hours),
    )


def _given_path(environment: Mapping[str, str], name: str, faults: list[str]) -> Path | None:
    """Return the file or folder that a setting names; one that isn't there is a fault."""
    given = environment.get(name, "")
    if given and not Path(given).exists():
        faults.append(f"{name}: {given} is not there")
    return Path(given).absolute() if given else None


def _database_url(given: str, instance: Path) -> str:
    if not given:
        return f"sqlite:///{instance}/mingcha.sqlite"
    for prefix in ("postgresql://", "postgres://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    return given


def _kept_secret(instance: Path) -> str:
    """Return the instance's own secret, made on first use and readable by its owner only."""
    path = instance / "keys" / "secret"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    secret = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as out:
        out.write(secret)
    return secret
