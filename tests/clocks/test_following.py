"""Clocks appear, move and end in the transaction of the act."""

from datetime import timedelta

import pytest

from mingjing.clocks import following, selectors
from mingjing.clocks.going import Memory
from mingjing.clocks.models import Clock, Timed
from mingjing.clocks.vocab import Phase
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from tests.clocks.acts import STAY, arrived, happened
from tests.watched import NOON

RULE = "cn.questioning.public_order"
H = timedelta(hours=1)


def questioning():
    return Clock.objects.get(rule=RULE)


def test_the_clock_starts_with_the_arrival(centre):
    entry = arrived(NOON)
    clock = questioning()
    assert (clock.started_at, clock.due_at, clock.state) == (NOON, NOON + 8 * H, Phase.RUNNING)
    assert (clock.site, clock.opened_by) == (centre.site, entry)
    assert "PSL 97" in clock.basis
    assert clock.attend_at == clock.warnings[0]
    assert clock.limit.zh == "8 小时"


def test_it_ends_with_the_departure(centre):
    arrived(NOON)
    with frozen(NOON + 3 * H):
        happened("custody.stay.departed", NOON + 3 * H)
    clock = questioning()
    assert (clock.state, clock.ended_at, clock.attend_at) == (Phase.MET, NOON + 3 * H, None)


def test_following_twice_changes_nothing(centre):
    from mingjing.clocks.following import follow

    entry = arrived(NOON)
    before = list(Timed.objects.order_by("id").values())
    follow(entry)
    assert list(Timed.objects.order_by("id").values()) == before


def test_a_late_entry_is_reckoned_from_when_it_happened(centre):
    arrived(NOON - 9 * H)
    clock = questioning()
    assert (clock.state, clock.attend_at) == (Phase.BREACHED, NOON)
    assert [c.rule for c in selectors.open_breaches(STAY)] == [RULE]


def test_a_correction_speaks_from_the_hour_it_corrects(centre):
    first = arrived(NOON)
    assert Clock.objects.filter(rule=RULE).exists()
    happened("custody.stay.amended", NOON, {"case.kind": "criminal"}, amends=first, reason="登记有误")
    assert questioning().state == Phase.WITHDRAWN
    assert RULE not in [t.rule for t in selectors.of(STAY)]


def test_a_grant_about_the_stay_extends_it(centre):
    arrived(NOON, {"case.many_people": True})
    asked = questioning().available_extensions[0]
    facts = {"approval.kind": asked["approval"]}
    happened("approvals.request.granted", NOON, facts, subject=Ref("request", "r1"), refs=[STAY])
    clock = questioning()
    assert clock.due_at == NOON + 12 * H
    assert clock.available_extensions == []


def test_a_fellow_subjects_entries_are_its_own(centre):
    arrived(NOON)
    happened("custody.stay.departed", NOON, subject=Ref("stay", "s2"), refs=[STAY])
    assert questioning().is_open


def test_an_act_that_fails_leaves_no_clock(centre):
    with pytest.raises(Refusal), act(by=centre.acting("custody"), at=NOON) as it:
        arrived(NOON)
        it.permit(no("test.no", "不行", "No"))
    assert (Timed.objects.count(), Entry.objects.count()) == (0, 0)


def test_the_first_due_of_many_in_one_query(centre, django_assert_num_queries):
    arrived(NOON)
    arrived(NOON - H, subject=Ref("stay", "s2"))
    refs = [STAY, Ref("stay", "s2"), Ref("stay", "s3")]
    with django_assert_num_queries(1):
        found = selectors.next_due(refs, [RULE])
    assert set(found) == set(refs[:2])
    for (first, asked), ref in zip(found.values(), found, strict=True):
        assert first.due_at == min(row.due_at for row in selectors.of(ref) if row.due_at) < asked.due_at
        assert asked.rule == RULE
    assert [len(rows) for rows in selectors.next_due(refs).values()] == [1, 1]


def test_what_rests_is_neither_due_nor_over(centre):
    arrived(NOON - 7 * H)
    happened("custody.stay.sobering_started", NOON - 6 * H)
    clock = questioning()
    assert (clock.state, clock.attend_at) == (Phase.PAUSED, None)
    later = clock.due_at + H  # the row still tells the limit as it stood when it was last reckoned
    assert selectors.open_breaches(STAY, later) == []
    assert RULE not in [row.rule for rows in selectors.next_due([STAY], [RULE]).values() for row in rows]
    assert selectors.due_at_site(centre.site)[-1] == Timed.objects.get(pk=clock.pk)
    happened("custody.stay.sobering_ended", NOON)
    assert [c.rule for c in selectors.open_breaches(STAY, questioning().due_at + H)] == [RULE]


def test_a_duty_rests_while_he_is_questioned(centre):
    look = "cn.care.check_interval"
    arrived(NOON - H)
    happened("custody.stay.questioning_started", NOON - H / 2)
    resting = Timed.objects.get(rule=look, ended_at=None)
    assert (resting.state, resting.attend_at, resting.told) == (Phase.PAUSED, None, "nothing")
    assert Timed.objects.get(rule=look, number=0).state == Phase.DONE
    happened("custody.stay.questioning_ended", NOON)
    again = Timed.objects.get(rule=look, ended_at=None)
    assert (again.pk, again.state, again.started_at, again.due_at) == (resting.pk, Phase.OPEN, NOON, NOON + H / 2)


@pytest.mark.parametrize("events", [1, 40])
def test_following_costs_the_same_statements_however_long_the_stay(centre, events, django_assert_max_num_queries):
    arrived(NOON - 4 * H)
    for n in range(events):
        happened("custody.stay.checked", NOON - 3 * H + timedelta(minutes=n))
    from mingjing.clocks.following import follow

    entry = Entry.objects.order_by("id").last()
    with django_assert_max_num_queries(4):
        follow(entry)


def test_an_open_duty_is_told_in_the_words_of_the_book_that_reckons_it(centre, monkeypatch):
    arrived(NOON)
    mine = Timed.objects.filter(rule="cn.health.assess")
    told = mine.get()
    mine.update(book="an older one", explain_zh="旧文")
    monkeypatch.setattr(following, "memory", Memory())  # as another process would: all is read and reckoned anew
    happened("custody.stay.checked", NOON)
    again = mine.get()
    assert (again.pk, again.state, again.explain_zh, again.book) == (told.pk, Phase.OPEN, told.explain_zh, told.book)
