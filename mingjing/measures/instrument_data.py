"""What instruments may say of a measure and a penalty, and whose instruments an officer sees: of measures he sees."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from mingjing.approvals.models import Request
from mingjing.cases.instrument_data import people_in
from mingjing.cases.models import Case
from mingjing.cases.vocab import PersonRole
from mingjing.clocks.models import Timed
from mingjing.clocks.vocab import Kind
from mingjing.documents import scopes, sources
from mingjing.documents.printing import articles, numeral
from mingjing.documents.wording import day
from mingjing.kernel.time import local, midnight, now
from mingjing.law import books, penalties
from mingjing.measures.entries import sanction
from mingjing.measures.facts import sanction_facts
from mingjing.measures.models import Hearing, Measure, Penalty
from mingjing.measures.vocab import CRIMINAL, BailWay, BreachKind, HappeningKind, MeasureKind

COERCIVE = CRIMINAL - {MeasureKind.SUMMONS}  # a summons is none (CPL 66 ff.)


def told(ident: str) -> dict[str, Any]:
    """The terms of bail, the ground in the law's words, breaches and times; what is not known is absent or None."""
    measure = Measure.objects.select_related("bail__station", "unit").get(pk=ident)
    return {
        "number": measure.instrument or None,
        "facts": measure.reason,
        "ground": (_ground(measure) or measure.reason).rstrip("。"),  # it stands within a sentence
        "place": measure.place or None,
        "since": measure.executed_at or measure.decided_at or measure.proposed_at,
        "executed_at": measure.executed_at,
        "until": lambda: _until(measure),
        "clause": _clause(measure),
        "breach": _breaches(measure) or None,
        **_bail(measure),
    }


def _until(measure: Measure) -> datetime | date | None:
    """How long the law lets it last as things stand: the latest of its limits that bind; a limit at midnight ends with
    the day before."""
    rows = Timed.objects.of(measure.ref).open().filter(kind=Kind.CLOCK, severity="block", due_at__isnull=False)
    due = rows.order_by("-due_at").values_list("due_at", flat=True).first()
    if due is None or midnight(local(due).date()) != due:
        return due
    return local(due).date() - timedelta(days=1)


def _bail(measure: Measure) -> dict[str, Any]:
    bail = getattr(measure, "bail", None)
    if bail is None:
        return {}
    return {
        "manner": bail.way,
        "keeper": bail.station.name if bail.station else None,
        "guarantor": bail.guarantor or None,
        "relation": bail.relation or None,
        "guarantor_phone": bail.phone or None,
        "amount": bail.deposit if bail.way == BailWay.DEPOSIT else None,
        "bank": bail.bank or None,
    }


def hearing(ident: str) -> dict[str, Any]:
    """Nothing while none is asked for."""
    row = Hearing.objects.filter(pk=UUID(ident)).first()
    if row is None:
        return {}
    openness = {True: "closed", False: "open", None: None}[row.closed_doors]
    members = "、".join(name for name in (row.members, row.clerk) if name)
    return {
        "asked_at": row.asked_at, "held_at": row.held_at or row.planned_at, "place": row.place or None,
        "chair": row.chair or None, "members": members or None, "openness": openness, "begun_at": row.held_at,
        "ended_at": row.ended_at, "course": row.course or row.report or None, "opinion": row.report or None,
        "why_refused": row.answer or None,
    }  # fmt: skip


def _clause(measure: Measure) -> str | None:
    """The article that threatens the penalty put forward."""
    row = Penalty.objects.filter(measure=measure).first()
    return articles(row.article) if row and row.article else None


def _ground(measure: Measure) -> str:
    """The ground that was stated, as the law words it: with the step, or while it waits with its request."""
    facts, asked = books.current().facts, Request.objects.about(measure.ref).order_by("-asked_at").first()
    for name, value in {**(asked.facts if asked else {}), **measure.facts}.items():
        fact = facts.get(name)
        if name.endswith(".ground") and fact and value in fact.values:
            return fact.values[value].zh
    return ""


def _breaches(measure: Measure) -> str:
    rows = measure.happenings.filter(kind=HappeningKind.BREACH)
    return "；".join(f"{BreachKind(h.breach).text.zh if h.breach else ''}{h.said}" for h in rows)


