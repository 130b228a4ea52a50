"""Why a device was thought to be where it was: its readings of some minutes, replayed step by step."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mingjing.org.models import Site
from mingjing.presence import hearing_again, tracks
from mingjing.presence.position import Belief, Step, Tracker
from mingjing.presence.whereabouts import folder, plan_at

SPAN = timedelta(minutes=3)
MOST_STEPS = 240


@dataclass(frozen=True, slots=True)
class Told:
    """`steps` in the order of time, or none when the readings are no longer kept; `version` of the plan."""

    version: int
    steps: tuple[tuple[datetime, Step], ...]
    numbers: str


def explain(site: Site, device: str, at: datetime) -> Told:
    """Every step of the minutes before `at`, on the plan in force then, with the numbers in force now."""
    plan = plan_at(site, at)
    if plan is None:
        return Told(0, (), "")
    until = round(at.timestamp() * 1000)
    since = until - round(SPAN.total_seconds() * 1000)
    readings = hearing_again.readings(site.code, device, since, until)
    tracker = Tracker(plan.plan, device)
    steps = tracker.explain(_before(site, device, since), readings)[-MOST_STEPS:]
    told = tuple((datetime.fromtimestamp(step.at / 1000, UTC), step) for step in steps)
    return Told(plan.version, told, tracker.numbers.version)


def _before(site: Site, device: str, since: int) -> Belief:
    """What was reported when the minutes began: the belief itself is not kept, the place it led to is."""
    mark = tracks.moment(folder(site), since)[1].get(device)
    if mark is None:
        return Belief()
    return Belief(since, {mark.room: 1.0}, mark.room, mark.since, heard=since)
