"""One of these ids: the same rows as `in`, on either database."""

import pytest

from mingjing.kernel.ids import new_id
from mingjing.persons.models import Person, PersonName

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [0, 1, 2])
def test_it_finds_what_in_finds(register, number):
    known = [register(name).pk for name in ("张伟", "李娜", "王芳")]
    asked = [*known[:number], new_id()]
    assert set(Person.objects.filter(pk__among=asked)) == set(Person.objects.filter(pk__in=asked))
    named = PersonName.objects.filter(person__id__among=asked)
    assert set(named.values_list("person", flat=True)) == set(known[:number])


def test_of_nothing_it_finds_nothing(register):
    register("张伟")
    assert not Person.objects.filter(pk__among=[]).exists()
