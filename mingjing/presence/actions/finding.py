"""What the engine found becomes rows and alarms, each once, however often it is told."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.db import transaction

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import rules
from mingjing.custody.models import Stay
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso
from mingjing.ledger.act import Act, act
from mingjing.org.models import Site
from mingjing.presence import entries
from mingjing.presence.evidence import UNKNOWN
from mingjing.presence.fold import Finding as Found
from mingjing.presence.models import Binding, Device, Finding
from mingjing.presence.models.finding import FindingQuerySet
from mingjing.presence.rules.people import HOUSE
from mingjing.presence.selectors import place_name
from mingjing.presence.vocab import FindingState, Tag
from mingjing.presence.wording import RUN_THERE, said

UNWORN_TOO = frozenset({"body.sos", "device.cut", "integrity.rule_broken", "integrity.reading_late"})
"""Rules that call somebody although nobody is known to wear the device."""

OF_CUSTODY = frozenset({"device.forbidden_zone"})
"""Rules for who is in custody: an officer with a card goes where his work takes him."""


def tell(what: str, found: Found, *, by: Actor, at: datetime, site: Site, place: str = "") -> Finding | None:
    """One difference of the engine (`raised`, `withdrawn`, `final`) in one transaction: the row, the alarm, the entry.
    `place`: the space in which its device is believed to be. Telling it again changes nothing. None when there was
    nothing to do."""
    with act(by=by, at=at) as it:
        row = _row(site, found)
        if what == "withdrawn":
            return _withdraw(it, site, row)
        if row is None or row.state == FindingState.WITHDRAWN:
            row = _stand(it, site, found, row, place)
        elif what == "raised" or row.state == FindingState.FINAL:
            return None
        if what == "final":
            row.state = FindingState.FINAL
            row.save(update_fields=["state"])
            if not found.began:
                _ended(it, site, row)
        return row


def finalise(several: Sequence[Found], *, by: Actor, at: datetime, site: Site) -> None:
    """No late reading can undo these any more. Many at once, because every finding comes to this."""
    rest = []
    with transaction.atomic():
        for found in several:
            rows = Finding.objects.filter(
                site=site, subject=found.subject, rule=found.rule, at=found.at, began=found.began
            )
            if not found.began or not rows.exclude(state=FindingState.WITHDRAWN).update(state=FindingState.FINAL):
                rest.append(found)
    for found in rest:
        tell("final", found, by=by, at=at, site=site)


def settle(standing: Iterable[tuple[str, int, str, bool]], *, by: Actor, at: datetime, site: Site) -> int:
    """After a restart: withdraw what rows still hold provisional and the engine does not stand by. How many."""
    known, count = set(standing), 0
    for row in Finding.objects.filter(site=site, state=FindingState.PROVISIONAL):
        if (row.rule, row.at, row.subject, row.began) not in known:
            with act(by=by, at=at) as it:
                count += _withdraw(it, site, row) is not None
    return count


def _row(site: Site, found: Found) -> Finding | None:
    rows = Finding.objects.select_related("alarm")
    return rows.filter(site=site, subject=found.subject, rule=found.rule, at=found.at, began=found.began).first()


def _stand(it: Act, site: Site, found: Found, row: Finding | None, place: str) -> Finding:
    """The finding stands: a new row, or one that was withdrawn; with its alarm when it is one."""
    who = _person(found) or (site.ref if found.subject == HOUSE else None)
    device = None if who else Device.objects.filter(number=found.subject).first()
    worn = _worn(device, found.at)
    holder = who or (worn.holder if worn else None)
    if row is None:
        row = Finding(site=site, subject=found.subject, rule=found.rule, at=found.at, began=found.began)
        row.value = "" if found.value is None else str(found.value)[:64]
        row.holder_kind, row.holder_id = (holder.kind, holder.id) if holder else ("", "")
    row.state, row.told_at = FindingState.PROVISIONAL, it.at
    over = _left_at(who) if who else worn.until if worn else None
    if found.began and (over is None or _worth_telling(found, over)):
        if who:
            row.alarm = _raise_about(it, site, found, who)
        elif device and (_bound_by(found.rule, holder) if holder else found.rule in UNWORN_TOO):
            row.alarm = _raise(it, site, found, device, holder, place)
        if row.alarm and over:  # nobody measures any more whether it goes on
            clear(found.rule, row.alarm.subject, by=it.by, at=it.at, cause=row.alarm.cause, refs=[site.ref])
    row.save()
    return row


def _worth_telling(found: Found, over: datetime) -> bool:
    """Of what was found before the band came off, or before he left, and is told only now: what stays until somebody
    answers. What ends with its cause has ended."""
    return found.at < over.timestamp() * 1000 and rules()[found.rule].latch


def _bound_by(rule: str, holder: Ref) -> bool:
    return holder.kind == "stay" or rule not in OF_CUSTODY


def _person(found: Found) -> Ref | None:
    """The stay a finding about people names first; None for one about a device."""
    first = found.subject.partition(" ")[0]
    return Ref.parse(first) if first.startswith("stay:") else None


def _raise_about(it: Act, site: Site, found: Found, who: Ref) -> Alarm:
    """The alarm of a finding about people: it names the others and the room, and keeps apart by whom it is about."""
    happened = datetime.fromtimestamp(found.at / 1000, UTC)
    room = site.rooms.filter(code=str(found.value or "")).first()
    others = [Ref.parse(one) for one in found.about if one.startswith("stay:")]
    text = said(found, room.text if room else place_name(site, str(found.value or "")))
    return raise_alarm(
        by=it.by, at=min(happened, it.at), log=site.code, site=site, rule=found.rule, subject=who, text=text,
        cause=found.subject.partition(" ")[2], refs=[*others, *([room.ref] if room else [])],
    )  # fmt: skip


def _raise(it: Act, site: Site, found: Found, device: Device, holder: Ref | None, place: str) -> Alarm:
    happened = datetime.fromtimestamp(found.at / 1000, UTC)
    refs = [device.ref, *([device.room.ref] if device.room else [])] if holder else []
    there = _named(site, place) if place and place != UNKNOWN and found.rule in RUN_THERE else None
    return raise_alarm(
        by=it.by, at=min(happened, it.at), log=site.code, site=site, rule=found.rule, subject=holder or device.ref,
        cause=device.number, text=said(found, there), refs=refs,
    )  # fmt: skip


def _named(site: Site, place: str) -> Text:
    room = site.rooms.filter(code=place).first()
    return room.text if room else place_name(site, place)


def _withdraw(it: Act, site: Site, row: Finding | None) -> Finding | None:
    if row is None or row.state != FindingState.PROVISIONAL:
        return None
    row.state = FindingState.WITHDRAWN
    row.save(update_fields=["state"])
    if row.began and row.alarm:
        if not _others(row).exists():
            clear(row.rule, row.alarm.subject, by=it.by, at=it.at, cause=row.alarm.cause, refs=[row.ref], untrue=True)
        body = entries.Withdrawn(row.rule, row.subject, iso(row.happened_at))
        refs = [row.alarm.ref, row.alarm.subject, site.ref]
        it.enter(Tag.FINDING_WITHDRAWN, log=site.code, subject=row.ref, body=body, refs=refs)
    return row


def _ended(it: Act, site: Site, end: Finding) -> None:
    """The cause is gone, unless it has begun again since."""
    began = _others(end).filter(alarm__isnull=False).select_related("alarm")
    if began.filter(at__gt=end.at).exists():
        return
    last = began.filter(at__lte=end.at).order_by("-at").first()
    if last and last.alarm:
        clear(end.rule, last.alarm.subject, by=it.by, at=it.at, cause=last.alarm.cause, refs=[end.ref, site.ref])


def _others(row: Finding) -> FindingQuerySet:
    """Other findings of the rule about the subject that stand and say it began."""
    rows = Finding.objects.filter(site_id=row.site_id, rule=row.rule, subject=row.subject, began=True)
    return rows.exclude(pk=row.pk).exclude(state=FindingState.WITHDRAWN)


def _worn(device: Device | None, at: int) -> Binding | None:
    """By whom the device was worn then; locked, so that it is not taken off while this is told."""
    if device is None:
        return None
    then = datetime.fromtimestamp(at / 1000, UTC)
    worn = Binding.objects.filter(device=device, since__lte=then).exclude(until__lte=then).order_by("-since")
    return worn.select_for_update().first()


def _left_at(who: Ref) -> datetime | None:
    """When the stay ended; None while it lasts. One recorded in error was over from its beginning."""
    stay = Stay.objects.filter(pk=who.id).first()
    return None if stay is None or stay.present else stay.departed_at or stay.arrived_at
