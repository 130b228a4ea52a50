"""What custody does with it: each move asks, warns, or refuses."""

from datetime import timedelta

import pytest

from mingjing.custody.actions import departure, questioning, temp_exit
from mingjing.custody.models import Stay
from mingjing.custody.selectors.leaving import exit_checklist
from mingjing.faces import gates
from mingjing.faces.actions import comparison
from mingjing.kernel.verdict import Refusal
from mingjing.org.vocab import RoomKind
from tests.faces.drawn import accepted, compared, face


@pytest.fixture
def known(centre, here, officer):
    accepted(here, by=officer, at=centre.at(5))
    return here


def said(stay, verb, at):
    return [(one.code, one.severity) for one in gates.ask(stay, verb, at)]


def confirmed(centre, stay, officer, minutes, occasion, held, seed=0):
    row = compared(stay, by=officer, at=centre.at(minutes), occasion=occasion, data=face(seed, form="JPEG"))
    return comparison.confirm(row.pk, by=officer, at=centre.at(minutes), held=held, reason="测试")


def test_only_of_those_whose_portrait_is_taken_anything_is_asked(centre):
    witness = centre.received(ground="witness", role="witness", mode="on_call", brought_by=None)
    assert said(witness, "depart", centre.at(10)) == []
    assert said(witness, "check", centre.at(10)) == []


def test_it_warns_while_nothing_was_compared(centre, here, officer):
    assert said(here, "question", centre.at(4)) == [("faces.no_portrait", "warn")]
    accepted(here, by=officer, at=centre.at(5))
    assert said(here, "question", centre.at(6)) == [("faces.missing", "warn")]


def test_it_counts_for_its_own_occasion_and_not_for_ever(centre, known, officer):
    confirmed(centre, known, officer, 20, "interview", "same")
    assert said(known, "question", centre.at(30)) == [("faces.verified", "block")]
    assert said(known, "go_out", centre.at(30)) == [("faces.missing", "warn")]
    assert said(known, "question", centre.at(20 + 61)) == [("faces.missing", "warn")]


def test_the_latest_word_counts(centre, known, officer):
    confirmed(centre, known, officer, 20, "release", "different")
    assert said(known, "depart", centre.at(21)) == [("faces.different", "block")]
    confirmed(centre, known, officer, 25, "release", "same", seed=4)
    assert said(known, "depart", centre.at(26)) == [("faces.verified", "block")]


@pytest.mark.parametrize(
    ("verb", "severity"), [("question", "warn"), ("come_back", "warn"), ("go_out", "block"), ("depart", "block")]
)
def test_left_open_it_refuses_the_exits_only(centre, known, officer, verb, severity):
    compared(known, by=officer, at=centre.at(20), occasion="return")
    assert said(known, verb, centre.at(200)) == [("faces.unconfirmed", severity)]


def test_the_exit_gate_refuses_until_a_named_officer_confirms(centre, known, officer):
    departure.prepare(known.pk, by=officer, at=centre.at(30), kind="released", outcome="no_case")
    row = compared(known, by=officer, at=centre.at(31), occasion="release")
    with pytest.raises(Refusal) as why:
        departure.depart(known.pk, by=officer, at=centre.at(32), refused_to_sign="测试")
    assert "faces.unconfirmed" in [v.code for v in why.value.verdicts]
    comparison.confirm(row.pk, by=officer, at=centre.at(33), held="same")
    with pytest.raises(Refusal) as why:
        departure.depart(known.pk, by=officer, at=centre.at(34), refused_to_sign="测试")
    assert not [v.code for v in why.value.verdicts if v.code.startswith("faces.")]
    stay = Stay.objects.get(pk=known.pk)
    [shown] = [p for p in exit_checklist(stay, "released", centre.at(34)) if p.code.startswith("faces.")]
    assert shown.ok
    assert shown.proof


def test_a_temporary_exit_is_refused_while_it_is_open(centre, known, officer):
    by = centre.by("case_officer")
    trip = temp_exit.ask(
        known.pk, by=by, at=centre.at(10), purpose="medical", place="县医院", due_back=centre.at(200),
        escort_ids=[centre.officer("custody_guard").pk], reason="腹痛",
    )  # fmt: skip
    compared(known, by=officer, at=centre.at(20), occasion="temp_exit")
    with pytest.raises(Refusal) as why:
        temp_exit.depart(trip.pk, by=officer, at=centre.at(21))
    assert "faces.unconfirmed" in [v.code for v in why.value.verdicts]


def test_before_an_interview_nothing_is_refused_and_the_entry_says_what_was_lacking(
    centre, known, officer, monkeypatch
):
    monkeypatch.setattr("mingjing.ledger.act.Act.gate", lambda *_: None)
    monkeypatch.setattr(questioning, "in_order", lambda *_: [])
    room = centre.room(RoomKind.INTERROGATION_ROOM)
    Stay.objects.filter(pk=known.pk).update(state="in_area", room=room)
    row = questioning.start(
        known.pk, by=centre.by("case_officer"), at=centre.at(20), kind="questioning", room_id=room.pk,
        officer_ids=[centre.officer("case_officer").pk],
    )  # fmt: skip
    from mingjing.ledger.models import Entry

    told = Entry.objects.about(row.ref).filter(tag="custody.stay.questioning_started").with_content().get()
    assert "faces.missing" in [w["code"] for w in told.fields["warnings"]]


def test_late_entries_are_judged_by_their_own_hour(centre, known, officer):
    confirmed(centre, known, officer, 20, "interview", "same")
    assert said(known, "question", centre.at(20) - timedelta(minutes=1)) == [("faces.missing", "warn")]
