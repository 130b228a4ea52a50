"""The law books as pages: lines of the list, and one rule in full."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from mingjing.clocks.vocab import Phase
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.law import books
from mingjing.law.cases import Case, cases_below
from mingjing.law.overlay import LOCAL
from mingjing.law.procedure import Proceeding
from mingjing.law.rule import Certainty, Clause, Clock, Dated, Duty, Gate, Rule, Severity, Timed, Version
from mingjing.law.shelf import SHIPPED
from mingjing.law.show import CERTAINTY, value_text

KINDS = {
    "clock": Text("时限", "Clock"),
    "duty": Text("职责", "Duty"),
    "gate": Text("前置条件", "Gate"),
    "value": Text("数值", "Value"),
    "procedure": Text("流程", "Procedure"),
}
FORCE = {Severity.BLOCK: Text("违反即拒绝", "Refuses"), Severity.WARN: Text("仅提示", "Warns only")}
SAID: dict[str, Text] = {
    **{phase.value: phase.text for phase in Phase},
    "ok": Text("符合", "kept"),
    "refused": Text("拒绝", "refused"),
    "unknown": Text("事实不明", "not known"),
    "absent": Text("不适用", "does not apply"),
    "silent": Text("不涉及", "says nothing"),
}
Pairs = list[tuple[Text | str, Text | str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: what the rule says today."""

    rule: Rule
    kind: Text
    value: Text | str
    basis: Text | str
    certainty: Text
    force: Text
    here: Text | str


@dataclass(frozen=True, slots=True)
class Dates:
    """What a rule says from `since` on; `state` tells whether that is in force now."""

    since: date
    state: Text
    value: Text
    basis: Text
    narrowed: str


@dataclass(frozen=True, slots=True)
class Page:
    row: Row
    dates: list[Dates]
    facts: Pairs
    nationwide: list[Dates]
    longer: list[tuple[Text, Text, list[Dates]]]
    cases: list[tuple[Case, Text | str]]


def kind_of(rule: Rule) -> str:
    if isinstance(rule, Clock):
        return "clock"
    if isinstance(rule, Duty):
        return "duty"
    if isinstance(rule, Proceeding):
        return "procedure"
    return "gate" if isinstance(rule, Gate) else "value"


def rows(q: str = "", kind: str = "", certainty: str = "") -> list[Row]:
    """Rules whose name, title, explanation or articles contain `q` (either language), of that kind and certainty."""
    several = (r for r in _all(books.current().digest, _today()) if kind in ("", kind_of(r.rule)))
    found = [r for r in several if certainty in ("", r.rule.certainty)]
    return [one for one in found if _names(one, q.lower())] if q else found


@lru_cache(maxsize=2)
def _all(_digest: str, _day: date) -> tuple[Row, ...]:
    """Every rule of the books in use, on one day: nothing in a line depends on its reader."""
    return tuple(row(rule) for rule in books.current().rules.values())


def row(rule: Rule) -> Row:
    version = rule.version(_today())
    return Row(
        rule=rule,
        kind=KINDS[kind_of(rule)],
        value=value_text(version) if version else NOT_IN_FORCE,
        basis=books.current().citation(version.basis_line) if version else "",
        certainty=CERTAINTY[rule.certainty],
        force=FORCE[rule.severity],
        here=_here(rule),
    )


def _here(rule: Rule) -> Text | str:
    """That the prefecture asks for more than the country, or asks alone."""
    if rule.id in books.current().nationwide:
        return TIGHTER
    return LOCAL_RULE if rule.id.startswith(LOCAL) else ""


def page(rule_id: str) -> Page:
    """Raises KeyError for an unknown rule."""
    rule = books.current()[rule_id]
    everywhere = books.current().nationwide.get(rule_id)
    return Page(
        row=row(rule),
        dates=list(_dates(rule.versions)),
        facts=list(_facts(rule)),
        nationwide=list(_dates(everywhere.versions)) if everywhere else [],
        longer=list(_longer(rule)),
        cases=[(case, SAID.get(case.expected, case.expected)) for case in _cases().get(rule_id, ())],
    )


IN_FORCE, ENDED = Text("现行", "In force"), Text("已被替代", "Replaced")
TIGHTER, LOCAL_RULE = Text("本地从严", "Tighter here"), Text("本地规则", "Local rule")
NOT_IN_FORCE, EXPECTED = Text("未施行", "Not in force"), Text("预期，尚未适用", "Expected, not applied yet")


def _dates(values: Dated[Version]) -> Iterator[Dates]:
    present = values.on(_today())
    for since, version in reversed(values.entries):
        state = IN_FORCE if version is present else ENDED if since <= _today() else NOT_IN_FORCE
        yield _dated(since, version, state)
    for since, version in values.expected:
        yield _dated(since, version, EXPECTED)


def _dated(since: date, version: Version, state: Text) -> Dates:
    narrowed = " · ".join(c.source for c in (version.when, version.require) if c)
    return Dates(since, state, value_text(version), books.current().citation(version.basis_line), narrowed)


def _facts(rule: Rule) -> Iterator[tuple[Text | str, Text | str]]:
    yield Text("效力", "Force"), FORCE[rule.severity]
    if everywhere := books.current().nationwide.get(rule.id):
        yield Text("全国效力", "Force nationwide"), FORCE[everywhere.severity]
    yield Text("来源", "Source"), CERTAINTY[rule.certainty]
    if isinstance(rule, Gate):
        yield Text("动作", "Acts"), "、".join(sorted(rule.actions))
    if isinstance(rule, Timed):
        yield from _clauses(rule)
    if isinstance(rule, Clock):
        yield Text("超限后果", "When it is over"), rule.breach
    yield Text("规则编号", "Rule"), rule.id


def _clauses(rule: Timed) -> Iterator[tuple[Text, Text]]:
    several = {
        Text("开始", "Starts"): rule.starts,
        Text("结束", "Ends"): rule.ends,
        Text("免除", "Lifted by"): rule.lifts,
        Text("不计入", "Not counted"): [c for p in rule.pauses for c in (p.begins, p.ends)],
    }
    for label, clauses in several.items():
        if clauses:
            yield label, _told(clauses)


def _told(clauses: Iterable[Clause]) -> Text:
    """The events of some clauses, by name."""
    tags = books.current().tags
    several = [tags.get(tag, Text(tag, tag)) for clause in clauses for tag in sorted(clause.tags)]
    return Text("、".join(t.zh for t in several), ", ".join(t.en for t in several))


def _longer(rule: Rule) -> Iterator[tuple[Text, Text, list[Dates]]]:
    """Extensions: title, who grants them, totals by date."""
    for one in rule.extensions if isinstance(rule, Timed) else ():
        yield one.title, books.current().ranks[one.rank].text, list(_dates(one.totals))


def _names(one: Row, words: str) -> bool:
    said = (one.rule.title, one.rule.explain, one.basis)
    held = " ".join([one.rule.id, *(f"{t.zh} {t.en}" if isinstance(t, Text) else t for t in said)])
    return words in held.lower()


@cache
def _cases() -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases_below(SHIPPED):
        found.setdefault(case.rule, []).append(case)
    return found


def _today() -> date:
    return local(now()).date()


CERTAINTIES = {one.value: CERTAINTY[one] for one in Certainty}
