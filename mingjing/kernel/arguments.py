"""Command lines that speak one language: argparse's own words, in that of the terminal."""

import argparse
import re
import sys
from typing import Any, NoReturn, Protocol

from mingjing.kernel.text import Text

USAGE = Text("用法：", "usage: ")
ERROR = Text("错误：{why}", "error: {why}")
HELP = Text("显示本说明", "show this help and stop")
ARGUMENTS, OPTIONS = Text("参数", "arguments"), Text("选项", "options")
WRONG = (
    (r"the following arguments are required: (?P<names>.*)", "缺少参数：{names}"),
    (r"unrecognized arguments: (?P<names>.*)", "不认识的参数：{names}"),
    (r"argument (?P<name>.*): expected (?:one|at least one|\d+) arguments?", "参数 {name} 缺少值"),
    (r"argument (?P<name>.*): ignored explicit argument .*", "参数 {name} 不带值"),
    (r"argument (?P<name>.*): invalid choice: (?P<value>.*) \(choose from (?P<known>.*)\)",
     "参数 {name} 不能是 {value}，可选：{known}"),
    (r"argument (?P<name>.*): invalid \S+ value: (?P<value>.*)", "参数 {name} 不能是 {value}"),
    (r"ambiguous option: (?P<name>.*) could match (?P<known>.*)", "{name} 可以是 {known}"),
)  # fmt: skip
"""argparse's complaints, as far as we know them, in Chinese; any other stays as it is."""


class _Formats(Protocol):
    formatter_class: Any


def speak(parser: argparse.ArgumentParser, *, hidden: frozenset[str] = frozenset()) -> argparse.ArgumentParser:
    """The same parser, and those of its commands, in the language of the reader. `hidden`: options that are somebody
    else's, and not shown."""
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            action.help = str(HELP)
        elif action.dest in hidden:
            action.help = argparse.SUPPRESS
        elif isinstance(action, argparse._SubParsersAction):
            for one in dict.fromkeys(action.choices.values()):
                speak(one, hidden=hidden)
    parser._positionals.title, parser._optionals.title = str(ARGUMENTS), str(OPTIONS)
    _formats(parser)
    _complains(parser)
    return parser


def translated(message: str) -> Text:
    """A complaint of argparse in both languages."""
    for pattern, zh in WRONG:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return Text(zh.format(**found.groupdict()), message)
    return Text(message, message)


def _formats(parser: _Formats) -> None:
    """Every line of help begins the usage with the reader's word."""
    base: Any = parser.formatter_class

    class Speaking(base):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, str(USAGE) if prefix is None else prefix)

    parser.formatter_class = Speaking


def _complains(parser: Any) -> None:
    if not getattr(parser, "called_from_command_line", True):
        return  # a program calls it, and is told by an exception

    def error(message: str) -> NoReturn:
        parser.print_usage(sys.stderr)
        parser.exit(2, f"{parser.prog}: {ERROR.format(why=translated(message))}\n")
        raise AssertionError("unreachable")

    parser.error = error
