"""A reason, where a decision needs one and nothing else."""

from app.desk.forms.base import DeskForm
from app.desk.forms.typed import TextField
from app.words import lazy_gettext


class ReasonForm(DeskForm):
    """Why something is decided."""

    reason = TextField(lazy_gettext("Reason"), required=True, longest=300)

    @property
    def fault(self) -> str:
        """Return what is wrong with the reason, after `validate`."""
        return next(iter(map(str, self["reason"].errors)), "")
