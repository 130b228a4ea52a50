"""Signed notes, checkpoints, cosignatures: C2SP signed-note, tlog-checkpoint and tlog-cosignature.

A *note* is a text with signature lines below it; a *tree head* is what a checkpoint's text says: whose log,
how many entries, which root. An Ed25519 key makes plain signatures (type 0x01: a log) or timestamped
cosignatures (type 0x04: a witness), never both.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG = 0x01
WITNESS = 0x04
MAX_SIGNATURES = 100

_DASH = "\u2014"
_KEY_NAME = re.compile(r"[^\s+]+")
DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


class NoteError(ValueError):
    """Not a note, not a checkpoint or not a key of the expected form; or a signature is wrong."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who claims to have signed, and the bytes after the key id."""

    name: str
    key_id: bytes
    blob: bytes

    def line(self) -> str:
        return f"{_DASH} {self.name} {_b64(self.key_id + self.blob)}\n"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name and use; `str()` is the C2SP vkey, e.g. `PeterNeumann+c74f20a3+ARpc2Q…`."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        return sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_b64(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """The inverse of str(). Raises NoteError unless name, id and Ed25519 key (0x01 or 0x04) agree."""
        name, _, rest = text.strip().partition("+")
        ident, _, material = rest.partition("+")
        raw = _unb64(material)
        if len(raw) != 33 or raw[0] not in (LOG, WITNESS) or not _KEY_NAME.fullmatch(name):
            raise NoteError(f"not a verifier key: {text!r}")
        key = cls(name, raw[0], raw[1:])
        if key.key_id.hex() != ident:
            raise NoteError(f"the key id of {name} does not belong to the key")
        return key

    def made(self, signature: Signature) -> bool:
        """Does the line name this key? Says nothing yet about the signature being right."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def check(self, text: str, signature: Signature) -> int:
        """Verify one line; answers the cosignature's POSIX time, 0 for a log. Raises NoteError."""
        body, raw, at = text.encode(), signature.blob, 0
        if self.kind == WITNESS:
            at, raw = int.from_bytes(raw[:8]), raw[8:]
            body = _timed(at, text)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(raw, body)
        except InvalidSignature:
            raise NoteError(f"invalid signature by {self.name}") from None
        return at


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name and use."""

    name: str
    kind: int
    private: Ed25519PrivateKey

    @property
    def vkey(self) -> VerifierKey:
        return VerifierKey(self.name, self.kind, self.private.public_key().public_bytes_raw())

    def sign(self, text: str, at: int = 0) -> Signature:
        """Sign a note's text; a witness also signs the POSIX second `at`."""
        if self.kind == LOG:
            blob = self.private.sign(text.encode())
        else:
            blob = at.to_bytes(8) + self.private.sign(_timed(at, text))
        return Signature(self.name, self.vkey.key_id, blob)


@dataclass(frozen=True, slots=True)
class Note:
    """A text (ending in newline) and its signature lines, verified or not."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(s.line() for s in self.signatures)

    @classmethod
    def parse(cls, raw: bytes) -> "Note":
        """Read a note without verifying it. Raises NoteError when the bytes are not one."""
        text, lines = _split(raw)
        return cls(text, parse_signatures(lines))

    def signed_by(self, key: VerifierKey) -> int | None:
        """The time of the key's cosignature (0 for a log's signature), None when it has not signed.

        Raises NoteError when a line names the key and is wrong: such a note is to be refused as a whole.
        """
        times = [key.check(self.text, s) for s in self.signatures if key.made(s)]
        return times[0] if times else None

    def with_signatures(self, more: Iterable[Signature]) -> "Note":
        """The same text with further lines; a line of the same key replaces the older one."""
        new = {(s.name, s.key_id): s for s in (*self.signatures, *more)}
        return Note(self.text, tuple(new.values()))


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a checkpoint says: the log named `origin` has `size` entries under this 32-byte root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "TreeHead":
        """Read a checkpoint's text; extension lines are allowed and ignored. Raises NoteError."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]) or not DECIMAL.fullmatch(lines[1]):
            raise NoteError("not a checkpoint")
        root = _unb64(lines[2])
        if len(root) != 32:
            raise NoteError("a checkpoint's root has 32 bytes")
        return cls(lines[0], int(lines[1]), root)


def open_checkpoint(raw: bytes, key: VerifierKey) -> tuple[TreeHead, Note]:
    """The tree head signed by the log's key. Raises NoteError when it is not, or is another log's."""
    note = Note.parse(raw)
    if note.signed_by(key) is None:
        raise NoteError(f"no signature by {key.name}")
    head = TreeHead.parse(note.text)
    if head.origin != key.name:
        raise NoteError(f"the checkpoint is of {head.origin}, not of {key.name}")
    return head, note


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """Read signature lines, each ending in newline. Raises NoteError when none is there or one is bad."""
    if not lines.endswith("\n"):
        raise NoteError("signature lines end in a newline")
    found = tuple(_signature(line) for line in lines[:-1].split("\n"))
    if len(found) > MAX_SIGNATURES:
        raise NoteError("too many signatures")
    return found


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    raw = _unb64(encoded)
    if dash != _DASH or not _KEY_NAME.fullmatch(name) or len(raw) < 5:
        raise NoteError("malformed signature line")
    return Signature(name, raw[:4], raw[4:])


def _split(raw: bytes) -> tuple[str, str]:
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise NoteError("a note is UTF-8") from None
    if any(c < " " and c != "\n" for c in whole):
        raise NoteError("a note has no control characters")
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not text:
        raise NoteError("a note has a text, an empty line and signatures")
    return text + "\n", lines


def _timed(at: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unb64(text: str) -> bytes:
    """Strict, canonical Base 64: what does not encode back to itself is refused."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("not Base 64") from None
    if _b64(raw) != text:
        raise NoteError("not canonical Base 64")
    return raw
