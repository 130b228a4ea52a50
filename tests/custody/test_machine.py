"""Every state × every move, and what the table promises."""

from itertools import product

import pytest

from mingjing.custody.entries import arrival  # noqa: F401  registers the bodies
from mingjing.custody.machine import STAY
from mingjing.custody.tags import LockerTag, Tag
from mingjing.custody.vocab import StayState as S
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.entries import kinds, sentence
from mingjing.org.posts import grants
from tests.diagrams import committed, drawn

LEADS = {
    "place": S.IN_AREA, "go_out": S.OUT, "come_back": S.IN_AREA, "prepare_exit": S.LEAVING, "cancel_exit": S.IN_AREA,
    "depart": S.DEPARTED, "void": S.IN_ERROR,
}  # fmt: skip
ONLY_INSIDE = {"search", "assess", "check", "place", "question", "ask_exit", "list_belongings", "visit"}


@pytest.mark.parametrize(("state", "verb"), list(product(S, [m.verb for m in STAY])))
def test_every_state_and_every_move(state, verb):
    allowed = state.value in STAY[verb].sources
    verdict = STAY.allows(verb, state)
    assert bool(verdict) == allowed
    if allowed:
        assert STAY.after(verb, state) == LEADS.get(verb, state)
    else:
        assert verdict.text.zh
        assert verdict.text.en
        with pytest.raises(Refusal):
            STAY.after(verb, state)


@pytest.mark.parametrize("state", [S.DEPARTED, S.IN_ERROR])
def test_nothing_happens_after_the_end(state):
    assert not [m.verb for m in STAY if state.value in m.sources]


def test_nothing_of_the_centre_is_done_to_somebody_who_is_out():
    assert not [v for v in ONLY_INSIDE if S.OUT.value in STAY[v].sources]


def test_verbs_are_unique_and_permissions_exist():
    verbs = [m.verb for m in STAY]
    assert len(verbs) == len(set(verbs))
    assert {m.permission for m in STAY} <= grants().keys()


@pytest.mark.parametrize("tag", [*Tag, *LockerTag])
def test_every_tag_has_a_sentence_in_both_languages(tag):
    kind = kinds()[tag.value]
    said = sentence(tag.value, {})
    assert said.zh
    assert said.en
    assert kind.label.zh
    assert kind.label.en


def test_the_diagram_is_the_table():
    assert committed(STAY) == drawn(STAY)
