"""The record in pages: every line once, where it happened, however late it was entered or moved."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mingjing.custody.actions import watching
from mingjing.custody.actions.amendment import amend
from mingjing.custody.selectors.timeline import Place, timeline
from mingjing.kernel.actor import machine
from mingjing.kernel.time import iso
from mingjing.ledger.models import Entry
from tests.custody.conftest import _now  # noqa: F401 - pytest finds the frozen evening here

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(centre):
    """A stay with looks entered in and out of order, some in the same minute, one moved, one taken back."""
    found = centre.received()
    by = centre.by("custody_guard")
    looks = [watching.check(found.pk, by=by, at=centre.at(m)) for m in (5, 20, 10, 20, 20, 40, 15, 60, 55, 20)]
    amend(looks[5], by=by, at=centre.at(61), reason="时间有误", changes={"occurred_at": iso(centre.at(7))})
    amend(looks[0], by=by, at=centre.at(62), reason="时间有误", changes={"occurred_at": iso(centre.at(58))})
    amend(looks[7], by=by, at=centre.at(63), reason="点错人", changes={"voided": True})
    return found


def paged(stay, size):
    pages, before = [], None
    while True:
        page = timeline(stay, before=before, size=size)
        pages.append(page.lines)
        if page.older is None:
            return pages
        before = Place.read(str(page.older))
        assert before == page.older


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 100])
def test_pages_together_are_the_record_in_order(stay, size):
    whole = [(one.happened_at, one.entry.pk) for one in timeline(stay, size=1000).lines]
    assert whole == sorted(whole, reverse=True)
    assert len(whole) == Entry.objects.about(stay.ref).count()
    pages = paged(stay, size)
    assert [(one.happened_at, one.entry.pk) for page in pages for one in page] == whole
    assert all(len(page) == size for page in pages[:-1])


def test_a_moved_line_stands_where_it_happened(centre, stay):
    at = [one.happened_at for one in timeline(stay, size=1000).lines if one.moved]
    assert sorted(at) == [centre.at(7), centre.at(58)]


def test_what_is_entered_while_somebody_reads_neither_repeats_nor_hides(centre, stay):
    first = timeline(stay, size=4)
    by = centre.by("custody_guard")
    late = watching.check(stay.pk, by=by, at=centre.at(12))
    watching.check(stay.pk, by=by, at=centre.at(70))
    rest = timeline(stay, before=first.older, size=1000)
    seen = [one.entry.pk for one in (*first.lines, *rest.lines)]
    assert len(seen) == len(set(seen))
    assert late.pk in seen
    assert len(seen) == Entry.objects.about(stay.ref).count() - 1, "the newest stands before the first page"


def test_a_page_reads_no_more_than_itself_and_what_was_amended(centre, stay):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            page = timeline(stay, size=4)
        return len(asked), sum("ledger_entrycontent" in q["sql"] for q in asked), len(page.lines)

    before = cost()
    for minute in range(100, 140):
        watching.check(stay.pk, by=centre.by("custody_guard"), at=centre.at(minute))
    assert cost() == before
    assert before[0] <= 5


def test_earlier_lines_are_one_tap_away(centre, stay, settings, monkeypatch):
    settings.MFA_REQUIRED = False
    monkeypatch.setattr("mingjing.custody.panels.LINES", 4)
    client = Client()
    client.force_login(centre.officer("custody_officer"))
    page = client.get(reverse("custody:stay", args=[stay.pk])).content.decode()
    older = timeline(stay, size=4).older
    assert f"?before={older}" in page
    part = client.get(
        reverse("custody:panel", args=[stay.pk, "timeline"]) + f"?before={older}", headers={"HX-Request": "true"}
    ).content.decode()
    assert part.count('<li class="event') == 4
    assert "最新的记录" in part


@given(st.text())
def test_an_address_typed_by_hand_is_the_newest_page_or_a_place(text):
    found = Place.read(text)
    assert found is None or Place.read(str(found)) == found


@pytest.mark.parametrize("typed", ["9" * 30 + "-1", "1-" + "9" * 30, "-1--1", "0-0", "x"])
def test_impossible_places_are_answered(stay, typed):
    assert timeline(stay, before=Place.read(typed)).lines is not None


def test_places_keep_milliseconds(centre):
    place = Place(centre.at(1) + timedelta(milliseconds=7), 12)
    assert Place.read(str(place)) == place


def test_what_people_did_is_read_without_what_the_system_entered(centre, stay, settings):
    settings.MFA_REQUIRED = False
    watching.check(stay.pk, by=machine("gateway"), at=centre.at(66))
    whole = timeline(stay, size=1000).lines
    people = timeline(stay, size=1000, by_people=True).lines
    assert {one.entry.actor_kind for one in whole} == {"officer", "machine"}
    assert people == tuple(one for one in whole if one.entry.actor_kind != "machine")
    client = Client()
    client.force_login(centre.officer("custody_guard"))
    page = reverse("custody:stay", args=[stay.pk])
    assert len(client.get(page, {"only": "people"}).context["events"]) == len(people)
    assert (
        f"{reverse('custody:panel', args=[stay.pk, 'timeline'])}?only=people"
        in client.get(page, {"only": "people"}).content.decode()
    ), "a bell fetches the same choice"
