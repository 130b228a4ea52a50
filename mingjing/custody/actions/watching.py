"""Looking after him: the level, the look."""

from datetime import datetime

from django.db.models import Max, Q

from mingjing.alerts.actions.alarm import clear_all
from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import guarding
from mingjing.custody import entering
from mingjing.custody.entering import chosen, not_before, opened, said
from mingjing.custody.entries.care import Checked, Observed
from mingjing.custody.models import Check, ObservationLevel, Stay
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import Finding, Observation
from mingjing.kernel.actor import Actor
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry


def observe(stay_id: object, *, by: Actor, at: datetime, level: str, reason: str) -> Entry:
    """From now on he is watched at this level."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "observe")
        known = ObservationLevel.objects.filter(stay=stay, voided=False).aggregate(last=Max("since"))["last"]
        it.permit(
            chosen(Observation, level, "level"), said(reason, "reason", "理由", "the reason"),
            not_before(it.at, Tag.OBSERVED.text, known),
        )  # fmt: skip
        return set_level(it, stay, level, reason)


def check(stay_id: object, *, by: Actor, at: datetime, finding: str = Finding.WELL.value, note: str = "") -> Entry:
    """Somebody looked and saw this. Anything but well or asleep wants a note."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "check")
        it.permit(chosen(Finding, finding, "finding"))
        if finding not in (Finding.WELL, Finding.ASLEEP):
            it.permit(said(note, "note", "具体情况", "what was seen"))
        return _write(it, stay, finding, note)


def watched_no_more(it: Act, stay: Stay) -> None:
    """Within an action under way: he is gone. What alarms saw of his body and of where he is has ended, and what they
    saw between him and another."""
    concerned = Q(subject_kind="stay", subject_id=str(stay.pk)) | Q(cause=str(stay.ref))
    clear_all(Alarm.objects.filter(concerned, rule__in=guarding()), by=it.by, at=it.at)


def set_level(it: Act, stay: Stay, level: str, reason: str = "", risk: str = "") -> Entry:
    """Within an action under way: the new level, its row and its entry. `risk`: what it follows from, where nobody gave
    a `reason`."""
    row = ObservationLevel.objects.create(stay=stay, level=level, since=it.at, reason=reason)
    stay.observation = level
    stay.save(update_fields=["observation"])
    body, facts = Observed(level, reason, risk), {"observation.level": level}
    return entering.enter(it, stay, Tag.OBSERVED, body, row.ref, facts=facts)


def _write(it: Act, stay: Stay, finding: str, note: str) -> Entry:
    row = Check.objects.create(stay=stay, at=it.at, finding=finding, note=note)
    return entering.enter(it, stay, Tag.CHECKED, Checked(finding, note), row.ref, stay.room.ref if stay.room else None)
