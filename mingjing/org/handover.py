"""Who may hand a shift over and who may take it, with every reason against it."""

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import Verdict, no
from mingjing.org.access import may
from mingjing.org.models import Shift


def may_relieve(by: Actor, shift: Shift, following: Shift) -> list[Verdict]:
    """Whether he may take over the one by beginning the other, with every reason against it."""
    return [
        may(by, "org:shift:hand_over", unit=shift.site.unit), *_on_it(by, following),
        *_relief(by, shift, following),
    ]  # fmt: skip


def may_offer(by: Actor, shift: Shift) -> list[Verdict]:
    """Whether he may hand it over, or begin it: he is of that shift."""
    return [may(by, "org:shift:hand_over", unit=shift.site.unit), *_on_it(by, shift)]


def _on_it(by: Actor, shift: Shift) -> list[Verdict]:
    if by.kind == "machine" or shift.places.filter(officer_id=by.id).exists():
        return []
    return [no("org.shift.not_on_it", "您不在这一班。", "You are not on this shift.")]


def _relief(by: Actor, shift: Shift, following: Shift) -> list[Verdict]:
    found = []
    if shift.site_id != following.site_id:
        found.append(no("org.shift.other_site", "不是同一场所的班次。", "That shift is at another site."))
    if by.kind == "officer" and str(shift.offered_by_id) == by.id:
        found.append(no("org.shift.same_person", "交班和接班须为不同的人。", "Another person must take over."))
    return found
