"""`blacklist …`: the blacklist at the prompt; each command stands in a file of its own."""

from flask.cli import AppGroup

from app.commands.blacklist_import import import_command

blacklist = AppGroup("blacklist", help="The blacklist: take over, publish, serve, verify.")
blacklist.add_command(import_command)
