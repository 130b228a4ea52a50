"""`./mj test`: every check and every test, in the order in which they are cheapest to fail.

The last line is a summary in pytest's own words that counts the tests of both databases.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec

from mingjing.config import debian, frontend, postgres
from mingjing.config.console import PROJECT, Stopped, say
from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text

CHROMIUM = ["chromium", debian.FONT]
READERS = ["poppler-utils"]
BROKERS = ["mosquitto", "nats-server"]
SERVERS = "/usr/sbin"  # where Debian puts them, and where an ordinary user's PATH does not look
OUTCOMES = ("passed", "failed", "errors", "skipped")


def main(arguments: list[str]) -> int:
    others_too = Text("其余参数交给 pytest，在 SQLite 上运行。", "Anything else is handed to pytest, on SQLite.")
    fast = Text("只做静态检查和 SQLite 测试，不开浏览器", "lint, floors and SQLite without the browser")
    quiet = Text("与平时相同；重复给出则不计数", "as always: twice, pytest would not say how many there were")
    parser = argparse.ArgumentParser("./mj test", epilog=str(others_too))
    parser.add_argument("--fast", action="store_true", help=str(fast))
    parser.add_argument("-q", action="store_true", help=str(quiet))
    chosen, others = speak(parser).parse_known_args(arguments)
    began, counts = time.monotonic(), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="mingjing-test-") as data:
        _forget_the_installation()
        os.environ["MINGJING_DATA"] = data
        _keep_bytecode()
        _run(chosen.fast, others, counts)
    print(summary(counts, time.monotonic() - began))
    return 1 if counts["failed"] or counts["errors"] or not counts["passed"] else 0


def _forget_the_installation() -> None:
    """Tests must never see the settings, and so the database and keys, of a system on this machine."""
    for name in [n for n in os.environ if n.startswith("MINGJING_") and not n.startswith("MINGJING_TEST_")]:
        del os.environ[name]


def _keep_bytecode() -> None:
    """Tests start dozens of processes; compiling every library anew in each cost a third of the whole run. Kept apart
    from the sources, so that whoever wants no bytecode beside them has none."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(PROJECT / ".pytest_cache" / "bytecode")


def _run(fast: bool, others: list[str], counts: Counter[str]) -> None:
    try:
        if others:
            _pytest("tests", others, counts)
        else:
            _everything(fast, counts)
    except Stopped as why:
        print(why.text, file=sys.stderr)
        counts["failed"] += not (counts["failed"] or counts["errors"])


def summary(counts: Counter[str], seconds: float) -> str:
    """`==== 12 passed, 0 failed in 3.4s ====`; errors and skipped only when there are any."""
    words = [f"{counts[o]} {o}" for o in OUTCOMES if counts[o] or o in {"passed", "failed"}]
    return f"==== {', '.join(words)} in {seconds:.1f}s ===="


