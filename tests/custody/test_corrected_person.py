"""A person's record is put right while he is here: the clocks of his stay follow at once, from his arrival on."""

from datetime import date

import pytest

from mingjing.clocks.models import Timed
from mingjing.clocks.vocab import Phase
from mingjing.custody.actions import identity
from mingjing.kernel.time import frozen
from mingjing.ledger.models import Entry
from mingjing.persons.actions import person as persons

pytestmark = pytest.mark.django_db
GUARDIAN = "cn.minors.call_guardian"
ADULT, MINOR = date(1990, 5, 17), date(2010, 5, 17)


@pytest.fixture
def here(centre):
    def make(born, **person):
        who = centre.person(born=born, **person)
        with frozen(centre.at(0)):
            return centre.received(who, case_id=centre.case().pk)

    return make


@pytest.fixture
def correct(centre):
    def go(stay, minutes=20, **changes):
        with frozen(centre.at(minutes)):
            persons.correct(
                stay.person_id, by=centre.by("reception"), at=centre.at(minutes), reason="查验户口簿", **changes
            )

    return go


def duty(stay):
    row = Timed.objects.of(stay.ref).filter(rule=GUARDIAN).first()
    return row and Phase(row.state)


def test_the_birth_date_makes_him_a_minor_from_his_arrival_on(centre, here, correct):
    stay = here(ADULT)
    assert duty(stay) is None
    correct(stay, birth_date=MINOR)
    assert duty(stay) == Phase.OPEN
    assert Timed.objects.get(rule=GUARDIAN).started_at == stay.arrived_at


def test_the_birth_date_makes_him_an_adult(here, correct):
    stay = here(MINOR)
    assert duty(stay) == Phase.OPEN
    correct(stay, birth_date=ADULT)
    assert duty(stay) == Phase.WITHDRAWN


def test_a_birth_date_nobody_knows_any_more_decides_nothing(here, correct):
    stay = here(MINOR)
    correct(stay, birth_date=None)
    assert Entry.objects.get(tag="persons.person.corrected").facts == {"person.age": None}
    assert duty(stay) == Phase.WITHDRAWN  # unknown is an answer: neither a minor nor an adult
    correct(stay, minutes=25, age_about=16)
    assert duty(stay) == Phase.OPEN


def test_who_came_as_a_minor_stays_one_when_corrected_after_his_birthday(centre, here, correct):
    stay = here(date(2008, 11, 22))  # eighteen are complete on the day after the birthday: the day he came
    assert duty(stay) is None
    correct(stay, birth_date=date(2008, 11, 23))
    assert duty(stay) == Phase.OPEN
    correct(stay, minutes=15 * 60, features="左臂纹身")  # it is the next day now
    correct(stay, minutes=15 * 60 + 1, birth_date=date(2008, 11, 24))
    assert duty(stay) == Phase.OPEN


def test_a_correction_unsays_nothing_else(centre, here, correct):
    stay = here(ADULT)
    with frozen(centre.at(10)):
        identity.unknown(stay.pk, by=centre.by("reception"), at=centre.at(10), reason="证件系伪造")
    correct(stay, features="左臂纹身", birth_date=date(1991, 5, 17))
    assert Entry.objects.get(tag="persons.person.corrected").facts == {"person.age": 35}


def test_who_is_gone_is_left_as_he_was(centre, here, correct):
    stay = here(ADULT)
    type(stay).objects.filter(pk=stay.pk).update(state="departed", departed_at=centre.at(5))
    correct(stay, birth_date=MINOR)
    assert duty(stay) is None
