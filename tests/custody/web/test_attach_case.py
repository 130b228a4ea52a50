"""A case that was not known at the door is attached later, and the clocks of its kind begin."""

import pytest

from mingjing.cases.actions import people
from mingjing.clocks.models import Timed

pytestmark = pytest.mark.django_db


def test_a_case_is_attached_and_its_clock_counts_from_the_arrival(centre, web):
    case, stay = centre.case(), centre.received(ground="summons", instrument="传唤证1号")
    address = f"/stays/{stay.pk}/do/case"
    client = web("custody_officer")
    assert address in client.get(f"/stays/{stay.pk}/").content.decode()
    assert case.number in client.get(address).content.decode()
    assert client.post(address, {"row": case.pk}).status_code == 302
    stay.refresh_from_db()
    assert stay.case == case
    clock = Timed.objects.of(stay.ref).get(rule="cn.questioning.public_order")
    assert clock.started_at == stay.arrived_at
    assert "现在没有可办理的对象" in client.get(address).content.decode()


def test_a_case_he_is_recused_from_or_does_not_see_is_not_attached(centre, web, entered):
    case, stay = centre.case(), centre.received()
    officer = centre.officer("custody_officer")
    head = centre.officer("station_head", where=centre.station).acting()
    people.recuse(case.pk, by=head, at=centre.at(5), officer_id=officer.pk, reason="亲属")
    before = entered()
    assert web("custody_officer").post(f"/stays/{stay.pk}/do/case", {"row": case.pk}).status_code in {403, 422}
    assert web("custody_guard").post(f"/stays/{stay.pk}/do/case", {"row": case.pk}).status_code in {403, 422}
    assert entered() == before
