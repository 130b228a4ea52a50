"""One stay from arrival to departure, by real actions at simulated times."""

import pytest

from mingjing.approvals.actions import request as requests
from mingjing.custody.actions import (
    belongings,
    care,
    contact,
    departure,
    questioning,
    temp_exit,
    watching,
)
from mingjing.custody.selectors.gaps import gaps_of
from mingjing.custody.selectors.leaving import exit_checklist
from mingjing.custody.selectors.record import steps
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org.vocab import RoomKind
from tests.custody.walk import SIGNED, calm, placed, settled

pytestmark = pytest.mark.django_db


def test_a_whole_stay(centre):
    c, at = centre, centre.at
    stay = c.received(case_id=c.case().pk)
    now = settled(c, stay, calm())
    placed(c, stay, now)
    assert [s.state for s in steps(stay)] == ["done"] * 8

    care.offer(stay.pk, by=c.by("custody_guard"), at=at(30), kind="drink")
    watching.check(stay.pk, by=c.by("custody_guard"), at=at(55))
    contact.note(
        stay.pk, by=c.by("case_officer"), at=at(56), kind="family_notified", name="李四", relation="妻", means="电话"
    )
    asking = [c.officer("case_officer").pk, c.officer("case_officer", name="副手").pk]
    talk = questioning.start(
        stay.pk, by=c.by("case_officer"), at=at(60), kind="questioning",
        room_id=c.room(RoomKind.INTERVIEW_ROOM).pk, officer_ids=asking,
    )  # fmt: skip
    questioning.end(talk.pk, by=c.by("case_officer"), at=at(110))
    placed(c, stay, 112)

    trip = temp_exit.ask(
        stay.pk, by=c.by("case_officer"), at=at(120), purpose="identify_scene", place="城关镇北街", due_back=at(240),
        escort_ids=asking, reason="辨认现场",
    )  # fmt: skip
    with pytest.raises(Refusal):
        temp_exit.depart(trip.pk, by=c.by("custody_officer"), at=at(121))
    head = c.officer("station_head", where=c.station)
    requests.decide(trip.approval, by=head.acting("station_head"), at=at(125), granted=True, reason="同意")
    temp_exit.depart(trip.pk, by=c.by("custody_officer"), at=at(130), bodycam=True)
    temp_exit.come_back(trip.pk, by=c.by("reception"), at=at(200))
    placed(c, stay, 202)

    departure.prepare(stay.pk, by=c.by("case_officer"), at=at(250), kind="released", outcome="warning_fine")
    leave = {"by": c.by("custody_officer"), "at": at(260), "person_signature": SIGNED}
    with pytest.raises(Refusal) as refused:
        departure.depart(stay.pk, **leave)
    codes = {v.code for v in refused.value.verdicts}
    assert {"custody.exit.belongings", "custody.exit.recheck", "custody.exit.cosigned"} <= codes

    belongings.return_belongings(stay.pk, by=c.by("reception"), at=at(252), signature=SIGNED)
    departure.recheck(stay.pk, by=c.by("medic"), at=at(253))
    departure.sign_for_centre(stay.pk, by=c.by("custody_officer"), at=at(254))
    departure.sign_for_case(stay.pk, by=c.by("case_officer"), at=at(255))
    lacking = [p.code for p in exit_checklist(stay, "released", at(255)) if not p.ok and p.severity == "block"]
    assert lacking == ["custody.exit.signed"]
    written = departure.depart(stay.pk, **leave)

    stay.refresh_from_db()
    assert (stay.state, stay.departed_at, stay.room) == ("departed", at(260), None)
    assert written.tag == "custody.stay.released"
    assert gaps_of(stay, at(300)).numbers == written.body["gap_minutes"]
    numbers = list(Entry.objects.filter(log=c.site.code).order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(len(numbers)))
