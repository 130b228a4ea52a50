"""What stands against reading a record back: each finding with its reason and where the fault shows. Pure.

A finding never says that somebody lies: it says what is missing, contradicts itself, or looks alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mingjing.kernel.text import Text
from mingjing.kernel.time import local


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a record. `item`: the question of a set it belongs to."""

    id: str
    kind: str
    text: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """When and where an officer, the person or a recording was. `until` None: still."""

    what: str
    since: datetime
    until: datetime | None

    def overlaps(self, other: "Span") -> bool:
        return (other.until is None or self.since < other.until) and (self.until is None or other.since < self.until)

    def holds(self, other: "Span") -> bool:
        """Whether the other lies within this one; what is still open ends nowhere."""
        ends = self.until is None or (other.until is not None and other.until <= self.until)
        return self.since <= other.since and ends


@dataclass(frozen=True, slots=True)
class Other:
    """A record of another person in the same case, to compare with."""

    number: str
    who: str
    lines: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Limits:
    """Of limits.yaml: the run of characters compared, the share alike, the least length; characters a minute."""

    run: int
    share: float
    least: int
    most_a_minute: float
    least_a_minute: float
    short_after: timedelta


@dataclass(frozen=True, slots=True)
class Told:
    """A record and what is known beside it. `officers`: their other interviews; `stays`: the person's stay; `spans`: of
    the recording; `clocks_over`: titles of limits of the law that had passed when it ended."""

    head: Mapping[str, str]
    lines: Sequence[Said]
    span: Span
    askers: Sequence[str]
    writer: str
    officers: Mapping[str, Sequence[Span]]
    stays: Sequence[Span]
    custody: Span | None
    pauses: Sequence[Span]
    recording: Sequence[Span]
    recorded: bool
    clocks_over: Sequence[str]
    others: Sequence[Other]
    parts_twice: Sequence[str]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Finding:
    """`line`: where in this record; `cited`: (record, passage) in another; `basis`: the article it rests on."""

    code: str
    text: Text
    line: str = ""
    basis: str = ""
    cited: tuple[str, str] | None = None


WANTED_HEAD = {
    "name": Text("姓名", "name"), "place": Text("地点", "place"), "askers": Text("讯问（询问）人", "officers"),
}  # fmt: skip


def found(told: Told) -> list[Finding]:
    """Everything that stands against the record as it is, the gravest kinds first."""
    return [
        *_head(told), *_unanswered(told), *_times(told), *_officers(told), *_limits(told), *_length(told),
        *_gaps(told), *_alike(told),
    ]  # fmt: skip


def _head(told: Told) -> list[Finding]:
    missing = [label for name, label in WANTED_HEAD.items() if not told.head.get(name, "").strip()]
    several = [
        Finding(
            "head.missing", Text("笔录头缺少：{what}", "The head lacks: {what}").format(what=label), basis="CPR 206"
        )
        for label in missing
    ]
    if told.head.get("askers", "").strip():
        named = told.head["askers"] + told.head.get("writer", "")
        gone = [name for name in told.askers if name not in named]
        several += [
            Finding(
                "head.officer", Text("笔录头没有写明民警：{n}", "The head does not name officer {n}").format(n=name),
                basis="SPC21 95",
            )
            for name in gone
        ]  # fmt: skip
    return several


def _unanswered(told: Told) -> list[Finding]:
    """Questions without a word of answer before the next question."""
    several = []
    for n, one in enumerate(told.lines):
        if one.kind != "q" or not one.text.strip():
            continue
        rest = told.lines[n + 1 :]
        end = next((k for k, other in enumerate(rest) if other.kind == "q"), len(rest))
        if not any(other.kind in {"a", "n"} and other.text.strip() for other in rest[:end]):
            said = Text("提问没有回答：{q}", "No answer to: {q}").format(q=short(one.text))
            several.append(Finding("line.unanswered", said, one.id, "CPR 205"))
    if not any(one.kind == "a" and one.text.strip() for one in told.lines):
        several.append(
            Finding("record.empty", Text("笔录没有任何回答。", "The record holds no answer."), basis="CPR 205")
        )
    return several


def _times(told: Told) -> list[Finding]:
    several = []
    if told.span.until is not None and told.span.until < told.span.since:
        several.append(Finding("time.reversed", Text("结束早于开始。", "It ends before it begins."), basis="SPC21 95"))
    for one in told.stays:
        if not one.holds(told.span):
            said = Text("起止时间不在入区记录（{w}）之内。", "Begun or ended outside the stay ({w}).").format(
                w=when(one)
            )
            several.append(Finding("time.stay", said, basis="SPC21 95"))
    if told.custody and not told.custody.holds(told.span):
        said = Text("起止时间与在区记录（{w}）不一致。", "The times differ from the custody record ({w}).")
        several.append(Finding("time.custody", said.format(w=when(told.custody)), basis="SPC21 95"))
    for one in told.pauses:
        if not told.span.holds(one):
            said = Text("中断（{w}）不在起止时间之内。", "A pause ({w}) lies outside.").format(w=when(one))
            several.append(Finding("time.pause", said, basis="SPC21 95"))
    return several


