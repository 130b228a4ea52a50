"""`./mj demo`: the whole system on one machine, with a prefecture in the middle of a working day.

The data folder is made ready in a folder beside it and renamed when complete, so an interrupted first start
never leaves half a demonstration behind. A second start keeps the data.
"""

import argparse
import json
import os
import shutil
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mingjing.config import debian, folder, frontend, serve
from mingjing.config.console import DATA, Stopped, say
from mingjing.config.restore import verify_logs
from mingjing.config.supervise import Program, Supervisor, finish, running
from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text, language

HOST = "127.0.0.1"
START_SECONDS, HEARD_SECONDS, FRESH_SECONDS = 120, 60, 3
SIGN_IN = "/accounts/login/"


def main(arguments: list[str]) -> int:
    chosen = _parser().parse_args(arguments)
    if chosen.check:
        return check(chosen.postgres)
    return run(chosen.data.resolve(), chosen.port, chosen.postgres)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./mj demo")
    check = Text("用临时数据完整走一遍并核验", "once through, on throw-away data, and verified")
    port = Text("首选端口，被占用则另选（默认 8000）", "the port to try first (default 8000)")
    database = Text("用 postgres://用户@主机/库 代替 SQLite", "postgres://user@host/database instead of SQLite")
    parser.add_argument("--check", action="store_true", help=str(check))
    parser.add_argument("--port", type=int, default=8000, help=str(port))
    parser.add_argument("--data", type=Path, default=folder.default(), help=str(DATA))
    parser.add_argument("--postgres", metavar="URL", help=str(database))
    return speak(parser)


def run(data: Path, port: int, postgres: str | None) -> int:
    """Serve until told to stop."""
    frontend.build()
    debian.chinese_font()
    with folder.in_use(data, alone=True):
        environment = environment_for(data, postgres)
        prepare(data, environment)
        free = free_port(port)
        if free != port:
            say(f"端口 {port} 已被占用，改用 {free}。", f"port {port} is in use; taking {free} instead.")
        address = f"http://{HOST}:{free}"
        with running(programs(free, environment)) as supervisor:
            seconds = wait_until_ready(address, supervisor)
            watch_when_heard(data, environment, supervisor)
            if not supervisor.stopping.is_set():
                _announce(address, data, seconds)
            supervisor.watch()
            say("正在停止 …", "stopping …")
    return 0


def check(postgres: str | None) -> int:
    """One run on throw-away data: a stay over HTTP, then the ledger verified from outside."""
    began = time.monotonic()
    frontend.build()
    debian.chinese_font()
    scratch = Path(tempfile.mkdtemp(prefix="mingjing-check-"))
    data = scratch / "data"
    results: dict[str, Any] = {}
    try:
        environment = environment_for(data, postgres)
        prepare(data, environment)
        results["prepared_s"] = round(time.monotonic() - began, 1)
        address = f"http://{HOST}:{free_port(0)}"
        with running(programs(int(address.rpartition(":")[2]), environment)) as supervisor:
            results["ready_s"] = round(wait_until_ready(address, supervisor), 1)
            watch_when_heard(data, environment, supervisor)
            results |= {"home": status(address + "/"), "sign_in": status(address + SIGN_IN)}
            results["stay"] = _one_stay(address, data, environment)
        results["ledger"] = _verified(data, environment)
    except Stopped as why:
        results["stopped"] = why.text.en
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    results |= {"seconds": round(time.monotonic() - began, 1), "shortfalls": shortfalls(results)}
    print(json.dumps({"ok": not results["shortfalls"], **results}, ensure_ascii=False))
    return 1 if results["shortfalls"] else 0


def shortfalls(results: dict[str, Any]) -> list[str]:
    """What the run did not show, by name."""
    held = {
        "started": "stopped" not in results,
        "home": results.get("home") == 200,
        "sign_in": results.get("sign_in") == 200,
        "stay": bool(results.get("stay", {}).get("ok")),
        "ledger": bool(results.get("ledger", {}).get("ok")),
    }
    return [name for name, ok in held.items() if not ok]