def penalty(ident: str) -> dict[str, Any]:
    """Nothing while none is put forward."""
    row = Penalty.objects.select_related("measure__person").filter(pk=UUID(ident)).first()
    if row is None:
        return {}
    return {
        "penalty": sanction(vars(row)).zh,
        "amount": row.fine or None,
        "detained": lambda: _detained(row),
        "spared": lambda: _spared(row),
        "fined": lambda: _fined(row),
        "circumstances": row.circumstances or None,
        "basis": row.article,
        "reasons": row.reasons,
    }


def _detained(row: Penalty) -> str | None:
    """The detention that is to be served, less what is set off; None of one that the law does not have executed."""
    if not row.detention_days or _spared(row):
        return None
    left = max(row.detention_days - row.set_off_days, 0)
    off = f"（折抵{row.set_off_days}日，应执行{left}日）" if row.set_off_days else ""
    return f"行政拘留{row.detention_days}日{off}"


def _spared(row: Penalty) -> str | None:
    """Why the detention is not executed, with the article, as far as the record knows already; None where it is."""
    day_of = _decision_day(row)
    refusal = (
        penalties.not_executed(books.current(), _stated(row), local(day_of).date()) if row.detention_days else None
    )
    if refusal is None or refusal.field:  # a field names what nobody knows: then it cannot be said
        return None
    age = row.measure.person.age_on(local(day_of).date())
    years = f"（作出决定时{age}周岁）" if age is not None else ""
    return f"被处罚人{row.measure.person.name}{years}，依照{articles(refusal.basis)}之规定，对其不执行行政拘留处罚"


def _fined(row: Penalty) -> str | None:
    if not row.fine:
        return None
    on = local(_decision_day(row)).date()
    within, late = penalties.paid_within(books.current(), on), penalties.late_percent(books.current(), on)
    time = f"自收到本决定书之日起{within.zh.replace(' ', '')}以内" if within.zh else ""
    paid = f"罚款{row.fine}元，{time}到指定的银行或者通过电子支付系统缴纳"
    return f"{paid}；逾期不缴纳的，每日按罚款数额的百分之{numeral(late)}加处罚款，加处罚款的数额不超出罚款的数额"


def _decision_day(row: Penalty) -> datetime:
    return row.measure.decided_at or now()


def _stated(row: Penalty) -> dict[str, Any]:
    """What the record knows of person and penalty, and what was stated for the decision while it waits."""
    asked = Request.objects.about(row.measure.ref).order_by("-asked_at").first()
    stated = {**(asked.facts if asked else {}), **row.measure.facts}
    return {**row.measure.person.facts_on(_decision_day(row)), **stated, **sanction_facts(row)}


def of_case(ident: str) -> dict[str, Any]:
    """What was done to each suspect of the case, as reports and opinions list it."""
    return {"measures_taken": lambda: measures_taken(Case.objects.get(pk=ident))}


def measures_taken(case: Case) -> str:
    """A line for each suspect: the coercive measures that were carried out and how they ended, or that there were none;
    and an arrest the procuratorate refused."""
    rows: dict[UUID, list[str]] = {one.pk: [] for one in people_in(case, PersonRole.SUSPECT)}
    names = {one.pk: one.name for one in people_in(case, PersonRole.SUSPECT)}
    for measure in Measure.objects.filter(case=case, kind__in=COERCIVE).order_by("proposed_at", "pk"):
        if measure.person_id in rows and (said := _taken(measure)):
            rows[measure.person_id].append(said)
    return "\n".join(f"{names[pk]}：{'；'.join(said) or '未采取强制措施'}。" for pk, said in rows.items())


def _taken(measure: Measure) -> str:
    what, said = MeasureKind(measure.kind).text.zh, []
    if measure.kind == MeasureKind.ARREST and measure.refused_at and "arrest_request" in measure.instruments:
        said.append(f"{_day(measure.refused_at)}不批准逮捕")  # by the procuratorate: it was asked
    if measure.executed_at:
        number = f"（{measure.instrument}）" if measure.instrument else ""
        ended = f"，{_day(measure.ended_at)}结束" if measure.ended_at else ""
        said.append(f"{_day(measure.executed_at)}{what}{number}{ended}")
    return "；".join(said)


def _day(at: datetime) -> str:
    return day(local(at).date())


sources.register("measure", told)
sources.extend("case", of_case)
sources.register("penalty", penalty)
sources.register("hearing", hearing)
scopes.add("measure", lambda officer: Measure.objects.visible_to(officer).order_by().values("pk"))
