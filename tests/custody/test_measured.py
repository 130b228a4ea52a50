"""A stay and the measures it rests on: offered as the next ground, and known when they end."""

from datetime import timedelta

import pytest

from mingjing.cases.actions import people
from mingjing.clocks.models import Timed
from mingjing.custody.actions import stay as stays
from mingjing.custody.forms.leaving import ChangeGround, ExecuteDetention
from mingjing.custody.measured import in_force, next_ground
from mingjing.custody.models import Stay
from mingjing.custody.vocab import Ground
from mingjing.kernel.actor import machine
from mingjing.kernel.time import frozen, now
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.measures.actions import measure as measures
from mingjing.measures.entering import enter
from mingjing.measures.entries import Moved
from mingjing.measures.models import Measure
from mingjing.measures.vocab import Tag

pytestmark = pytest.mark.django_db
SETUP = machine("setup")


@pytest.fixture
def held(centre):
    """Somebody received on a summons, a suspect of his case, with a detention put forward."""
    case, who = centre.case(), centre.person()
    people.add_person(case.pk, by=SETUP, at=now(), person_id=who.pk, role="suspect")
    begun = centre.received(who, case_id=case.pk, ground="summons", instrument="传1")
    told = {"case_id": case.pk, "person_id": who.pk, "kind": "detention", "reason": "现场抓获"}
    return begun, measures.propose(by=SETUP, at=now(), **told)


def stand(measure, move, state, **fields):
    """The step as the runner writes it, without the papers around it."""
    with act(by=SETUP, at=now()) as it:
        Measure.objects.filter(pk=measure.pk).update(state=state, **fields)
        body = Moved(measure.kind, "某", move, measure.state, state, move, move, state, state)
        enter(
            it,
            Measure.objects.get(pk=measure.pk),
            Tag.MOVED,
            body,
            facts={"measure.move": move, "measure.state": state},
        )


def test_every_entry_of_the_measure_names_the_stay(held):
    begun, measure = held
    entry = Entry.objects.filter(subject_kind="measure", subject_id=str(measure.pk)).with_content().get()
    assert str(begun.ref) in entry.fields["refs"]


def test_a_decided_measure_is_offered_with_its_number_and_taken_by_nobody(held, centre):
    begun, measure = held
    assert in_force(begun) == []
    stand(measure, "decide", "decided", decided_at=now(), instrument="公拘字1号")
    assert next_ground(begun, detained=True) == (Ground.DETENTION, "公拘字1号")
    form = ExecuteDetention(stay=begun, officer=centre.officer("custody_officer"))
    assert (form["ground"].value(), form["instrument"].value()) == ("detention", "公拘字1号")
    assert ChangeGround(stay=begun, officer=centre.officer("custody_officer"))["instrument"].value() is None
    assert Stay.objects.get(pk=begun.pk).ground == "summons"


def test_when_the_measure_ends_the_clock_of_the_stay_ends_too(held, centre):
    begun, measure = held
    stand(measure, "decide", "decided", decided_at=now(), instrument="公拘字1号")
    with frozen(now() + timedelta(minutes=10)):
        told = {"ground": "detention", "instrument": "公拘字1号", "refused_to_sign": "拒签"}
        stays.execute_detention(begun.pk, by=SETUP, at=now(), **told)
    clock = Timed.objects.of(begun.ref).filter(rule="cn.detention.deliver")
    assert clock.open().exists()
    with frozen(now() + timedelta(hours=1)):
        stand(measure, "release", "ended", ended_at=now())
    assert not clock.open().exists()