def environment_for(data: Path, postgres: str | None) -> dict[str, str]:
    """The environment every child of a demonstration gets."""
    chosen = {"MINGJING_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    if postgres:
        chosen["MINGJING_DATABASE"] = postgres
    # Nobody carries a second factor to a demonstration; an installation asks for it unless told otherwise.
    return {"MINGJING_MFA_REQUIRED": "no", "DJANGO_SETTINGS_MODULE": "mingjing.config.settings"} | os.environ | chosen


def prepare(data: Path, environment: dict[str, str]) -> None:
    """Migrate the database; on a new data folder also build the demonstration."""
    if folder.holds_a_system(data):
        say("更新数据库结构 …", "bringing the database up to date …")
        _manage(environment, "migrate", "--verbosity", "0")
        _python(environment, "-m", "mingjing.config.seeding", "silence")
        return
    draft = folder.draft_beside(data, "in-preparation")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    inside = environment | {"MINGJING_DATA": str(draft)}
    say("建立数据库 …", "making the database …")
    _manage(inside, "migrate", "--verbosity", "0")
    _seed(inside)
    folder.put_aside(data)  # keys a management command made there, perhaps
    draft.rename(data)


def _seed(environment: dict[str, str]) -> None:
    say("生成演示数据（真实操作逐步驱动）…", "building the demonstration by driving the real actions …")
    # An interrupted draft is thrown away, so nothing in it need survive a power failure.
    _python({"MINGJING_SQLITE_SYNC": "OFF"} | environment, "-m", "mingjing.config.seeding", "seed", language())
    # What was played in a minute is hours old: unsealed, the watch would call it late at once.
    _manage({"MINGJING_SQLITE_SYNC": "OFF"} | environment, "seal", "--once")


def programs(port: int, environment: dict[str, str]) -> list[Program]:
    """The children: the web server, the taker of readings, the sealer; the life of the demonstrated centre, and the
    bands its people wear, which know no other way in than that of any gateway; and the process that compares faces,
    once there are weights to do it with."""
    address = f"http://{HOST}:{port}"
    compare = [Program("compare", [sys.executable, "-m", "mingjing.config.manage", "compare"], environment)]
    return [
        *(compare if Path(environment["MINGJING_DATA"], "models").exists() else []),
        Program("web", serve.command(HOST, port), environment),
        Program("sense", [sys.executable, "-m", "mingjing.bridges.sense"], environment),
        Program("seal", [sys.executable, "-m", "mingjing.config.manage", "seal"], environment),
        Program("life", [sys.executable, "-m", "mingjing.config.seeding", "life"], environment),
        Program("bands", [sys.executable, "-m", "mingjing.config.seeding", "bands", address], environment),
    ]


def watch_when_heard(data: Path, environment: dict[str, str], supervisor: Supervisor) -> None:
    """The watch begins once readings are taken: it would call the house deaf that is only waking up."""
    beat, began = data / "readings" / "heartbeat.json", time.monotonic()
    while time.monotonic() - began < HEARD_SECONDS and not supervisor.stopping.wait(0.2):
        if beat.exists() and time.time() - beat.stat().st_mtime < FRESH_SECONDS:
            break
    supervisor.also(Program("watch", [sys.executable, "-m", "mingjing.config.watching"], environment))


def wait_until_ready(address: str, supervisor: Supervisor) -> float:
    """Seconds until the server answered, or until we were told to stop. Raises Stopped when it died or never did."""
    began = time.monotonic()
    while not supervisor.stopping.wait(0.1) and status(f"{address}/health") != 200:
        if not supervisor.alive("web"):
            raise Stopped("网页服务启动失败，原因见上。", "the web server did not start; see above why.")
        if time.monotonic() - began > START_SECONDS:
            raise Stopped("网页服务没有应答。", "the web server does not answer.")
    return time.monotonic() - began


def status(url: str) -> int:
    """HTTP status after redirects; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  our own server on the loopback
            return int(answer.status)
    except urllib.error.HTTPError as why:
        return why.code
    except OSError:
        return 0


def free_port(wanted: int) -> int:
    """The first port from `wanted` on that nobody listens on; any free one for 0."""
    for port in [wanted, *range(wanted + 1, wanted + 50)] if wanted else [0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Stopped(f"{wanted} 起的五十个端口都被占用。", f"fifty ports from {wanted} on are in use.")


def _verified(data: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Seal what is not sealed yet, then let the independent verifier read every log."""
    _manage(environment, "seal", "--once")
    logs = verify_logs(data)
    return {"ok": logs > 0, "logs": logs}


def _one_stay(address: str, data: Path, environment: dict[str, str]) -> dict[str, Any]:
    if find_spec("mingjing.demo") is None:
        return {"ok": False, "why": "mingjing.demo is not part of this version"}
    result: dict[str, Any] = import_module("mingjing.demo.check").main(address, data, environment)
    return result


def _announce(address: str, data: Path, seconds: float) -> None:
    home = status(address + "/")
    if home == 200:
        say(f"就绪：启动用时 {seconds:.1f} 秒，首页应答正常。", f"ready after {seconds:.1f} s: the home page answers.")
    else:
        say(f"!! 服务已启动，但首页应答 {home}。", f"!! the server runs, but its home page answers {home}.")
    shown = address.replace(HOST, "localhost")  # a browser lends a passkey to a name, never to a number
    say(f"网址  {shown}/   数据  {data}", f"address  {shown}/   data  {data}")
    for row in _sign_ins():
        say("  " + "  ".join(row), "  " + "  ".join(row))
    say("按 Ctrl-C 停止；再次启动会保留数据。", "Ctrl-C stops it; the next start keeps the data.")


def _sign_ins() -> list[list[str]]:
    """Rows of number, name, post, password; none when the demonstration is not part of this version."""
    if find_spec("mingjing.demo") is None:
        return []
    rows: list[list[str]] = import_module("mingjing.demo").signins()
    return rows


def _manage(environment: dict[str, str], *arguments: str) -> None:
    _python(environment, "-m", "mingjing.config.manage", *arguments)


def _python(environment: dict[str, str], *arguments: str) -> None:
    if finish([sys.executable, *arguments], environment):
        what = " ".join(arguments[1:])
        raise Stopped(f"{what} 失败，原因见上。", f"{what} failed; see above why.")
