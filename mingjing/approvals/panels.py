"""What approval screens draw: a request with everything needed to decide it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from mingjing.alerts.naming import Named, names
from mingjing.approvals import selectors
from mingjing.approvals.elsewhere import Matter
from mingjing.approvals.models import Request
from mingjing.approvals.permissions import asked_it, may_be_extended
from mingjing.approvals.vocab import RequestState
from mingjing.clocks.models import Timed
from mingjing.clocks.panels import Offer, deadline, offers
from mingjing.documents.models import Instrument
from mingjing.documents.vocab import InstrumentState
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now, parse
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.webkit import addresses
from mingjing.webkit.parts import Deadline

URGENCY = (
    ("late", Text("已逾期", "Over the limit"), "red"),
    ("soon", Text("即将到期", "Nearly due"), "amber"),
    ("ok", Text("期限内", "Within the limit"), "green"),
    ("paused", Text("暂停计时", "Paused"), ""),
    ("none", Text("没有期限", "No limit"), ""),
)
KINDS = {
    "stay": Text("在区人员", "Stays"),
    "case": Text("案件", "Cases"),
    "measure": Text("强制措施", "Measures"),
    "report": Text("接报案", "Reports"),
    "instrument": Text("文书", "Instruments"),
}
OTHER = Text("其他", "Other")
CLEAR = Text("登记情况未见障碍，请审查理由和材料。", "Nothing on record stands against it; weigh reasons and papers.")
AGAINST = Text("先核实：{what}。", "Verify first: {what}.")
BY_MOUTH = Text("{who} 于 {at} 口头批准（{why}）", "{who} granted it by word of mouth at {at} ({why})")
YES, NO = Text("是", "yes"), Text("否", "no")
IN_TIME, TOO_LATE = Text("在期限内", "Within the limit"), Text("已过期限", "The limit has passed")
RUNS, HAS_ENDED = Text("时限仍在计算", "The clock still runs"), Text("时限已结束", "The clock has ended")
MET = Text("已登记的事实符合法定条件", "The facts on record meet the law's conditions")
STATED = Text("由呈请人陈述符合法定条件，请核实", "The asker states that the conditions are met; verify")
UNSUPPORTED = Text("法定条件尚无事实支持", "No fact on record supports the law's conditions")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the approver would look up himself."""

    ok: bool
    text: Text


@dataclass(frozen=True, slots=True)
class Paper:
    """An instrument drafted with the request; `url` opens it, as far as the reader may."""

    title: Text
    state: Text
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Requests of one urgency, the first due first."""

    code: str
    text: Text
    sign: str
    sheets: list["Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A request as the approver reads it. `until` is the limit if granted; `clock` the chip of the running limit."""

    request: Request
    subject: Named
    citation: Text
    facts: tuple[tuple[Text, object], ...]
    clock: Deadline | None
    until: datetime | None
    checks: tuple[Check, ...]
    waiting: Deadline | None
    url: str
    state: Text
    papers: tuple[Paper, ...] = ()
    advice: Text = Text("", "")
    oral: Text = Text("", "")


def inbox(requests: list[Request], only: str = "", others: Sequence[Matter] = ()) -> dict[str, object]:
    """What waits, by urgency; `only` narrows it to one of the kinds of thing asked about. `others` wait for a second
    person and are no requests."""
    found = sheets(requests)
    told = [*(s.request.subject_kind for s in found), *(m.kind for m in others)]
    kinds = {kind: KINDS.get(kind, OTHER) for kind in told}
    shown = [s for s in found if only not in kinds or s.request.subject_kind == only]
    groups = [Group(code, text, sign, [s for s in shown if _urgency(s) == code]) for code, text, sign in URGENCY]
    return {
        "groups": [g for g in groups if g.sheets],
        "sheets": shown,
        "others": [m for m in others if only not in kinds or m.kind == only],
        "kinds": [(kind, text, told.count(kind)) for kind, text in kinds.items()],
        "only": only if only in kinds else "",
        "total": len(told),
    }


def may_oral(request: Request, by: Actor) -> list[Verdict]:
    """Whether the books let it count by word of mouth for the time being."""
    return [asked_it(request, by), *check(books.current(), "approvals.oral", {"approval.kind": request.kind}, now())]


def _urgency(sheet: Sheet) -> str:
    """By the limit it runs under and its own hour, whichever comes first."""
    told = [d for d in (sheet.clock, sheet.waiting) if d and not d.met_at]
    first = min(told, key=lambda d: d.due_at, default=None)
    return first.level() if first else "none"


