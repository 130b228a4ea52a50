"""Into a room, to another room, and against the rules only by a second person's leave."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.custody import entering
from mingjing.custody.entering import in_order, officers, opened, opened_for, room_of, said
from mingjing.custody.entries.rooms import Moved, OverrideAsked, OverrideGranted, OverrideRefused, Placed
from mingjing.custody.entries.words import reasons
from mingjing.custody.machine import STAY
from mingjing.custody.models import Occupancy, PlacementOverride, Stay
from mingjing.custody.permissions import not_the_same
from mingjing.custody.policy import policy
from mingjing.custody.rules.placement import HARD, Option
from mingjing.custody.rules.standing import ASKED, cause_of
from mingjing.custody.selectors.rooms import option_of
from mingjing.custody.tags import Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso, trim
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer, Room

ALARM = "separation.forbidden_room"
WAITING = "approval.placement"


def place(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    room_id: object,
    escort_ids: Sequence[object] = (),
) -> Entry:
    """Bring him into a room of the site, from wherever he is. A room the rules forbid is refused with every reason,
    unless an override for it is in force; then the alarm is raised and stays."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "place")
        it.permit(*in_order(stay, "place", it.at))
        return occupy(it, stay, _locked(it, stay, room_id), officers(escort_ids, field="escorts", of=stay))


