"""What instruments may say of a measure and a penalty, and whose instruments an officer sees: of measures he sees."""

from typing import Any
from uuid import UUID

from mingjing.approvals.models import Request
from mingjing.documents import scopes, sources
from mingjing.documents.printing import articles
from mingjing.law import books
from mingjing.measures.entries import sanction
from mingjing.measures.models import Hearing, Measure, Penalty
from mingjing.measures.vocab import BailWay, BreachKind, HappeningKind


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
        "clause": _clause(measure),
        "breach": _breaches(measure) or None,
        **_bail(measure),
    }


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
        "chair": row.chair or None, "members": members or None, "openness": openness,
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
    row = Penalty.objects.filter(pk=UUID(ident)).first()
    if row is None:
        return {}
    return {
        "penalty": sanction(vars(row)).zh,
        "circumstances": row.circumstances or None,
        "basis": row.article,
        "reasons": row.reasons,
    }


sources.register("measure", told)
sources.register("penalty", penalty)
sources.register("hearing", hearing)
scopes.add("measure", lambda officer: Measure.objects.visible_to(officer).order_by().values("pk"))
