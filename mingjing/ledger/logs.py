"""Where each log lives: its directory, its key, its witness, its signed checkpoint."""

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from mingjing.kernel.canonical import dump
from mingjing.kernel.merkle import EMPTY_ROOT
from mingjing.kernel.time import now
from mingjing.ledger import keys
from mingjing.ledger.http_witness import HttpWitness
from mingjing.ledger.notes import LOG, WITNESS, Note, Signer, TreeHead, VerifierKey, open_checkpoint
from mingjing.ledger.tiles import TileReader, replace
from mingjing.ledger.witness import Transport, Witness

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class LogDirectory:
    """One log on disk. Its C2SP origin is `<MINGJING_ORIGIN>/<log>`."""

    log: str
    path: Path
    signer: Signer

    @property
    def origin(self) -> str:
        return self.signer.name

    def head(self) -> TreeHead:
        """What the last checkpoint says; size 0 before the first. Raises NoteError when it is not ours."""
        note = self.note()
        return TreeHead.parse(note.text) if note else TreeHead(self.origin, 0, EMPTY_ROOT)

    def note(self) -> Note | None:
        """The last checkpoint with its cosignatures. Raises NoteError when its signature does not hold."""
        try:
            raw = (self.path / "checkpoint").read_bytes()
        except FileNotFoundError:
            return None
        return open_checkpoint(raw, self.signer.vkey)[1]

    def publish(self, note: Note, witnesses: list[VerifierKey]) -> None:
        """Replace the checkpoint and put the public keys beside it, so that the directory explains itself."""
        replace(self.path / "vkey", f"{self.signer.vkey}\n".encode())
        replace(self.path / "witness.vkey", "".join(f"{key}\n" for key in witnesses).encode())
        replace(self.path / "checkpoint", str(note).encode())

    def reader(self, size: int) -> TileReader:
        return TileReader(self.path, size)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Only one process seals a log at a time; the lock dies with the process."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def directory(log: str) -> LogDirectory:
    """The directory of the log, its key made on first use. Raises ValueError for a name unfit for a path."""
    if not _NAME.fullmatch(log):
        raise ValueError(f"not a log name: {log!r}")
    signer = keys.signer(f"{settings.LOG_ORIGIN}/{log}", LOG, _key_file(log))
    return LogDirectory(log, settings.LOG_STORE / log, signer)


class Cosigner(NamedTuple):
    """Who vouches for a log, and the way to him."""

    key: VerifierKey
    send: Transport


def cosigner_of(log: str) -> Cosigner:
    """The witness of the log: the program named in settings, else the level above, here in this process."""
    if settings.WITNESS_URL:
        return Cosigner(VerifierKey.parse(settings.WITNESS_KEY), _over_http(settings.WITNESS_URL))
    witness = witness_of(log)
    return Cosigner(witness.signer.vkey, witness.add_checkpoint)


def witness_of(log: str) -> Witness:
    """The witness of the level above, here in this process. `LEDGER_WITNESS_OF` names log → name of that level."""
    name = import_string(settings.LEDGER_WITNESS_OF)(log) or "witness"
    signer = keys.signer(f"{settings.LOG_ORIGIN}/witness/{name}", WITNESS, settings.KEY_STORE / f"{name}.witness.key")
    return Witness(signer, settings.WITNESS_STORE / name, _key_of, lambda: int(now().timestamp()))


def leaf(log: str, seq: int, digest: str) -> bytes:
    """The leaf of an entry: the canonical JSON of its digest, log, number and format version."""
    return dump({"digest": digest, "log": log, "seq": seq, "v": 1})


def _key_of(origin: str) -> VerifierKey | None:
    """The key of a log of this very system; a stranger's name makes no key."""
    prefix, _, log = origin.rpartition("/")
    known = prefix == settings.LOG_ORIGIN and _NAME.fullmatch(log) and _key_file(log).exists()
    return directory(log).signer.vkey if known else None


def _key_file(log: str) -> Path:
    return Path(settings.KEY_STORE) / f"{log}.log.key"


@cache
def _over_http(url: str) -> HttpWitness:
    """One for all logs: what one of them has learnt about a silent witness spares the others the wait."""
    return HttpWitness(url)
