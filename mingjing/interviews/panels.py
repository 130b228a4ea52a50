"""What the screens of the interview desk are filled with."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from mingjing.clocks import panels as clocks
from mingjing.custody.vocab import QuestioningKind, Role
from mingjing.documents.unit_data import bureau_of
from mingjing.interviews import checking, gates, paper
from mingjing.interviews.machine import HELD, INTERVIEW, LIVE
from mingjing.interviews.models import Interview, Record
from mingjing.interviews.permissions import may_act_on
from mingjing.interviews.seeing import address
from mingjing.interviews.vocab import InterviewState, Line, Part, RecorderState, Signer, Where
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.org.models import Officer
from mingjing.persons.history import events_about
from mingjing.persons.models import Person
from mingjing.persons.panels import line as person_line
from mingjing.persons.panels import masked_number
from mingjing.persons.rules.identity_number import masked
from mingjing.webkit.parts import Identity
from mingjing.webkit.tables import Column, Filter

NUMBERS = ("id_number", "phone")

COLUMNS = [
    Column("number", Text("编号", "Number"), lambda i: i.number, url=address),
    Column("planned", Text("时间", "When"), lambda i: i.opened_at or i.planned_for, sort="planned_for"),
    Column("person", Text("被讯问（询问）人", "Person"), lambda i: i.person.shown_name),
    Column("role", Text("身份", "Role"), lambda i: Role(i.role).text),
    Column("kind", Text("种类", "Kind"), lambda i: QuestioningKind(i.kind).text),
    Column("ordinal", Text("次数", "No."), lambda i: i.ordinal, number=True),
    Column("case", Text("案件", "Case"), lambda i: f"{i.case.cause} {i.case.number}"),
    Column("officers", Text("民警", "Officers"), lambda i: "、".join(a.officer.name for a in i.askers.all())),
    Column("place", Text("地点", "Place"), lambda i: i.room.text if i.room else i.place or Where(i.where).text),
    Column("state", Text("状态", "State"), lambda i: InterviewState(i.state).text),
]
FILTERS = [
    Filter("state", Text("状态", "State"), [(s.value, s.text) for s in InterviewState], lambda v: Q(state=v)),
    Filter("kind", Text("种类", "Kind"), [(k.value, k.text) for k in QuestioningKind], lambda v: Q(kind=v)),
    Filter("role", Text("身份", "Role"), [(r.value, r.text) for r in Role], lambda v: Q(role=v)),
]
SHOWN = 30
"""On the page of a case; the others stand in the list."""
HINT = Text("编号、案件编号、案由、民警", "Number, case, cause, officer")
VERBS = {
    "begin": ("check", ("planned",)), "pause": ("clock", ("open",)), "resume": ("right", ("paused",)),
    "recorder": ("camera", HELD), "helper": ("people", ("planned", *HELD)), "fix": ("check", ("open",)),
    "correct": ("edit", ("reading",)), "read_back": ("book", ("reading",)), "sign": ("sign", ("reading",)),
    "finish": ("check", ("reading",)), "close": ("lock", ("signed",)), "supplement": ("plus", ("closed",)),
    "break_off": ("close", HELD), "call_off": ("close", ("planned",)),
}  # fmt: skip
VERB_OF = {"recorder": "tell_recorder", "helper": "add_helper"}


def rows_of(keys: list[Any]) -> "QuerySet[Interview]":
    rows = Interview.objects.filter(pk__in=keys).select_related("person", "case", "room")
    return rows.prefetch_related("askers__officer")


def page(officer: Officer, by: Actor, interview: Interview, at: datetime) -> dict[str, Any]:
    """Everything the page of an interview shows."""
    record = Record.objects.filter(interview=interview).first()
    state = InterviewState(interview.state)
    seen = may_act_on(by, INTERVIEW["keep"].permission, interview)
    found: dict[str, Any] = {
        "interview": interview,
        "state": state.text,
        "colour": {"open": "green", "paused": "amber", "reading": "amber", "broken_off": "red"}.get(state, ""),
        "title": Text(paper.title(interview), english(interview)),
        "who": _line(interview.person, whole=bool(seen)),
        "role": Role(interview.role).text,
        "askers": [(Part(a.part).text, a.officer) for a in interview.askers.select_related("officer__unit")],
        "helpers": list(interview.helpers.all()),
        "pauses": list(interview.pauses.all()),
        "where": interview.room.text if interview.room else interview.place or Where(interview.where).text,
        "recorder": gates.recorder(interview),
        "failed": gates.recorder(interview) == RecorderState.FAILED and state in HELD,
        "elapsed": elapsed(interview, at),
        "buttons": buttons(by, interview),
        "clocks": clocks.of(interview.stay.ref) if interview.stay else [],
        "events": events_about(officer, interview.ref),
        "record": record,
        "writes": bool(seen) and state in LIVE,
    }
    if state == InterviewState.PLANNED:
        recording = gates.records_there(interview)
        found["verdicts"] = [v for v in gates.verdicts(interview, at, recording=recording) if not v.ok]
        found["mandatory"] = gates.recording_mandatory(interview, at)
    if record is not None:
        found |= of_record(interview, record, at, officer, whole=bool(seen))
    return found


def _line(person: Person, *, whole: bool) -> Identity:
    found = person_line(person)
    return found if whole else replace(found, category=masked_number(person))


def head_of(record: Record, *, whole: bool) -> dict[str, str]:
    """The head; whoever does not write the record has not opened the person: the middle of numbers is hidden."""
    hidden = {} if whole else {name: masked(record.head.get(name, "")) for name in NUMBERS}
    return {**record.head, **hidden}


def of_record(interview: Interview, record: Record, at: datetime, officer: Officer, *, whole: bool) -> dict[str, Any]:
    """The record beside its sets, and what stands against it while it can be changed."""
    interview.record = record
    head = head_of(record, whole=whole)
    told: dict[str, Any] = {
        "head": [(name, label, head.get(name, "")) for name, label in paper.LABELS.items()],
        "lines": [(Line(one["kind"]), one) for one in record.lines],
        "sets": sets_shown(interview),
        "corrections": list(record.corrections.all()),
        "checks": list(record.checks.all()),
        "supplements": list(record.supplements.select_related("by")),
        "bureau": bureau_of(interview.unit).name,
        "signs": signing(interview),
        "set_version": record.set_version,
    }
    if interview.state in LIVE:
        told |= standing(interview, at, officer)
    return told


def standing(interview: Interview, at: datetime, officer: Officer) -> dict[str, Any]:
    """Elements and checks, as they stand now: a panel of its own that follows the saving. Other records are cited only
    to who may see them."""
    known = checking.elements(interview)
    facts = checking.record_facts(interview, at)
    judged = check(books.current(), gates.READ_BACK, facts, at)
    return {
        "interview": interview,
        "elements": known,
        "covered": sum(done for _, done in known),
        "findings": checking.findings(interview, at, officer),
        "against": [v for v in judged if not v.ok],
    }


def sets_shown(interview: Interview) -> list[tuple[Text, list[dict[str, Any]], tuple[str, ...]]]:
    """The questions offered, those that follow an answer hidden until it is given."""
    found = []
    for one in checking.sets_of(interview):
        follow = {ask for q in one.questions.values() for b in q.then for ask in b.ask}
        questions = [
            {
                "id": q.id, "text": q.text, "follows": q.id in follow,
                "then": [{"says": b.says, "ask": b.ask} for b in q.then],
            }
            for q in one.questions.values()
        ]  # fmt: skip
        found.append((one.title, questions, one.law))
    return found


def signing(interview: Interview) -> list[tuple[str, Text, list[int], list[int], bool]]:
    """Who must sign: name, as what, pages signed, pages lacking, whether he refused."""
    record = interview.record
    if not record.pages:
        return []
    rows = list(record.signatures.all())
    every = set(range(1, record.pages + 1))
    people = [("person", record.head.get("name", ""), Signer.PERSON.text)]
    people += [(str(a.officer_id), a.officer.name, Signer.OFFICER.text) for a in interview.askers.all()]
    people += [(str(h.pk), h.name, Signer.HELPER.text) for h in interview.helpers.all()]
    found = []
    for who, name, text in people:
        mine = [s for s in rows if s.who == who]
        done = {s.page for s in mine}
        found.append((name, text, sorted(done), sorted(every - done), any(s.refused for s in mine)))
    return found


def english(interview: Interview) -> str:
    """The title of the record for who reads English; the paper itself is Chinese."""
    of = "" if interview.role == Role.SUSPECT else f" of a {Role(interview.role).text.en.lower()}"
    return f"Record: {QuestioningKind(interview.kind).text.en.lower()}{of} (no. {interview.ordinal or 1})"


def elapsed(interview: Interview, at: datetime) -> timedelta | None:
    if interview.opened_at is None:
        return None
    return (interview.ended_at or at) - interview.opened_at


def buttons(by: Actor, interview: Interview) -> list[tuple[str, Text, str, list[Verdict], bool]]:
    """What may be done in this state, each with why not."""
    found = []
    for name, (icon, states) in VERBS.items():
        if interview.state not in states:
            continue
        move = INTERVIEW[VERB_OF.get(name, name)]
        verdict = may_act_on(by, move.permission, interview)
        main = name in {"begin", "resume", "fix", "sign", "close"}
        found.append((icon, move.text, reverse(f"interviews:{name}", args=[interview.pk]), [verdict], main))
    return found
