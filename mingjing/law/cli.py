"""The command line of the law: `mj law evaluate`, `explain`, `diff`, `replay`, `check`, `list`, `coverage`.

Exit codes: 0 all is well; 1 a rule, a case or a citation is wrong, or a limit is breached; 2 a wrong call.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text, speak_with
from mingjing.kernel.time import now, parse
from mingjing.law import books as law
from mingjing.law.cases import cases_below, uncovered
from mingjing.law.citations import check_citations
from mingjing.law.coverage import gaps, reason, rows_of
from mingjing.law.engine import Event, check, evaluate
from mingjing.law.facts import FactError
from mingjing.law.range_citations import check_ranges
from mingjing.law.replay import Story, frozen, moved
from mingjing.law.schema import faults
from mingjing.law.shelf import SHIPPED, Books
from mingjing.law.show import compared, explained, shifted, told
from mingjing.law.written import outcome_json

_TOLD = Text(
    "法律规则。退出码：0 无误；1 规则、案例或引文有误，或时限已超过；2 用法有误。",
    "The law. Exit codes: 0 well; 1 a rule, a case or a citation is wrong, or a limit is breached; 2 a wrong call.",
)
_TEXTS = "MINGJING_LAW_TEXTS"
_FIRST_YEAR, _LAST_YEAR = 1949, 9000  # limits of years are added to an instant
_BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "law"


class _WrongCall(Exception):
    """Something on the command line cannot be used; the message says what."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when something is wrong in law, 2 for a wrong call."""
    asked = _parser().parse_args(argv)
    if asked.lang:
        speak_with(lambda: str(asked.lang))
    try:
        code: int = asked.run(asked, law.load(asked.books, asked.overlay))
    except (law.BookError, _WrongCall, FactError) as error:
        print(error, file=sys.stderr)
        return 1 if isinstance(error, law.BookError) else 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./mj law", description=str(_TOLD))
    books = Text("规则目录（默认为随附规则）", "folder of a jurisdiction (those shipped by default)")
    overlay = Text("本地从严规则目录", "folder of a prefecture's tightenings")
    parser.add_argument("--books", type=Path, default=SHIPPED, help=str(books))
    parser.add_argument("--overlay", type=Path, help=str(overlay))
    parser.add_argument("--lang", choices=["zh", "en"], help=str(Text("输出语言", "language of the answer")))
    commands = parser.add_subparsers(dest="command", required=True, help=str(Text("要做什么", "what to do")))
    for name, run, summary, add in _COMMANDS:
        command = commands.add_parser(name, help=str(summary), description=str(summary))
        command.set_defaults(run=run)
        add(command)
    return speak(parser)


def _evaluate(asked: argparse.Namespace, books: Books) -> int:
    question = _question(asked.file)
    action = question.get("action")
    _misspelt(books, question, action)
    at = _instant("now", asked.now or question.get("now")) or now()
    events = _events(question, at)
    outcome = evaluate(books, events, at, question.get("facts"))
    gates = check(books, action["name"], {**outcome.facts, **action.get("facts", {})}, at) if action else []
    if asked.json:
        print(json.dumps(outcome_json(books, outcome, at, gates), ensure_ascii=False, indent=1))
    else:
        print("\n".join(told(outcome, gates)))
    return int(any(c.state == "breached" for c in outcome.clocks))


def _events(question: Any, at: datetime) -> list[Event]:
    return [Event(e["tag"], _instant("at", e["at"]) or at, e.get("facts", {})) for e in question["events"]]


def _replay(asked: argparse.Namespace, books: Books) -> int:
    if (asked.on is None) == (asked.against is None):
        raise _WrongCall(str(Text("请给出 --on 或者 --against 之一", "give either --on or --against")))
    question = _question(asked.file)
    _misspelt(books, question, None)
    at = _instant("now", asked.now or question.get("now")) or now()
    other = frozen(books, asked.on) if asked.on else law.load(asked.against)
    story = Story(asked.file, tuple(_events(question, at)), question.get("facts") or {})
    lines = list(shifted(moved([story], books, other, at)))
    print("\n".join(lines) or Text("没有变动", "nothing moved"))
    return 0


