"""The bureau's program: desk and commands over the database, the public site mounted."""

from functools import partial

from flask import Flask
from flask_migrate import Migrate

from app import frontend_assets, jobs, models
from app.clock import moment_in
from app.commands import register_commands
from app.db import db, prepare
from app.desk.account import account
from app.desk.audit import audit as audit_pages
from app.desk.blacklist import blacklist
from app.desk.calendar import calendar
from app.desk.case_penalty import case_penalty
from app.desk.cases import cases
from app.desk.files import files
from app.desk.health import health
from app.desk.home import desk, register_rail
from app.desk.imports import imports
from app.desk.jobs import jobs as jobs_pages
from app.desk.map import map_pages
from app.desk.orders import orders
from app.desk.papers import papers
from app.desk.penalties import penalties
from app.desk.people import people as people_pages
from app.desk.recusals import recusals
from app.desk.register import register as register_pages
from app.desk.sweeps import sweeps
from app.desk.tablets import tablets
from app.desk.visits import visits
from app.errors import register_errors
from app.gate import register_gate
from app.headers import register_headers
from app.metrics import register_metrics
from app.papers.offices import register_offices
from app.papers.pdf import register_papers
from app.passwords import Passwords
from app.permissions import missing_rows
from app.public.options import SiteOptions
from app.public.site import create_site, mount
from app.queries.papers import PRINT_JOB
from app.search_index import keep_search_index
from app.services import blacklist_import, import_jobs, paper_batches, publication
from app.services.audit_heads import sign_heads
from app.services.case_clocks import renew_nightly
from app.services.paper_purge import purge_papers
from app.services.purge import purge
from app.services.reissue import reissue
from app.services.tablet_views import make_views
from app.storage import register_storage
from app.tablet.api import tablet_api
from app.tablet.shell import tablet
from app.words import register_words
from config import Settings, SettingsError, settings_from

BLUEPRINTS = (
    account,
    audit_pages,
    blacklist,
    calendar,
    case_penalty,
    cases,
    desk,
    files,
    health,
    imports,
    jobs_pages,
    map_pages,
    orders,
    penalties,
    papers,
    people_pages,
    recusals,
    register_pages,
    sweeps,
    tablet,
    tablet_api,
    tablets,
    visits,
)
HANDLERS: dict[str, jobs.Handler] = {
    "blacklist_import": blacklist_import.import_job,
    PRINT_JOB: paper_batches.batch_job,
    "publish_edition": publication.publish_job,
    import_jobs.READ_JOB: import_jobs.read_job,
    import_jobs.WRITE_JOB: import_jobs.write_job,
}
PERIODIC: list[tuple[str, jobs.Task]] = [
    ("reissue", reissue),
    ("audit_heads", sign_heads),
    ("purge", purge),
    ("paper_purge", purge_papers),
    ("tablet_views", make_views),
    ("case_clocks", renew_nightly),
]

__all__ = ["create_office", "models"]


def create_office(settings: Settings | None = None) -> Flask:
    """Build the office; raises `SettingsError` when it isn't safe to start."""
    settings = settings or settings_from()
    app = Flask("app", static_folder="static", template_folder="templates")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SESSION_COOKIE_NAME="mingcha_said",  # what the last page had to say; sessions are rows
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not settings.demo,
        MAX_FORM_PARTS=2000,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    app.extensions["passwords"] = Passwords(
        memory_kib=settings.argon2_memory_kib, time_cost=settings.argon2_time
    )
    db.init_app(app)
    Migrate(app, db, directory="migrations", render_as_batch=True)
    with app.app_context():
        prepare(db.engine)
        keep_search_index(db.engine, db.session)
    register_metrics(app, door="desk")
    register_words(app)
    register_storage(app)
    register_papers(app)
    register_offices(app)
    jobs.register_jobs(app, HANDLERS, PERIODIC)
    register_errors(app)
    register_headers(app)
    register_gate(app)
    register_rail(app)
    frontend_assets.register_assets(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    register_commands(app)
    _check_access(app)
    mount(app, _public_site(settings))
    return app


def _public_site(settings: Settings) -> Flask:
    """Build the public door over the editions of this instance."""
    options = SiteOptions(
        clock=partial(moment_in, settings.clock_file),
        is_moved=settings.clock_file is not None,
        proxies=settings.proxies,
        limits_storage=settings.redis_url or "memory://",
        loopback_only=settings.demo,
        public_url=settings.public_url,
        map_review_number=settings.map_review_number,
        tile_url=settings.tile_url,
        serves_static=False,
    )
    return create_site(settings.editions, options)


def _engine_options(settings: Settings) -> dict[str, object]:
    if settings.database_url.startswith("sqlite"):
        return {"connect_args": {"check_same_thread": False}}
    return {"pool_size": 8, "max_overflow": 8, "pool_pre_ping": True}


def _check_access(app: Flask) -> None:
    faults = missing_rows(app)
    if faults:
        raise SettingsError(faults)
