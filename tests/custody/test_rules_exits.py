"""Each precondition of leaving, broken alone."""

from dataclasses import replace

import pytest

from mingjing.custody.rules.exits import CRITERIA, Leaving, preconditions
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict

READY = Leaving(
    kind="released",
    suspect=True,
    minor=False,
    proofs={"custody.stay.belongings_returned": (17,), "custody.stay.rights_told": (8,)},
    listed=True,
    rechecked=True,
    rights_told=True,
    outcome="warning_fine",
    sides_signed=frozenset({"centre", "case"}),
    sides_needed=frozenset({"centre", "case"}),
    signed_or_noted=True,
)
ELSEWHERE = replace(READY, kind="detention_centre", instrument="拘字1号", receiver="看守所", receiver_signed=True)


def broken(leaving):
    return [p.code.removeprefix("custody.exit.") for p in preconditions(leaving, (), ()) if not p.ok]


def test_where_no_case_says_whose_he_is_the_way_to_the_co_signature_is_to_attach_one():
    alone = replace(READY, sides_signed=frozenset({"centre"}), of_a_unit=False)
    [one] = [p for p in preconditions(alone, (), ()) if not p.ok]
    assert (one.code, one.way) == ("custody.exit.cosigned", "attach_case")
    assert "尚未关联案件" in one.text.zh
    assert broken(replace(alone, sides_signed=frozenset({"centre", "case"}))) == []


@pytest.mark.parametrize("leaving", [READY, ELSEWHERE])
def test_when_everything_is_done_nothing_is_missing(leaving):
    assert broken(leaving) == []


@pytest.mark.parametrize(
    ("start", "changed", "code"),
    [
        (READY, {"open_steps": (Text("识别服", "ID vest"),)}, "steps"),
        (READY, {"rights_told": False}, "rights"),
        (READY, {"questioning": True}, "questioning"),
        (READY, {"recording": True}, "questioning"),
        (READY, {"visitors": ("张律师",)}, "visits"),
        (READY, {"restrained": (Text("手铐", "Handcuffs"),)}, "restraints"),
        (READY, {"incidents": (Text("突发疾病", "Sudden illness"),)}, "incidents"),
        (READY, {"exit_pending": True}, "temp_exit"),
        (READY, {"kept": ("手机",)}, "belongings"),
        (READY, {"given_unsigned": ("手机",)}, "belongings_signed"),
        (READY, {"band": "B007"}, "band"),
        (READY, {"rechecked": False}, "recheck"),
        (READY, {"outcome": ""}, "outcome"),
        (READY, {"minor": True}, "minor"),
        (READY, {"sides_signed": frozenset({"centre"})}, "cosigned"),
        (READY, {"sides_signed": frozenset()}, "cosigned"),
        (READY, {"signed_or_noted": False}, "signed"),
        (ELSEWHERE, {"instrument": ""}, "instrument"),
        (ELSEWHERE, {"receiver": ""}, "receiver"),
        (ELSEWHERE, {"receiver_signed": False}, "receiver"),
    ],
)
def test_each_precondition_alone(start, changed, code):
    assert broken(replace(start, **changed)) == [code]


def test_every_precondition_is_broken_by_some_case_above():
    marks = [m for m in test_each_precondition_alone.pytestmark if m.name == "parametrize"]
    assert {case[2] for case in marks[0].args[1]} == {c.code for c in CRITERIA}


@pytest.mark.parametrize(
    ("start", "changed"),
    [
        (READY, {"minor": True, "handed_to_adult": True}),
        (ELSEWHERE, {"minor": True}),
        (READY, {"band": "", "proofs": {}}),
        (READY, {"recheck_needed": False, "rechecked": False}),
        (READY, {"rights_needed": False, "rights_told": False}),
        (READY, {"listed": False, "kept": ("手机",)}),
        (READY, {"sides_needed": frozenset(), "sides_signed": frozenset()}),
        (replace(ELSEWHERE, suspect=False), {"instrument": ""}),
    ],
)
def test_what_does_not_apply_is_not_asked(start, changed):
    assert broken(replace(start, **changed)) == []


def test_a_kept_precondition_names_its_proof_and_a_broken_one_its_way():
    found = {p.code: p for p in preconditions(READY, (), ())}
    assert found["custody.exit.belongings"].proof == (17,)
    broken_one = {p.code: p for p in preconditions(replace(READY, kept=("手机",)), (), ())}["custody.exit.belongings"]
    assert (broken_one.proof, broken_one.way) == ((), "return_belongings")
    assert "手机" in broken_one.text.zh


def test_law_stands_beside_and_an_overrun_clock_keeps_nobody():
    law = Verdict(False, "cn.release.x", Text("不", "no"), "CPR 1")
    clock = Verdict(False, "clock.cn.y", Text("超", "over"), "PSL 97", "warn")
    found = preconditions(READY, [law], [clock])
    assert [(p.code, p.ok, p.severity, p.basis) for p in found[-2:]] == [
        ("cn.release.x", False, "block", "CPR 1"), ("clock.cn.y", False, "warn", "PSL 97")
    ]  # fmt: skip


def test_every_sentence_is_in_both_languages():
    for criterion in CRITERIA:
        assert criterion.no.zh
        assert criterion.no.en
        assert ("{what}" in criterion.no.zh) == ("{what}" in criterion.no.en)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"kept": ("手机",), "given_unsigned": ("现金",)}, ["belongings"]),
        ({"listed": False, "given_unsigned": ("现金",)}, []),
    ],
)
def test_a_signature_is_asked_for_once_all_is_given(changed, missing):
    assert broken(replace(READY, **changed)) == missing


@pytest.mark.parametrize(
    ("band", "issued", "told"), [("", False, []), ("", True, [True]), ("B007", True, [False]), ("B007", False, [False])]
)
def test_a_wristband_is_told_of_where_there_is_or_was_one(band, issued, told):
    proofs = {"presence.device.issued": (3,)} if issued else {}
    listed = preconditions(replace(READY, band=band, proofs=proofs), (), ())
    assert [p.ok for p in listed if p.code == "custody.exit.band"] == told
