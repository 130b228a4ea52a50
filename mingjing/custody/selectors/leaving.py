"""The exit gate: what must be true before he leaves, each with the entries that prove it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mingjing.clocks.selectors import open_breaches
from mingjing.custody import beforehand
from mingjing.custody.facts import Facts, minor, of_belongings, of_officers, of_stay
from mingjing.custody.models import Belonging, Departure, Stay
from mingjing.custody.policy import policy
from mingjing.custody.rules.exits import Leaving, Precondition, preconditions
from mingjing.custody.selectors.record import Proofs, proofs, steps
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import TRANSFERS, BelongingState, DepartureKind, Device, IncidentKind, Role, TempExitState
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Verdict
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.org.models import Officer

SIDES = frozenset({"centre", "case"})
GATES = {DepartureKind.RELEASE: "custody.release", DepartureKind.OTHER_UNIT: "custody.hand_over"}


def prepared(stay: Stay) -> Departure | None:
    """The exit under way, if one is prepared."""
    return Departure.objects.filter(stay=stay, voided=False, departed_at__isnull=True).last()


def exit_checklist(stay: Stay, kind: str, at: datetime) -> list[Precondition]:
    """Every precondition of leaving in this way at this hour, kept or not. Uses the prepared exit of that kind if there
    is one, so that it can be shown before, during and after the preparation."""
    departure = prepared(stay)
    if departure is None or departure.kind != kind:
        departure = Departure(stay=stay, kind=kind)
    return checklist(departure, at)


def checklist(departure: Departure, at: datetime, told: Mapping[str, Any] | None = None) -> list[Precondition]:
    """The same for one departure as it stands. `told`: what the officer states besides."""
    stay, held = departure.stay, proofs(departure.stay)
    leaving = _leaving(departure, at, held)
    facts = {**of_stay(stay, at, held), **_facts(departure, at), **(told or {})}
    law = check(books.current(), gate_of(departure.kind), facts, at)
    return [*beforehand.wanted(stay, "depart", at), *preconditions(leaving, law, _breaches(stay, at))]


def gate_of(kind: str) -> str:
    """The law's action for that way of leaving."""
    return GATES.get(DepartureKind(kind), "custody.transfer")


def _leaving(departure: Departure, at: datetime, held: Proofs) -> Leaving:
    stay = departure.stay
    things = list(Belonging.objects.filter(stay=stay, voided=False))
    rules = policy()
    questioned = stay.questionings.filter(ended_at__isnull=True, voided=False)
    return Leaving(
        kind=departure.kind,
        suspect=stay.role == Role.SUSPECT,
        minor=minor(stay.person, at),
        proofs=held,
        open_steps=tuple(s.kind.text for s in steps(stay, held) if not s.settled),
        kept=tuple(t.item for t in things if t.state == BelongingState.KEPT),
        given_unsigned=tuple(t.item for t in things if not _signed_for(t)),
        listed=Tag.BELONGINGS_LISTED in held,
        recheck_needed=stay.role in rules.exit_recheck_roles,
        rechecked=departure.rechecked_at is not None,
        restrained=tuple(
            Device(d).text
            for d in stay.restraints.filter(until__isnull=True, voided=False).values_list("device", flat=True)
        ),
        visitors=tuple(
            stay.visits.filter(arrived_at__isnull=False, ended_at__isnull=True, voided=False).values_list(
                "name", flat=True
            )
        ),
        incidents=tuple(
            IncidentKind(kind).text
            for kind in stay.incidents.filter(closed_at=None, voided=False).values_list("kind", flat=True)
        ),
        questioning=questioned.exists(),
        recording=stay.recordings.filter(until__isnull=True, voided=False).exists(),
        exit_pending=stay.temp_exits.filter(state=TempExitState.ASKED, voided=False).exists(),
        band=stay.band,
        rights_needed="rights" in rules.steps[stay.role],
        rights_told=Tag.RIGHTS_TOLD in held,
        outcome=departure.outcome,
        instrument=departure.instrument,
        receiver=departure.receiver,
        receiver_signed=bool(departure.receiver_signature),
        handed_to_adult=_handed(departure),
        sides_signed=_sides(departure),
        sides_needed=SIDES if stay.role in rules.cosign_roles else frozenset(),
        signed_or_noted=bool(departure.person_signature or departure.refused_to_sign),
        of_a_unit=bool(stay.case_id or stay.brought_unit_id),
    )


def _facts(departure: Departure, at: datetime) -> Facts:
    """What the law asks about leaving."""
    escorts = list(Officer.objects.filter(pk__in=departure.escorts))
    return {
        **of_belongings(departure.stay),
        "stay.end": departure.kind,
        "release.decided": bool(departure.outcome),
        "release.hour": local(at).hour,
        "release.fetched_or_escorted": _handed(departure),
        "release.record_signed": bool(departure.person_signature or departure.refused_to_sign),
        "injuries.rechecked": departure.rechecked_at is not None,
        "transfer.warrant_shown": departure.kind in TRANSFERS and bool(departure.instrument),
        "transfer.health_checked": departure.health_checked,
        "handover.receiver_signed": bool(departure.receiver and departure.receiver_signature),
        "escort.officers": of_officers(escorts)[0],
    }


def _handed(departure: Departure) -> bool:
    return bool(departure.fetched_by or departure.escorted_home)


def _sides(departure: Departure) -> frozenset[str]:
    if departure._state.adding:
        return frozenset()
    return frozenset(departure.signatures.filter(voided=False).values_list("side", flat=True))


def _signed_for(thing: Belonging) -> bool:
    return thing.state == BelongingState.KEPT or bool(thing.given_signature or thing.refused_to_sign)


def _breaches(stay: Stay, at: datetime) -> list[Verdict]:
    """Overrun clocks are shown with the exit and never keep anybody in."""
    return [
        Verdict(False, f"clock.{row.rule}", Text(row.breach_zh, row.breach_en), row.basis, "warn")
        for row in open_breaches(stay.ref, at)
    ]
