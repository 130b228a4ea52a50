"""Taken, or with the police, before he came here: the law counts from then."""

from datetime import timedelta

import pytest

from mingjing.clocks.models import Timed
from mingjing.custody.actions import amendment, stay
from mingjing.custody.panels import event, particulars
from mingjing.custody.selectors.gaps import gaps_of
from mingjing.custody.selectors.timeline import timeline
from mingjing.custody.vocab import BY_WARRANT, HELD_BEFORE, Ground
from mingjing.kernel.time import iso
from mingjing.law import books
from mingjing.ledger.models import Entry
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)


def received(centre, ground="detention", held=-180, minutes=0, **kw):
    told = {"ground": ground, "instrument": "拘字〔2026〕9号", "case_id": centre.case("criminal").pk, **kw}
    return centre.received(minutes=minutes, held_since=None if held is None else centre.at(held), **told)


def due(begun, rule):
    return Timed.objects.get(subject_id=str(begun.pk), rule=rule).due_at


def test_the_limits_count_from_the_hour_on_the_warrant_and_the_arrival_stays_what_it_is(centre):
    begun = received(centre)
    for rule in ("cn.detention.deliver", "cn.detention.notify_family", "cn.detention.first_interrogation"):
        assert due(begun, rule) == centre.at(-180) + DAY
    assert (begun.held_since, begun.arrived_at, begun.ground_since) == (centre.at(-180), centre.at(0), centre.at(0))
    assert not Timed.objects.filter(subject_id=str(begun.pk), rule="cn.search.on_arrival", started_at__lt=centre.at(0))
    assert gaps_of(begun, centre.at(10)).stay.start == centre.at(0)


def test_without_it_they_count_from_the_arrival_and_the_law_warns(centre):
    begun = received(centre, held=None)
    assert due(begun, "cn.detention.deliver") == centre.at(0) + DAY
    [arrived] = Entry.objects.about(begun.ref).filter(tag="custody.stay.arrived").with_content()
    assert [one["code"] for one in arrived.fields["warnings"]] == ["cn.receive.detained_before"]
    [other] = Entry.objects.about(received(centre).ref).filter(tag="custody.stay.arrived").with_content()
    assert "warnings" not in other.fields


@pytest.mark.parametrize(
    ("ground", "rule", "hours"),
    [
        ("forced_summons_criminal", "cn.questioning.forced_appearance", 12),
        ("summons", "cn.questioning.criminal_summons", 12),
        ("oral_summons", "cn.questioning.criminal_summons", 12),
    ],
)
def test_who_was_brought_to_a_station_first_has_used_that_time(centre, ground, rule, hours):
    assert due(received(centre, ground, held=-60), rule) == centre.at(-60) + timedelta(hours=hours)


def test_that_of_a_case_attached_later_counts_from_then_as_well(centre):
    begun = received(centre, "summons", held=-60, case_id=None)
    case = centre.case("criminal")
    stay.attach_case(begun.pk, by=centre.officer("case_officer").acting(), at=centre.at(30), case_id=case.pk)
    assert due(begun, "cn.questioning.criminal_summons") == centre.at(-60) + timedelta(hours=12)


@pytest.mark.parametrize("ground", [g.value for g in Ground if g not in HELD_BEFORE])
def test_a_ground_that_counts_from_the_arrival_has_no_such_hour(centre, ground):
    assert refusal(received, centre, ground) == ["custody.held_since.ground"]


def test_it_lies_before_the_arrival(centre):
    assert refusal(received, centre, held=1) == ["custody.held_since.later"]
    assert refusal(received, centre, held=8 * 60 + 1) == ["custody.held_since.later"]
    assert not Entry.objects.filter(subject_kind="stay").exists()
    assert received(centre, held=0).held_since == centre.at(0)


def test_rules_of_every_such_ground_listen_for_it():
    """Whatever begins with the arrival on one of these grounds and is a limit of its own begins with the warrant."""
    begun = {rule.id: {tag for clause in rule.starts for tag in clause.tags} for rule in books.current().rules.values()
             if rule.id.startswith(("cn.detention.", "cn.arrest.", "cn.questioning.", "cn.continued.limit"))
             and hasattr(rule, "starts")}  # fmt: skip
    deaf = [r for r, tags in begun.items() if "custody.stay.arrived" in tags and "custody.stay.held_before" not in tags]
    assert begun
    assert deaf == []


def test_it_is_amended_like_any_hour_and_never_past_the_arrival(centre):
    begun, by = received(centre), centre.by("custody_officer")
    entry = Entry.objects.about(begun.ref).get(tag="custody.stay.held_before")

    def moved(minutes, what=entry):
        told = {"reason": "核对拘留证", "changes": {"occurred_at": iso(centre.at(minutes))}}
        return amendment.amend(what, by=by, at=centre.at(60), **told)

    assert refusal(moved, 1) == ["custody.amend.order"]
    moved(-240)
    assert due(begun, "cn.detention.deliver") == centre.at(-240) + DAY
    arrived = Entry.objects.about(begun.ref).get(tag="custody.stay.arrived")
    assert refusal(moved, -241, arrived) == ["custody.amend.order"]
    moved(-200, arrived)
    begun.refresh_from_db()
    assert (begun.held_since, begun.arrived_at) == (centre.at(-240), centre.at(-200))


def test_the_record_shows_it_where_it_happened_and_not_as_late(centre):
    begun = received(centre)
    line = timeline(begun).lines[-1]
    assert (line.entry.tag, line.happened_at, line.late) == ("custody.stay.held_before", centre.at(-180), False)
    assert event(line).late is None
    assert "时限自此起算" in line.text.zh
    assert "2026-11-23 07:00" in [str(value) for _, value in particulars(begun)]


class TestTheForm:
    @pytest.fixture
    def send(self, centre, client, settings):
        settings.MFA_REQUIRED = False
        client.force_login(centre.officer("reception"))
        typed = {
            "name": "某甲", "sex": "male", "role": "suspect", "mode": "brought", "directly": "yes",
            "brought_by": centre.officer("case_officer").pk, "at": "2026-11-23T17:55", "instrument": "拘字〔2026〕9号",
        }  # fmt: skip
        return lambda **more: client.post("/stays/receive/", typed | more)

    @pytest.mark.parametrize("ground", [g.value for g in BY_WARRANT])
    def test_asks_for_the_hour_on_the_warrant_and_keeps_what_was_typed(self, send, ground):
        refused = send(ground=ground)
        assert "held_since" in refused.context["form"].errors
        assert "拘字〔2026〕9号" in refused.content.decode()
        assert send(ground=ground, held_since="2026-11-23T18:30").context["form"].errors["held_since"]
        assert send(ground=ground, held_since="2026-11-23T09:30").status_code == 302

    def test_of_others_it_may_stay_empty(self, send):
        assert send(ground="oral_summons", instrument="").status_code == 302
