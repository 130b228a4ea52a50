"""Does the database still say what was sealed? Reads every row of a log and names whatever does not agree.

This is the inside view, for the operator's alarm. The outside view is the separate program `mingjing_verify`.
"""

from collections.abc import Iterator

from mingjing.kernel import merkle
from mingjing.kernel.time import iso
from mingjing.ledger.content import digests_of, entry_digest
from mingjing.ledger.findings import Code, Finding
from mingjing.ledger.logs import LogDirectory, directory, leaf
from mingjing.ledger.models import Checkpoint, Entry, LogHead
from mingjing.ledger.notes import NoteError, TreeHead
from mingjing.ledger.tiles import WIDTH, TileError


def audit(log: str) -> Iterator[Finding]:
    """Every disagreement of database, tiles and checkpoints of one log, in order. Reads, never writes."""
    place = directory(log)
    try:
        head = place.head()
    except NoteError as why:
        yield Finding(Code.CHECKPOINT_INVALID, log, str(why))
        head = TreeHead(place.origin, 0, merkle.EMPTY_ROOT)
    yield from _checkpoints(place, head)
    given_out = LogHead.objects.filter(log=log).values_list("size", flat=True).first() or 0
    if given_out < head.size:
        yield Finding(Code.LOG_SHRUNK, log, f"{given_out} < {head.size}")
    end = max(given_out, head.size)
    for first in range(0, end, WIDTH):
        yield from _stretch(place, head, first, min(first + WIDTH, end))
    beyond = Entry.objects.filter(log=log, seq__gte=end).order_by("seq").values_list("seq", flat=True)
    yield from (Finding(Code.ROW_EXTRA, log, str(seq)) for seq in beyond.iterator())


def _checkpoints(place: LogDirectory, head: TreeHead) -> Iterator[Finding]:
    """The tree must have the root that was signed, and every checkpoint ever signed must be a past of it."""
    node = place.reader(head.size).node
    try:
        if merkle.root(head.size, node) != head.root:
            yield Finding(Code.ROOT_MISMATCH, place.log, str(head.size))
        for kept in Checkpoint.objects.filter(log=place.log).order_by("size", "id").iterator():
            if kept.size > head.size:
                yield Finding(Code.CHECKPOINT_ROLLED_BACK, place.log, f"{head.size} < {kept.size}")
            elif merkle.root(kept.size, node).hex() != kept.root:
                yield Finding(Code.LOG_FORKED, place.log, f"{kept.size} → {head.size}")
    except TileError as why:
        yield Finding(Code.TILE_DAMAGED, place.log, str(why))


def _stretch(place: LogDirectory, head: TreeHead, first: int, end: int) -> Iterator[Finding]:
    """Compare the rows first…end-1, at most one tile of them, with what is sealed."""
    sealed: list[bytes] = []
    try:
        sealed = _sealed(place, head, first)
    except TileError as why:
        yield Finding(Code.TILE_DAMAGED, place.log, str(why))
    found = Entry.objects.filter(log=place.log, seq__gte=first, seq__lt=end)
    rows = {row.seq: row for row in found.select_related("content", "amends").prefetch_related("refs")}
    for seq in range(first, end):
        if seq not in rows:
            yield Finding(Code.ROW_MISSING, place.log, str(seq))
            continue
        row = rows[seq]
        if seq - first < len(sealed) and leaf(place.log, seq, row.digest) != sealed[seq - first]:
            yield Finding(Code.ROW_CHANGED, place.log, str(seq))
        yield from _entry(row)


def _sealed(place: LogDirectory, head: TreeHead, first: int) -> list[bytes]:
    """The sealed leaves from `first` on, one tile; empty beyond the checkpoint. Raises TileError."""
    if first >= head.size:
        return []
    reader = place.reader(head.size)
    leaves = reader.leaves(first // WIDTH)
    if [merkle.leaf_hash(each) for each in leaves] != reader.leaf_hashes(first // WIDTH):
        raise TileError(f"the entries {first}… do not hash to their tile")
    return leaves


def _entry(row: Entry) -> Iterator[Finding]:
    """Does one row agree with itself: columns, references, content, digest?"""
    where = str(row.seq)
    if not hasattr(row, "content"):
        yield Finding(Code.CONTENT_MISSING, row.log, where)
        return
    if not _matches(row):
        yield Finding(Code.CONTENT_CHANGED, row.log, where)
        return
    said = row.fields
    for name, column in _columns(row).items():
        if name in said and said[name] != column:
            yield Finding(Code.COLUMN_CHANGED, row.log, f"{where} {name}")
    if "subject" in said and "refs" not in _erased(row) and _filed(row) != {said["subject"], *said.get("refs", [])}:
        yield Finding(Code.REFS_CHANGED, row.log, where)


def _matches(row: Entry) -> bool:
    try:
        return entry_digest(digests_of(row.content.fields)) == row.digest
    except (ValueError, TypeError, AttributeError, KeyError, IndexError):
        return False  # not even of the form that content has


def _filed(row: Entry) -> set[str]:
    return {f"{ref.kind}:{ref.ref_id}" for ref in row.refs.all()}


def _erased(row: Entry) -> set[str]:
    return {name for name, held in row.content.fields.items() if held[0] is None}


def _columns(row: Entry) -> dict[str, object]:
    """What the columns say, in the words of the content."""
    actor = row.fields.get("actor")
    return {
        "tag": row.tag,
        "occurred_at": iso(row.occurred_at),
        "recorded_at": iso(row.recorded_at),
        "subject": f"{row.subject_kind}:{row.subject_id}",
        "actor": (actor if isinstance(actor, dict) else {})
        | {"kind": row.actor_kind, "id": row.actor_id, "name": row.actor_name},
        "amends": f"{row.amends.log}#{row.amends.seq}" if row.amends else None,
    }
