"""Facts from rows, at the very limit."""

from datetime import UTC, date, datetime

import pytest

from mingjing.custody.facts import minor
from mingjing.persons.models import Person

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born", "is_minor"),
    [
        (date(2008, 11, 22), False),  # eighteen since today: complete on the day after the birthday
        (date(2008, 11, 23), True),
        (date(2010, 1, 1), True),
        (None, None),
    ],
)
def test_who_is_a_minor(born, is_minor):
    assert minor(Person(birth_date=born), NOON) is is_minor


@pytest.mark.parametrize(("about", "is_minor"), [(17, True), (18, False)])
def test_an_estimate_counts_where_nothing_better_is_known(about, is_minor):
    assert minor(Person(age_about=about, described_on=NOON.date()), NOON) is is_minor
