"""The machine of an instrument, every move from every state."""

import pytest

from mingjing.documents.machine import INSTRUMENT
from tests.diagrams import committed, drawn

ALLOWED = {
    ("final", "sign"): "final",
    ("final", "serve"): "final",
    ("draft", "complete"): "draft",
    ("draft", "finalise"): "final",
    ("draft", "void"): "void",
    ("final", "void"): "void",
}


@pytest.mark.parametrize("verb", [one.verb for one in INSTRUMENT])
@pytest.mark.parametrize("state", ["draft", "final", "void"])
def test_every_move_from_every_state(state, verb):
    if (state, verb) in ALLOWED:
        assert INSTRUMENT.after(verb, state) == ALLOWED[state, verb]
    else:
        assert not INSTRUMENT.allows(verb, state)


def test_the_diagram_is_the_table():
    assert committed(INSTRUMENT) == drawn(INSTRUMENT)
