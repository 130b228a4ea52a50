"""Keys, one file each, mode 0600: of logs and witnesses as Go's note tools read them, and of what is kept sealed."""

import base64
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from mingjing.ledger.notes import NoteError, Signer

_HEADER = "PRIVATE+KEY"


def signer(name: str, kind: int, file: Path) -> Signer:
    """The signer kept in `file`, made on first use. Raises NoteError when the file is of another signer."""
    if not file.exists():
        _make(name, kind, file)
    found = _read(file.read_text().strip())
    if (found.name, found.kind) != (name, kind):
        raise NoteError(f"{file} holds the key of {found.name}, not of {name}")
    return found


def kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """What lies in that file of secrets, made on first use, mode 0600; of two processes the first to make it wins."""
    if not file.exists():
        _keep(file, make())
    return file.read_bytes()


def secret_key(name: str) -> bytes:
    """The 256 bits in the file of that name in the folder of keys, made on first use."""
    return _secret(Path(settings.KEY_STORE) / name)


@cache
def _secret(file: Path) -> bytes:
    if not file.exists():
        _keep(file, AESGCM.generate_key(256))
    return file.read_bytes()


def _make(name: str, kind: int, file: Path) -> None:
    fresh = Signer(name, kind, Ed25519PrivateKey.generate())
    _keep(file, (_text(fresh) + "\n").encode())


def _keep(file: Path, key: bytes) -> None:
    """Two processes may come here at once: both make a key, the first to link its file wins."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(key)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(temporary, file)
    except FileExistsError:
        pass  # the other process was first; its key is the key
    finally:
        temporary.unlink()


def _text(key: Signer) -> str:
    material = base64.b64encode(bytes([key.kind]) + key.private.private_bytes_raw()).decode()
    return f"{_HEADER}+{key.name}+{key.vkey.key_id.hex()}+{material}"


def _read(text: str) -> Signer:
    if not text.startswith(f"{_HEADER}+"):
        raise NoteError("not a private key file")
    name, ident, material = text.removeprefix(f"{_HEADER}+").split("+", 2)
    raw = base64.b64decode(material)
    found = Signer(name, raw[0], Ed25519PrivateKey.from_private_bytes(raw[1:]))
    if found.vkey.key_id.hex() != ident:
        raise NoteError(f"the key id of {name} does not belong to the key")
    return found