def _question(file: str) -> Any:
    try:
        question = json.loads(sys.stdin.read() if file == "-" else Path(file).read_text("utf-8"))
    except OSError as error:
        raise _WrongCall(f"{file}: {Text('不能读取', 'cannot be read')}: {error.strerror}") from error
    except ValueError as error:
        raise _WrongCall(f"{file}: {Text('不是可读的 JSON', 'this is no JSON that can be read')}: {error}") from error
    if wrong := list(faults("evaluate-input", question)):
        raise _WrongCall("\n".join(f"{file}: {fault}" for fault in wrong))
    return question


def _misspelt(books: Books, question: Any, action: Any) -> None:
    """In the house entries tell much the law does not ask about; here a name nobody knows is a slip of the pen, and
    passing over it would answer another question than the one asked."""
    told = [question, action or {}, *question["events"]]
    facts = {name for part in told for name in part.get("facts", {}) if name not in books.facts}
    tags = {event["tag"] for event in question["events"]} - books.tags.keys()
    wrong = [f"{Text('没有这项事实', 'no fact is called')}: {name}" for name in sorted(facts)]
    wrong += [f"{Text('没有这个事件', 'no event tag is called')}: {tag}" for tag in sorted(tags)]
    if action and not books.gates(action["name"]):
        wrong.append(f"{Text('没有规则涉及这个行为', 'no rule is about the action')}: {action['name']}")
    if wrong:
        raise _WrongCall("\n".join(wrong))


def _instant(name: str, text: str | None) -> datetime | None:
    try:
        read = parse(text) if text else None
    except ValueError as error:
        raise _WrongCall(f"{name}: {text}: {error}") from error
    if read and not _FIRST_YEAR <= read.year < _LAST_YEAR:
        raise _WrongCall(f"{name}: {text}: {Text('年份超出范围', 'the year is out of range')}")
    return read


def _explain(asked: argparse.Namespace, books: Books) -> int:
    several = [asked.rule] if asked.rule in books.rules else rows_of(books).get(asked.rule, [])
    why = None if several else reason(books, asked.rule)
    if not (several or why):
        near = [rule_id for rule_id in books.rules if asked.rule in rule_id]
        raise _WrongCall("\n".join([f"{Text('没有这条规则', 'no such rule')}: {asked.rule}", *near]))
    left_out = f"{asked.rule}  {Text('未编入', 'not encoded')}: {why}"
    told = ["\n".join(explained(books, books[rule_id], asked.on)) for rule_id in several]
    print("\n\n".join(told) or left_out)
    return 0


def _diff(asked: argparse.Namespace, books: Books) -> int:
    print("\n".join(compared(books, asked.one, asked.other)) or Text("没有变化", "nothing changed"))
    return 0


def _list(asked: argparse.Namespace, books: Books) -> int:
    domains = sorted({rule.domain for rule in books.rules.values()})
    if asked.domain and asked.domain not in domains:
        raise _WrongCall("\n".join([f"{Text('没有这个领域', 'no such domain')}: {asked.domain}", *domains]))
    for rule in books.rules.values():
        if asked.domain in (None, rule.domain):
            print(f"{rule.id:<46} {type(rule).__name__.lower():<7} {rule.severity:<6} {rule.title}")
    return 0


def _check(asked: argparse.Namespace, books: Books) -> int:
    """Schema and types were checked by loading; here the cases are run and the citations compared."""
    cases = list(cases_below(asked.books))
    wrong = [f"{c.file}: {c.name}: {fault}" for c in cases for fault in c.faults(books)] if not asked.overlay else []
    wrong += uncovered(books, cases) if not asked.overlay else []
    compared_count, found = check_citations(books, asked.texts) if asked.texts.is_dir() else (0, [])
    ranges_count, wrong_ranges = check_ranges(books, asked.texts)
    wrong += [*(str(fault) for fault in found), *wrong_ranges]
    print("\n".join(wrong), file=sys.stderr)
    print(
        Text(
            "{version}：{rules} 条规则，{cases} 个案例，核对引文 {citations} 处，{wrong} 处有误",
            "{version}: {rules} rules, {cases} cases, {citations} citations compared, {wrong} wrong",
        ).format(
            version=books.version,
            rules=len(books.rules),
            cases=len(cases),
            citations=compared_count + ranges_count or Text("无法律文本可供核对，0", "no texts to compare with, 0"),
            wrong=len(wrong),
        )
    )
    return int(bool(wrong))


