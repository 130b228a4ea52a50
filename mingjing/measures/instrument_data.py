"""What instruments may say of a measure and a penalty, and whose instruments an officer sees: of measures he sees."""

from typing import Any
from uuid import UUID

from mingjing.documents import scopes, sources
from mingjing.law import books
from mingjing.measures.entries import sanction
from mingjing.measures.models import Measure, Penalty
from mingjing.measures.vocab import BailWay, BreachKind, HappeningKind


def told(ident: str) -> dict[str, Any]:
    """The terms of bail, the ground in the law's words, breaches and times; what is not known is absent or None."""
    measure = Measure.objects.select_related("bail__station", "unit").get(pk=ident)
    return {
        "number": measure.instrument or None,
        "facts": measure.reason,
        "ground": _ground(measure) or measure.reason,
        "place": measure.place or None,
        "since": measure.executed_at or measure.decided_at or measure.proposed_at,
        "executed_at": measure.executed_at,
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


def _ground(measure: Measure) -> str:
    """The ground that was stated, as the law words it."""
    facts = books.current().facts
    for name, value in measure.facts.items():
        fact = facts.get(name)
        if name.endswith(".ground") and fact and value in fact.values:
            return fact.values[value].zh
    return ""


def _breaches(measure: Measure) -> str:
    rows = measure.happenings.filter(kind=HappeningKind.BREACH)
    return "；".join(f"{BreachKind(h.breach).text.zh if h.breach else ''}{h.said}" for h in rows)


def penalty(ident: str) -> dict[str, Any]:
    row = Penalty.objects.get(pk=UUID(ident))
    return {
        "penalty": sanction(vars(row)).zh,
        "circumstances": row.circumstances or None,
        "basis": row.article,
        "reasons": row.reasons,
    }


sources.register("measure", told)
sources.register("penalty", penalty)
scopes.add("measure", lambda officer: Measure.objects.visible_to(officer).order_by().values("pk"))
