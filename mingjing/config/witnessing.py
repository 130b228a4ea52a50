"""`./mj witness`: the witness of other machines' logs, a program of its own without database or pages.

Its folder holds its key, its memory, and `logs.vkey`: the public keys of the logs it knows, one a line, read anew at
each request. It signs hashes and learns nothing else. `application` is what the web server loads.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from mingjing.config.console import Stopped, say
from mingjing.config.serve import HOST
from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text
from mingjing.ledger import keys
from mingjing.ledger.http_witness import application as over_http
from mingjing.ledger.notes import LOG, WITNESS, NoteError, Signer, VerifierKey
from mingjing.ledger.tiles import replace
from mingjing.ledger.witness import Witness

KNOWN = "logs.vkey"
FOLDER, NAME = "MINGJING_WITNESS_FOLDER", "MINGJING_WITNESS_NAME"


def main(arguments: list[str]) -> int:
    chosen = _parser().parse_args(arguments)
    folder = chosen.folder.resolve()
    signer = _signer(folder, chosen.name)
    if chosen.show_key:
        print(signer.vkey)
        return 0
    count = len(known(folder))
    say(f"见证 {count} 个日志，公钥 {signer.vkey}", f"witness of {count} logs, key {signer.vkey}")
    line = command(chosen.host, chosen.port)
    # one process, not two: whoever stops this command stops the witness
    return os.execve(line[0], line, os.environ | {FOLDER: str(folder), NAME: chosen.name})  # noqa: S606


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./mj witness")
    kept = Text("存放密钥、记忆和 logs.vkey 的目录", "the folder of its key, its memory and logs.vkey")
    name = Text("见证名称，如 city.example/witness", "name of the witness, e.g. city.example/witness")
    port = Text("监听端口（默认 8100）", "the port to listen at (default 8100)")
    key = Text("打印公钥后退出", "print the public key and stop")
    parser.add_argument("--folder", type=Path, required=True, help=str(kept))
    parser.add_argument("--name", required=True, help=str(name))
    parser.add_argument("--host", default="127.0.0.1", help=str(HOST))
    parser.add_argument("--port", type=int, default=8100, help=str(port))
    parser.add_argument("--show-key", action="store_true", help=str(key))
    return speak(parser)


def command(host: str, port: int) -> list[str]:
    """The command line of the web server."""
    return [
        sys.executable,
        *("-m", "granian", "--interface", "wsgi", "--factory", "mingjing.config.witnessing:application"),
        *("--host", host, "--port", str(port), "--workers", "1", "--log-level", "warning"),
        *("--workers-kill-timeout", "5"),  # a worker that does not hear the signal must not keep the program alive
    ]


def application() -> Callable[..., Iterable[bytes]]:
    """The application of the witness that the environment names."""
    folder = Path(os.environ[FOLDER])
    signer = _signer(folder, os.environ[NAME])
    witness = Witness(signer, folder / "memory", lambda origin: known(folder).get(origin), lambda: int(time.time()))
    return over_http(witness)


def known(folder: Path) -> dict[str, VerifierKey]:
    """Origin → key of the logs this witness knows. Raises Stopped for a line that is no key of a log."""
    try:
        lines = (folder / KNOWN).read_text().splitlines()
    except FileNotFoundError:
        return {}
    found: dict[str, VerifierKey] = {}
    for line in filter(None, map(str.strip, lines)):
        try:
            key = VerifierKey.parse(line)
        except NoteError as why:
            raise Stopped(f"{KNOWN} 有一行不是公钥：{why}", f"a line of {KNOWN} is no key: {why}") from why
        if key.kind != LOG or key.name in found:
            raise Stopped(f"{KNOWN}：{key.name} 不是日志或重复。", f"{KNOWN}: {key.name} is no log, or stands twice.")
        found[key.name] = key
    return found


def _signer(folder: Path, name: str) -> Signer:
    try:
        signer = keys.signer(name, WITNESS, folder / "witness.key")
        VerifierKey.parse(str(signer.vkey))  # a name that no reader of keys accepts is refused before it signs
    except NoteError as why:
        raise Stopped(f"密钥不可用：{why}", f"the key cannot be used: {why}") from why
    replace(folder / "witness.vkey", f"{signer.vkey}\n".encode())
    return signer
