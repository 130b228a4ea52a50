"""The roster: plan, change, start, hand over."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from mingjing.kernel import meanwhile
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.entries.shifts import ShiftChanged, ShiftHandedOver, ShiftOffered, ShiftPlanned, ShiftStarted
from mingjing.org.handover import may_offer, may_relieve
from mingjing.org.machine import SHIFT
from mingjing.org.models import Officer, Posting, Shift, ShiftPlace, Site
from mingjing.org.rules import Turn, turns_of_week
from mingjing.org.vocab import Tag


class Open(NamedTuple):
    """What the leaving shift hands over beside its notes, gathered by the screen above: who is here and what to know of
    him, which alarms nobody has answered, what falls due next (as it is read)."""

    people: Sequence[tuple[Ref, str]] = ()
    alarms: Sequence[Ref] = ()
    due: Sequence[str] = ()


NOTHING_OPEN = Open()


class Place(NamedTuple):
    """An officer at a post; the order of places is the order in which alarms reach people."""

    officer: Officer
    post: str


def plan(
    *, by: Actor, at: datetime, site: Site, starts_at: datetime, ends_at: datetime, places: Sequence[Place]
) -> Shift:
    """A turn of duty with who stands where. Refuses people without the post, suspended, or already on duty then."""
    with act(by=by, at=at) as it:
        it.permit(may(by, "org:shift:plan", unit=site.unit))
        if ends_at <= starts_at:
            it.permit(
                no("org.shift.order", "结束时间须晚于开始时间。", "It must end after it starts.", field="ends_at")
            )
        if Shift.objects.filter(site=site, starts_at=starts_at).exists():
            it.permit(no("org.shift.taken", "这个时间已经排班。", "A shift already starts then.", field="starts_at"))
        it.permit(*_place_verdicts(site, starts_at, ends_at, places))
        shift = Shift.objects.create(site=site, starts_at=starts_at, ends_at=ends_at)
        _fill(shift, places)
        _enter_plan(it, Tag.SHIFT_PLANNED, shift, ShiftPlanned(starts_at, ends_at, _told(places)), places)
        return shift


def plan_week(
    *, by: Actor, at: datetime, site: Site, monday: date, turns: Sequence[Turn], crews: Sequence[Sequence[Place]]
) -> list[Shift]:
    """Seven days of turns, the crews following one another; turns already planned are left as they are."""
    with act(by=by, at=at) as it:
        it.permit(may(by, "org:shift:plan", unit=site.unit))
        planned = set(Shift.objects.filter(site=site).values_list("starts_at", flat=True))
        return [
            plan(by=by, at=at, site=site, starts_at=start, ends_at=end, places=crews[crew])
            for start, end, crew in turns_of_week(monday, turns, len(crews))
            if start not in planned
        ]


def change(
    shift_id: object,
    *,
    by: Actor,
    at: datetime,
    places: Sequence[Place],
    seen: Mapping[str, Sequence[str]] | None = None,
) -> Entry:
    """Put other people on a shift that has not started. `seen`: post → ids of the officers who stood there when
    the writer began. Refuses when another put other people there since, for a roster is judged as a whole."""
    with act(by=by, at=at) as it:
        shift = it.lock(Shift, shift_id)
        it.permit(may(by, "org:shift:plan", unit=shift.site.unit))
        shift.state = it.move(SHIFT, "change", shift.state)
        it.permit(_still(shift, seen), *_place_verdicts(shift.site, shift.starts_at, shift.ends_at, places, but=shift))
        shift.places.all().delete()
        _fill(shift, places)
        body = ShiftChanged(shift.starts_at, shift.ends_at, _told(places))
        return _enter_plan(it, Tag.SHIFT_CHANGED, shift, body, places)


def start(shift_id: object, *, by: Actor, at: datetime) -> Entry:
    """Begin a shift when nobody is on duty to be relieved; otherwise `relieve` begins it."""
    with act(by=by, at=at) as it:
        shift = it.lock(Shift, shift_id)
        it.permit(*may_offer(by, shift))
        if Shift.objects.on_duty_at(shift.site).exists():
            it.permit(no("org.shift.somebody", "上一班尚未交班。", "The shift on duty has not been handed over."))
        return _begin(it, shift)


def offer(
    shift_id: object,
    *,
    by: Actor,
    at: datetime,
    notes: str,
    left: Open = NOTHING_OPEN,
    signature: str,
) -> Entry:
    """The shift on duty writes its notes, signs (`signature`: the hash of its picture) and asks to be relieved.
    Everybody and every alarm `left` is named in the entry. Raises Refusal when it is not signed."""
    with act(by=by, at=at) as it:
        shift = it.lock(Shift, shift_id)
        it.permit(*may_offer(by, shift))
        shift.state = it.move(SHIFT, "offer", shift.state)
        it.permit(_signed(signature))
        if left.alarms and not notes.strip():
            it.permit(
                no(
                    "org.shift.notes",
                    "有未处理的报警，请写明交班事项。",
                    "Alarms are open: write what to know.",
                    field="notes",
                )
            )
        shift.notes, shift.offered_by_id = notes.strip(), by.id if by.kind == "officer" else None
        shift.save(update_fields=["state", "notes", "offered_by"])
        people = [[str(ref), note.strip()] for ref, note in left.people]
        body = ShiftOffered(
            by.name,
            shift.notes,
            len(people),
            len(left.alarms),
            len(left.due),
            people,
            [str(ref) for ref in left.alarms],
            list(left.due),
            signature,
        )
        refs = [shift.site.ref, *left.alarms, *(ref for ref, _ in left.people), Ref("blob", signature)]
        return it.enter(Tag.SHIFT_OFFERED, log=shift.site.code, subject=shift.ref, body=body, refs=refs)


def relieve(shift_id: object, *, by: Actor, at: datetime, next_id: object, remarks: str = "", signature: str) -> Entry:
    """Somebody of the next shift accepts, with what he remarks, and signs: the old one is handed over and the next
    begins, in one transaction. Raises Refusal when it is not signed."""
    with act(by=by, at=at) as it:
        shift, following = it.lock(Shift, shift_id), it.lock(Shift, next_id)
        it.permit(*may_relieve(by, shift, following))
        shift.state = it.move(SHIFT, "relieve", shift.state)
        it.permit(_signed(signature))
        shift.handed_over_at = it.at
        shift.save(update_fields=["state", "handed_over_at"])
        outgoing = shift.offered_by.name if shift.offered_by else ""
        written = it.enter(
            Tag.SHIFT_HANDED_OVER,
            log=shift.site.code,
            subject=shift.ref,
            body=ShiftHandedOver(outgoing, by.name, shift.notes, remarks.strip(), signature),
            refs=[shift.site.ref, following.ref, Ref("blob", signature)],
        )
        _begin(it, following)
        return written


def _begin(it: Act, shift: Shift) -> Entry:
    shift.state = it.move(SHIFT, "start", shift.state)
    shift.started_at = it.at
    shift.save(update_fields=["state", "started_at"])
    body = ShiftStarted(it.by.name, shift.starts_at, shift.ends_at)
    return it.enter(Tag.SHIFT_STARTED, log=shift.site.code, subject=shift.ref, body=body, refs=[shift.site.ref])


def _fill(shift: Shift, places: Sequence[Place]) -> None:
    ShiftPlace.objects.bulk_create(
        ShiftPlace(shift=shift, officer=place.officer, post=place.post, rank=rank)
        for rank, place in enumerate(places, start=1)
    )


def _told(places: Sequence[Place]) -> list[list[str]]:
    return [[place.officer.number, place.officer.name, place.post] for place in places]


def _enter_plan(it: Act, tag: Tag, shift: Shift, body: object, places: Sequence[Place]) -> Entry:
    refs = [shift.site.ref, *(place.officer.ref for place in places)]
    return it.enter(tag, log=shift.site.code, subject=shift.ref, body=body, refs=refs)


def _signed(signature: str) -> Verdict:
    """Both sides of a hand-over answer for it by their hand, whatever door they come through."""
    if signature:
        return OK
    return no("org.shift.unsigned", "交接班须签名。", "A hand-over is signed.", field="signature")


def _still(shift: Shift, seen: Mapping[str, Sequence[str]] | None) -> Verdict:
    """Nobody planned this shift anew since it was `seen`."""
    now = {post: sorted(ids) for post, ids in shift.by_post.items()}
    if seen is None or {post: sorted(ids) for post, ids in seen.items() if ids} == now:
        return OK
    people = "、".join(place.officer.name for place in shift.places.order_by("rank").select_related("officer"))
    return meanwhile.refused(Text(people, people), "seen")


def _place_verdicts(
    site: Site, starts_at: datetime, ends_at: datetime, places: Sequence[Place], but: Shift | None = None
) -> list[Verdict]:
    if not places:
        return [no("org.shift.nobody", "请至少安排一人。", "Put somebody on it.", field="places")]
    ids = [place.officer.pk for place in places]
    rows = Posting.objects.in_force(starts_at).filter(officer__in=ids).values_list("officer_id", "post", "unit__path")
    posted = {(officer, post) for officer, post, path in rows if site.unit.path.startswith(path)}
    found = [_no_post(place) for place in places if (place.officer.pk, place.post) not in posted]
    others = ShiftPlace.objects.filter(officer__in=ids, shift__ends_at__gt=starts_at, shift__starts_at__lt=ends_at)
    if but:
        others = others.exclude(shift=but)
    busy = set(others.values_list("officer__name", flat=True))
    return found + [_busy(name) for name in sorted(busy)]


def _no_post(place: Place) -> Verdict:
    return no(
        "org.shift.no_post",
        f"{place.officer.name}未担任这个场所的该岗位。",
        f"{place.officer.name} does not hold that post at this site.",
        field="places",
    )


def _busy(name: str) -> Verdict:
    return no(
        "org.shift.busy", f"{name}在这个时间已有班次。", f"{name} is already on a shift at that time.", field="places"
    )
