"""`./mj backup`: one file with everything a system is: database, logs, media, models, keys, a manifest of digests.

Consistent while the system works on: only sealing waits, so that the logs stand still and the database, copied
in one snapshot, knows every entry that is sealed in them. Media never change and are copied afterwards.
"""

import argparse
import fcntl
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

from mingjing.config import folder, keybox
from mingjing.config.console import DATA, Stopped, say
from mingjing.kernel import time
from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE = "database.sqlite3"
POSTGRES = "database.dump"
SESSIONS = "django_session"
"""Who holds a row of it is signed in: it is in no backup."""


def main(arguments: list[str]) -> int:
    chosen = _parser().parse_args(arguments)
    file = chosen.file or Path(f"mingjing-{time.local(time.now()):%Y%m%d-%H%M}.tar")
    passphrase = keybox.passphrase(chosen.passphrase_file)
    count = backup(chosen.data.resolve(), file, passphrase, os.environ.get("MINGJING_DATABASE", ""))
    if passphrase is None:
        say(
            "!! 备份中含未加密的私钥：请像钥匙一样保管，或使用 --passphrase-file。",
            "!! the backup holds private keys in the clear: guard it like them, or use --passphrase-file.",
        )
    say(f"已备份 {count} 个文件到 {file}", f"{count} files backed up to {file}")
    say(
        "备份中的数据库、照片和读数未加密：口令只保护私钥，请加密存放介质。",
        "database, pictures and readings in it are not encrypted (a passphrase seals keys alone): encrypt the medium.",
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./mj backup")
    file = Text("备份文件 .tar；.tar.gz 则压缩", "a .tar file; .tar.gz is compressed")
    words = Text("含口令的文件，用来加密备份中的私钥", "a file with the words that encrypt the private keys in it")
    parser.add_argument("file", nargs="?", type=Path, help=str(file))
    parser.add_argument("--data", type=Path, default=folder.default(), help=str(DATA))
    parser.add_argument("--passphrase-file", type=Path, help=str(words))
    return speak(parser)


def backup(data: Path, file: Path, passphrase: str | None = None, database: str = "") -> int:
    """Write the backup of `data` to `file` (mode 0600); the number of files in it.

    `database` is a postgres:// URL when the database is not in the folder. Raises Stopped, leaving no file,
    when there is nothing to back up or `file` exists.
    """
    if file.exists():
        raise Stopped(f"{file} 已存在。", f"{file} exists already.")
    if not folder.holds_a_system(data):
        raise Stopped(f"{data} 里没有系统。", f"there is no system in {data}.")
    draft = file.with_name(f".{file.name}.part")
    opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(opened, "wb") as out, _Archive(out, compressed=file.name.endswith("gz")) as archive:
            _fill(archive, data, passphrase, database)
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    return len(archive.digests)


def _fill(archive: "_Archive", data: Path, passphrase: str | None, database: str) -> None:
    with tempfile.TemporaryDirectory(prefix="mingjing-backup-") as scratch, _nothing_is_sealed(data):
        copy = Path(scratch) / "database"
        if database.startswith("postgres"):
            _dump(database, copy)
            archive.add(POSTGRES, copy)
        else:
            _copy(data / folder.DATABASE, copy)
            archive.add(SQLITE, copy)
        for name in folder.SEALED:
            archive.add_tree(data, name)
    for name in ("media", "models"):
        archive.add_tree(data, name)
    for name in ("readings", "tracks"):  # after the database: what is filed meanwhile is entered again at the start
        archive.add_moving_tree(data, name)
    if passphrase is None:
        archive.add_tree(data, folder.KEYS)
    else:
        archive.add_bytes(keybox.NAME, keybox.seal(data / folder.KEYS, passphrase))


@contextmanager
def _nothing_is_sealed(data: Path) -> Iterator[None]:
    """Hold every log's own lock: the sealer waits, everybody else works on."""
    with ExitStack() as held:
        for log in sorted(p for p in (data / "logs").glob("*") if p.is_dir()):
            lock = held.enter_context((log / ".lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(database, timeout=30)) as source, closing(sqlite3.connect(copy)) as target:
        source.execute("BEGIN")  # all pages of one moment, also while others write
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(target)
        target.execute("PRAGMA secure_delete=ON")  # nothing of what is deleted stays in a free page
        if target.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [SESSIONS]).fetchone():
            target.execute("DELETE FROM django_session")
            target.commit()


def _dump(url: str, copy: Path) -> None:
    if not shutil.which("pg_dump"):
        raise Stopped(
            "缺少 pg_dump。请运行：sudo apt-get install postgresql-client",
            "pg_dump is missing. Run: sudo apt-get install postgresql-client",
        )
    command = ["pg_dump", "-Fc", f"--exclude-table-data={SESSIONS}", "-f", str(copy), url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stopped(f"pg_dump 失败：{done.stderr}", f"pg_dump failed: {done.stderr}")


class _Archive:
    """A tar file that digests what goes into it and ends with the manifest of it all."""

    def __init__(self, out: IO[bytes], compressed: bool):
        self.digests: dict[str, str] = {}
        self._tar = tarfile.open(fileobj=out, mode="w:gz" if compressed else "w")  # noqa: SIM115  closed in __exit__

    def __enter__(self) -> "_Archive":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            about = {"format": FORMAT, "made_at": time.iso(time.now()), "files": dict(sorted(self.digests.items()))}
            self._put(MANIFEST, io.BytesIO(json.dumps(about, indent=1).encode()))
        self._tar.close()

    def add_tree(self, data: Path, name: str) -> None:
        for path in sorted(p for p in (data / name).rglob("[!.]*") if p.is_file()):
            self.add(str(path.relative_to(data)), path)

    def add_moving_tree(self, data: Path, name: str) -> None:
        """Of files that grow and are replaced by their compressed form meanwhile: each in one form at least."""
        for _ in range(2):
            for path in sorted(p for p in (data / name).rglob("[!.]*") if p.is_file()):
                if str(path.relative_to(data)) not in self.digests and path.suffix != ".part":
                    with suppress(FileNotFoundError):
                        self.add(str(path.relative_to(data)), path)

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as source:
            self._digested(name, source)

    def add_bytes(self, name: str, content: bytes) -> None:
        self._digested(name, io.BytesIO(content))

    def _digested(self, name: str, source: IO[bytes]) -> None:
        reader = _Digesting(source)
        self._put(name, reader)
        self.digests[name] = reader.digest.hexdigest()

    def _put(self, name: str, source: "IO[bytes] | _Digesting") -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = source.seek(0, os.SEEK_END), 0o600
        info.mtime = int(time.now().timestamp())
        source.seek(0)
        self._tar.addfile(info, source)


class _Digesting:
    """A file that digests what is read from it."""

    def __init__(self, source: IO[bytes]):
        self._source, self.digest = source, sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        self.digest.update(block)
        return block

    def seek(self, to: int, whence: int = os.SEEK_SET) -> int:
        return self._source.seek(to, whence)
