"""From rows to what the pure checks want, and what the law's gates ask of a record."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.clocks.selectors import open_breaches
from mingjing.custody.facts import Facts
from mingjing.interviews import gates, sets
from mingjing.interviews.filling import base_of
from mingjing.interviews.models import Asker, Interview, Record
from mingjing.interviews.rules import checks, coverage
from mingjing.interviews.rules.checks import Finding, Limits, Other, Said, Span, Told
from mingjing.interviews.sets import Element, QuestionSet
from mingjing.interviews.vocab import HelperKind, Part, RecorderState, Signer
from mingjing.org.models import Officer

RIGHTS, OFFENCE, TRUTH = "rights", "offence", "truth"
"""Elements of the base sets that gates of the law ask about."""


@cache
def house() -> dict[str, Any]:
    """limits.yaml."""
    told: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("limits.yaml").read_text(encoding="utf-8"))
    return told


def limits() -> Limits:
    alike, typing = house()["alike"], house()["typing"]
    return Limits(
        alike["run"], alike["share"], alike["least"], typing["most"], typing["least"],
        timedelta(minutes=typing["short_after"]),
    )  # fmt: skip


def said(record: Record) -> list[Said]:
    return [Said(one["id"], one["kind"], one["text"], one["item"]) for one in record.lines]


def sets_of(interview: Interview) -> list[QuestionSet]:
    """The set its record begins with, and that of the offence."""
    return [base_of(interview), sets.current(interview.question_set)]


def elements(interview: Interview) -> list[tuple[Element, bool]]:
    """Every element of its sets, and whether the record covers it."""
    wanted, several = [], []
    for one in sets_of(interview):
        for element in one.elements.values():
            asked = frozenset(q.id for q in one.questions.values() if element.id in q.covers)
            wanted.append(coverage.Wanted(f"{one.id}.{element.id}", asked, element.cues, element.head))
            several.append((element, f"{one.id}.{element.id}"))
    record = interview.record
    found = coverage.covered(wanted, said(record), record.head)
    return [(element, ident in found) for element, ident in several]


def record_facts(interview: Interview, at: datetime) -> Facts:
    """What the gates of records ask, besides the facts of the interview itself."""
    record = interview.record
    known = elements(interview)
    has = {element.id: done for element, done in known}
    signed = {(s.who, s.page) for s in record.signatures.all()}
    person = [page for page in range(1, record.pages + 1) if (Signer.PERSON.value, page) not in signed]
    helpers = {h.pk: h for h in interview.helpers.all()}
    by_helper = {
        kind: any((str(h.pk), record.pages) in signed for h in helpers.values() if h.kind == kind)
        for kind in HelperKind
    }
    last = [s for s in interview.askers.all() if (str(s.officer_id), record.pages) not in signed]
    here = {h.kind for h in helpers.values()}
    told = {
        "record.items_missing": sum(element.must and not done for element, done in known),
        "record.rights_noted": has.get(RIGHTS, False),
        "record.offence_asked_first": has.get(OFFENCE, False) and offence_first(interview),
        "record.truth_told": has.get(TRUTH, False),
        "record.read_back": record.checks.filter(signer=Signer.PERSON).exists(),
        "record.pages_unsigned": len(person) if record.pages else 1,
        "record.officers_unsigned": len(last),
        "record.interpreter_signed": by_helper[HelperKind.INTERPRETER] or by_helper[HelperKind.SIGN_HELPER],
        "record.adult_signed": by_helper[HelperKind.GUARDIAN] or by_helper[HelperKind.APPROPRIATE_ADULT],
        "record.electronic": record.electronic,
    }
    base = gates.facts(interview, at, recording=gates.recorder(interview) == RecorderState.HEALTHY)
    present = {
        "questioning.adult_present": bool(here & {HelperKind.GUARDIAN, HelperKind.APPROPRIATE_ADULT}),
        "questioning.interpreter_present": HelperKind.INTERPRETER in here,
        "questioning.sign_helper_present": HelperKind.SIGN_HELPER in here,
    }
    merged = {name: bool(base.get(name)) or there for name, there in present.items()}
    return {**base, **merged, **told}


def offence_first(interview: Interview) -> bool:
    """Whether he was asked about an offence before the first question of the offence's own set."""
    own = set(sets.current(interview.question_set).questions)
    asked = [element for one in sets_of(interview)[:1] for element in one.elements.values() if element.id == OFFENCE]
    by = {q.id for q in sets_of(interview)[0].questions.values() if OFFENCE in q.covers}
    cues = asked[0].cues if asked else ()
    for line in said(interview.record):
        if line.kind != "q":
            continue
        if line.item in by or any(cue in line.text for cue in cues):
            return True
        if line.item in own:
            return False
    return False


def findings(interview: Interview, at: datetime, reader: Officer | None = None) -> list[Finding]:
    """The checks of the record as it stands; with a reader, compared with the records he may see alone."""
    return checks.found(told_of(interview, at, reader))


def told_of(interview: Interview, at: datetime, reader: Officer | None = None) -> Told:
    record = interview.record
    asking = list(interview.askers.select_related("officer"))
    span = Span(interview.number, interview.opened_at or at, interview.ended_at or at)
    row = interview.questioning
    spans = [s for s in row.recordings.all() if not s.voided] if row else []
    stay = interview.stay
    return Told(
        head=record.head,
        lines=said(record),
        span=span,
        askers=[a.officer.name for a in asking if a.part == Part.ASKING],
        writer=next((a.officer.name for a in asking if a.part == Part.WRITING), ""),
        officers={a.officer.name: _elsewhere(interview, a) for a in asking},
        stays=[Span(stay.number, stay.arrived_at, stay.departed_at)] if stay else [],
        custody=Span(str(row.room), row.started_at, row.ended_at) if row else None,
        pauses=[Span(p.why, p.since, p.until) for p in interview.pauses.all()],
        recording=[Span(s.device, s.since, s.until) for s in spans],
        recorded=bool(spans),
        clocks_over=[str(t) for t in open_breaches(stay.ref, at)] if stay else [],
        others=_others(interview, reader),
        parts_twice=_helping_too(interview, [a.officer.name for a in asking]),
        limits=limits(),
    )  # fmt: skip


def _helping_too(interview: Interview, names: list[str]) -> list[str]:
    helping = interview.helpers.filter(name__in=names).exclude(kind=HelperKind.FEMALE_STAFF)
    return list(helping.values_list("name", flat=True))


def _elsewhere(interview: Interview, asker: Asker) -> list[Span]:
    rows = Asker.objects.filter(officer=asker.officer, interview__opened_at__isnull=False).exclude(interview=interview)
    near = rows.filter(interview__opened_at__lte=interview.ended_at) if interview.ended_at else rows
    return [
        Span(a.interview.number, a.interview.opened_at, a.interview.ended_at)
        for a in near.select_related("interview").order_by("-interview__opened_at")[:50]
        if a.interview.opened_at
    ]


def _others(interview: Interview, reader: Officer | None) -> list[Other]:
    rows = Record.objects.filter(interview__case=interview.case).exclude(interview__person=interview.person)
    if reader:
        rows = rows.filter(interview__in=Interview.objects.visible_to(reader))
    most = house()["alike"]["others"]
    return [
        Other(r.interview.number, r.interview.person.shown_name, said(r))
        for r in rows.select_related("interview__person").order_by("-interview__opened_at")[:most]
    ]
