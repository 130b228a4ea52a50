"""The law in words, for the terminal: one rule explained, two days compared, an outcome told."""

from collections.abc import Iterator
from datetime import date, datetime

from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Verdict
from mingjing.law.cases import written
from mingjing.law.outcome import ClockState, DutyState, Outcome
from mingjing.law.procedure import Move, Procedure, Proceeding
from mingjing.law.replay import Change, Moved
from mingjing.law.rule import Certainty, Clause, Extension, Gate, Rule, Severity, Timed, Version
from mingjing.law.shelf import Books

CERTAINTY = {
    Certainty.ARTICLE_READ: Text("已核对条文原文", "article read"),
    Certainty.EXCERPT: Text("见于节录，待核对", "excerpt seen, to be confirmed"),
    Certainty.SECONDARY: Text("间接资料，待确认，仅提示", "secondary source, to be confirmed, warns only"),
    Certainty.UNCONFIRMED: Text("未见原文，待确认，仅提示", "no text seen, to be confirmed, warns only"),
    Certainty.ORDERED: Text("本地规定", "ordered locally"),
}
_FORCE = {Severity.BLOCK: Text("拒绝", "refuses"), Severity.WARN: Text("提示", "warns")}
_TIGHTER = Text("本地从严；全国的规定", "Tighter here; what the country asks")
_SITE_SET = Text("法律没有规定数字，由各场所设定", "the law gives no number; each site sets its own")
_FROM = Text("自 {day} 起", "from {day}")
_NO_NUMBER = Text("及时（法律没有规定具体时限）", "promptly (the law gives no number)")


