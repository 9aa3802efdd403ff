"""Proofs of the list as JSON: membership, absence, and the whole signed list in one document."""

from typing import Any

from app.editions.findings import Entry
from app.editions.reader import Edition
from app.editions.tables import leaf_text
from inspections.editions import Absence, Membership, list_key, prove


def proof_json(edition: Edition, credit_code: str) -> dict[str, Any]:
    """Return the proof that a code is on the list or isn't, with all that a verifier needs."""
    key = list_key(credit_code=credit_code, entry_id="")
    proof = prove(edition.leaves, key)
    entries = []
    if isinstance(proof, Membership):
        wanted = [one for one in edition.all_entries() if one.key == key]
        entries = [entry_json(entry) for entry in wanted]
    return {
        "credit_code": credit_code,
        "key": key.hex(),
        "is_member": isinstance(proof, Membership),
        "proof": _proof(proof),
        "tree": {"size": len(edition.leaves), "root": edition.header.values["root"]},
        "entries": entries,
        "entries_without_code": edition.header.values["counts"]["listed_without_code"],
        "header": dict(edition.header.values),
    }


def signed_list(edition: Edition) -> dict[str, Any]:
    """Return the list as one document that proves itself: header, entries with salts, log."""
    return {
        "header": dict(edition.header.values),
        "entries": [entry_json(entry) for entry in edition.all_entries()],
        "log": [leaf.decode() for leaf in edition.log()],
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return an entry with its salt and commitment."""
    return {
        "fields": entry.fields,
        "salt": entry.salt.hex(),
        "commitment": entry.commitment.hex(),
        "key": entry.key.hex(),
    }


def _proof(proof: Membership | Absence) -> dict[str, Any]:
    if isinstance(proof, Membership):
        return {"membership": _membership(proof)}
    return {"absence": {"left": _membership(proof.left), "right": _membership(proof.right)}}


def _membership(proof: Membership | None) -> dict[str, Any] | None:
    if proof is None:
        return None
    path = [one.hex() for one in proof.path]
    return {"leaf": leaf_text(proof.leaf), "index": proof.index, "path": path}
