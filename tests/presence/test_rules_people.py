"""Rules about several people: each case inside and beyond its limit, unknown places, and any order of arrival."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.presence.fold import Fold
from mingjing.presence.rules.limits import limits
from mingjing.presence.rules.people import HOUSE, POST_EMPTY, RULES, Together
from mingjing.presence.rules.situation import OUT, UNKNOWN, Seen, Space, Talk, Who

LIMITS = limits()
SECOND = 1000
SPACES = {
    "H1": Space("H1", holding=True, capacity=2, beside=frozenset({"P"})),
    "H2": Space("H2", holding=True, capacity=1, beside=frozenset({"P"})),
    "I1": Space("I1", beside=frozenset({"P"})),
    "S1": Space("S1", shut=True, beside=frozenset({"P"})),
    "Q": Space("Q", passage=True, beside=frozenset({"P"})),
    "P": Space("P", passage=True, beside=frozenset({"H1", "H2", "I1", "S1", "Q"}), against=frozenset({"Q"})),
}
GUARD = Who(0, "officer:g", "officer")


class Site:
    """A site told what happens, second by second, and what was found so far as (rule, second, subject, began)."""

    def __init__(self, *people):
        self.fold = Fold(Together(SPACES, LIMITS), LIMITS.lateness)
        self.found = []
        for one in (GUARD, *people):
            self.tell(one)

    def tell(self, event):
        self._note(self.fold.add(event))
        return self

    def seen(self, second, who, place):
        return self.tell(Seen(second * SECOND, who, place))

    def wait(self, second):
        self._note(self.fold.advance(second * SECOND))
        return self

    def _note(self, change):
        self.found += [(f.rule, f.at // SECOND, f.subject.split()[0], f.began) for f in change.raised]

    def rules(self):
        return {rule for rule, _, _, began in self.found if began}


def man(name, **told):
    return Who(0, f"stay:{name}", "stay", sex="male", minor=False, **told)


A, B = man("a", kept_from=("stay:b",), room="H1"), man("b", room="H2")
WOMAN = msgspec.structs.replace(man("w"), sex="female")
BOY = msgspec.structs.replace(man("y"), minor=True)


def with_guard(*people):
    return Site(*people).seen(0, "officer:g", "P")


@pytest.mark.parametrize(("other", "rule"), [
    (B, "seen.co_suspect"), (WOMAN, "seen.sex"), (BOY, "seen.juvenile"),
])  # fmt: skip
def test_people_to_be_kept_apart_in_one_room(other, rule):
    site = with_guard(A, other).seen(10, A.who, "H1").seen(20, other.who, "H1").wait(24)
    assert rule not in site.rules()
    site.wait(25)
    assert (rule, 25, min(A.who, other.who), True) in site.found
    site.seen(40, other.who, "P")
    assert (rule, 40, min(A.who, other.who), False) in site.found


def test_co_suspects_may_pass_each_other_in_a_corridor_for_a_moment():
    site = with_guard(A, B).seen(10, A.who, "P").seen(12, B.who, "P").seen(21, B.who, "H2").wait(60)
    assert "seen.co_suspect" not in site.rules()
    site.seen(70, B.who, "P").wait(80)
    assert ("seen.co_suspect", 80, A.who, True) in site.found


@pytest.mark.parametrize("other", [WOMAN, BOY])
def test_with_an_officer_they_may_be_in_one_corridor_but_not_in_one_holding_room(other):
    rules = {"seen.sex", "seen.juvenile"}
    corridor = with_guard(A, other).seen(10, A.who, "P").seen(11, other.who, "P").wait(100)
    assert not corridor.rules() & rules
    room = with_guard(A, other).seen(5, "officer:g", "H1").seen(10, A.who, "H1").seen(11, other.who, "H1").wait(100)
    assert room.rules() & rules


def test_who_comes_when_the_room_is_full_is_one_too_many():
    site = with_guard(man("c"), man("d"), man("e"))
    site.seen(10, "stay:c", "H1").seen(20, "stay:d", "H1").wait(100)
    assert "seen.crowded" not in site.rules()
    site.seen(110, "stay:e", "H1").wait(139)
    assert "seen.crowded" not in site.rules()
    site.wait(140)
    assert [f for f in site.found if f[0] == "seen.crowded"] == [("seen.crowded", 140, "stay:e", True)]
    site.seen(150, "stay:c", "P")
    assert ("seen.crowded", 150, "stay:e", False) in site.found


def test_left_alone_in_a_room():
    site = with_guard(A).seen(10, A.who, "H1").wait(400)
    assert "presence.unattended" not in site.rules()  # the guard stands at the door
    site.seen(410, "officer:g", "H2").wait(709)
    assert "presence.unattended" not in site.rules()
    site.wait(710)
    assert ("presence.unattended", 710, A.who, True) in site.found
    site.seen(720, "officer:g", "H1")
    assert ("presence.unattended", 720, A.who, False) in site.found


def test_who_must_not_be_alone_needs_somebody_in_the_room():
    ill = man("i", close=True)
    site = with_guard(ill).seen(10, ill.who, "H1").wait(40)
    assert ("presence.unattended", 40, ill.who, True) in site.found


def test_in_a_corridor_without_escort():
    site = Site(A).seen(0, "officer:g", "OUT").seen(10, A.who, "P").wait(19)
    assert not site.rules() - {"presence.wrong_room"}
    assert "presence.unescorted" in site.wait(20).rules()


@pytest.mark.parametrize(("officers", "found"), [(1, False), (2, True)])
def test_how_many_officers_question_is_what_the_law_said(officers, found):
    site = with_guard(A).tell(Talk(5000, A.who, "I1", officers))
    site.seen(10, A.who, "I1").seen(11, "officer:g", "I1").wait(200)
    assert ("presence.officers_missing" in site.rules()) is found


def test_a_recording_that_fails_makes_one_officer_too_few():
    site = with_guard(A).tell(Talk(5000, A.who, "I1", 1))
    site.seen(10, A.who, "I1").seen(11, "officer:g", "I1").wait(200)
    assert "presence.officers_missing" not in site.rules()
    site.tell(Talk(300_000, A.who, "I1", 2)).wait(360)
    assert ("presence.officers_missing", 360, A.who, True) in site.found
    site.tell(Talk(400_000, A.who, "")).wait(500)
    assert ("presence.officers_missing", 400, A.who, False) in site.found


def test_who_is_released_while_he_is_questioned_ends_no_other_questioning():
    site = with_guard(A, B).tell(Talk(5000, A.who, "I1", 1)).tell(Talk(5000, B.who, "H2", 2))
    site.seen(10, A.who, "I1").seen(10, B.who, "H2")
    site.tell(msgspec.structs.replace(A, at=20_000, here=False)).wait(120)
    assert [f[2] for f in site.found if f[0] == "presence.officers_missing" and f[3]] == [B.who]


def test_in_another_room_than_the_record_says():
    site = with_guard(A).seen(10, A.who, "H1").wait(100)
    assert "presence.wrong_room" not in site.rules()
    site.seen(110, A.who, "H2").wait(170)
    assert "presence.wrong_room" in site.rules()


def test_with_an_officer_he_may_be_elsewhere():
    site = with_guard(A).seen(10, "officer:g", "I1").seen(11, A.who, "I1").wait(500)
    assert "presence.wrong_room" not in site.rules()


def test_where_nobody_in_custody_is_taken():
    assert "presence.shut_room" in with_guard(A).seen(10, A.who, "S1").wait(15).rules()


def test_through_a_one_way_door_the_wrong_way():
    site = with_guard(A).seen(10, A.who, "P").seen(20, A.who, "Q").wait(60)
    assert "presence.against" not in site.rules()
    site.seen(70, A.who, "P").wait(71)
    assert "presence.against" not in site.rules()  # a moment at the door is no way taken
    site.wait(72)
    assert ("presence.against", 72, A.who, True) in site.found
    site.seen(80, A.who, "H1")
    assert ("presence.against", 80, A.who, False) in site.found


def test_who_was_lost_in_between_may_have_come_another_way():
    site = with_guard(A).seen(10, A.who, "Q").seen(20, A.who, UNKNOWN).seen(50, A.who, "P").wait(90)
    assert "presence.against" not in site.rules()


def test_a_place_that_is_told_twice_does_not_forget_from_where_he_came():
    site = with_guard(A).seen(10, A.who, "Q").seen(20, A.who, "P").seen(21, A.who, "P").wait(60)
    assert "presence.against" in site.rules()


def test_the_post_is_empty_while_nobody_with_a_card_is_in_the_area():
    site = with_guard(A, B).seen(10, A.who, "H1").seen(11, B.who, "H2").seen(20, "officer:g", OUT).wait(139)
    assert "presence.post_empty" not in site.rules()
    site.wait(140)
    assert [f for f in site.found if f[0] == "presence.post_empty"] == [("presence.post_empty", 140, HOUSE, True)]
    site.seen(150, "officer:g", "P")
    assert ("presence.post_empty", 150, HOUSE, False) in site.found


def test_an_empty_house_needs_nobody():
    site = with_guard(A).seen(10, A.who, OUT).seen(20, "officer:g", OUT).wait(400)
    assert "presence.post_empty" not in site.rules()


def test_an_officer_who_cannot_be_placed_neither_empties_the_post_nor_fills_it():
    site = with_guard(A).seen(10, A.who, "H1").seen(20, "officer:g", UNKNOWN).wait(400)
    assert "presence.post_empty" not in site.rules()
    site.seen(410, "officer:g", OUT).wait(530).seen(540, "officer:g", UNKNOWN).wait(600)
    assert ("presence.post_empty", 530, HOUSE, True) in site.found
    assert not [f for f in site.found if f[0] == "presence.post_empty" and not f[3]]


def test_the_last_one_in_custody_who_leaves_ends_it():
    site = with_guard(A).seen(10, A.who, "H1").seen(20, "officer:g", OUT).wait(140)
    site.tell(msgspec.structs.replace(A, at=150_000, here=False))
    assert ("presence.post_empty", 150, HOUSE, False) in site.found


@pytest.mark.parametrize(("out", "found"), [(False, True), (True, False)])
def test_outside_without_leave(out, found):
    site = with_guard(msgspec.structs.replace(A, out=out)).seen(10, A.who, OUT).wait(20)
    assert ("presence.left_area" in site.rules()) is found


def test_whoever_was_released_is_no_longer_judged():
    site = with_guard(A).tell(msgspec.structs.replace(A, at=5000, here=False)).seen(10, A.who, OUT).wait(900)
    assert not site.rules()


def test_release_ends_what_was_found_of_him():
    site = with_guard(A).seen(10, A.who, OUT).wait(20).tell(msgspec.structs.replace(A, at=30_000, here=False))
    assert ("presence.left_area", 30, A.who, False) in site.found


def test_an_unknown_place_starts_nothing_and_ends_nothing():
    site = with_guard(A, B).seen(10, A.who, "H1").seen(11, B.who, "H1").wait(20)
    assert "seen.co_suspect" in site.rules()
    site.seen(30, B.who, UNKNOWN).seen(31, A.who, UNKNOWN).wait(60)
    assert not [f for f in site.found if f[0] == "seen.co_suspect" and not f[3]]
    site.seen(70, B.who, "H2")
    assert not [f for f in site.found if f[0] == "seen.co_suspect" and not f[3]]
    site.seen(71, A.who, "H1")
    assert ("seen.co_suspect", 71, A.who, False) in site.found


def test_nobody_knows_where_he_is():
    site = with_guard(A).seen(10, A.who, UNKNOWN).wait(130)
    assert ("presence.place_unknown", 130, A.who, True) in site.found


def test_a_place_taken_back_takes_back_what_followed_from_it():
    site = with_guard(A, B).seen(10, A.who, "H1").seen(20, B.who, "H1").wait(30)
    assert "seen.co_suspect" in site.rules()
    change = site.fold.remove(Seen(20 * SECOND, B.who, "H1"))
    assert [f.rule for f in change.withdrawn] == ["seen.co_suspect"]


def test_somebody_the_record_does_not_know_is_not_judged():
    assert not with_guard().seen(10, "stay:stranger", "S1").wait(900).rules()


def test_every_rule_has_been_seen_to_fire():
    """Together with the tests above: no rule of the tuple is left out of them."""
    tried = Path(__file__).read_text(encoding="utf-8")
    assert not [code for code in (*[rule.code for rule in RULES], POST_EMPTY) if f'"{code}"' not in tried]


PEOPLE = (A, B, WOMAN, BOY, man("i", close=True, room="H2"))
PLACES = st.sampled_from(["H1", "H2", "I1", "S1", "P", "Q", OUT, UNKNOWN])
HAPPENINGS = st.lists(
    st.one_of(
        st.builds(Seen, st.integers(1, 100_000), st.sampled_from([p.who for p in (*PEOPLE, GUARD)]), PLACES),
        st.builds(Talk, st.integers(1, 100_000), st.just(A.who), st.sampled_from(["I1", ""]), st.integers(1, 2)),
    ),
    max_size=24,
)


def standing(events, advance):
    fold = Fold(Together(SPACES, LIMITS), LIMITS.lateness)
    for event in (*PEOPLE, GUARD, *events):
        fold.add(event)
    fold.advance(advance)
    return sorted(f.key for f in fold.close())


@settings(max_examples=60, deadline=None)
@given(HAPPENINGS, st.randoms(use_true_random=False))
def test_any_order_of_arrival_and_repeats_find_the_same(events, dice):
    shuffled = events + events[: len(events) // 3]
    dice.shuffle(shuffled)
    assert standing(shuffled, 119_000) == standing(sorted(events, key=lambda e: e.at), 119_000)


@settings(max_examples=60, deadline=None)
@given(HAPPENINGS, st.data())
def test_what_is_taken_back_was_never_there(events, data):
    fold = Fold(Together(SPACES, LIMITS), LIMITS.lateness)
    for event in (*PEOPLE, GUARD, *events):
        fold.add(event)
    gone = data.draw(st.sets(st.sampled_from(events))) if events else set()
    for event in gone:
        fold.remove(event)
    fold.advance(119_000)
    assert sorted(f.key for f in fold.close()) == standing([e for e in events if e not in gone], 119_000)
