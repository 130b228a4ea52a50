"""The folder of bytes under settings.MEDIA_STORE: one file per content, named by its SHA-256, in 256 × 256 folders.

A file appears whole or not at all (written aside, flushed, renamed), is never changed, and is checked on every read.
It begins as a draft in a folder of its own: what the act it belongs to adopts moves to its place, what was refused
stays a draft and is swept away.
"""

import hashlib
import os
import re
from datetime import datetime
from pathlib import Path

from django.conf import settings

from mingjing.kernel.ids import new_id
from mingjing.kernel.verdict import Refusal, no

DRAFTS = "drafts"
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


def draft(sha256: str) -> Path:
    """Where these bytes lie until an act that names them stands."""
    return place(sha256).parents[2] / DRAFTS / sha256


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write(data: bytes) -> str:
    """Keep the bytes durably as a draft and return their hash. Writing the same bytes again, once adopted, mends a
    damaged file."""
    sha256 = digest(data)
    target = place(sha256)
    if not (target.exists() and digest(target.read_bytes()) == sha256):
        _write_whole(draft(sha256), data)
    return sha256


def adopt(sha256: str) -> None:
    """The act stands: the draft moves to its place. Nothing happens when there is none."""
    target = place(sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        draft(sha256).replace(target)
    except FileNotFoundError:
        return
    _flush_folder(target.parent)


def drafts_before(moment: datetime) -> list[str]:
    """Hashes of the drafts last written before this instant."""
    folder = Path(settings.MEDIA_STORE) / DRAFTS
    if not folder.is_dir():
        return []
    old = (one for one in folder.iterdir() if one.stat().st_mtime < moment.timestamp())
    return [one.name for one in old if SHA256.fullmatch(one.name)]


def discard(sha256: str) -> None:
    """Throw a draft away that nothing adopted."""
    draft(sha256).unlink(missing_ok=True)


def read(sha256: str) -> bytes:
    """The bytes, verified against their name. Raises Refusal when they are missing or do not match."""
    data = _bytes_at(place(sha256)) or _bytes_at(draft(sha256))
    if data is None:
        raise Refusal(MISSING)
    if digest(data) != sha256:
        raise Refusal(TAINTED)
    return data


def _bytes_at(target: Path) -> bytes | None:
    try:
        return target.read_bytes()
    except FileNotFoundError:
        return None


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