def _officers(told: Told) -> list[Finding]:
    several = []
    for name, spans in told.officers.items():
        for one in spans:
            if one.overlaps(told.span):
                said = Text(
                    "{name}同一时间还在另一次讯问（询问）：{what}（{w}）。",
                    "{name} was in another interview at that time: {what} ({w}).",
                ).format(name=name, what=one.what, w=when(one))
                several.append(Finding("officer.two_rooms", said, basis="CPL 118"))
    several += [
        Finding(
            "officer.two_parts",
            Text("{n}既是讯问（询问）人又是到场人员。", "{n} both asks and helps.").format(n=name), basis="CPL 32",
        )
        for name in told.parts_twice
    ]  # fmt: skip
    return several


def _limits(told: Told) -> list[Finding]:
    return [
        Finding("limit.passed", Text("已超过时限：{t}", "A limit has passed: {t}").format(t=title), basis="CPR 200")
        for title in told.clocks_over
    ]


def _length(told: Told) -> list[Finding]:
    """Whether so much can have been written in that time, or so little."""
    if told.span.until is None:
        return []
    away = sum(((p.until or told.span.until) - p.since for p in told.pauses), timedelta())
    spent = max(told.span.until - told.span.since - away, timedelta(minutes=1))
    minutes = spent.total_seconds() / 60
    signs = sum(len(one.text) for one in told.lines)
    told_of = {"n": str(signs), "m": f"{minutes:.0f}"}
    if signs / minutes > told.limits.most_a_minute:
        said = Text(
            "{m} 分钟记录 {n} 字，快于通常书写速度，请说明。",
            "{n} characters in {m} minutes: faster than anybody writes; explain.",
        )
        return [Finding("length.fast", said.format(**told_of))]
    if spent > told.limits.short_after and signs / minutes < told.limits.least_a_minute:
        said = Text("{m} 分钟仅记录 {n} 字，与时长不符，请说明。", "Only {n} characters in {m} minutes; explain.")
        return [Finding("length.slow", said.format(**told_of))]
    return []


def _gaps(told: Told) -> list[Finding]:
    """Stretches of the interview that a recording which ran does not cover, pauses left out."""
    if not told.recorded or told.span.until is None:
        return []
    end = told.span.until
    covered = sorted([(s.since, s.until or end) for s in (*told.recording, *told.pauses)])
    several, at = [], told.span.since
    for since, until in covered:
        if since > at:
            several.append((at, min(since, end)))
        at = max(at, until)
    if at < end:
        several.append((at, end))
    said = Text(
        "录音录像缺 {a} 至 {b}，须在笔录中说明原因。", "No recording from {a} to {b}: explain it in the record."
    )
    return [Finding("recording.gap", said.format(a=clock(a), b=clock(b)), basis="CPR 208") for a, b in several if b > a]


def _alike(told: Told) -> list[Finding]:
    """Answers that repeat an answer of another person nearly word for word, with both passages."""
    several = []
    mine = [one for one in told.lines if one.kind == "a" and len(plain(one.text)) >= told.limits.least]
    theirs = [
        (other, line, runs(line.text, told.limits.run))
        for other in told.others
        for line in other.lines
        if line.kind == "a" and len(plain(line.text)) >= told.limits.least
    ]
    for one in mine:
        own = runs(one.text, told.limits.run)
        best = max(theirs, key=lambda t: likeness(own, t[2]), default=None)
        if best is None or (share := likeness(own, best[2])) < told.limits.share:
            continue
        other, line, _ = best
        said = Text(
            "与 {n} {w} 的回答 {p}% 相同：“{q}”", "{p}% the same as an answer of {w} in {n}: “{q}”",
        ).format(n=other.number, w=other.who, p=f"{share * 100:.0f}", q=short(line.text))  # fmt: skip
        several.append(Finding("answer.alike", said, one.id, cited=(other.number, line.text)))
    return several


def plain(text: str) -> str:
    """Letters and digits alone: signs and spaces do not make a text another."""
    return "".join(c for c in text if c.isalnum())


def runs(text: str, length: int) -> frozenset[str]:
    """Every run of `length` characters of a text."""
    letters = plain(text)
    return frozenset(letters[n : n + length] for n in range(len(letters) - length + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter text's runs that stand in the other, from 0 to 1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"


def clock(at: datetime) -> str:
    return f"{local(at):%H:%M:%S}"


def when(span: Span) -> str:
    end = f"{local(span.until):%H:%M}" if span.until else "…"
    return f"{local(span.since):%m-%d %H:%M}–{end}"
