"""Institutions can be listed."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Allow it."""


def downgrade() -> None:
    """Take it back."""
