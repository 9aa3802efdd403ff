"""Registers can be imported."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Allow it."""


def downgrade() -> None:
    """Take it back."""