def stamp(at: datetime | None) -> str:
    """`2026-11-23 18:20` in Asia/Shanghai, or a dash."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else "—"


def explained(books: Books, rule: Rule, on: date | None = None) -> Iterator[str]:
    """One rule as lines of text; with `on`, only the version of that day."""
    yield f"{rule.id}  {rule.title}"
    yield f"  {rule.explain}"
    yield f"  {CERTAINTY[rule.certainty]} · {_FORCE[rule.severity]}"
    if rule.site_set:
        yield f"  {_SITE_SET}"
    if everywhere := books.nationwide.get(rule.id):
        yield f"  {_TIGHTER}:"
        for day, version in everywhere.versions.entries:
            yield from (f"    {line}" for line in _version(books, day, version))
    yield f"  {Text('依据行', 'rows')}: {', '.join(rule.rows)}  ({rule.file})"
    if isinstance(rule, Gate):
        yield f"  {Text('动作', 'actions')}: {', '.join(sorted(rule.actions))}"
    in_force = rule.version(on) if on else None
    for day, version in rule.versions.entries:
        if on is None or version is in_force:
            yield from _version(books, day, version)
            yield from _graph(books, rule.on(day)) if isinstance(rule, Proceeding) else ()
    for day, version in rule.versions.expected if on is None else ():
        yield f"  {Text('预期', 'expected')} " + "".join(_version(books, day, version)).strip()
    if isinstance(rule, Timed):
        yield from _timed(books, rule, on)


def _version(books: Books, day: date, version: Version) -> Iterator[str]:
    yield f"  {_FROM.format(day=day)}: {value_text(version)}  [{books.citation(version.basis_line)}]"
    if version.when:
        yield f"      {Text('适用于', 'when')}: {version.when.source}"
    if version.require:
        yield f"      {Text('要求', 'requires')}: {version.require.source}"


def _graph(books: Books, graph: Procedure | None) -> Iterator[str]:
    """States, and under each the moves that lead on from it."""
    if graph is None:
        return
    for state in graph.states.values():
        yield f"      {state.title}  {state.id}{' ■' if state.final else ''}"
        for move in graph.moves_from(state.id):
            yield f"        → {move_text(books, move, graph)}  [{books.citation(move.basis)}]"


def move_text(books: Books, move: Move, graph: Procedure) -> Text:
    """A move in one line: title, where it leads, who approves."""
    ranks = [a.rank for a in move.approvers] + ([move.rank] if move.rank else [])
    approved = Text("，批准：{ranks}", ", approved by {ranks}").format(
        ranks=Text("或".join(books.ranks[r].text.zh for r in ranks), " or ".join(books.ranks[r].text.en for r in ranks))
    )
    to = graph.states[move.to].title
    return Text("{title}（{to}）{approved}", "{title} ({to}){approved}").format(
        title=move.title, to=to, approved=approved if ranks else Text("", "")
    )


def value_text(version: Version) -> Text:
    """What a version asks for, in words: a limit, a number, for ever, a demand, or promptly."""
    if version.require:
        return Text("须符合要求", "a demand")
    if version.period:
        return version.period.text
    if version.permanent or version.like_case_file:
        return Text("永久", "for ever") if version.permanent else Text("与案卷相同", "as long as the case file")
    if version.graph:
        return Text("办理流程图", "a graph of moves")
    said = written(version)
    return _NO_NUMBER if said == "None" else Text(said, said)


def _timed(books: Books, rule: Timed, on: date | None) -> Iterator[str]:
    yield from _clauses(Text("开始", "starts"), rule.starts)
    yield from _clauses(Text("结束", "ends"), rule.ends)
    yield from _clauses(Text("免除", "lifted by"), rule.lifts)
    for pause in rule.pauses:
        spans = f"{', '.join(sorted(pause.begins.tags))} → {', '.join(sorted(pause.ends.tags))}"
        yield f"  {Text('不计入', 'does not count')}: {spans}"
    for extension in rule.extensions:
        yield from _extension(books, extension, on)


def _clauses(label: Text, clauses: tuple[Clause, ...]) -> Iterator[str]:
    for clause in clauses:
        condition = f"  ({clause.when.source})" if clause.when else ""
        yield f"  {label}: {', '.join(sorted(clause.tags))}{condition}"


def _extension(books: Books, extension: Extension, on: date | None) -> Iterator[str]:
    in_force = extension.totals.on(on) if on else None
    yield f"  {Text('延长', 'extension')} {extension.id}: {extension.title} · {books.ranks[extension.rank].text}"
    for day, version in extension.totals.entries:
        if on is None or version is in_force:
            yield from (f"  {line}" for line in _version(books, day, version))


def compared(books: Books, one: date, other: date) -> Iterator[str]:
    """What changed in the law between two days, one block per rule."""
    for rule in books.rules.values():
        before, after = _in_force(books, rule, one), _in_force(books, rule, other)
        if before != after:
            yield f"{rule.id}  {rule.title}"
            yield from (f"  - {line}" for line in before if line not in after)
            yield from (f"  + {line}" for line in after if line not in before)


def _in_force(books: Books, rule: Rule, on: date) -> list[str]:
    version = rule.version(on)
    if isinstance(rule, Proceeding) and version:
        return list(_ways(books, rule.on(on)))
    lines = list(_bare(books, version)) if version else [str(Text("未施行", "not in force"))]
    for extension in rule.extensions if isinstance(rule, Timed) else ():
        total = extension.totals.on(on)
        lines += [f"{extension.title}: {line}" for line in (_bare(books, total) if total else ())]
    return lines


def _ways(books: Books, graph: Procedure | None) -> Iterator[str]:
    """Every move of a graph as a line that names where it leads on from, so that two graphs can be compared."""
    if graph is None:
        return
    for move in graph.moves.values():
        condition = f" · {move.when.source}" if move.when else ""
        bent = "".join(f" · {a.rank}: {a.when.source}" for a in move.approvers)
        whence = ", ".join(sorted(move.sources))
        yield f"{whence} → {move_text(books, move, graph)}{condition}{bent}  [{books.citation(move.basis)}]"


def _bare(books: Books, version: Version) -> Iterator[str]:
    """A version without its date, so that two of them can be compared."""
    condition = f" · {version.when.source}" if version.when else ""
    demand = f" · {version.require.source}" if version.require else ""
    yield f"{value_text(version)}{condition}{demand}  [{books.citation(version.basis_line)}]"


def told(outcome: Outcome, gates: list[Verdict]) -> Iterator[str]:
    """An outcome for the terminal: clocks, duties, gates, then what is not known."""
    yield from (_clock(clock) for clock in outcome.clocks)
    yield from (_duty(duty) for duty in outcome.duties)
    for verdict in gates:
        mark = "✓" if verdict.ok else "✗" if verdict.severity == "block" else "!"
        yield f"{mark} {verdict.text}  [{verdict.basis}]  {verdict.code}"
    for need in outcome.unknown:
        yield f"? {need.title}: {Text('缺少', 'not known')}: {', '.join(need.facts)}  [{need.basis}]"


def _clock(clock: ClockState) -> str:
    other = f" ({Text('另一种计算', 'other reading')} {stamp(clock.due_by_other_reading)})" if clock.open else ""
    return (
        f"⏱ {clock.title}: {clock.state} · {clock.limit} · {stamp(clock.started_at)} → {stamp(clock.due_at)}{other}"
        f"  [{clock.basis}]  {clock.rule}"
    )


def _duty(duty: DutyState) -> str:
    return f"☐ {duty.title}: {duty.state} · {stamp(duty.since)} → {stamp(duty.due_at)}  [{duty.basis}]  {duty.rule}"


CHANGES = {
    Change.BEGUN: Text("新增", "new"),
    Change.GONE: Text("不再适用", "gone"),
    Change.DUE: Text("期限改变", "another end"),
    Change.STATE: Text("状态改变", "another state"),
    Change.WORDS: Text("依据改变", "another basis"),
}


def shifted(several: Iterator[Moved]) -> Iterator[str]:
    """What moved, one line each: the rule, what changed, and how it stood and stands."""
    for one in several:
        yield f"{one.name}: {one.title}: {CHANGES[one.change]}: {_stood(one.before)} → {_stood(one.after)}  {one.rule}"


def _stood(state: ClockState | DutyState | None) -> str:
    return f"{state.state} {stamp(state.due_at)} [{state.basis}]" if state else "—"
