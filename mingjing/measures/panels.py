"""What the screens of measures are filled with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse

from mingjing.approvals import panels as approvals
from mingjing.approvals.selectors import waiting
from mingjing.approvals.vocab import RequestState
from mingjing.cases import papers
from mingjing.cases.telling import stated as by_word
from mingjing.clocks import panels as clocks
from mingjing.clocks.models import Timed
from mingjing.clocks.vocab import Phase
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import OK, Verdict
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.ledger.models import Entry
from mingjing.measures import facts as known
from mingjing.measures import graph
from mingjing.measures.entries import sanction
from mingjing.measures.models import Measure
from mingjing.measures.permissions import MOVE, may
from mingjing.measures.seeing import address
from mingjing.measures.selectors import debts, requests, totals, with_due
from mingjing.measures.steps import WAITS, approved, instrument_text, kind_of, theirs
from mingjing.measures.vocab import ASKING, MeasureKind, PaymentKind, Tag
from mingjing.org.models import Officer
from mingjing.persons import panels as people
from mingjing.persons.history import events_about
from mingjing.webkit.parts import Deadline, Step

if TYPE_CHECKING:
    from mingjing.law.procedure import Move, Procedure, State


SETTLED = ("arrest.legally_reviewed", "bail.security", "bail.deposit", "penalty.", "hearing.", "person.")
"""Facts kept in rows of their own: once known they are not asked again."""

NEVER_ASKED = ("case.", "measure.move")
"""What a form about one person does not ask: the case says it, or it is not known."""

ALWAYS = frozenset({PaymentKind.FINE, PaymentKind.BOND})
"""Money that is shown as owed before any of it came."""


@dataclass(frozen=True, slots=True)
class Way:
    """One move from the present state: what stands in its way, whether its approval is asked for first, and where the
    form is. `warnings` are what the law's gates say without refusing."""

    move: "Move"
    verdicts: tuple[Verdict, ...]
    asks_rank: Text | None
    granted: bool
    url: str

    @property
    def shut(self) -> bool:
        """Whether something refuses it; what only warns does not."""
        return any(v.severity == "block" for v in self.verdicts)

    @property
    def label(self) -> Text:
        if self.asks_rank and not self.granted:
            return Text("呈请：{m}", "Ask: {m}").format(m=self.move.title)
        return self.move.title


@dataclass(frozen=True, slots=True)
class Line:
    """One measure on the page of its case, with the next thing due."""

    measure: Measure
    state: Text
    url: str
    due: Deadline | None
    ways: tuple[Way, ...]


def ways(measure: Measure, by: Actor) -> list[Way]:
    """The moves the graph offers now, in its order, the usual way first."""
    procedure = graph.of(measure.kind, measure.proposed_at)
    if measure.state not in procedure.states:
        return []
    told = known.of(measure, now())
    allowed = may(by, MOVE, measure)
    asked = {r.kind for r in waiting(measure.ref)}
    return [_way(measure, one, by, told, allowed, asked) for one in procedure.offered(measure.state, _declared(told))]


def _way(
    measure: Measure, one: "Move", by: Actor, told: dict[str, Any], allowed: Verdict, asked: set[str]
) -> Way:  # fmt: skip
    found = approved(measure, one)
    stated = {**told, **by_word(found.facts if found else {}), "measure.move": one.id}
    gates = [
        v for v in check(books.current(), f"measure.{one.id}", stated, now()) if not v.ok and v.field not in one.asks
    ]
    rank = one.rank_for(_declared(stated))
    ranked = books.current().ranks[rank].text if rank else None
    waits = WAITS if found is None and kind_of(measure, one.id) in asked else OK
    verdicts = (allowed, theirs(by, measure, one), waits, *gates)
    url = reverse("measures:move", args=[measure.pk, one.id])
    return Way(one, tuple(v for v in verdicts if not v.ok), ranked, found is not None, url)


def _declared(told: dict[str, Any]) -> dict[str, Any]:
    return books.current().facts.known(told)


def line(measure: Measure, by: Actor) -> Line:
    return Line(measure, graph.state_text(measure), address(measure), due_of(measure), tuple(ways(measure, by)))


def _instruments(measure: Measure) -> dict[str, Any]:
    """`papers` made in the house, with their pages; `elsewhere` those of which only the number is known."""
    file = papers.in_file(measure.ref)
    here = {p.template for p in file}
    told = [(instrument_text(name), number) for name, number in measure.instruments.items() if name not in here]
    return {"papers": file, "elsewhere": told}


def due_of(measure: Measure) -> Deadline | None:
    ident = getattr(measure, "due_id", None)
    row = Timed.objects.filter(pk=ident).first() if ident else None
    return clocks.deadline(row) if row else None


def unasked(measure: Measure, one: "Move") -> list[str]:
    """The facts its form asks for: those the graph names, and those the gates of the move read, as far as nobody has
    told them: what rows say (the terms of bail, the penalty put forward) or the grant carries is not asked again."""
    found = approved(measure, one)
    said = by_word(found.facts if found else {})
    told = _declared({**known.of(measure, now()), **said, "measure.move": one.id})
    asked = [n for n in one.asks if n not in said and not (n.startswith(SETTLED) and told.get(n) is not None)]
    return list(dict.fromkeys([*asked, *_gates_ask(one.id, told)]))


