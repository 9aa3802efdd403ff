"""The log of a bureau: what went wrong and what was signed, without what anybody typed or asked."""

import logging
from logging.handlers import SysLogHandler, WatchedFileHandler

from config import Settings

FILE = "mingcha.log"
LINE = "%(asctime)s %(levelname)s %(name)s [%(process)d] %(message)s"


def keep_log(settings: Settings) -> None:
    """Append what the program logs to `logs/mingcha.log` of the instance, and print warnings.

    Processes share the file; it may be moved away at any time (logrotate) and is then begun anew.
    With MINGCHA_SYSLOG=HOST:PORT the same lines, signed audit heads among them, go there as well.
    """
    folder = settings.instance / "logs"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = WatchedFileHandler(folder / FILE, encoding="utf-8", delay=True)
    file.setFormatter(logging.Formatter(LINE))
    printed = logging.StreamHandler()
    printed.setLevel(logging.WARNING)
    handlers: list[logging.Handler] = [file, printed]
    if settings.syslog is not None:
        elsewhere = SysLogHandler(settings.syslog)
        elsewhere.setFormatter(logging.Formatter(f"mingcha: {LINE}"))
        handlers.append(elsewhere)
    for name in ("app", "mingcha"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.handlers = handlers
        logger.propagate = False