def _everything(fast: bool, counts: Counter[str]) -> None:
    tool = [sys.executable, "-m"]
    _step("ruff", [*tool, "ruff", "check", "."])
    _step("floors", [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"])
    _step("django", [*tool, "mingjing.config.manage", "check"])
    _step("migrations", [*tool, "mingjing.config.manage", "makemigrations", "--check", "--dry-run"])
    if find_spec("mingjing.law.cli"):
        _step("law", [*tool, "mingjing.config.cli", "law", "check"])
    _timed("front end", frontend.build)
    _readers_ready()
    if fast:
        _pytest("tests", ["-m", "not walk and not broker and not token"], counts)
        return
    _step("types", [*tool, "mypy", "mingjing", "mingjing_verify"])
    _timed("front end types", frontend.check_types)
    here = {"walk": _chromium_ready(), "broker": _brokers_ready(), "token": _token_ready()}
    left_out = " and ".join(f"not {name}" for name, ready in here.items() if not ready)
    _pytest("tests, SQLite", ["-m", left_out] if left_out else [], counts)
    _on_postgres(counts)


def _on_postgres(counts: Counter[str]) -> None:
    with postgres.server() as url:
        if url is None:
            _missing("没有可用的 PostgreSQL，未在其上测试。", "no PostgreSQL to be had: nothing was tested on it.")
            return
        with postgres.template(url) as template:
            chosen = {"MINGJING_DATABASE": url, "MINGJING_POOL": "no", "MINGJING_TEST_TEMPLATE": template}
            _pytest("tests, PostgreSQL", ["-p", "mingjing.config.database_tests"], counts, chosen)


def _chromium_ready() -> bool:
    """Debian's Chromium and a Chinese font; the browser walks use nothing else."""
    if shutil.which("chromium") and (debian.installed(debian.FONT) or not shutil.which("dpkg-query")):
        return True
    if debian.install(CHROMIUM, "浏览器测试要用。", "the browser walks need them."):
        return True
    _missing("没有 Chromium，跳过浏览器测试。", "no Chromium: the browser walks are skipped.")
    return False


def _brokers_ready() -> bool:
    """Mosquitto and NATS, of which the tests start their own; a broker that runs here already is left alone."""
    if SERVERS not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] += os.pathsep + SERVERS
    if all(shutil.which(name) for name in BROKERS):
        return True
    if debian.install(BROKERS, "消息代理测试要用。", "the tests of message brokers need them."):
        return True
    _missing("没有 Mosquitto 或 NATS，跳过消息代理测试。", "no Mosquitto or NATS: the tests of brokers are skipped.")
    return False


def _readers_ready() -> None:
    """Poppler and a Chinese font: instruments are read back by another program than made them."""
    if not debian.install([*READERS, debian.FONT], "测试用它核对文书。", "the tests read instruments back with it."):
        _missing("没有 poppler-utils，文书测试不能通过。", "no poppler-utils: the tests of instruments cannot pass.")


def _token_ready() -> bool:
    """SoftHSM2, the token in software by which signing with a token is tested."""
    if debian.install(["softhsm2"], "签章密码设备的测试要用。", "the tests of signing tokens need it."):
        return True
    _missing("没有 SoftHSM2，跳过签章密码设备的测试。", "no SoftHSM2: the tests of signing tokens are skipped.")
    return False


def _missing(zh: str, en: str) -> None:
    """A part cannot run here: an error on CI, where everything must run, and a loud line elsewhere."""
    if os.environ.get("CI") == "true":
        raise Stopped(zh, en)
    say(f"!! {zh}", f"!! {en}")


def _step(name: str, command: list[str]) -> None:
    """Run quietly; when it fails, its output is the last thing shown."""

    def run() -> None:
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Stopped(done.stdout + done.stderr, done.stdout + done.stderr)

    _timed(name, run)


def _timed(name: str, run: Callable[[], object]) -> None:
    began = time.monotonic()
    try:
        run()
    except Stopped:
        say(f"✗ {name}", f"✗ {name}")
        raise
    say(f"✓ {name}  {time.monotonic() - began:.1f} s", f"✓ {name}  {time.monotonic() - began:.1f} s")


def _pytest(name: str, arguments: list[str], counts: Counter[str], environment: dict[str, str] | None = None) -> None:
    """Run pytest, pass its output through, add its counts."""
    workers = str(min(os.cpu_count() or 1, 8))
    parallel = [] if {"-n", "--pdb"} & set(arguments) else ["-n", workers, "--dist", "loadgroup"]
    command = [sys.executable, "-m", "pytest", "-rs", *parallel, *arguments]
    last = ""

    def run() -> None:
        nonlocal last
        with subprocess.Popen(
            command, cwd=PROJECT, env=os.environ | (environment or {}), stdout=subprocess.PIPE, text=True
        ) as process:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                last = line.strip() or last
        counts.update(outcomes(last))
        if process.returncode:
            raise Stopped(f"pytest 返回 {process.returncode}。", f"pytest returned {process.returncode}.")

    _timed(name, run)


def outcomes(line: str) -> Counter[str]:
    """The counts in pytest's last line: `2 failed, 31 passed, 1 skipped in 4.20s`."""
    pairs = re.findall(r"(\d+) (passed|failed|errors?|skipped)", line)
    found = Counter({word: int(number) for number, word in pairs})
    found["errors"] += found.pop("error", 0)
    return found
