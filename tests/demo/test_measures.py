"""The demonstration holds measures in every state, made by the real acts."""

from datetime import timedelta

import pytest

from mingjing.demo import measures
from mingjing.demo.seed import prefecture
from mingjing.kernel.time import now
from mingjing.measures.models import Measure, Penalty
from mingjing.review.models import Review

pytestmark = pytest.mark.django_db


def test_measures_of_every_sort_stand_in_the_demonstration():
    end = now()
    assert measures.before(prefecture(end - timedelta(days=60)), end) == []
    states = set(Measure.objects.values_list("kind", "state"))
    assert {
        ("bail", "executed"), ("bail", "breached"), ("residential_surveillance", "executed"), ("arrest", "executed"),
        ("detention", "proposed"), ("penalty", "served"), ("penalty", "hearing_asked"), ("penalty", "proposed"),
        ("penalty", "ended"), ("evidence_preservation", "executed"),
    } <= states  # fmt: skip
    assert Penalty.objects.count() == 5
    found = set(Review.objects.values_list("kind", "state"))
    assert found == {("arrest", "passed"), ("arrest", "submitted"), ("arrest", "returned")}
