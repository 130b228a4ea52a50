"""`python -m mingjing_verify log DIR` and `python -m mingjing_verify record FILE`.

Exit code 0: verified. 1: something was changed, and what. 2: the input cannot be judged.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from mingjing_verify import __version__, show
from mingjing_verify.encoding import Malformed
from mingjing_verify.findings import Report, Unusable
from mingjing_verify.log import SMALL, verify_log
from mingjing_verify.note import Key, read_key
from mingjing_verify.record import verify_record

KINDS = {
    "log": ("核验日志目录", "verify the folder of a log"),
    "record": ("核验导出的记录", "verify an exported record"),
}


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
    told = _say("离线核验明镜日志与记录。", "Verify Mingjing's logs and records, offline.")
    parser = Spoken(prog="mingjing_verify", description=told)
    version = _say("显示版本", "show the version and stop")
    parser.add_argument("--version", action="version", version=__version__, help=version)
    kinds = parser.add_subparsers(dest="kind", required=True, help=_say("核验什么", "what to verify"))
    for kind, name in KINDS.items():
        sub = kinds.add_parser(kind, help=_say(*name), description=_say(*name))
        key = _say("日志公钥或其文件", "log key, or a file")
        witness = _say("见证公钥或其文件", "witness key, or a file")
        sub.add_argument("path", type=Path, help=_say("目录或文件", "the folder or file"))
        sub.add_argument("--key", action="append", default=[], metavar="VKEY", help=key)
        sub.add_argument("--witness", action="append", default=[], metavar="VKEY", help=witness)
        lang = _say("报告的语言", "language of the report")
        sub.add_argument("--lang", choices=("zh", "en"), default=_language(), help=lang)
        sub.add_argument("--json", action="store_true", help=_say("输出 JSON", "print JSON"))
    since = _say("早先保存的检查点", "a checkpoint kept earlier")
    kinds.choices["log"].add_argument("--since", type=Path, metavar="CHECKPOINT", help=since)
    return parser


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _say("用法：", "usage: ") if prefix is None else prefix)


class Spoken(argparse.ArgumentParser):
    """In one language, that of the terminal."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{**more, "formatter_class": _Formatter, "add_help": False})
        self._positionals.title, self._optionals.title = _say("参数", "arguments"), _say("选项", "options")
        self.add_argument("-h", "--help", action="help", help=_say("显示本说明", "show this help and stop"))

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {_say('用法有误', 'wrong call')}: {message}\n")


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
    """That of the terminal; Chinese where it names neither."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if named.lower().startswith("en") else "zh"


def _say(zh: str, en: str) -> str:
    return en if _language() == "en" else zh


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
