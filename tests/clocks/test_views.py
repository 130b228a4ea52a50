"""What is due at a site, and one clock explained."""

import pytest
from django.urls import reverse

from mingjing.clocks import panels
from mingjing.clocks.models import Clock
from tests.clocks.acts import STAY, arrived
from tests.watched import NOON

RULE = "cn.questioning.public_order"


@pytest.fixture
def clock(centre):
    arrived(NOON)
    return Clock.objects.get(rule=RULE)


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "询问查证时限"), ("en", "Questioning time")])
def test_the_pages_speak_both_languages(signed_in, clock, language, title):
    client = signed_in("custody")
    client.cookies["mingjing_language"] = language
    for address in (reverse("clocks:due"), reverse("clocks:due_panel"), reverse("clocks:timed", args=[clock.pk])):
        page = client.get(address)
        assert page.status_code == 200
        assert title.lower() in page.content.decode().lower()


def test_another_countys_clock_does_not_exist(signed_in, clock):
    assert signed_in("neighbour").get(reverse("clocks:timed", args=[clock.pk])).status_code == 404
    assert RULE not in signed_in("neighbour").get(reverse("clocks:due")).content.decode()


def test_the_list_of_one_subject_is_one_query(clock, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = panels.of(STAY)
    dues = [n.due.due_at for n in found["open"] if n.due]
    assert dues == sorted(dues)
    assert found["ended"] == []


def test_the_due_list_costs_the_same_for_many(centre, signed_in, clock, django_assert_max_num_queries):
    from mingjing.kernel.ref import Ref

    for n in range(2, 8):
        arrived(NOON, subject=Ref("stay", f"s{n}"))
    client = signed_in("custody")
    client.get(reverse("clocks:due"))
    with django_assert_max_num_queries(12):
        client.get(reverse("clocks:due"))
