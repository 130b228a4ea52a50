"""`./mj doctor`: is this machine, and the data on it, in order? One line per question, with what to do about it.

The questions about the machine stand here; those that need the database are in `doctor_data`.
"""

import argparse
import os
import shutil
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mingjing.config import folder, frontend
from mingjing.config.console import speak_the_terminal_language
from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.vocab import Vocab

OLDEST_SQLITE = (3, 37)
GIB = 2**30
_PORT = 8000


class Level(Vocab):
    OK = "ok", "正常", "ok"
    WARN = "warn", "注意", "warn"
    FAIL = "fail", "故障", "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question; `remedy` says what to do unless all is well."""

    level: Level
    told: Text
    remedy: Text | None = None


Question = tuple[Text, Callable[[], Finding]]


def ok(zh: str, en: str) -> Finding:
    return Finding(Level.OK, Text(zh, en))


def warn(told: Text, zh: str, en: str) -> Finding:
    return Finding(Level.WARN, told, Text(zh, en))


def fail(told: Text, zh: str, en: str) -> Finding:
    return Finding(Level.FAIL, told, Text(zh, en))


def main(arguments: list[str]) -> int:
    """1 when anything is broken; warnings leave 0."""
    speak(argparse.ArgumentParser("./mj doctor")).parse_args(arguments)
    findings = [*examine(MACHINE), *examine(about_data())]
    return 1 if Level.FAIL in findings else 0


def about_data() -> list[Question]:
    """The questions about database and ledger; none on a machine that has no system yet (asking would make one)."""
    if not folder.holds_a_system(folder.default()) and "MINGJING_DATABASE" not in os.environ:
        return []
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
    import django  # noqa: PLC0415  only these questions need it

    django.setup()
    from mingjing.config import doctor_data  # noqa: PLC0415  its models exist only now

    speak_the_terminal_language()  # the web framework has just taken over as the one that knows the reader
    return doctor_data.questions()


def examine(questions: list[Question]) -> Iterator[Level]:
    """Ask, print and go on: a question that cannot even be asked is broken, and keeps no other from being asked."""
    for question, ask in questions:
        try:
            finding = ask()
        except Exception as why:  # whatever went wrong is the answer
            finding = fail(Text(f"{why}", f"{why}"), "无法检查，请先解决上面的问题。", "could not be asked; see why.")
        print(f"{finding.level.text.in_('en'):<4}  {question}: {finding.told}")
        if finding.remedy:
            print(f"      → {finding.remedy}")
        yield finding.level


def python() -> Finding:
    version = sys.version.split()[0]
    return ok(version, version)


def sqlite() -> Finding:
    told = Text(sqlite3.sqlite_version, sqlite3.sqlite_version)
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return fail(told, "SQLite 太旧，请升级系统。", "this SQLite is too old: upgrade the system.")
    return Finding(Level.OK, told)


def clock() -> Finding:
    """Deadlines hang on it: time zone data must be there, and the year must be possible."""
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return fail(
            Text("没有时区数据", "no time zone data"), "sudo apt-get install tzdata", "sudo apt-get install tzdata"
        )
    newest_source = max(p.stat().st_mtime for p in Path(__file__).parent.glob("*.py"))
    told = Text(f"{now():%Y-%m-%d %H:%M} UTC", f"{now():%Y-%m-%d %H:%M} UTC")
    if time.time() < newest_source - 86400:
        return fail(told, "系统时间早于本程序，请校时。", "the clock is behind this very program: set it.")
    return Finding(Level.OK, told)


def disk() -> Finding:
    free = shutil.disk_usage(_existing(folder.default())).free / GIB
    told = Text(f"剩余 {free:.0f} GiB", f"{free:.0f} GiB free")
    if free < 1:
        return fail(told, "磁盘将满：清理或扩容。", "almost full: make room.")
    if free < 10:
        return warn(told, "空间不多，请关注。", "not much left: keep an eye on it.")
    return Finding(Level.OK, told)


def data_folder() -> Finding:
    data = folder.default()
    told = Text(str(data), str(data))
    if not data.exists():
        return warn(told, "尚未建立；./mj demo 会建立。", "not there yet; ./mj demo makes it.")
    if data.stat().st_mode & 0o007:
        return warn(told, f"其他用户可以进入：chmod o-rwx {data}", f"other users can enter it: chmod o-rwx {data}")
    return Finding(Level.OK, told)


def keys() -> Finding:
    """Whoever reads a log's key can sign in its name."""
    found = [p for p in (folder.default() / folder.KEYS).rglob("*") if p.is_file()]
    loose = [p for p in found if p.stat().st_mode & 0o077]
    told = Text(f"{len(found)} 个私钥文件", f"{len(found)} private key files")
    if loose:
        line = "chmod 600 " + " ".join(map(str, loose))
        return fail(told, f"其他用户可读：{line}", f"others can read some: {line}")
    return Finding(Level.OK, told)


def node() -> Finding:
    found = shutil.which("node")
    version = frontend.node_version(found) if found else 0
    if version >= frontend.OLDEST_NODE:
        return ok(f"Node {version}", f"Node {version}")
    return ok("使用锁定的 Node 包", "the locked Node package is used")


def chromium() -> Finding:
    found = shutil.which("chromium")
    if found:
        return ok(found, found)
    return warn(
        Text("没有，仅测试需要", "absent; only tests need it"),
        "sudo apt-get install chromium fonts-noto-cjk",
        "sudo apt-get install chromium fonts-noto-cjk",
    )


def port() -> Finding:
    with socket.socket() as probe:
        busy = probe.connect_ex(("127.0.0.1", _PORT)) == 0
    if busy:
        return ok(f"{_PORT} 正在使用（也许就是本系统）", f"{_PORT} is in use (by this system, perhaps)")
    return ok(f"{_PORT} 空闲", f"{_PORT} is free")


def _existing(path: Path) -> Path:
    return next(p for p in (path, *path.parents) if p.exists())


MACHINE: list[Question] = [
    (Text("Python", "Python"), python),
    (Text("SQLite", "SQLite"), sqlite),
    (Text("时钟", "clock"), clock),
    (Text("磁盘", "disk"), disk),
    (Text("数据目录", "data folder"), data_folder),
    (Text("私钥权限", "private keys"), keys),
    (Text("Node", "Node"), node),
    (Text("Chromium", "Chromium"), chromium),
    (Text("端口", "port"), port),
]
