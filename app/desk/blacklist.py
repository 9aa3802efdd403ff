"""The blacklist's pages as one table: address, page, methods."""

from flask import Blueprint

from app.desk import blacklist_changes as changes
from app.desk import blacklist_endings as endings
from app.desk import blacklist_entry as entry
from app.desk import blacklist_import as taking_over
from app.desk import blacklist_list as lists

blacklist = Blueprint("blacklist", __name__, url_prefix="/desk/blacklist")

for rule, endpoint, view, method in (
    ("", "index", lists.index, "GET"),
    ("/publish", "publish", lists.publish, "POST"),
    ("/edition", "edition", changes.edition, "GET"),
    ("/edition/override", "ask_override", changes.ask, "POST"),
    ("/edition/override/<public_id>/confirm", "confirm_override", changes.confirm, "POST"),
    ("/edition/override/<public_id>/withdraw", "withdraw_override", changes.withdraw, "POST"),
    ("/import", "import_list", taking_over.show_imports, "GET"),
    ("/import", "post_import", taking_over.post_import, "POST"),
    ("/import/<public_id>", "show_import", taking_over.show_import, "GET"),
    ("/import/<public_id>", "write_import", taking_over.write_import, "POST"),
    ("/new", "new", entry.new, "GET"),
    ("/new", "post_new", entry.post_new, "POST"),
    ("/<public_id>", "show", entry.show, "GET"),
    ("/<public_id>/scan", "scan", entry.scan, "GET"),
    ("/<public_id>/edit", "edit", entry.edit, "GET"),
    ("/<public_id>/edit", "post_edit", entry.post_edit, "POST"),
    ("/<public_id>/steps/propose", "propose", entry.step("propose"), "POST"),
    ("/<public_id>/steps/approve", "approve", entry.step("approve"), "POST"),
    ("/<public_id>/steps/reject", "reject", entry.step("reject"), "POST"),
    ("/<public_id>/steps/withdraw", "withdraw", entry.step("withdraw"), "POST"),
    ("/<public_id>/ending-scan", "ending_scan", endings.scan, "GET"),
    (
        "/<public_id>/steps/propose_revocation",
        "propose_revocation",
        endings.propose("propose_revocation"),
        "POST",
    ),
    (
        "/<public_id>/steps/propose_removal",
        "propose_removal",
        endings.propose("propose_removal"),
        "POST",
    ),
    ("/<public_id>/steps/keep", "keep", entry.step("keep"), "POST"),
    ("/<public_id>/steps/revoke", "revoke", entry.step("revoke"), "POST"),
    ("/<public_id>/steps/remove", "remove", entry.step("remove"), "POST"),
):
    blacklist.add_url_rule(rule, endpoint, view, methods=[method])
