"""`./mj restore`: bring a backup back. Everything is unpacked beside the data folder and verified there first;
only then is it put in place, by one rename. What stood there before is renamed, never deleted.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

from mingjing.config import folder, keybox
from mingjing.config.backup import FORMAT, MANIFEST, POSTGRES, SQLITE
from mingjing.config.console import Stopped, say

_BLOCK = 1 << 20


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("./mj restore")
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", type=Path, default=folder.default())
    parser.add_argument("--replace", action="store_true", help="put the system that stands there aside")
    parser.add_argument("--passphrase-file", type=Path)
    chosen = parser.parse_args(arguments)
    words = keybox.passphrase(chosen.passphrase_file)
    restore(chosen.file, chosen.data.resolve(), chosen.replace, words, os.environ.get("MINGJING_DATABASE", ""))
    say(f"已恢复到 {chosen.data}，清单与日志均已核验。", f"restored to {chosen.data}; manifest and logs verified.")
    return 0


def restore(file: Path, data: Path, replace: bool = False, words: str | None = None, database: str = "") -> None:
    """Bring `file` back to `data`. Raises Stopped, with nothing changed, when anything is not as it was."""
    if folder.holds_a_system(data) and not replace:
        raise Stopped(f"{data} 里已有系统；加 --replace 才会替换。", f"{data} holds a system; --replace puts it aside.")
    draft = folder.draft_beside(data, "in-restore")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        with folder.in_use(data, alone=True):
            _check(unpack(file, draft))
            _place_keys(draft, words)
            verify_logs(draft)
            _place_database(draft, database, replace)
            aside = folder.put_aside(data)
            draft.rename(data)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if aside:
        say(f"原有数据改名为 {aside}", f"what stood there is now {aside}")


def unpack(file: Path, draft: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """Write the members below `draft`; (path → SHA-256 of what was unpacked, the manifest)."""
    found: dict[str, str] = {}
    try:
        with tarfile.open(file) as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None or not _stays_inside(member.name):
                    raise Stopped(f"备份含可疑成员 {member.name}", f"the backup has a suspicious member: {member.name}")
                found[member.name] = _write(content, draft / member.name)
    except (OSError, tarfile.TarError, EOFError) as why:
        raise Stopped(f"备份无法读取：{why}", f"the backup cannot be read: {why}") from why
    if found.pop(MANIFEST, None) is None:
        raise Stopped("备份没有清单，不完整。", "the backup has no manifest: it is not complete.")
    return found, json.loads((draft / MANIFEST).read_text())


def _check(unpacked: tuple[dict[str, str], dict[str, Any]]) -> None:
    found, manifest = unpacked
    if manifest.get("format") != FORMAT:
        raise Stopped("备份格式不认识。", "the format of the backup is not known.")
    listed = manifest["files"]
    wrong = sorted(n for n in found.keys() | listed.keys() if found.get(n) != listed.get(n))
    if wrong:
        raise Stopped(f"与清单不符：{'、'.join(wrong[:5])}", f"differs from the manifest: {', '.join(wrong[:5])}")


def _place_keys(draft: Path, words: str | None) -> None:
    box = draft / keybox.NAME
    if not box.exists():
        return
    if words is None:
        raise Stopped("密钥已加密：请用 --passphrase-file。", "the keys are encrypted: use --passphrase-file.")
    for name, content in keybox.unseal(box.read_bytes(), words).items():
        place = draft / folder.KEYS / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.touch(mode=0o600)
        place.write_bytes(content)
    box.unlink()


def _place_database(draft: Path, database: str, replace: bool) -> None:
    if (draft / SQLITE).exists():
        _sound(draft / SQLITE)
        (draft / SQLITE).rename(draft / folder.DATABASE)
    elif (draft / POSTGRES).exists():
        if not database.startswith("postgres"):
            raise Stopped("请用 MINGJING_DATABASE 指明数据库。", "name the database with MINGJING_DATABASE.")
        _into_postgres(draft / POSTGRES, database, replace)
        (draft / POSTGRES).unlink()


def _sound(path: Path) -> None:
    with closing(sqlite3.connect(path)) as opened:
        answer = opened.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        raise Stopped(f"数据库损坏：{answer}", f"the database is damaged: {answer}")


def _into_postgres(dump: Path, url: str, replace: bool) -> None:
    """One transaction: on any error the database stays as it was."""
    import psycopg  # noqa: PLC0415  loaded only where the database is PostgreSQL

    with psycopg.connect(url) as connection:
        asked = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        row = connection.execute(asked).fetchone()
    if row and row[0] and not replace:
        raise Stopped("数据库不是空的；加 --replace 才会替换。", "the database is not empty; --replace replaces it.")
    line = ["pg_restore", "--single-transaction", "--no-owner", "--exit-on-error", "--clean", "--if-exists"]
    done = subprocess.run([*line, "-d", url, dump], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stopped(f"pg_restore 失败：{done.stderr}", f"pg_restore failed: {done.stderr}")


def verify_logs(data: Path) -> int:
    """Let the independent verifier read every log; how many there are. Raises Stopped for the first that fails."""
    logs = sorted(p for p in (data / "logs").glob("*") if p.is_dir())
    for log in logs:
        line = [sys.executable, "-m", "mingjing_verify", "log", str(log)]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        if done.returncode:
            told = done.stdout + done.stderr
            raise Stopped(f"日志 {log.name} 未通过核验：\n{told}", f"log {log.name} does not verify:\n{told}")
    return len(logs)


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and path != PurePosixPath(".")


def _write(content: IO[bytes], place: Path) -> str:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = sha256()
    place.touch(mode=0o600)
    with place.open("wb") as out:
        while block := content.read(_BLOCK):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()
