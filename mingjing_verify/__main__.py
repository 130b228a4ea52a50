"""`python -m mingjing_verify log DIR` and `python -m mingjing_verify record FILE`.

Exit code 0: verified. 1: something was changed, and what. 2: the input cannot be judged.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from mingjing_verify import __version__, show
from mingjing_verify.encoding import Malformed
from mingjing_verify.findings import Report, Unusable
from mingjing_verify.log import SMALL, verify_log
from mingjing_verify.note import Key, read_key
from mingjing_verify.record import verify_record

KINDS = ("log", "record")


def main(arguments: list[str] | None = None) -> int:
    """Verify what the arguments name, print the report, answer the exit code."""
    chosen = _parser().parse_args(_with_kind(sys.argv[1:] if arguments is None else list(map(str, arguments))))
    try:
        report = _verify(chosen)
    except Unusable as why:
        _print(json.dumps(_refused(why), ensure_ascii=False) if chosen.json else show.refusal(why, chosen.lang))
        return 2
    _print(json.dumps(report.as_json(), ensure_ascii=False) if chosen.json else show.text(report, chosen.lang))
    return 0 if report.ok else 1


def _verify(chosen: argparse.Namespace) -> Report:
    keys, witnesses = _keys(chosen.key), _keys(chosen.witness)
    if chosen.kind == "record":
        return verify_record(chosen.path, keys=keys, witnesses=witnesses)
    since = _content(chosen.since) if chosen.since else None
    progress = _tell if sys.stderr.isatty() and not chosen.json else None
    return verify_log(chosen.path, keys=keys, witnesses=witnesses, since=since, progress=progress)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mingjing_verify", description="离线核验明镜日志与记录 / verify offline")
    parser.add_argument("--version", action="version", version=__version__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    for kind in KINDS:
        sub = kinds.add_parser(kind)
        sub.add_argument("path", type=Path)
        sub.add_argument(
            "--key", action="append", default=[], metavar="VKEY", help="日志公钥或其文件 / log key or file"
        )
        sub.add_argument("--witness", action="append", default=[], metavar="VKEY", help="见证公钥 / witness key")
        sub.add_argument("--lang", choices=("zh", "en"), default=_language())
        sub.add_argument("--json", action="store_true")
    kinds.choices["log"].add_argument(
        "--since", type=Path, metavar="CHECKPOINT", help="早先保存的检查点 / kept earlier"
    )
    return parser


def _with_kind(arguments: list[str]) -> list[str]:
    """`PATH` alone is enough: a directory is a log, a file a record."""
    if not arguments or arguments[0] in KINDS or arguments[0].startswith("-"):
        return arguments
    return ["log" if Path(arguments[0]).is_dir() else "record", *arguments]


def _keys(named: list[str]) -> list[Key]:
    """Keys given as text or as a file with one key a line."""
    found: list[Key] = []
    for each in named:
        lines = [each] if "+" in each else _content(Path(each)).decode("utf-8", "replace").splitlines()
        try:
            found += [read_key(line) for line in lines if line.strip()]
        except Malformed:
            raise Unusable("input.bad_key", each) from None
    return found


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(SMALL)
    except (OSError, ValueError):
        raise Unusable("input.missing", str(path)) from None


def _refused(why: Unusable) -> dict[str, object]:
    return {"ok": False, "unusable": why.finding.as_json()}


def _language() -> str:
    return "en" if os.environ.get("LANG", "").lower().startswith("en") else "zh"


def _tell(done: int, size: int) -> None:
    if done % 65_536 == 0 or done == size:
        print(f"\r{done:,} / {size:,}", end="\n" if done == size else "", file=sys.stderr, flush=True)


def _print(text: str) -> None:
    """Whether anybody reads it to its end changes nothing about the verdict."""
    try:
        sys.stdout.buffer.write(text.rstrip("\n").encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
