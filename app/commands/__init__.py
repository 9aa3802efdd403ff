"""The nouns at the prompt; one group for each."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext

from app import schema
from app.commands.audit import audit
from app.commands.blacklist import blacklist
from app.commands.cases import cases
from app.commands.deadlines import deadlines
from app.commands.demo.group import demo
from app.commands.docs import docs
from app.commands.doctor import doctor
from app.commands.edges import reports_errors
from app.commands.law import law
from app.commands.people import users
from app.commands.register import register
from app.commands.running import jobs_group, prepare, serve
from app.commands.sweeps import sweeps
from app.row_security import as_system

COMMANDS: tuple[click.Command, ...] = (
    audit,
    blacklist,
    cases,
    deadlines,
    demo,
    docs,
    doctor,
    jobs_group,
    law,
    prepare,
    register,
    serve,
    sweeps,
    users,
)


def register_commands(app: Flask) -> None:
    """Give the office its commands; each finds its schema made."""
    for command in COMMANDS:
        app.cli.add_command(_prepared(command))


def _prepared(command: click.Command) -> click.Command:
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            command.commands[name] = _prepared(part)
    elif command.callback is not None and not getattr(command.callback, "needs_no_database", False):
        command.callback = _with_schema(command.callback)
    return command


def _with_schema(callback: Callable[..., Any]) -> Callable[..., Any]:
    if getattr(callback, "ensures_schema", False):
        return callback

    @with_appcontext
    @reports_errors
    @wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        schema.ensure()
        with as_system():
            return callback(*args, **kwargs)

    run.ensures_schema = True  # type: ignore[attr-defined]
    return run
