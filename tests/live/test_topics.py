"""Who may hear what."""

import pytest

from mingjing.live.topics import MOST_TOPICS, permitted

COUNTY, OTHER, STATION = (
    "610900000000/610921000000/",
    "610900000000/610922000000/",
    "610900000000/610921000000/610921010000/",
)


@pytest.mark.parametrize(
    ("officer", "site", "hears"),
    [
        (COUNTY, COUNTY, True),
        ("610900000000/", COUNTY, True),
        (STATION, COUNTY, True),
        (COUNTY, STATION, True),
        (OTHER, COUNTY, False),
        (OTHER, STATION, False),
    ],
)
def test_a_site_is_heard_above_and_below_not_beside(officer_at, site_at, officer, site, hears):
    topic = str(site_at(site).ref)
    assert permitted(officer_at(officer), [topic]) == ([topic] if hears else [])


def test_an_officer_hears_himself_only(officer_at):
    one, two = officer_at(COUNTY), officer_at(COUNTY)
    assert permitted(one, [str(one.ref), str(two.ref)]) == [str(one.ref)]


@pytest.mark.parametrize("topic", ["", "nonsense", "person:1", "site:none", "site:", ":x", "site:1' OR 1=1"])
def test_what_cannot_be_judged_is_not_heard(officer_at, topic):
    assert permitted(officer_at(COUNTY), [topic]) == []


def test_a_page_cannot_ask_for_everything(officer_at):
    officer = officer_at(COUNTY)
    many = [str(officer.ref)] + [f"site:{n}" for n in range(MOST_TOPICS + 10)]
    assert len(permitted(officer, many)) == 1
