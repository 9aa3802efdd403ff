"""What may be sent in to be imported: a file, or rows pasted from a spreadsheet."""

from wtforms import BooleanField

from app.desk.forms.base import DeskForm
from app.desk.forms.typed import AreaField
from app.words import lazy_gettext

LONGEST_PASTE = 400_000


class ImportForm(DeskForm):
    """A register as a file or as pasted rows."""

    text = AreaField(lazy_gettext("Or paste rows from a spreadsheet"), longest=LONGEST_PASTE)
    is_full = BooleanField(lazy_gettext("This is the whole register: list what it no longer names"))
