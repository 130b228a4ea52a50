"""The level above: remembers the largest tree it has seen of each log and signs only what continues it.

C2SP tlog-witness, the transport left out (it is in `http_witness`): `Witness.add_checkpoint` takes a request body and
answers what an HTTP endpoint would, `ask` is the log's side of the same talk. In the embedded default one process does
both.
"""

import base64
import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from mingjing.kernel import merkle
from mingjing.ledger.findings import Code, Finding, Tampering
from mingjing.ledger.notes import (
    DECIMAL,
    Note,
    NoteError,
    Signature,
    Signer,
    TreeHead,
    VerifierKey,
    open_checkpoint,
    parse_signatures,
)
from mingjing.ledger.tiles import replace

MAX_PROOF = 63
SIZE_TYPE = "text/x.tlog.size"


class Answer(NamedTuple):
    """Status, content type and body as tlog-witness words them."""

    status: int
    body: str
    content_type: str = "text/plain; charset=utf-8"


Transport = Callable[[bytes], Answer]
"""Carries a request body to a witness. Raises OSError when it cannot be reached."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One cosigner, its durable memory, and the logs it knows (origin → key, None for a stranger)."""

    signer: Signer
    memory: Path
    known: Callable[[str], VerifierKey | None]
    clock: Callable[[], int]

    def add_checkpoint(self, body: bytes) -> Answer:
        """Check one checkpoint against the last one and cosign it; `clock` gives POSIX seconds."""
        try:
            old, proof, raw = _read_request(body)
            origin = TreeHead.parse(Note.parse(raw).text).origin
        except NoteError as why:
            return Answer(400, f"{why}\n")
        key = self.known(origin)
        if key is None:
            return Answer(404, "unknown log\n")
        try:
            head, note = open_checkpoint(raw, key)
        except NoteError as why:
            return Answer(403, f"{why}\n")
        with self._remembering(origin) as place:
            return self._judge(old, proof, head, note, place)

    def last(self, origin: str) -> TreeHead | None:
        """The largest tree of the log this witness has cosigned."""
        place = self._place(origin)
        return TreeHead.parse(Note.parse(place.read_bytes()).text) if place.exists() else None

    def _judge(self, old: int, proof: list[bytes], head: TreeHead, note: Note, place: Path) -> Answer:
        last = self.last(head.origin) or TreeHead(head.origin, 0, merkle.EMPTY_ROOT)
        if old > head.size:
            return Answer(400, "old size exceeds the checkpoint\n")
        if old != last.size:
            return Answer(409, f"{last.size}\n", SIZE_TYPE)
        if old == head.size and last.root != head.root:
            return Answer(409, f"{last.size}\n", SIZE_TYPE)
        if not merkle.consistent(old, last.root, head.size, head.root, proof):
            return Answer(422, "the consistency proof does not hold\n")
        replace(place, str(note).encode())
        return Answer(200, self.signer.sign(note.text, self.clock()).line())

    @contextmanager
    def _remembering(self, origin: str) -> Iterator[Path]:
        """One request per log at a time, across processes: what is checked is what is then replaced."""
        self.memory.mkdir(parents=True, exist_ok=True)
        place = self._place(origin)
        with place.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield place

    def _place(self, origin: str) -> Path:
        return self.memory / f"{sha256(origin.encode()).hexdigest()[:32]}.checkpoint"


def ask(send: Transport, key: VerifierKey, log: str, note: Note, node: merkle.Node, guess: int) -> Signature:
    """Get the cosignature of the witness `key` on a signed checkpoint; `node` reads the log's tree.

    `guess` is the size it probably saw last. Raises Tampering when it refuses a fork or a shrunken log,
    OSError when it cannot be reached, NoteError when its answer is not a cosignature by `key`.
    """
    head = TreeHead.parse(note.text)
    old = guess
    answer = send(_request(old, head, note, node))
    if answer.status == 409 and answer.content_type == SIZE_TYPE and _size(answer.body) != old:
        old = _size(answer.body)
        if old > head.size:
            raise Tampering(Finding(Code.LOG_SHRUNK, log, f"{head.size} < {old}"))
        answer = send(_request(old, head, note, node))
    if answer.status in (409, 422):
        raise Tampering(Finding(Code.LOG_FORKED, log, f"{old} → {head.size}"))
    if answer.status != 200:
        raise NoteError(f"the witness {key.name} answered {answer.status}: {answer.body.strip()}")
    return _accept(key, note, answer.body)


def _size(body: str) -> int:
    if not DECIMAL.fullmatch(body.strip()):
        raise NoteError("the witness does not say which size it knows")
    return int(body)


def _accept(key: VerifierKey, note: Note, body: str) -> Signature:
    for signature in parse_signatures(body):
        if key.made(signature):
            key.check(note.text, signature)
            return signature
    raise NoteError(f"the answer has no cosignature by {key.name}")


def _request(old: int, head: TreeHead, note: Note, node: merkle.Node) -> bytes:
    proof = merkle.consistency_proof(old, head.size, node)
    lines = [f"old {old}", *(base64.b64encode(h).decode() for h in proof), "", str(note)]
    return "\n".join(lines).encode()


def _read_request(body: bytes) -> tuple[int, list[bytes], bytes]:
    first, _, note = body.partition(b"\n\n")
    old, *proof = first.split(b"\n")
    size = old.removeprefix(b"old ")
    if not old.startswith(b"old ") or not DECIMAL.fullmatch(size.decode("latin-1")):
        raise NoteError("the first line gives the old size")
    if len(proof) > MAX_PROOF:
        raise NoteError("too many proof lines")
    return int(size), [_hash(line) for line in proof], note


def _hash(line: bytes) -> bytes:
    try:
        raw = base64.b64decode(line, validate=True)
    except ValueError:
        raise NoteError("a proof line is not Base 64") from None
    if len(raw) != len(merkle.EMPTY_ROOT):
        raise NoteError("a proof line holds 32 bytes")
    return raw
