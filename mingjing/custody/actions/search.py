"""The personal safety search on entry."""

from collections.abc import Sequence
from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.actions.injury import Mark, write_marks
from mingjing.custody.entering import officers, opened, room_of
from mingjing.custody.entries.arrival import Searched
from mingjing.custody.facts import Facts, of_officers, of_stay
from mingjing.custody.models import Search, Stay
from mingjing.custody.selectors.record import proofs
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import Occasion
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import iso, trim
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer


def search(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    officer_ids: Sequence[object],
    room_id: object,
    on_camera: bool,
    started_at: datetime | None = None,
    findings: str = "",
    self_report: str = "",
    injuries: Sequence[Mark] = (),
) -> Entry:
    """He was searched by these officers; `at` is when the search ended. `findings`: what was found; `self_report`: what
    he said about his health. Raises Refusal when the law's gates (same sex, two officers, on camera) do not hold."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "search")
        searching, room = officers(officer_ids, of=stay), room_of(stay, room_id)
        began = trim(started_at) if started_at else it.at
        it.permit(_began_before(began, stay, it.at))
        facts = _facts(stay, searching, on_camera)
        it.gate("custody.search", of_stay(stay, it.at, proofs(stay)) | facts)
        row = Search.objects.create(
            stay=stay, started_at=began, ended_at=it.at, room=room, on_camera=on_camera, findings=findings,
            self_report=self_report,
        )  # fmt: skip
        row.officers.set(searching)
        names = [o.name for o in searching]
        body = Searched(names, str(room), iso(began), iso(it.at), on_camera, findings, self_report)
        named = [row.ref, room.ref, *(o.ref for o in searching)]
        written = entering.enter(it, stay, Tag.SEARCHED, body, *named, facts=facts | {"search.done": True})
        write_marks(it, stay, injuries, Occasion.ARRIVAL)
        return written


def _facts(stay: Stay, searching: Sequence[Officer], on_camera: bool) -> Facts:
    """Auxiliaries help but do not count as officers of the search."""
    police, _ = of_officers(searching)
    return {
        "search.officers_count": police,
        "search.same_sex": all(o.sex == stay.person.sex for o in searching),
        "search.on_camera": on_camera,
    }


def _began_before(began: datetime, stay: Stay, ended: datetime) -> Verdict:
    if stay.arrived_at <= began <= ended:
        return OK
    return no("custody.search.times", "检查开始时间有误。", "The search cannot have begun then.", field="started_at")
