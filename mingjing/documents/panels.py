"""What the screens of instruments are filled with."""

from typing import Any

from django.db.models import Q

from mingjing.documents import companions, shelf
from mingjing.documents.approved import approved
from mingjing.documents.binding import sheets
from mingjing.documents.machine import INSTRUMENT
from mingjing.documents.models import Instrument
from mingjing.documents.permissions import may_act_on
from mingjing.documents.selectors import missing_fields
from mingjing.documents.vocab import FileKind, InkKind, InstrumentState, ServiceOutcome, ServiceWay
from mingjing.kernel.actor import Actor, spoken
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict, no
from mingjing.ledger.entries import label, sentence
from mingjing.ledger.models import Entry
from mingjing.webkit.chips import law
from mingjing.webkit.parts import Event
from mingjing.webkit.tables import Column, Filter

MOST_EVENTS = 100
COLUMNS = [
    Column(
        "title", Text("文书", "Instrument"), lambda i: i.title, sort="title_zh", url=lambda i: f"/documents/{i.pk}/"
    ),
    Column("number", Text("文书字号", "Number"), lambda i: i.number or "—", sort="number"),
    Column("about", Text("涉及", "About"), lambda i: i.about or "—"),
    Column("unit", Text("单位", "Unit"), lambda i: i.unit.text, sort="unit__path"),
    Column("state", Text("状态", "State"), lambda i: InstrumentState(i.state).text, sort="state"),
    Column("drafted", Text("起草时间", "Drafted"), lambda i: i.drafted_at, sort="drafted_at"),
    Column("final", Text("定稿时间", "Final"), lambda i: i.finalised_at, sort="finalised_at"),
]
SEARCHED = ["title_zh", "title_en", "number", "about", "code"]
STATES = Filter("state", Text("状态", "State"), [(s.value, s.text) for s in InstrumentState], lambda v: Q(state=v))


def filters() -> list[Filter]:
    """By state and by kind of instrument."""
    kinds = [(ident, form.title) for ident, form in shelf.templates().items()]
    return [STATES, Filter("template", Text("种类", "Kind"), kinds, lambda v: Q(template=v))]


def address(made: Instrument) -> str:
    return f"/documents/{made.pk}/"


def page(by: Actor, made: Instrument) -> dict[str, Any]:
    """Everything the page of an instrument shows."""
    form = shelf.form_of(made)
    home = companions.home(made.subject)
    lacking = missing_fields(made, form) if made.state == InstrumentState.DRAFT else []
    return {
        "made": made,
        "state": InstrumentState(made.state).text,
        "facts": particulars(made, form.basis),
        "subject": home[2:] if home else ("", ""),
        "lacking": lacking,
        "pages": range(1, sheets(made) + 1),
        "files": [(FileKind(f.kind).text, f) for f in made.files.all()],
        "inks": [(InkKind(i.kind).text, i) for i in made.inks.all()],
        "services": [(ServiceWay(s.way).text, ServiceOutcome(s.outcome).text, s) for s in made.services.all()],
        "events": events(made.ref),
        "may": verdicts(by, made, lacking=bool(lacking), waits=approved(made, form, None)),
    }


def particulars(made: Instrument, basis: tuple[str, ...]) -> list[tuple[Text, Any]]:
    return [
        (Text("文书字号", "Number"), made.number or None),
        (Text("验证码", "Code"), made.code or None),
        (Text("依据", "Basis"), laws(basis)),
        (Text("单位", "Unit"), made.unit.text),
        (Text("起草", "Drafted"), made.drafted_at),
        (Text("起草人", "Drafted by"), made.drafted_by.name if made.drafted_by else None),
        (Text("定稿", "Final"), made.finalised_at),
        (Text("作废理由", "Made void because"), made.void_reason or None),
        (Text("校验值", "SHA-256"), made.sha256 or None),
    ]


def laws(basis: tuple[str, ...]) -> str:
    """The articles an instrument stands on, in words."""
    return law("; ".join(basis))


def verdicts(by: Actor, made: Instrument, *, lacking: bool, waits: Verdict) -> dict[str, list[Verdict]]:
    """Who may and what the state allows, for every button."""
    asked = {
        "complete": "documents:instrument:draft", "finalise": "documents:instrument:finalise",
        "void": "documents:instrument:void", "sign": "documents:instrument:sign", "serve": "documents:instrument:serve",
    }  # fmt: skip
    told = {
        verb: [may_act_on(by, permission, made), INSTRUMENT.allows(verb, made.state)]
        for verb, permission in asked.items()
    }
    if lacking:
        told["finalise"].append(no("documents.missing", "还有必填内容没有填写。", "Required fields are missing."))
    told["finalise"].append(waits)
    if made.files.filter(kind=FileKind.CERTIFIED).exists():
        told["sign"].append(
            no("documents.certified", "已电子签章，文件不能再改动。", "It is digitally signed already.")
        )
    return told


def events(ref: Ref) -> list[Event]:
    """What happened to it, newest first."""
    rows = Entry.objects.about(ref).order_by("-id").with_content()[:MOST_EVENTS]
    return [_event(entry) for entry in rows if entry.subject_kind == ref.kind]


def _event(entry: Entry) -> Event:
    body = entry.body
    return Event(
        sentence=sentence(entry.tag, body), occurred_at=entry.occurred_at, recorded_at=entry.recorded_at,
        by=spoken(entry.actor_kind, entry.actor_name), number=f"{entry.log}#{entry.seq}", label=label(entry.tag),
    )  # fmt: skip