def _coverage(asked: argparse.Namespace, books: Books) -> int:
    for row, rules in rows_of(books).items():
        print(f"{row}  {', '.join(rules)}")
    for row, why in books.coverage.items():
        print(f"{row}  {Text('未编入', 'not encoded')}: {why}")
    missing = gaps(books, _text(asked.facts)) if asked.facts else []
    for row in missing:
        print(f"{row}  {Text('既未编入也未说明', 'neither encoded nor explained')}", file=sys.stderr)
    return int(bool(missing))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise _WrongCall(f"{path}: {error}") from error


def _add_evaluate(command: argparse.ArgumentParser) -> None:
    file = Text("JSON 文件，见 docs/reference/law-evaluate.md；- 为标准输入",
                "JSON of docs/reference/law-evaluate.md, - for standard input")  # fmt: skip
    command.add_argument("file", help=str(file))
    command.add_argument("--now", help=str(Text("以此时刻推算（RFC 3339）", "instant of the question, RFC 3339")))
    command.add_argument("--json", action="store_true", help=str(Text("输出 JSON", "print JSON")))


def _add_replay(command: argparse.ArgumentParser) -> None:
    file = Text("JSON 文件，同 evaluate；- 为标准输入", "JSON as for evaluate, - for standard input")
    command.add_argument("file", help=str(file))
    command.add_argument("--now", help=str(Text("以此时刻推算（RFC 3339）", "instant of the question, RFC 3339")))
    on = Text("按该日的法律重新推算（YYYY-MM-DD）", "under the law of that day (YYYY-MM-DD)")
    command.add_argument("--on", type=date.fromisoformat, help=str(on))
    command.add_argument(
        "--against", type=Path, help=str(Text("按另一规则目录重新推算", "under another folder of books"))
    )


def _add_explain(command: argparse.ArgumentParser) -> None:
    rule = Text("规则编号，或者法律要点编号", "identifier of the rule, or row of the law facts")
    command.add_argument("rule", help=str(rule))
    on = Text("只看该日有效的版本（YYYY-MM-DD）", "only the version of that day (YYYY-MM-DD)")
    command.add_argument("--on", type=date.fromisoformat, help=str(on))


def _add_diff(command: argparse.ArgumentParser) -> None:
    command.add_argument("one", type=date.fromisoformat, help=str(Text("一日（YYYY-MM-DD）", "a day (YYYY-MM-DD)")))
    command.add_argument("other", type=date.fromisoformat, help=str(Text("另一日", "another day")))


def _add_check(command: argparse.ArgumentParser) -> None:
    default = Path(os.environ.get(_TEXTS) or _BESIDE)
    texts = Text("法律文本目录（或环境变量 {name}）", "folder of law texts (or {name})").format(name=_TEXTS)
    command.add_argument("--texts", type=Path, default=default, help=str(texts))


def _add_list(command: argparse.ArgumentParser) -> None:
    command.add_argument("--domain", help=str(Text("只列该领域", "only of that domain")))


def _add_coverage(command: argparse.ArgumentParser) -> None:
    facts = Text("法律事实表，每行都须有着落", "table of law facts whose rows must all be accounted for")
    command.add_argument("--facts", type=Path, help=str(facts))


_COMMANDS = [
    ("evaluate", _evaluate,
     Text("按事实和事件推算时限、职责和前置条件", "clocks, duties and gates for facts and events"), _add_evaluate),
    ("explain", _explain, Text("用文字说明一条规则", "one rule in words"), _add_explain),
    ("diff", _diff, Text("两日之间法律有何变化", "what changed in the law between two days"), _add_diff),
    ("replay", _replay, Text("换用另一日或另一套法律，哪些时限和职责会变动",
                             "what would move under the law of another day, or other books"), _add_replay),
    ("check", _check, Text("检查结构、类型、案例和引文", "schema, types, cases, citations"), _add_check),
    ("list", _list, Text("列出全部规则", "every rule"), _add_list),
    ("coverage", _coverage, Text("法律事实表的哪些行已编入，其余为何没有",
                                 "which rows of the law facts are encoded, and why others are not"), _add_coverage),
]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
