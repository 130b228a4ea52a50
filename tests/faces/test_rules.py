import pytest

from mingjing.custody.machine import STAY
from mingjing.faces.policy import policy
from mingjing.faces.rules.demand import OCCASION, Known, demand, reason_needed
from mingjing.faces.rules.quality import Measured, face_flaws, flaws
from mingjing.faces.vocab import Flaw, Held

GOOD = Measured(side=600, light=120, contrast=50, overexposed=0.05, sharpness=200)


@pytest.mark.parametrize("verb", OCCASION)
def test_every_occasion_belongs_to_a_move_of_the_stay(verb):
    assert STAY[verb]


@pytest.mark.parametrize("verb", OCCASION)
@pytest.mark.parametrize("refuses", [True, False])
@pytest.mark.parametrize(
    ("known", "code", "severity"),
    [
        (Known(portrait=False), "faces.no_portrait", "warn"),
        (Known(portrait=True), "faces.missing", "warn"),
        (Known(portrait=True, held="unsure"), "faces.unsure", "warn"),
        (Known(portrait=True, held="different"), "faces.different", "block"),
    ],
)
def test_what_a_machine_said_or_nobody_did_never_refuses(verb, refuses, known, code, severity):
    found = demand(verb, known, refuses=refuses)
    assert (found.ok, found.code, found.severity) == (False, code, severity)


@pytest.mark.parametrize(("refuses", "severity"), [(True, "block"), (False, "warn")])
def test_a_comparison_nobody_confirmed_refuses_where_the_house_says(refuses, severity):
    found = demand("depart", Known(portrait=True, open=True, held="same"), refuses=refuses)
    assert (found.ok, found.code, found.severity) == (False, "faces.unconfirmed", severity)


def test_confirmed_as_the_same_person_is_proved_by_its_entry():
    found = demand("depart", Known(portrait=True, held="same", proof=(7,)), refuses=True)
    assert (found.ok, found.proof) == (True, (7,))


def test_the_exits_refuse_while_a_comparison_is_open():
    assert policy().refusing == {"go_out", "depart"}


@pytest.mark.parametrize("machine", ["", *Held])
@pytest.mark.parametrize("held", list(Held))
def test_a_reason_is_wanted_unless_both_say_same(held, machine):
    assert reason_needed(held, machine) == ((held, machine) not in {(Held.SAME, ""), (Held.SAME, Held.SAME)})


@pytest.mark.parametrize(
    ("changed", "flaw"),
    [
        ({"side": 399}, Flaw.SMALL), ({"light": 49.9}, Flaw.DARK), ({"light": 205.1}, Flaw.BRIGHT),
        ({"overexposed": 0.36}, Flaw.BRIGHT), ({"contrast": 17.9}, Flaw.FLAT), ({"sharpness": 19.9}, Flaw.BLURRED),
    ],
)  # fmt: skip
def test_each_flaw_is_named(changed, flaw):
    said = {name: getattr(GOOD, name) for name in ("side", "light", "contrast", "overexposed", "sharpness")}
    assert flaws(GOOD, policy().picture) == []
    assert flaws(Measured(**{**said, **changed}), policy().picture) == [flaw]


@pytest.mark.parametrize(
    ("sides", "found"),
    [([], [Flaw.NO_FACE]), ([200, 90], [Flaw.SEVERAL_FACES]), ([109], [Flaw.FACE_SMALL]), ([110], [])],
)
def test_exactly_one_face_of_a_size(sides, found):
    assert face_flaws(sides, policy().picture) == found
