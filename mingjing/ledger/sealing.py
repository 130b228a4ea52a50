"""Entered → sealed → published: new entries into the tree, a checkpoint signed, the level above cosigns.

Everything here may be killed at any point and run again. The checkpoint file is the commit: tiles beyond it are
a draft that the next run writes again, byte for byte the same, because entries never change.
"""

import logging
import re
from pathlib import Path

from django.conf import settings

from mingjing.kernel import merkle
from mingjing.kernel.time import now
from mingjing.ledger import numbering
from mingjing.ledger.findings import Code, Finding, Tampering
from mingjing.ledger.logs import LogDirectory, cosigner_of, directory, leaf
from mingjing.ledger.models import Checkpoint, Entry, LogHead
from mingjing.ledger.notes import Note, NoteError, TreeHead
from mingjing.ledger.tiles import WIDTH, TileError, TileWriter
from mingjing.ledger.witness import Transport, ask

BATCH = 10_000
"""Entries read from the database at once: a few megabytes."""

_DIGESTS = re.compile("(?:[0-9a-f]{64}\n)*")
_END = '"v":1}'
_logger = logging.getLogger(__name__)


def seal(log: str, *, send: Transport | None = None) -> TreeHead:
    """Seal every entry of `log` that is not sealed yet and publish the checkpoint. Answers the new tree head.

    `send` carries the checkpoint to the witness; without it he is asked the way the settings name. A witness out of
    reach leaves the checkpoint sealed but not published; the next call asks again.
    Raises Tampering, and signs nothing, when database, tiles, checkpoint and witness do not agree.
    """
    place = directory(log)
    with place.locked():
        given_out = _given_out(log)
        head = _agreed(place, given_out)
        size = _append(place, head.size, given_out)
        if size == head.size and (size == 0 or _published(log, size)):
            return head
        new = TreeHead(place.origin, size, merkle.root(size, place.reader(size).node))
        return _publish(place, head, new, send)


def logs() -> list[str]:
    """Every log that has entries or was ever sealed, also one of which the database knows nothing any more."""
    names = set(LogHead.objects.values_list("log", flat=True)) | set(
        Checkpoint.objects.order_by().values_list("log", flat=True).distinct()
    )
    return sorted(names | {place.parent.name for place in Path(settings.LOG_STORE).glob("*/checkpoint")})


def standing(log: str, seq: int) -> str:
    """How far the entry has come: `entered`, `sealed` or `published`."""
    covering = Checkpoint.objects.filter(log=log, size__gt=seq)
    if covering.filter(cosigners__gt=0).exists():
        return "published"
    return "sealed" if covering.exists() else "entered"


def _agreed(place: LogDirectory, given_out: int) -> TreeHead:
    """The sealed tree head, once database, tiles and checkpoint are seen to say the same. Raises Tampering."""
    try:
        head = place.head()
    except NoteError as why:
        raise Tampering(Finding(Code.CHECKPOINT_INVALID, place.log, str(why))) from why
    _remembered(place, head)
    if given_out < head.size:
        raise Tampering(Finding(Code.LOG_SHRUNK, place.log, f"{given_out} < {head.size}"))
    try:
        _tail_agrees(place, head)
    except TileError as why:
        raise Tampering(Finding(Code.TILE_DAMAGED, place.log, str(why))) from why
    return head


def _remembered(place: LogDirectory, head: TreeHead) -> None:
    """The database remembers every checkpoint signed: an older one on disk was put back by somebody."""
    last = Checkpoint.objects.filter(log=place.log).order_by("-size", "-id").first()
    if last and (last.size > head.size or (last.size == head.size and last.root != head.root.hex())):
        raise Tampering(Finding(Code.CHECKPOINT_ROLLED_BACK, place.log, f"{head.size}, {last.size}"))
    if last is None or last.size < head.size:
        note = place.note()
        if note:  # killed between publishing and remembering
            _remember(place.log, head, note, cosigners=len(note.signatures) - 1)


def _tail_agrees(place: LogDirectory, head: TreeHead) -> None:
    """Tiles lead to the signed root, and the newest sealed entries are still what the database says."""
    if not head.size:
        return
    reader = place.reader(head.size)
    if merkle.root(head.size, reader.node) != head.root:
        raise Tampering(Finding(Code.ROOT_MISMATCH, place.log, str(head.size)))
    tile = (head.size - 1) // WIDTH
    first = tile * WIDTH
    rows = dict(_rows(place.log, first, head.size))
    for seq, sealed in enumerate(reader.leaves(tile), first):
        if seq not in rows:
            raise Tampering(Finding(Code.ROW_MISSING, place.log, str(seq)))
        if leaf(place.log, seq, rows[seq]) != sealed:
            raise Tampering(Finding(Code.ROW_CHANGED, place.log, str(seq)))


