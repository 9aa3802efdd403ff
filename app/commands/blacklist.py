"""`blacklist …`: the blacklist at the prompt; each command stands in a file of its own."""

from flask.cli import AppGroup

from app.commands.blacklist_import import import_command
from app.commands.editions import publish_command, serve_command, verify_command

blacklist = AppGroup("blacklist", help="The blacklist: take over, publish, serve, verify.")
for command in (import_command, publish_command, serve_command, verify_command):
    blacklist.add_command(command)
