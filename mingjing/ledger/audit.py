"""Does the database still say what was sealed? Reads every row of a log and names whatever does not agree.

This is the inside view, for the operator's alarm. The outside view is the separate program `mingjing_verify`.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max

from mingjing.kernel import merkle
from mingjing.kernel.time import iso
from mingjing.ledger.content import KEPT, digests_of, entry_digest
from mingjing.ledger.findings import Code, Finding
from mingjing.ledger.logs import LogDirectory, directory, leaf
from mingjing.ledger.models import Checkpoint, Entry, LogHead
from mingjing.ledger.notes import NoteError, TreeHead, open_checkpoint
from mingjing.ledger.tiles import WIDTH, TileError
from mingjing.ledger.vocab import Tag

CLOCK_SLACK = timedelta(minutes=5)
"""How much an entry may be older than the one before it: acts under way together, a clock put right a little."""


def audit(log: str) -> Iterator[Finding]:
    """Every disagreement of database, tiles and checkpoints of one log, in order. Reads, never writes."""
    place = directory(log)
    try:
        head = place.head()
    except NoteError as why:
        yield Finding(Code.CHECKPOINT_INVALID, log, str(why))
        head = TreeHead(place.origin, 0, merkle.EMPTY_ROOT)
    yield from _checkpoints(place, head)
    yield from _last_remembered(place, head)
    given_out = LogHead.objects.filter(log=log).values_list("size", flat=True).first() or 0
    if given_out < head.size:
        yield Finding(Code.LOG_SHRUNK, log, f"{given_out} < {head.size}")
    last = Entry.objects.filter(log=log, seq__lt=given_out).aggregate(last=Max("seq"))["last"]
    end = max(head.size, 0 if last is None else last + 1)
    for first in range(0, end, WIDTH):
        yield from _stretch(place, head, first, min(first + WIDTH, end))
    if end < given_out:
        yield Finding(Code.ROW_MISSING, log, f"{end}–{given_out - 1}")
    beyond = Entry.objects.filter(log=log, seq__gte=max(end, given_out)).order_by("seq").values_list("seq", flat=True)
    yield from (Finding(Code.ROW_EXTRA, log, str(seq)) for seq in beyond.iterator())
    yield from _order_of_time(log, 0, given_out)


def stretch(log: str, tile: int) -> Iterator[Finding]:
    """Every disagreement within one tile of the log, for who goes through it piece by piece (`patrol`)."""
    place, first = directory(log), tile * WIDTH
    try:
        head = place.head()
    except NoteError as why:
        yield Finding(Code.CHECKPOINT_INVALID, log, str(why))
        return
    given_out = LogHead.objects.filter(log=log).values_list("size", flat=True).first() or 0
    end = min(first + WIDTH, given_out)
    if first < end:
        yield from _stretch(place, head, first, end)
        yield from _order_of_time(log, max(0, first - 1), end)


def _order_of_time(log: str, first: int, end: int) -> Iterator[Finding]:
    """Numbers rise with the time of entering: an entry from long before the one that precedes it was entered while the
    clock stood back. Each stretch of such entries is named once, by its first."""
    rows = Entry.objects.filter(log=log, seq__gte=first, seq__lt=end).order_by("seq")
    latest, before = None, False
    for seq, at in rows.values_list("seq", "recorded_at").iterator():
        back = latest is not None and latest - at > CLOCK_SLACK
        if back and not before:
            yield Finding(Code.TIME_BACK, log, str(seq))
        before, latest = back, at if latest is None else max(latest, at)


def _checkpoints(place: LogDirectory, head: TreeHead) -> Iterator[Finding]:
    """The tree must have the root that was signed, and every checkpoint ever signed must be a past of it."""
    node = place.reader(head.size).node
    try:
        if merkle.root(head.size, node) != head.root:
            yield Finding(Code.ROOT_MISMATCH, place.log, str(head.size))
        for kept in Checkpoint.objects.filter(log=place.log).order_by("size", "id").iterator():
            if not _signed(place, kept):
                yield Finding(Code.CHECKPOINT_ROW_CHANGED, place.log, f"{kept.size} ({kept.pk})")
            elif kept.size > head.size:
                yield Finding(Code.CHECKPOINT_ROLLED_BACK, place.log, f"{head.size} < {kept.size}")
            elif merkle.root(kept.size, node).hex() != kept.root:
                yield Finding(Code.LOG_FORKED, place.log, f"{kept.size} → {head.size}")
    except TileError as why:
        yield Finding(Code.TILE_DAMAGED, place.log, str(why))


def _signed(place: LogDirectory, kept: Checkpoint) -> bool:
    """Is the row what its own signed note says?"""
    try:
        head, note = open_checkpoint(kept.note.encode(), place.signer.vkey)
    except NoteError:
        return False
    said = (head.size, head.root.hex(), len(note.signatures) - 1)
    return said == (kept.size, kept.root, kept.cosigners) and str(note) == kept.note


def _last_remembered(place: LogDirectory, head: TreeHead) -> Iterator[Finding]:
    """The checkpoint on disk must be among those remembered. Looked at again while no sealer is between the two."""
    rows = Checkpoint.objects.filter(log=place.log, size__gte=head.size)
    if not head.size or rows.exists():
        return
    with place.locked():
        if not rows.exists():
            yield Finding(Code.CHECKPOINT_FORGOTTEN, place.log, str(head.size))


def _stretch(place: LogDirectory, head: TreeHead, first: int, end: int) -> Iterator[Finding]:
    """Compare the rows first…end-1, at most one tile of them, with what is sealed."""
    sealed: list[bytes] = []
    try:
        sealed = _sealed(place, head, first)
    except TileError as why:
        yield Finding(Code.TILE_DAMAGED, place.log, str(why))
    found = Entry.objects.filter(log=place.log, seq__gte=first, seq__lt=end)
    found = found.select_related("content", "amends")
    rows = {row.seq: row for row in found.prefetch_related("refs", "erasures__ordered_by__content")}
    if not rows and end - first > 1:
        yield Finding(Code.ROW_MISSING, place.log, f"{first}–{end - 1}")
        return
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
    said, erased = row.fields, _erased(row)
    for name, column in _columns(row).items():
        if name not in erased and said.get(name) != column:
            yield Finding(Code.COLUMN_CHANGED, row.log, f"{where} {name}")
    if not erased & {"subject", "refs"} and _filed(row) != {said.get("subject"), *said.get("refs", [])}:
        yield Finding(Code.REFS_CHANGED, row.log, where)
    for name in sorted(erased - _ordered(row) if erased else ()):
        yield Finding(Code.ERASED_UNORDERED, row.log, f"{where} {name}")


def _matches(row: Entry) -> bool:
    try:
        return entry_digest(digests_of(row.content.fields)) == row.digest
    except (ValueError, TypeError, AttributeError, KeyError, IndexError):
        return False  # not even of the form that content has


def _filed(row: Entry) -> set[str]:
    return {f"{ref.kind}:{ref.ref_id}" for ref in row.refs.all()}


def _erased(row: Entry) -> set[str]:
    return {name for name, held in row.content.fields.items() if held[0] is None}


def _ordered(row: Entry) -> set[str]:
    """The fields that entries of the log ordered to be erased; what says who did what when never can be."""
    names: set[str] = set()
    for each in row.erasures.all():
        order = each.ordered_by
        said = order.body if hasattr(order, "content") and _matches(order) else {}
        if order.tag == Tag.FIELDS_ERASED.value and said.get("of") == f"{row.log}#{row.seq}":
            names.update(str(said.get("names", "")).split(", "))
    return names - KEPT


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
