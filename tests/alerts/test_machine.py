"""Every state × every move, the catalogue, and the diagrams in the documents."""

import pytest

from mingjing.alerts.machine import LIFE, OPEN, SERVICE, acknowledging, answering, clearing
from mingjing.alerts.rules import ladder, rules
from mingjing.alerts.vocab import AlarmState, Grade, Service
from mingjing.org.posts import grants, posts
from tests.diagrams import committed, drawn

S = AlarmState
AFTER = {
    "sight": {S.UNSEEN: S.UNSEEN, S.SEEN: S.SEEN, S.ANSWERED: S.ANSWERED},
    "recur": {S.GONE_UNSEEN: S.UNSEEN, S.GONE_SEEN: S.UNSEEN},
    "worsen": dict.fromkeys(OPEN, S.UNSEEN),
    "clear_unseen": {S.UNSEEN: S.GONE_UNSEEN},
    "clear_seen": {S.SEEN: S.GONE_SEEN},
    "clear_answered": {S.ANSWERED: S.CLOSED},
    "lapse": dict.fromkeys((S.UNSEEN, S.SEEN, S.ANSWERED), S.CLOSED),
    "acknowledge": {S.UNSEEN: S.SEEN},
    "acknowledge_gone": {S.GONE_UNSEEN: S.GONE_SEEN},
    "answer": {S.UNSEEN: S.ANSWERED, S.SEEN: S.ANSWERED},
    "answer_gone": {S.GONE_UNSEEN: S.CLOSED, S.GONE_SEEN: S.CLOSED},
    "escalate": {s: s for s in (S.UNSEEN, S.SEEN, S.GONE_UNSEEN, S.GONE_SEEN)},
}


def matrix(table, states):
    return {m.verb: {s: table.after(m.verb, s) for s in states if table.allows(m.verb, s)} for m in table}


def test_the_life_of_an_alarm():
    assert matrix(LIFE, AlarmState) == AFTER


def test_its_service():
    here, shelf, out = Service
    assert matrix(SERVICE, Service) == {
        "shelve": {here: shelf}, "unshelve": {shelf: here}, "take_out": {here: out, shelf: out},
        "put_back": {out: here},
    }  # fmt: skip


def test_nothing_leaves_closed():
    assert not any(S.CLOSED in m.sources for m in LIFE)


@pytest.mark.parametrize("state", [S.UNSEEN, S.SEEN, S.ANSWERED])
@pytest.mark.parametrize("latch", [True, False])
def test_every_present_alarm_can_lose_its_cause(state, latch):
    after = LIFE.after(clearing(state, latch=latch), state)
    assert (after == S.CLOSED) is (not latch or state == S.ANSWERED)


@pytest.mark.parametrize("state", [S.UNSEEN, S.GONE_UNSEEN])
def test_every_unseen_alarm_can_be_acknowledged(state):
    assert LIFE.after(acknowledging(state), state) in {S.SEEN, S.GONE_SEEN}


@pytest.mark.parametrize("state", [S.UNSEEN, S.SEEN, S.GONE_UNSEEN, S.GONE_SEEN])
def test_every_unanswered_alarm_can_be_answered(state):
    assert LIFE.after(answering(state), state) in {S.ANSWERED, S.CLOSED}


def test_moves_name_permissions_that_exist():
    assert {m.permission for table in (LIFE, SERVICE) for m in table} - {""} <= grants().keys()


@pytest.mark.parametrize("rule", rules().values(), ids=lambda r: r.code)
def test_a_red_rule_latches_and_every_rule_offers_answers(rule):
    assert rule.latch or rule.grade != Grade.RED
    assert rule.answers


def test_the_ladder_names_posts_that_exist_and_ends_above():
    for step in ladder().steps:
        assert set(step.posts) <= posts().keys()
        assert (step.call == "posts") is bool(step.posts)
    assert ladder().steps[-1].of == "level_above"


@pytest.mark.parametrize("table", [LIFE, SERVICE], ids=lambda t: t.kind)
def test_the_committed_diagram_is_the_table(table):
    assert committed(table) == drawn(table)