def ask_override(
    stay_id: object, *, by: Actor, at: datetime, room_id: object, reason: str, expires_at: datetime
) -> PlacementOverride:
    """Ask to place him in a room the rules forbid, for a time. Somebody else decides. Raises Refusal when the room is
    not forbidden, or cannot take him at all."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "override")
        room = room_of(stay, room_id)
        option = option_of(stay, room, it.at)
        it.permit(said(reason, "reason", "理由", "the reason"), *_askable(option), _lasting(it.at, trim(expires_at)))
        [asker] = officers([by.id])
        row = PlacementOverride.objects.create(
            stay=stay, room=room, codes=[v.code for v in option.blocking], reason=reason, asked_by=asker,
            asked_at=it.at, expires_at=trim(expires_at),
        )  # fmt: skip
        body = OverrideAsked(str(room), row.codes, reason, iso(row.expires_at))
        entering.enter(it, stay, Tag.OVERRIDE_ASKED, body, row.ref, room.ref)
        _call_second(it, stay, row)
        return row


def decide_override(override_id: object, *, by: Actor, at: datetime, granted: bool, reason: str) -> Entry:
    """The second person grants or refuses. Never the one who asked."""
    with act(by=by, at=at) as it:
        asked = partial(_decidable, it, reason)
        row, stay = opened_for(it, PlacementOverride, override_id, "override", asked, "custody:override:decide")
        [decider] = officers([by.id])
        row.granted, row.decided_by, row.decided_at = granted, decider, it.at
        row.save()
        tag, made = (Tag.OVERRIDE_GRANTED, OverrideGranted) if granted else (Tag.OVERRIDE_REFUSED, OverrideRefused)
        written = entering.enter(it, stay, tag, made(str(row.room), reason), row.ref, row.room.ref, row.asked_by.ref)
        clear(WAITING, stay.ref, by=it.by, at=it.at, cause=cause_of(row.pk), refs=[row.room.ref])
        return written


def occupy(it: Act, stay: Stay, room: Room, escorts: Sequence[Officer] = ()) -> Entry:
    """Within an action under way: judge the room, end the old occupancy, begin the new one, enter it."""
    option = option_of(stay, room, it.at)
    override = _leave_for(it, stay, room, option)
    before = stay.room
    leave_room(it, stay)
    row = Occupancy.objects.create(stay=stay, room=room, since=it.at, override=override)
    row.escorts.set(escorts)
    stay.state = it.move(STAY, "place", stay.state)
    stay.room = room
    stay.save(update_fields=["state", "room"])
    names, codes = [o.name for o in escorts], override.codes if override else []
    made = Moved(str(before), str(room), names, codes) if before else Placed(str(room), names, codes)
    told = {name: value for name, value in option.facts.items() if name.startswith("room.")}
    things = [row.ref, room.ref, before.ref if before else None, *(o.ref for o in escorts)]
    written = entering.enter(it, stay, Tag.MOVED if before else Tag.PLACED, made, *things, facts=told)
    _watch(it, stay, override, room)
    return written


def leave_room(it: Act, stay: Stay) -> None:
    """End the open occupancy, if any, at `it.at`. Raises Refusal when it began later than that."""
    row = Occupancy.objects.filter(stay=stay, until__isnull=True, voided=False).first()
    if row is None:
        return
    if row.since > it.at:
        zh, en = "早于进入现房间的时间。", "That is before he entered his present room."
        raise Refusal(no("custody.place.earlier", zh, en, field="at"))
    row.until = it.at
    row.save(update_fields=["until"])
    if row.override:
        clear(ALARM, stay.ref, by=it.by, at=it.at, refs=[row.room.ref])


def _leave_for(it: Act, stay: Stay, room: Room, option: Option) -> PlacementOverride | None:
    """Raises Refusal with every reason, unless an override in force covers all of them. Warnings go into the entry."""
    it.warnings += [v for v in option.against if v.severity != "block"]
    if option.allowed:
        return None
    override = _in_force(stay, room, it.at)
    if override is None or any(v.code in HARD or v.code not in override.codes for v in option.blocking):
        raise Refusal(*option.blocking)
    it.warnings += option.blocking
    return override


def _decidable(it: Act, reason: str, row: PlacementOverride) -> list[Verdict]:
    return [
        not_the_same(it.by.id, row.asked_by_id),
        said(reason, "reason", "理由", "the reason"),
        OK if row.granted is None else no("custody.override.decided", "已有决定。", "It is decided already."),
        _while_asked(row, it.at),
    ]


def _while_asked(row: PlacementOverride, at: datetime) -> Verdict:
    """A decision lies between the question and the end it asked for."""
    if row.asked_at <= at < row.expires_at:
        return OK
    zh, en = "决定时间不在申请的有效期内。", "The decision lies outside the time asked for."
    return no("custody.override.time", zh, en, field="at")


def _in_force(stay: Stay, room: Room, at: datetime) -> PlacementOverride | None:
    granted = PlacementOverride.objects.filter(stay=stay, room=room, granted=True, voided=False)
    return granted.filter(decided_at__lte=at, expires_at__gt=at).last()


def _watch(it: Act, stay: Stay, override: PlacementOverride | None, room: Room) -> None:
    """A forbidden placement is allowed, its alarm is not silenced."""
    if override is None:
        return
    text = Text("例外安置于{room}：{codes}", "Placed by override in {room}: {codes}").format(
        room=room.text, codes=reasons(override.codes)
    )
    raise_alarm(
        by=it.by, at=it.at, log=stay.site.code, site=stay.site, rule=ALARM, subject=stay.ref, text=text,
        refs=[stay.person.ref, room.ref, override.ref],
    )  # fmt: skip


def _call_second(it: Act, stay: Stay, row: PlacementOverride) -> None:
    """Whoever may decide hears of it at once; the watch lets the alarm go when the question lapses."""
    raise_alarm(
        by=it.by, at=it.at, log=stay.site.code, site=stay.site, rule=WAITING, subject=stay.ref, cause=cause_of(row.pk),
        text=ASKED.format(room=row.room.text), refs=[stay.person.ref, row.room.ref, row.ref],
    )  # fmt: skip


def _locked(it: Act, stay: Stay, room_id: object) -> Room:
    """The room, locked: two officers cannot fill its last place at once."""
    return it.lock(Room, room_of(stay, room_id).pk)


def _askable(option: Option) -> list[Verdict]:
    impossible = [v for v in option.blocking if v.code in HARD]
    if option.allowed:
        return [no("custody.override.needless", "该房间可以直接安排。", "The room is not forbidden to him.")]
    return impossible


def _lasting(at: datetime, expires_at: datetime) -> Verdict:
    longest = policy().override_life
    if timedelta() < expires_at - at <= longest:
        return OK
    hours = int(longest.total_seconds()) // 3600
    return no(
        "custody.override.life",
        f"有效期不得超过 {hours} 小时。",
        f"It may last {hours} hours at most.",
        field="expires_at",
    )
