"""What the watch does for custody every few seconds: it looks at who is here, and raises or clears what stands."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.alerts.watching import WATCH, each
from mingjing.clocks.models import Timed
from mingjing.clocks.vocab import Kind
from mingjing.custody.facts import minor
from mingjing.custody.models import Departure, Occupancy, Stay, TempExit
from mingjing.custody.policy import policy
from mingjing.custody.rules.standing import Finding, Patience, Present, findings
from mingjing.custody.selectors.overrides import asked_of
from mingjing.custody.vocab import INSIDE, Ground, Role, StayState, TempExitState
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text

RULES = (
    "separation.sex", "separation.juvenile", "separation.co_suspect", "separation.crowded", "exit.overdue",
    "stay.no_ground", "release.not_departed", "separation.override_over", "approval.placement",
)  # fmt: skip
NOWHERE = Text("", "")


def tick(now: datetime) -> int:
    """Raise what is wrong and not yet known, clear what is known and no longer wrong. Answers how many changed. A few
    queries however many people are here."""
    stays = {str(s.pk): s for s in Stay.objects.present().named()}
    wrong = {(f.rule, f.stay, f.cause): f for f in findings(_present(stays, now), now, _patience())}
    known = {(a.rule, a.subject_id, a.cause): a for a in Alarm.objects.open().filter(rule__in=RULES) if a.active}
    fresh = [(key, stays[key[1]].site_id) for key in wrong if key not in known]
    gone = [(key, alarm.site_id) for key, alarm in known.items() if key not in wrong]
    raised = each("stay", fresh, lambda key: _raise(wrong[key], stays[key[1]], now), now)
    return raised + each("stay", gone, lambda key: _clear(known[key], now), now)


def _raise(found: Finding, stay: Stay, now: datetime) -> Alarm:
    refs = [Ref("stay", other) for other in found.others]
    if found.room:
        refs.append(Ref("room", found.room))
    return raise_alarm(
        by=WATCH, at=now, log=stay.site.code, site=stay.site, rule=found.rule, subject=stay.ref, cause=found.cause,
        text=found.text, refs=refs,
    )  # fmt: skip


def _clear(alarm: Alarm, now: datetime) -> Alarm | None:
    return clear(alarm.rule, alarm.subject, by=WATCH, at=now, cause=alarm.cause)


def _patience() -> Patience:
    return Patience(policy().no_ground_after, policy().leave_within)


def _present(stays: dict[str, Stay], now: datetime) -> list[Present]:
    out = TempExit.objects.filter(stay__in=stays.values(), state=TempExitState.OUT, voided=False)
    due_back = {str(e.stay_id): e.due_back for e in out}
    exits = Departure.objects.filter(stay__in=stays.values(), departed_at__isnull=True, voided=False)
    leaving = {str(d.stay_id): d.prepared_at for d in exits}
    allowed = Occupancy.objects.filter(stay__in=stays.values(), until__isnull=True, voided=False)
    leave = dict(allowed.filter(override__isnull=False).values_list("stay_id", "override__expires_at"))
    asked: dict[UUID, list[tuple[str, str, Text]]] = defaultdict(list)
    for one in asked_of(stays.values(), now):
        asked[one.stay_id].append((str(one.pk), str(one.room_id), one.room.text))
    running = Timed.objects.filter(subject_kind="stay", subject_id__in=stays).open()
    counting = running.filter(Q(kind=Kind.CLOCK) | Q(rule__in=policy().stand_for_limits))
    counted = set(counting.values_list("subject_id", flat=True))
    return [
        _one(stay, now, key in counted, due_back.get(key), leaving.get(key), leave.get(stay.pk), tuple(asked[stay.pk]))
        for key, stay in stays.items()
    ]


def _one(
    stay: Stay, now: datetime, counted: bool, due_back: datetime | None, leaving_since: datetime | None,
    leave_ends: datetime | None, asked: tuple[tuple[str, str, Text], ...],
) -> Present:  # fmt: skip
    room = stay.room if stay.state in INSIDE else None
    return Present(
        stay=str(stay.pk),
        sex=stay.person.sex,
        minor=minor(stay.person, now),
        case=str(stay.case_id) if stay.case_id else None,
        suspect=stay.role == Role.SUSPECT,
        room=str(room.pk) if room else None,
        room_name=room.text if room else NOWHERE,
        capacity=room.capacity if room else 0,
        left_together=room is not None and room.kind in policy().holding,
        arrived_at=stay.arrived_at,
        ground=Ground(stay.ground),
        clock_runs=counted,
        due_back=due_back if stay.state == StayState.OUT else None,
        leaving_since=leaving_since if stay.state == StayState.LEAVING else None,
        leave_ends=leave_ends if room else None,
        asked=asked,
    )