def _gates_ask(move: str, told: dict[str, Any]) -> Iterator[str]:
    book, day = books.current(), local(now()).date()
    facts = {**book.facts.assumed, **told}
    for gate in book.gates(f"measure.{move}"):
        version = gate.version(day)
        if version is None or version.require is None or (version.when and version.when(facts) is False):
            continue
        names = [*(version.when.names if version.when else ()), *version.require.names]
        yield from (name for name in names if facts.get(name) is None and not name.startswith(NEVER_ASKED))


def nearest(measure: Measure) -> datetime | None:
    """When the first of its open clocks falls due and is not over: a request about it lapses then."""
    rows = Timed.objects.of(measure.ref).open().filter(due_at__gt=now()).exclude(state=Phase.PAUSED).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def drawn(measure: Measure) -> list[Step]:
    """The graph as a list of states: what was passed and when, where we are, and where each leads. Of its ends only the
    one it came to, or while it goes on the first."""
    procedure = graph.of(measure.kind, measure.proposed_at)
    passed, ends = _passed(measure), [s.id for s in procedure.states.values() if s.final]
    shown = measure.state if measure.state in ends else next(iter(ends), "")
    return [
        _step(measure, procedure, state, passed.get(state.id))
        for state in procedure.states.values()
        if state.id == shown or not state.final
    ]


def _passed(measure: Measure) -> dict[str, datetime]:
    """State → when it was last come to, as the entries tell."""
    rows = Entry.objects.filter(tag=Tag.MOVED, subject_kind="measure", subject_id=str(measure.pk)).order_by("id")
    reached = {row.body.get("after", ""): row.occurred_at for row in rows.select_related("content")}
    return {graph.of(measure.kind, measure.proposed_at).start: measure.proposed_at, **reached}


def _step(measure: Measure, procedure: "Procedure", state: "State", at: datetime | None) -> Step:
    leads = [m.title for m in procedure.moves_from(state.id) if m.to != state.id]
    note = Text("、".join(t.zh for t in leads), "; ".join(t.en for t in leads))
    if state.id == measure.state and measure.ended_at is None:
        return Step(state.title, "now", note=note, done_at=measure.since)
    done = "done" if at else ("open" if measure.ended_at is None else "skipped")
    return Step(state.title, done, note=note if done == "open" else "", done_at=at)


def page(officer: Officer, by: Actor, measure: Measure) -> dict[str, Any]:
    """Everything the page of one measure shows."""
    running, on = clocks.of(measure.ref), ways(measure, by)
    return {
        "measure": measure,
        "who": people.line(measure.person),
        "kind": MeasureKind(measure.kind).text,
        "state": graph.state_text(measure),
        "ways": on,
        "shut": [way for way in on if way.shut],
        "steps": drawn(measure),
        "clocks": running,
        "extensions": [one for ln in running["open"] if ln.row.extensions for one in approvals.extensions(ln.row)],
        "requests": [(r, RequestState(r.state).text) for r in requests(measure)],
        **_instruments(measure),
        "facts": particulars(measure),
        "stated": stated(measure),
        "happenings": [(h, h.kind in ASKING and h.answered_at is None) for h in measure.happenings.all()],
        "payments": [(PaymentKind(p.kind).text, p) for p in measure.payments.all()],
        "money": money(measure),
        "bail": getattr(measure, "bail", None),
        **_penalty(measure),
        "hearing": getattr(measure, "hearing", None),
        "items": list(measure.items.all()),
        "events": events_about(officer, measure.ref),
        "is": {"bail": measure.kind == MeasureKind.BAIL, "penalty": measure.kind == MeasureKind.PENALTY,
               "preservation": measure.kind == MeasureKind.PRESERVATION},
    }  # fmt: skip


def _penalty(measure: Measure) -> dict[str, Any]:
    row = getattr(measure, "penalty", None)
    if row is None:
        return {"penalty": None}
    return {"penalty": row, "sanction": sanction(vars(row)), "range": Text(row.range_zh, row.range_en)}


def money(measure: Measure) -> list[tuple[Text, Any, Any]]:
    """Kind, what is owed, what was entered; for those that know an amount or had a payment."""
    owed, entered = debts(measure), totals(measure)
    kinds = [k for k in PaymentKind if entered.get(k) or (owed.get(k) and k in ALWAYS)]
    return [(k.text, owed.get(k), entered.get(k)) for k in kinds]


def particulars(measure: Measure) -> list[tuple[Text, Any]]:
    said: list[tuple[Text, Any]] = [
        (Text("案件", "Case"), measure.case.number),
        (Text("办案单位", "Unit"), measure.unit.text),
        (Text("文书编号", "Instrument"), measure.instrument or "—"),
        (Text("呈请时间", "Proposed"), measure.proposed_at),
        (Text("决定时间", "Decided"), measure.decided_at),
        (Text("执行时间", "Executed"), measure.executed_at),
        (Text("结束时间", "Ended"), measure.ended_at),
        (Text("场所", "Place"), measure.place or None),
        (Text("事实和理由", "Facts and reasons"), measure.reason or None),
    ]
    return [pair for pair in said if pair[1]]


def stated(measure: Measure) -> list[tuple[Text, Any]]:
    """What officers stated about it, in the law's words."""
    told = books.current().facts
    return [(told.label(name), _shown(name, value)) for name, value in measure.facts.items()]


def _shown(name: str, value: Any) -> Any:
    fact = books.current().facts.get(name)
    if fact and value in fact.values:
        return fact.values[str(value)]
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    return value


def visible(officer: Officer) -> Any:
    """The measures before the officer, with when each is due, the first due first."""
    rows = with_due(Measure.objects.visible_to(officer)).named()
    return rows.order_by(F("due").asc(nulls_last=True), "-proposed_at", "pk")
