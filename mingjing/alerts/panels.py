"""What alarm screens draw: cards, the bell, the history of one alarm."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType

from django.urls import reverse

from mingjing.alerts.machine import SERVICE
from mingjing.alerts.models import Alarm
from mingjing.alerts.naming import Named, names
from mingjing.alerts.permissions import may_acknowledge, may_answer
from mingjing.alerts.vocab import AlarmState, Service
from mingjing.kernel.actor import Actor, spoken
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.ledger.entries import label, sentence
from mingjing.ledger.models import Entry
from mingjing.webkit.parts import AlarmCard, Event

ON_BOARD = 40  # open alarms drawn as cards at once
ON_SCREEN = 3  # alarms that fill the screen at once
ON_CARD = 2  # ready answers on a card; the page of the alarm has them all
ACKNOWLEDGE, ANSWER = Text("确认", "Acknowledge"), Text("处置", "Answer")


def cards(
    alarms: Iterable[Alarm], by: Actor | None = None, known: Mapping[Ref, Named] = MappingProxyType({})
) -> list[AlarmCard]:
    """Cards in the order given; with answer buttons when it is said who looks. Names that are not `known` already come
    in one query per kind."""
    several = list(alarms)
    known = {**known, **names(a.subject for a in several if a.subject not in known)}
    return [card(a, known[a.subject].bare if a.withheld else known[a.subject], by) for a in several]


def card(alarm: Alarm, subject: Named, by: Actor | None = None) -> AlarmCard:
    return AlarmCard(
        text=alarm.text,
        grade=alarm.colour,
        raised_at=alarm.raised_at,
        where=_site_name(alarm),
        state=_state(alarm),
        active=alarm.active,
        acknowledged_by=alarm.acknowledged_name,
        sightings=alarm.sightings,
        basis=alarm.basis,
        url=reverse("alerts:alarm", args=[alarm.pk]),
        subject=subject.label,
        subject_url=subject.url,
        actions=_actions(alarm, by) if by else (),
        rule=alarm.known_rule.text,
    )


def history(ref: Ref) -> list[Event]:
    """Every entry whose subject the thing is, oldest first."""
    rows = Entry.objects.filter(subject_kind=ref.kind, subject_id=ref.id).with_content().order_by("id")
    return [_event(e) for e in rows]


def _event(entry: Entry) -> Event:
    return Event(
        sentence=sentence(entry.tag, entry.body),
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        by=spoken(entry.actor_kind, entry.actor_name),
        number=f"{entry.log}#{entry.seq}",
        label=label(entry.tag),
    )


def _site_name(alarm: Alarm) -> Text:
    return alarm.site.text


def _state(alarm: Alarm) -> Text:
    if alarm.service != Service.IN_SERVICE:
        return Service(alarm.service).text
    if alarm.late:
        return Text("事后得知", "Learnt of late")
    return AlarmState(alarm.state).text


def _actions(alarm: Alarm, by: Actor) -> tuple[tuple[Verdict, str, Text], ...]:
    """What can be done about it with one tap: acknowledge it, or give one of the first ready answers. What is no longer
    possible for anybody is left out; what this reader may not do says why."""
    if alarm.state in {AlarmState.ANSWERED, AlarmState.CLOSED}:
        return ()
    offered = []
    if not alarm.acknowledged:
        offered.append((may_acknowledge(alarm, by), reverse("alerts:acknowledge", args=[alarm.pk]), ACKNOWLEDGE))
    allowed = may_answer(alarm, by)
    if not allowed:
        return (*offered, (allowed, "", ANSWER))
    ready = list(alarm.known_rule.answers.items())[:ON_CARD]
    return (*offered, *((allowed, reverse("alerts:ready_answer", args=[alarm.pk, code]), text) for code, text in ready))


def lasted(alarm: Alarm) -> timedelta | None:
    """From raised to closed; None while open."""
    return alarm.closed_at - alarm.raised_at if alarm.closed_at else None


def ready_answers(alarm: Alarm) -> list[tuple[str, Text]]:
    """(code, sentence) of every ready answer of the rule."""
    return list(alarm.known_rule.answers.items())


def silences(alarm: Alarm, reasons: Callable[[str], list[Verdict]]) -> list[tuple[list[Verdict], str, Text, str]]:
    """(reasons, address, label, method) of the moves of service that its present service has."""
    offered = []
    for one in SERVICE:
        if alarm.service in one.sources and alarm.state != AlarmState.CLOSED:
            method = "get" if one.verb in {"shelve", "take_out"} else "post"
            offered.append((reasons(one.verb), reverse(f"alerts:{one.verb}", args=[alarm.pk]), one.text, method))
    return offered
