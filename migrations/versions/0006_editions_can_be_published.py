"""Editions can be published."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Allow it."""


def downgrade() -> None:
    """Take it back."""
