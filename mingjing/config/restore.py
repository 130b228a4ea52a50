"""`./mj restore`: bring a backup back. Everything is unpacked beside the data folder and verified there first: the
manifest, each log, and the database against the logs. Only then is it put in place, by one rename. What stood there
before is renamed, never deleted.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from mingjing.config import folder, keybox
from mingjing.config.backup import FORMAT, MANIFEST, POSTGRES, SQLITE
from mingjing.config.console import DATA, Stopped, say
from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text

MOST_TOLD = 10
_BLOCK = 1 << 20


def main(arguments: list[str]) -> int:
    chosen = _parser().parse_args(arguments)
    words = keybox.passphrase(chosen.passphrase_file)
    database = os.environ.get("MINGJING_DATABASE", "")
    restore(chosen.file, chosen.data.resolve(), chosen.replace, words, database, chosen.despite_findings)
    say(
        f"已恢复到 {chosen.data}，清单、日志及数据库均已核验。",
        f"restored to {chosen.data}; manifest, logs and database verified.",
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./mj restore")
    replace = Text("已有的系统改名放在旁边", "put the system that stands there aside")
    words = Text("含口令的文件，备份时用它加密了私钥", "a file with the words that encrypted the private keys")
    despite = Text("数据库与日志矛盾也恢复", "although its database contradicts its logs")
    parser.add_argument("file", type=Path, help=str(Text("备份文件", "the backup")))
    parser.add_argument("--data", type=Path, default=folder.default(), help=str(DATA))
    parser.add_argument("--replace", action="store_true", help=str(replace))
    parser.add_argument("--passphrase-file", type=Path, help=str(words))
    parser.add_argument("--despite-findings", action="store_true", help=str(despite))
    return speak(parser)


def restore(
    file: Path,
    data: Path,
    replace: bool = False,
    words: str | None = None,
    database: str = "",
    despite_findings: bool = False,
) -> None:
    """Bring `file` back to `data`. Raises Stopped, with nothing changed, when anything is not as it was.

    `despite_findings` lets a database in that does not say what was sealed, loudly: after an incident there may be no
    other backup.
    """
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
            _compare(draft, database, despite_findings)
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


def _compare(draft: Path, database: str, despite_findings: bool) -> None:
    """Does the database say what was sealed in the logs? Asked of a copy; one that knows no ledger has no logs."""
    if not any((draft / "logs").glob("*/checkpoint")):
        return
    with _copied(draft, database) as copy:
        environment = os.environ | {"MINGJING_DATA": str(draft), "MINGJING_DATABASE": copy, "MINGJING_POOL": "no"}
        line = [sys.executable, "-m", "mingjing.config.restored"]
        done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip() or "?").splitlines()[-1]
        raise Stopped(f"数据库无法与日志核对：{why}", f"the database cannot be compared with the logs: {why}")
    found = json.loads(done.stdout.splitlines()[-1])
    if found:
        _tell(found, despite_findings)


def _tell(found: list[dict[str, str]], despite_findings: bool) -> None:
    some = "\n".join(f"  {each['code']} {each['log']}: {Text(each['zh'], each['en'])}" for each in found[:MOST_TOLD])
    zh = f"数据库与已封存的日志不符，共 {len(found)} 处："
    en = f"the database contradicts its sealed logs in {len(found)} places:"
    if not despite_findings:
        raise Stopped(f"{zh}\n{some}", f"{en}\n{some}")
    say(f"!! {zh}\n{some}\n!! 按 --despite-findings 仍予恢复。", f"!! {en}\n{some}\n!! restored all the same, as told.")


@contextmanager
def _copied(draft: Path, database: str) -> Iterator[str]:
    """The address of a copy of the database in the backup, gone afterwards."""
    if (draft / SQLITE).exists():
        copy = draft / ".compared.sqlite3"
        shutil.copyfile(draft / SQLITE, copy)
        try:
            yield f"sqlite://{copy}"
        finally:
            for path in draft.glob(f"{copy.name}*"):
                path.unlink()
    elif (draft / POSTGRES).exists():
        with _scratch_database(_postgres(database)) as copy_url:
            _fill(draft / POSTGRES, copy_url)
            yield copy_url
    else:
        raise Stopped("备份中没有数据库。", "the backup has no database.")


@contextmanager
def _scratch_database(url: str) -> Iterator[str]:
    """An empty database beside the one named. Raises Stopped where the account may not make one."""
    import psycopg  # noqa: PLC0415  loaded only where the database is PostgreSQL
    from psycopg import sql  # noqa: PLC0415

    parts = urlsplit(url)
    name = f"{unquote(parts.path.lstrip('/'))}_restoring_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise Stopped(
                "核对需建一个临时数据库，此账号无权：ALTER ROLE … CREATEDB。",
                "comparing needs a database for a while, which this account may not make: ALTER ROLE … CREATEDB.",
            ) from None
        try:
            yield urlunsplit(parts._replace(path=f"/{quote(name)}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _postgres(database: str) -> str:
    if not database.startswith("postgres"):
        raise Stopped("请用 MINGJING_DATABASE 指明数据库。", "name the database with MINGJING_DATABASE.")
    return database


def _place_database(draft: Path, database: str, replace: bool) -> None:
    if (draft / SQLITE).exists():
        _sound(draft / SQLITE)
        (draft / SQLITE).rename(draft / folder.DATABASE)
    elif (draft / POSTGRES).exists():
        _into_postgres(draft / POSTGRES, _postgres(database), replace)
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
    _fill(dump, url, "--clean", "--if-exists")


def _fill(dump: Path, url: str, *options: str) -> None:
    line = ["pg_restore", "--single-transaction", "--no-owner", "--exit-on-error", *options]
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
