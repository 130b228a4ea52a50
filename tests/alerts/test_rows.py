"""A row that no entry accounts for rings at the top, once, until it is gone."""

import pytest

from mingjing.alerts import rows
from mingjing.alerts.models import Alarm
from mingjing.org.models import Posting
from mingjing.org.row_audit import planted
from tests.watched import NOON

pytestmark = pytest.mark.usefixtures("quiet_clocks")


@pytest.fixture
def known(centre):
    """How many rows of the small world were made past the actions."""
    return len(list(planted(NOON)))


def rung():
    return Alarm.objects.open().filter(rule="integrity.logs_disagree", cause__startswith="post.planted")


def test_a_planted_post_rings_at_the_top_until_it_is_gone(centre, known, monkeypatch):
    before = rung().count()
    rows.look(NOON)
    before = rung().count()
    officer = Posting.objects.first().officer
    made = Posting.objects.create(officer=officer, unit=centre.site.unit, post="county_chief", since=NOON)
    for _ in range(2):
        assert rows.look(NOON) == known + 1
    assert rung().count() == before + 1
    alarm = rung().get(cause=f"post.planted {made.pk}")
    assert (alarm.site, officer.number in alarm.text.en) == (centre.site.parent, True)
    made.delete()
    rows.look(NOON)
    assert not Alarm.objects.get(pk=alarm.pk).active


def test_it_looks_once_an_hour(centre, monkeypatch):
    looked = []
    monkeypatch.setattr(rows, "look", lambda at: looked.append(at) or 1)
    monkeypatch.setattr(rows, "_looked", [])
    assert [rows.tick(NOON), rows.tick(NOON)] == [1, 0]
    assert len(looked) == 1
