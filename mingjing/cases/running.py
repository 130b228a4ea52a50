"""How a subject of the law goes its way: what its procedure offers now, what stands in the way, and making a move.

The graph is data of the law books (`law.procedure`). A move that names a rank is proposed first: the question is put to
that rank and the instruments are drafted; once it is granted the move is carried out: who may, what the law demands,
what lies in the file, then the instruments become final, the stage follows, and one entry says it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjing.approvals.models import Request
from mingjing.approvals.vocab import IN_FORCE, RequestState
from mingjing.cases import papers
from mingjing.cases.papers import Paper
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.law.procedure import Move, Procedure
from mingjing.org.models import Unit

FACTS = "cases.move.facts"
NOT_NOW = no("cases.move.not_now", "当前阶段不能办理这一步。", "Not possible at the present stage.")
UNKNOWN = no("cases.move.unknown", "办理流程中没有这一步。", "The procedure has no such step.")
WAITS = Text("已呈请，等待{rank}批准。", "Asked; waits for: {rank}.")
RANK = Text("须先呈请{rank}批准。", "Needs the approval of: {rank}.")
BY_ITSELF = Text("随各人的处罚办理自动进入。", "Made by itself as the penalties are carried on.")
LACKS = Text("卷内缺少：{n}。", "Not in the file: {n}.")
OPEN = (RequestState.ASKED, RequestState.RETURNED)


@dataclass(frozen=True)
class Subject:
    """What goes its way: `prefix` names its actions (`case.file`), `since` is when it came to where it stands: a grant
    asked for before is spent. `theirs` answers whether the actor is among those the graph names, `shut` stops all;
    `spent` are ids of requests and papers that moves made since have used (a move may lead to where it came from);
    `brought` are instruments made in another house: they lie in its file on paper."""

    ref: Ref
    prefix: str
    graph: Procedure
    stage: str
    since: datetime
    unit: Unit
    log: str
    facts: Mapping[str, Any]
    theirs: Callable[[Move], Verdict]
    shut: tuple[Verdict, ...] = ()
    spent: frozenset[str] = frozenset()
    brought: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Offer:
    """One move as a page shows it. `verdicts`: may it be made now; `proposable`: may it be put to the rank or drafted;
    `lacking`: what the file lacks; `begun`: those of them that lie there as drafts; `papers`: instruments drafted for
    it since the subject came here."""

    move: Move
    rank: str | None
    verdicts: tuple[Verdict, ...]
    proposable: tuple[Verdict, ...]
    lacking: tuple[str, ...]
    request: Request | None = None
    granted: bool = False
    papers: tuple[Paper, ...] = ()
    begun: tuple[Paper, ...] = ()
    stands: tuple[Verdict, ...] = (OK,)

    @property
    def rank_text(self) -> Text:
        return rank_text(self.rank) if self.rank else Text("", "")

    @property
    def leads(self) -> bool:
        """Whether the graph leads that way as far as anybody knows."""
        return self.stands[0].ok and all(v.code != FACTS for v in self.stands)

    @property
    def proposes(self) -> bool:
        """Whether the way leads over a proposal first."""
        return (self.rank is not None and not self.granted) or bool(self.move.instruments and not self.papers)

    @property
    def asks(self) -> list[Text]:
        return [books.current().facts.label(name) for name in self.move.asks]

    @property
    def makes(self) -> list[Text]:
        return [papers.title(one) for one in self.move.instruments]

    @property
    def missing(self) -> list[Text]:
        """What the file lacks and nobody has begun."""
        begun = {paper.template for paper in self.begun}
        return [papers.title(one) for one in self.lacking if one not in begun]


def action(subject: Subject, move: Move) -> str:
    """What gates and requests call the move."""
    return f"{subject.prefix}.{move.id}"


def offers(subject: Subject, at: datetime) -> list[Offer]:
    """Every move the graph has from here, with what stands in its way. A few queries, however many moves."""
    requests, file = _requests(subject), papers.in_file(subject.ref)
    moves = subject.graph.moves_from(subject.stage) if subject.stage in subject.graph.states else []
    return [_offer(subject, move, requests, file, at) for move in moves]


def offer(subject: Subject, name: str, at: datetime, told: Mapping[str, Any] | None = None) -> Offer | None:
    """The one of that name, its facts besides those known being as told; None when the graph has no such move."""
    move = subject.graph.moves.get(name)
    if move is None:
        return None
    return _offer(subject, move, _requests(subject), papers.in_file(subject.ref), at, told)


def _offer(
    subject: Subject,
    move: Move,
    requests: Sequence[Request],
    file: Sequence[Paper],
    at: datetime,
    told: Mapping[str, Any] | None = None,
) -> Offer:
    facts = {**subject.facts, **(told or {})}
    known = books.current().facts.known(facts)
    rank = move.rank_for(known)
    own = [r for r in requests if r.kind == action(subject, move) and str(r.pk) not in subject.spent]
    grant = next((r for r in own if r.state in IN_FORCE and r.asked_at >= subject.since), None)
    waiting = next((r for r in own if r.state in OPEN), None)
    lacking = tuple(subject.graph.missing(move, {p.template for p in file if p.final} | subject.brought))
    fresh = (p for p in file if p.drafted_at >= subject.since and p.id not in subject.spent)
    made = tuple(p for p in fresh if p.template in move.instruments)
    begun = tuple(p for p in file if p.template in lacking)
    stands = [*subject.shut, here(subject, move, known), subject.theirs(move), *_by_itself(move, known)]
    gates = [v for v in check(books.current(), action(subject, move), facts, at) if not v.ok]
    rest = [*_rank(rank, grant, waiting), *([_lacks(lacking, move)] if lacking else [])]
    again = [_again(waiting)] if waiting else []
    return Offer(
        move, rank, (*stands, *gates, *rest), (*stands, *again), lacking, grant or waiting, bool(grant), made, begun,
        tuple(stands),
    )  # fmt: skip


def here(subject: Subject, move: Move, known: Mapping[str, Any]) -> Verdict:
    """Whether the graph leads that way from here, the facts being what they are; the unknown does not hinder."""
    if subject.stage not in move.sources:
        return NOT_NOW
    if move.when is None or move.when(known) is not False:
        return OK
    return Verdict(False, FACTS, Text("不符合这一步的条件。", "Its conditions are not met."), move.basis)


def makes_itself(subject: Subject) -> Move | None:
    """The move from here that the records make by now, if there is one."""
    known = books.current().facts.known(subject.facts)
    moves = subject.graph.moves_from(subject.stage) if subject.stage in subject.graph.states else []
    return next((m for m in moves if m.once is not None and m.once(known) is True), None)


def _by_itself(move: Move, known: Mapping[str, Any]) -> list[Verdict]:
    """What the records make is not made by hand; while they know nothing of it, hands do."""
    if move.once is None or move.once(known) is None:
        return []
    return [Verdict(False, "cases.move.by_itself", BY_ITSELF, move.basis)]


def _rank(rank: str | None, grant: Request | None, waiting: Request | None) -> list[Verdict]:
    if rank is None or grant is not None:
        return []
    said = (WAITS if waiting else RANK).format(rank=rank_text(rank))
    return [Verdict(False, "cases.move.rank", said)]


def _again(waiting: Request) -> Verdict:
    said = Text("这一步已在审批中：{t}。", "It is waiting for a decision: {t}.").format(t=waiting.title)
    return Verdict(False, "cases.move.waiting", said)


def _lacks(lacking: Sequence[str], move: Move) -> Verdict:
    names = [papers.title(one) for one in lacking]
    said = LACKS.format(n=Text("、".join(f"《{t.zh}》" for t in names), ", ".join(t.en for t in names)))
    return Verdict(False, "cases.move.file", said, move.basis)


def _requests(subject: Subject) -> list[Request]:
    rows = Request.objects.about(subject.ref).filter(kind__startswith=f"{subject.prefix}.")
    return list(rows.filter(state__in=[*OPEN, *IN_FORCE]).order_by("-asked_at"))


def rank_text(rank: str) -> Text:
    """What the books call a rank of the law."""
    known = books.current().ranks.get(rank)
    return known.text if known else Text(rank, rank)
