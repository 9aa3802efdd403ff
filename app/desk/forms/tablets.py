"""What may be typed in about a tablet: why it is revoked, why a record is entered or isn't."""

from app.desk.forms.base import DeskForm
from app.desk.forms.typed import TextField
from app.words import lazy_gettext


class ReasonForm(DeskForm):
    """A decision's reason."""

    reason = TextField(lazy_gettext("Reason"), required=True)

    @property
    def fault(self) -> str:
        """Return what is wrong with it, as it stands at the field."""
        return str(self["reason"].errors[0])
