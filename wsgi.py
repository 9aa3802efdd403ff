"""The WSGI application that servers load; with settings that don't hold it says so and ends."""

import sys

from app.logs import keep_log
from app.office import create_office
from config import SettingsError, settings_from

try:
    settings = settings_from()
except SettingsError as faults:
    sys.stderr.write(f"{faults}\n")
    sys.exit(2)
keep_log(settings)
app = create_office(settings)
