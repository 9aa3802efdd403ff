"""How migrations reach the database: through the office's own engine, on either engine alike."""

from alembic import context
from flask import current_app

from app import models
from app.db import db, writes
from app.row_security import as_owner

__all__ = ["models"]


def run() -> None:
    """Run all pending migrations, each in one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    with writes(), as_owner(), engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
