"""C2SP signed notes, checkpoints and cosignatures, read only."""

import re
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mingjing_verify.encoding import Malformed, unbase64

LOG = 1
WITNESS = 4
DASH = "— "
MOST_LINES = 100


class Key(NamedTuple):
    """A public key: `kind` 1 signs checkpoints, 4 cosigns them."""

    name: str
    kind: int
    public: bytes

    @property
    def ident(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]


class Line(NamedTuple):
    name: str
    ident: bytes
    blob: bytes


class Note(NamedTuple):
    text: str
    lines: list[Line]


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


class BadSignature(Exception):
    """A line claims to be by the key and is not."""


def read_key(text: str) -> Key:
    """A C2SP vkey: name+id+base64. Raises Malformed."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3 or not re.fullmatch(r"[^\s+]+", parts[0]):
        raise Malformed("a key is written name+id+base64")
    raw = unbase64(parts[2])
    if len(raw) != 33 or raw[0] not in (LOG, WITNESS):
        raise Malformed("not an Ed25519 key of a log or a witness")
    key = Key(parts[0], raw[0], raw[1:])
    if key.ident.hex() != parts[1]:
        raise Malformed("the key does not have the id it claims")
    return key


def read_note(raw: bytes) -> Note:
    """Split a note into text and signature lines. Raises Malformed."""
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise Malformed("a note is UTF-8") from None
    if any(ord(c) < 32 and c != "\n" for c in whole) or not whole.endswith("\n"):
        raise Malformed("a note has no control characters and ends in a newline")
    cut = whole.rfind("\n\n")
    lines = whole[cut + 2 : -1].split("\n")
    if cut < 1 or len(lines) > MOST_LINES:
        raise Malformed("a note has a text, an empty line and signatures")
    return Note(whole[: cut + 1], [_line(line) for line in lines])


def read_checkpoint(text: str) -> Checkpoint:
    """Origin, size and root of a checkpoint's text. Raises Malformed."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or "" in lines[:-1] or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
        raise Malformed("a checkpoint has an origin, a size and a root")
    root = unbase64(lines[2])
    if len(root) != 32:
        raise Malformed("a root has 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def signed(note: Note, key: Key) -> int | None:
    """None when the key has not signed; else the second a witness signed, 0 for a log. Raises BadSignature."""
    found: int | None = None
    for line in note.lines:
        if (line.name, line.ident) == (key.name, key.ident):
            found = _verified(note.text, key, line.blob)
    return found


def _verified(text: str, key: Key, blob: bytes) -> int:
    at, message = 0, text.encode()
    if key.kind == WITNESS:
        at, blob = int.from_bytes(blob[:8], "big"), blob[8:]
        message = b"cosignature/v1\ntime %d\n%s" % (at, message)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(blob, message)
    except (InvalidSignature, ValueError):
        raise BadSignature(key.name) from None
    return at


def _line(line: str) -> Line:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not re.fullmatch(r"[^\s+]+", name):
        raise Malformed("a signature line is malformed")
    raw = unbase64(encoded)
    if len(raw) < 5:
        raise Malformed("a signature is too short")
    return Line(name, raw[:4], raw[4:])
