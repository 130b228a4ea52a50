"""Every fault on demand, on the command line; the same line gives the same bytes."""

import pytest

from mingjing.config import cli
from mingjing.kernel import text
from mingjing.presence.standard_plans import standard_plan
from mingjing.simulator.scenario import WHAT, load
from mingjing.simulator.sending import messages
from mingjing.simulator.stream import sent

LINE = ("simulate", "co_suspects_meet", "--start", "1790000000000", "--seed", "11")
FAULTS = {
    "loss": ("--loss", "0.2"),
    "doubled": ("--doubled", "0.2"),
    "delay and disorder": ("--delay", "30"),
    "clock drift": ("--drift", "GW-01:30"),
    "dead gateway": ("--dead", "GW-01:60:120"),
    **{what: ("--mishap", f"{what}:B-0001:60:120") for what in sorted(WHAT)},
}


@pytest.fixture(autouse=True)
def _the_language_of_other_tests_stays(monkeypatch):
    monkeypatch.setattr(text, "_ask", list(text._ask))


def run(capfdbinary, *more):
    assert cli.main([*LINE, *more]) == 0
    return capfdbinary.readouterr().out


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_on_demand_shows_and_comes_again_the_same(fault, capfdbinary):
    faulty = run(capfdbinary, *FAULTS[fault])
    assert faulty == run(capfdbinary, *FAULTS[fault])
    assert faulty != run(capfdbinary)
    assert len(faulty) > 1000


def test_devices_have_the_numbers_of_the_site_and_nothing_else_changes(capfdbinary):
    other = run(capfdbinary, "--as", "GW-01:GW-11", "--as", "B-0001:B-0101", "--as", "C-0001:K7")
    assert b"B-0001" not in other
    assert b"GW-01" not in other
    for new, old in ((b"GW-11", b"GW-01"), (b"B-0101", b"B-0001"), (b'"K7"', b'"C-0001"')):
        assert new in other
        other = other.replace(new, old)
    assert other == run(capfdbinary)


def test_another_seed_is_another_hour(capfdbinary):
    assert run(capfdbinary) != run(capfdbinary, "--seed", "12")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--mishap", "explode:B-0001:60"),
        ("--mishap", "fall:B-9999:60"),
        ("--mishap", "fall:B-0001"),
        ("--mishap", "fall:B-0001:soon"),
        ("--drift", "GW-09:30"),
        ("--drift", "GW-01"),
        ("--dead", "GW-01:60"),
        ("--loss", "1.5"),
        ("--doubled", "-1"),
        ("--as", "B-9999:B-0101"),
        ("--as", "B-0001:B-0002"),
        ("--as", "B-0001"),
    ],
    ids=" ".join,
)
def test_a_fault_that_cannot_be_is_refused_by_name(wrong, capfd):
    assert cli.main([*LINE, *wrong]) == 1
    told = capfd.readouterr().err
    assert wrong[1].split(":")[0] in told or wrong[1].split(":")[-1] in told or wrong[0] in {"--doubled", "--mishap"}


def test_a_gateway_whose_clock_is_ahead_says_so_of_its_messages():
    scenario, plan = load("co_suspects_meet"), standard_plan("county_centre")
    told = [list(messages(sent(scenario, plan, 7, 0), 0, drift=drift)) for drift in ({}, {"GW-01": 30.0})]
    for right, ahead in zip(*told, strict=True):
        assert right.arrives == ahead.arrives
        assert right.body != ahead.body