def sheets(requests: Iterable[Request]) -> list[Sheet]:
    """Sheets in the order given; names in one query per kind."""
    several = list(requests)
    known = names(r.subject for r in several)
    return [sheet(r, known[r.subject]) for r in several]


def sheet(request: Request, subject: Named) -> Sheet:
    clock = selectors.clock_of(request)
    return Sheet(
        request=request,
        subject=subject,
        citation=books.current().citation(request.basis),
        facts=_facts(request),
        clock=deadline(clock) if clock else None,
        until=_until(request, clock),
        checks=tuple(_checks(request, clock)),
        waiting=_waiting(request),
        url=reverse("approvals:request", args=[request.pk]),
        state=RequestState(request.state).text,
        papers=tuple(_papers(request)),
        advice=_advice(list(_checks(request, clock))),
        oral=_oral(request),
    )


def _papers(request: Request) -> Iterable[Paper]:
    ids = [r.removeprefix("instrument:") for r in request.refs if r.startswith("instrument:")]
    if request.subject_kind == "instrument":
        ids.append(request.subject_id)
    for row in Instrument.objects.filter(pk__in=ids).order_by("drafted_at") if ids else ():
        title = Text(row.title_zh, row.title_en)
        yield Paper(title, InstrumentState(row.state).text, row.number, addresses.of("documents:instrument", row.pk))


def _advice(checks: list[Check]) -> Text:
    """What the record lets the program say; the officer decides."""
    against = [c.text for c in checks if not c.ok]
    if not against:
        return CLEAR
    return AGAINST.format(what=Text("、".join(t.zh for t in against), "; ".join(t.en for t in against)))


def _oral(request: Request) -> Text:
    if not request.oral_at:
        return Text("", "")
    return BY_MOUTH.format(who=request.oral_name, at=f"{local(request.oral_at):%m-%d %H:%M}", why=request.oral_why)


def extensions(row: Timed) -> list[tuple[Offer, Verdict, str]]:
    """(offer, may it be asked for, address of the form) for every longer limit of a clock. An extension whose facts
    nobody has told can be asked for: the form asks for them."""
    pending = {r.kind for r in selectors.waiting(row.subject)}
    return [(o, _askable(row, o, pending), reverse("approvals:extend", args=[row.pk, o.id])) for o in offers(row)]


def about(ref: Ref) -> list[Sheet]:
    """Requests about a subject that wait for a decision: for its page. Draw with `approvals/_about.html`."""
    return sheets(selectors.waiting(ref))


def _askable(row: Timed, offer: Offer, pending: set[str]) -> Verdict:
    kind = next(e["approval"] for e in row.extensions if e["id"] == offer.id)
    if kind in pending:
        return no("approvals.waiting", "已呈请，等待审批。", "Asked for; waiting for the decision.")
    verdict = may_be_extended(row, offer.id, now(), {})
    return OK if verdict.code == "approvals.extension.facts" else verdict


def _facts(request: Request) -> tuple[tuple[Text, object], ...]:
    label = books.current().facts.label
    return tuple((label(name), _shown(name, value)) for name, value in request.facts.items())


def _shown(name: str, value: object) -> object:
    fact = books.current().facts.get(name)
    if fact and value in fact.values:
        return fact.values[str(value)]
    return (YES if value else NO) if isinstance(value, bool) else value


def _until(request: Request, clock: Timed | None) -> datetime | None:
    offer = next((e for e in clock.extensions if e["approval"] == request.kind), None) if clock else None
    return parse(offer["due_at"]) if offer else None


def _waiting(request: Request) -> Deadline | None:
    if request.due_at is None:
        return None
    ended = request.decided_at if request.state in {RequestState.GRANTED, RequestState.REFUSED} else None
    return Deadline(Text("审批", "Decision"), request.due_at, started_at=request.asked_at, met_at=ended)


def _checks(request: Request, clock: Timed | None) -> Iterable[Check]:
    """What supports a grant and what speaks against it, from the record; the officer decides."""
    in_time = request.due_at is None or now() <= request.due_at
    yield _check(in_time, IN_TIME, TOO_LATE)
    if clock is not None:
        yield _check(clock.is_open, RUNS, HAS_ENDED)
        yield from _conditions(request, clock)


def _check(ok: bool, so: Text, not_so: Text) -> Check:
    return Check(ok, so if ok else not_so)


def _conditions(request: Request, clock: Timed) -> Iterable[Check]:
    offer = next((e for e in clock.extensions if e["approval"] == request.kind), None)
    if offer is None:
        return
    if offer["available"] or offer["granted_at"]:
        yield Check(True, MET)
    elif any(request.facts.get(name) for name in offer["needs"]):
        yield Check(True, STATED)
    else:
        yield Check(False, UNSUPPORTED)
