"""The nouns at the prompt; one group for each."""

from flask import Flask

from app.commands.audit import audit
from app.commands.demo.group import demo
from app.commands.people import users
from app.commands.running import jobs_group, serve

COMMANDS = (audit, demo, jobs_group, serve, users)


def register_commands(app: Flask) -> None:
    """Give the office its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
