"""What the rules of publication are told, and the last comparison before the signature."""

from collections.abc import Mapping, Sequence

from app.editions import shelf
from app.editions.header import Header
from app.errors import Conflict
from app.models.editions import PublicationOverride, PublishedEdition
from app.queries import editions as queries
from app.queries.publication import listed_now
from app.services.edition_drafts import Draft, editions_folder
from inspections.editions import changes, commitment, fold
from inspections.merkle import leaf_hash, tree_root
from inspections.publication import PublicationFacts
from inspections.verdicts import entry_fields


def publication_facts(
    draft: Draft,
    last: PublishedEdition | None,
    *,
    publisher: int | None,
    override: PublicationOverride | None,
) -> PublicationFacts:
    """Return what the rules need to know of the edition that is about to be signed."""
    leaves = queries.log_leaves()
    folded = fold(leaves)
    found = changes(folded, draft.content.commitments, on=draft.order.day.isoformat())
    return PublicationFacts(
        changed=len(found),
        listed_before=len(folded),
        publisher=publisher,
        override_reason=override.reason if override else "",
        override_persons=persons_of(override),
        folded=folded,
        shown=queries.shown_entries(),
        log_is_as_signed=_is_as_signed(leaves, last),
        is_newest=_is_newest(last),
    )


def persons_of(override: PublicationOverride | None) -> tuple[int, ...]:
    """Return the two who agreed to a large change; nobody without an agreement."""
    if override is None or override.confirmed_by_person is None:
        return ()
    return override.asked_by_person, override.confirmed_by_person


def _is_as_signed(leaves: Sequence[bytes], last: PublishedEdition | None) -> bool:
    """Compare the stored leaves with what the last header and its checkpoint say."""
    if last is None:
        return not leaves
    header = Header.read(last.header)
    note = header.checkpoint()
    root = tree_root([leaf_hash(leaf) for leaf in leaves])
    return note is not None and (note.size, note.root) == (len(leaves), root)


def _is_newest(last: PublishedEdition | None) -> bool:
    """Compare with what is out: a restored database must not publish over a newer edition."""
    number = shelf.current_number(editions_folder())
    if number == 0:
        return True
    if last is None or number > last.number:
        return False
    stored = shelf.stored_header(editions_folder(), number)
    return number < last.number or (stored is not None and stored == Header.read(last.header))


def require_as_seen(now: Mapping[str, str], seen: Mapping[str, str] | None) -> None:
    """Raise `Conflict` with the entries that differ from what the page showed; None was no page."""
    if seen is None or now == seen:
        return
    differing = sorted(one for one in now.keys() | seen.keys() if now.get(one) != seen.get(one))
    raise Conflict(
        theirs={one: now.get(one, "") for one in differing},
        yours={one: seen.get(one, "") for one in differing},
    )


def require_unchanged(draft: Draft) -> None:
    """Compare every entry with what was built: nothing is signed that nobody approved."""
    now = {}
    for facts in queries.entry_records(listed_now()):
        fields = entry_fields(facts)
        salt = draft.order.salts.get(fields["entry"])
        now[fields["entry"]] = commitment(fields, salt).hex() if salt else ""
    if now != dict(draft.content.commitments):
        differing = sorted(
            entry
            for entry in now.keys() | draft.content.commitments.keys()
            if now.get(entry) != draft.content.commitments.get(entry)
        )
        raise Conflict(theirs=dict.fromkeys(differing, ""), yours={})
