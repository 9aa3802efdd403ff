"""Visits can be entered."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Allow it."""


def downgrade() -> None:
    """Take it back."""
