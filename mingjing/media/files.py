"""The folder of bytes under settings.MEDIA_STORE: one file per content, named by its SHA-256, in 256 × 256 folders.

A file appears whole or not at all (written aside, flushed, renamed), is never changed, and is checked on every read.
"""

import hashlib
import os
import re
from pathlib import Path

from django.conf import settings

from mingjing.kernel.ids import new_id
from mingjing.kernel.verdict import Refusal, no

SHA256 = re.compile(r"[0-9a-f]{64}")
MISSING = no("media.missing", "原始文件缺失，请通知系统管理员。", "The file is missing; tell the administrator.")
TAINTED = no(
    "media.tainted",
    "文件内容与登记的校验值不一致，不予显示，请通知系统管理员。",
    "The bytes do not match the recorded hash and are not shown; tell the administrator.",
)


def place(sha256: str) -> Path:
    """Where these bytes lie. Raises ValueError for anything that is no hash, so that no path can be smuggled in."""
    if not SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256 in lower-case hex")
    return Path(settings.MEDIA_STORE) / sha256[:2] / sha256[2:4] / sha256


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write(data: bytes) -> str:
    """Keep the bytes durably and return their hash. Writing the same bytes again mends a damaged file."""
    sha256 = digest(data)
    target = place(sha256)
    if not (target.exists() and digest(target.read_bytes()) == sha256):
        _write_whole(target, data)
    return sha256


def read(sha256: str) -> bytes:
    """The bytes, verified against their name. Raises Refusal when they are missing or do not match."""
    target = place(sha256)
    try:
        data = target.read_bytes()
    except FileNotFoundError:
        raise Refusal(MISSING)
    if digest(data) != sha256:
        raise Refusal(TAINTED)
    return data


def _write_whole(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = target.with_name(f".{target.name}.{new_id().hex}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
