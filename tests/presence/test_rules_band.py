"""The rules of one band, by themselves."""

import pytest

from mingjing.presence.fold import Fold
from mingjing.presence.reading import Reading
from mingjing.presence.rules import BAND
from mingjing.presence.rules import limits as book
from mingjing.presence.rules.judging import Judge

LIMITS = book.limits()


def found(*said, every=15):
    """(rule, reading it fired at) for what these readings, one every 15 s, make the rules find."""
    one = Fold(Judge(BAND, LIMITS, "W1"), LIMITS.lateness)
    raised = []
    for n, values in enumerate(said):
        raised += one.add(Reading("W1", n * every * 1000, **values)).raised
    return [(f.rule, f.at // every // 1000, f.began) for f in raised]


@pytest.mark.parametrize(
    ("rule", "met", "not_met", "needed"),
    [
        ("body.pulse_high", {"hr": 130, "worn": True}, {"hr": 129, "worn": True}, 3),
        ("body.pulse_low", {"hr": 40, "worn": True}, {"hr": 41, "worn": True}, 3),
        ("body.oxygen_low", {"spo2": 88, "worn": True}, {"spo2": 89, "worn": True}, 2),
        ("body.fever", {"temp": 38.5, "worn": True}, {"temp": 38.4, "worn": True}, 5),
        ("body.sos", {"sos": True}, {"sos": False}, 1),
        ("device.off", {"worn": False}, {"worn": True}, 2),
        ("device.cut", {"cut": True}, {"cut": False}, 1),
    ],
)
def test_a_run_fires_once_when_complete_and_ends(rule, met, not_met, needed):
    assert found(*[met] * (needed - 1), not_met) == []
    assert found(*[met] * (needed + 3), not_met) == [(rule, needed - 1, True), (rule, needed + 3, False)]
    assert [f for f in found(*[met] * needed, not_met, *[met] * needed) if f[2]] == [
        (rule, needed - 1, True),
        (rule, 2 * needed, True),
    ]


def test_an_unknown_value_neither_meets_nor_ends():
    high, unknown = {"hr": 150}, {"battery": 50}
    assert found(high, unknown, high, unknown, high) == [("body.pulse_high", 4, True)]


def test_a_press_for_help_is_over_with_the_next_word_without_it():
    assert found({"battery": 50}, {"sos": True}, {"sos": True}, {"battery": 50}) == [
        ("body.sos", 1, True),
        ("body.sos", 3, False),
    ]


def test_a_band_off_the_wrist_has_no_pulse():
    assert [f[0] for f in found(*[{"hr": 30, "worn": False}] * 4)] == ["device.off"]


@pytest.mark.parametrize(
    ("peaks", "every", "fires"),
    [
        ([4, 1.0, 1.0], 15, True),
        ([4, 1.0, 1.0], 16, False),  # the last one later than 30 s after the impact
        ([4, 1.0, 1.2, 1.0], 5, False),
        ([4, 4, 1.0, 1.0], 15, True),  # the second impact counts
        ([3.4, 1.0, 1.0], 5, False),
    ],
)
def test_a_fall_is_an_impact_then_stillness(peaks, every, fires):
    rules = [f[0] for f in found(*[{"peak": p} for p in peaks], every=every)]
    assert rules == (["body.fall"] if fires else [])


def test_stillness_is_below_the_limit_and_at_it_he_moves():
    limit = LIMITS.fall_calm
    still = [{"peak": 5.0, "worn": True}, {"peak": limit - 0.01}, {"peak": limit - 0.01}]
    assert [f[0] for f in found(*still)] == ["body.fall"]
    assert found(still[0], {"peak": limit}, *still[1:]) == []


def test_a_fall_ends_when_he_moves_again():
    assert found(*[{"peak": p} for p in (4, 1.0, 1.0, 1.0, 1.3, 1.0)], every=5) == [
        ("body.fall", 2, True), ("body.fall", 4, False)
    ]  # fmt: skip
    again = found(*[{"peak": p} for p in (4, 1.0, 1.0, 4, 1.0, 1.0)], every=5)
    assert again == [("body.fall", 2, True), ("body.fall", 3, False), ("body.fall", 5, True)]


def test_a_low_battery_warns_again_only_after_it_was_charged():
    levels = [16, 14, 20, 14, 26, 14]
    assert [f[1] for f in found(*[{"battery": b} for b in levels]) if f[2]] == [1, 5]


def test_a_forbidden_zone_warns_again_only_after_another():
    zones = ["cell-1", "gate", "gate", "cell-1", "gate"]
    assert [f[1] for f in found(*[{"zone": z} for z in zones]) if f[2]] == [1, 4]


def test_silence_breaks_a_run():
    one = Fold(Judge(BAND, LIMITS, "W1"), LIMITS.lateness)
    raised = []
    for at in (0, 15, 400):
        raised += one.add(Reading("W1", at * 1000, hr=150)).raised
    assert {f.rule for f in raised} == {"device.silent"}


def test_the_book_of_limits_names_a_wrong_line(tmp_path):
    wrong = tmp_path / "limits.yaml"
    wrong.write_text(book.BOOK.read_text() + "pulse_hihg: {value: 1, unit: g, zh: 误, en: wrong}\n")
    with pytest.raises(ValueError, match="pulse_hihg"):
        book.read(wrong)
