"""Private keys inside a backup, encrypted with a passphrase: scrypt, then AES-256-GCM."""

import base64
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mingjing.config.console import Stopped

NAME = "keys.sealed"
_HEADER = b"mingjing keys 1\n"
_SALT, _NONCE = 16, 12


def passphrase(file: Path | None) -> str | None:
    """The passphrase in that file, without the line's end. Raises Stopped when it cannot be read or is too short."""
    if file is None:
        return None
    try:
        words = file.read_text().strip()
    except OSError as why:
        raise Stopped(f"读不到口令文件：{why}", f"cannot read the passphrase file: {why}") from why
    if len(words) < 12:
        raise Stopped("口令至少 12 个字符。", "the passphrase needs at least 12 characters.")
    return words


def seal(keys: Path, words: str) -> bytes:
    """Every file under `keys`, encrypted."""
    files = {str(p.relative_to(keys)): p.read_bytes() for p in sorted(keys.rglob("*")) if p.is_file()}
    plain = json.dumps({name: base64.b64encode(held).decode() for name, held in files.items()}).encode()
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    return _HEADER + salt + nonce + AESGCM(_key(words, salt)).encrypt(nonce, plain, _HEADER)


def unseal(box: bytes, words: str) -> dict[str, bytes]:
    """Relative path → content. Raises Stopped when the passphrase is wrong or the box was changed."""
    body = box.removeprefix(_HEADER)
    salt, nonce, sealed = body[:_SALT], body[_SALT : _SALT + _NONCE], body[_SALT + _NONCE :]
    try:
        plain = AESGCM(_key(words, salt)).decrypt(nonce, sealed, _HEADER)
    except InvalidTag:
        raise Stopped("口令不对，或备份被改动。", "wrong passphrase, or the backup was changed.") from None
    return {name: base64.b64decode(held) for name, held in json.loads(plain).items()}


def _key(words: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(words.encode())