def _given_out(log: str) -> int:
    """How many numbers the log has given out: committed with each entry, so that many rows must be there."""
    return LogHead.objects.filter(log=log).values_list("size", flat=True).first() or 0


def _append(place: LogDirectory, size: int, given_out: int) -> int:
    """Write the tiles of all entries from number `size` on, durably. Answers the new size."""
    writer = TileWriter(place.path, size)
    while rows := _rows(place.log, writer.size, writer.size + BATCH):
        if [seq for seq, _ in rows] != list(range(writer.size, writer.size + len(rows))):
            missing = next(at for at, (seq, _) in enumerate(rows, writer.size) if seq != at)
            raise Tampering(Finding(Code.ROW_MISSING, place.log, str(missing)))
        writer.append(leaves(place.log, rows))
    if writer.size < given_out:
        raise Tampering(Finding(Code.ROW_MISSING, place.log, str(writer.size)))
    if writer.size > size:
        numbering.on_disk()
        writer.flush()
    return writer.size


def leaves(log: str, rows: list[tuple[int, str]]) -> list[bytes]:
    """The leaves of (number, digest) rows: what `leaf` gives, without building a dictionary for each.

    Raises Tampering for a digest that is none.
    """
    if not _DIGESTS.fullmatch("\n".join([digest for _, digest in rows]) + "\n"):
        wrong = next(seq for seq, digest in rows if not _DIGESTS.fullmatch(f"{digest}\n"))
        raise Tampering(Finding(Code.CONTENT_CHANGED, log, str(wrong)))
    before, after = leaf(log, 0, "0" * 64).decode().split("0" * 64)
    form = f"{before}%s{after.removesuffix('0,' + _END)}%d,{_END}"
    return [(form % (digest, seq)).encode() for seq, digest in rows]


def _rows(log: str, start: int, end: int) -> list[tuple[int, str]]:
    found = Entry.objects.filter(log=log, seq__gte=start, seq__lt=end).order_by("seq")
    return list(found.values_list("seq", "digest"))


def _publish(place: LogDirectory, old: TreeHead, new: TreeHead, send: Transport | None) -> TreeHead:
    text = new.text()
    note = Note(text, (place.signer.sign(text),))
    key, way = cosigner_of(place.log)
    try:
        node = place.reader(new.size).node
        note = note.with_signatures([ask(send or way, key, place.log, note, node, old.size)])
    except (OSError, NoteError) as why:  # out of reach or out of order: asked again next time
        _logger.warning("%s: no cosignature by %s: %s", place.log, key.name, why)
        if new.size == old.size and Checkpoint.objects.filter(log=place.log, size=new.size).exists():
            return new  # nothing is new since the last time: an outage of days leaves one checkpoint, not thousands
    place.publish(note, [key])
    _remember(place.log, new, note, cosigners=len(note.signatures) - 1)
    return new


def _published(log: str, size: int) -> bool:
    return Checkpoint.objects.filter(log=log, size=size, cosigners__gt=0).exists()


def _remember(log: str, head: TreeHead, note: Note, *, cosigners: int) -> None:
    Checkpoint.objects.create(
        log=log, size=head.size, root=head.root.hex(), cosigners=cosigners, note=str(note), signed_at=now()
    )


def seal_all() -> list[Finding]:
    """Seal every log; what is found wrong in one does not keep the others from being sealed."""
    return [finding for log in logs() for finding in _sealed(log)]


class Sealer:
    """Round after round: the logs that grew or still wait for their witness, and of the quiet ones one in turn. Its
    files are compared with the database though nothing came, so that a checkpoint put back is found after as many
    rounds as there are logs, at the cost of one."""

    def __init__(self) -> None:
        self._done: dict[str, int] = {}
        self._turn: list[str] = []

    def round(self) -> list[Finding]:
        """Seal what is due. Findings of a log come again in every round until it is in order."""
        sizes = dict(LogHead.objects.values_list("log", "size"))
        self._turn = self._turn or logs()
        due = {log for log, size in sizes.items() if self._done.get(log) != size} | set(self._turn[:1])
        self._turn = self._turn[1:]
        return [finding for log in sorted(due) for finding in self._one(log)]

    def _one(self, log: str) -> list[Finding]:
        found = _sealed(log)
        size = _given_out(log)
        if found or not _published(log, size):
            self._done.pop(log, None)
        else:
            self._done[log] = size
        return found


def _sealed(log: str) -> list[Finding]:
    try:
        seal(log)
    except Tampering as why:
        return list(why.findings)
    return []
