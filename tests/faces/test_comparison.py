import pytest

from mingjing.alerts.models import Alarm
from mingjing.faces.actions import comparison
from mingjing.faces.models import Comparison
from mingjing.faces.vocab import ComparisonState, Held, Tag
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from tests.faces.drawn import accepted, compared, face, kept


@pytest.fixture
def known(centre, here, officer):
    """Somebody whose portrait is accepted."""
    accepted(here, by=officer, at=centre.at(5))
    return here


def refused(do, **kw):
    with pytest.raises(Refusal) as why:
        do(**kw)
    return why.value.code


def test_without_models_it_is_compared_by_eye_and_confirmed_by_name(centre, known, officer):
    row = compared(known, by=officer, at=centre.at(20), occasion="interview")
    assert (row.state, row.why, row.machine, row.held) == (ComparisonState.BY_EYE, "no_model", "", "")
    row = comparison.confirm(row.pk, by=officer, at=centre.at(21), held="same")
    assert (row.state, row.held, row.confirmed_by.name) == (ComparisonState.CONFIRMED, Held.SAME, officer.name)
    [told] = Entry.objects.about(row.ref).filter(tag=Tag.COMPARISON_CONFIRMED).with_content()
    assert (told.body["officer"], told.body["machine"], told.body["held"]) == (officer.name, "", "same")


def test_both_pictures_are_named_by_the_entry(centre, known, officer):
    row = compared(known, by=officer, at=centre.at(20), occasion="interview")
    [told] = Entry.objects.about(row.ref).filter(tag=Tag.COMPARISON_STARTED).with_content()
    assert {told.body["picture"], told.body["portrait"]} == {row.picture, row.portrait.picture}


@pytest.mark.parametrize("held", [Held.DIFFERENT, Held.UNSURE])
def test_anything_but_same_wants_a_reason(centre, known, officer, held):
    row = compared(known, by=officer, at=centre.at(20), occasion="release")
    asked = {"by": officer, "at": centre.at(21), "held": held}
    assert refused(lambda: comparison.confirm(row.pk, **asked)) == "custody.missing.reason"
    assert comparison.confirm(row.pk, **asked, reason="眉形不同").held == held


def test_who_disagrees_with_the_machine_says_why(centre, known, officer):
    row = compared(known, by=officer, at=centre.at(20), occasion="release")
    Comparison.objects.filter(pk=row.pk).update(machine=Held.DIFFERENT, state=ComparisonState.JUDGED)
    asked = {"by": officer, "at": centre.at(21), "held": "same"}
    assert refused(lambda: comparison.confirm(row.pk, **asked)) == "custody.missing.reason"
    assert comparison.confirm(row.pk, **asked, reason="戴了眼镜").held == "same"


def test_somebody_else_raises_an_alarm_that_the_next_same_clears(centre, known, officer):
    first = compared(known, by=officer, at=centre.at(20), occasion="release")
    comparison.confirm(first.pk, by=officer, at=centre.at(21), held="different", reason="不是他")
    [alarm] = Alarm.objects.filter(rule="faces.different")
    assert alarm.active
    again = compared(known, by=officer, at=centre.at(25), occasion="release", data=face(9, form="JPEG"))
    comparison.confirm(again.pk, by=officer, at=centre.at(26), held="same")
    alarm.refresh_from_db()
    assert not alarm.active


def test_one_comparison_at_a_time_and_one_word_about_it(centre, known, officer):
    row = compared(known, by=officer, at=centre.at(20), occasion="interview")
    assert (
        refused(lambda: compared(known, by=officer, at=centre.at(21), occasion="interview")) == "faces.comparison.open"
    )
    comparison.confirm(row.pk, by=officer, at=centre.at(22), held="same")
    again = {"by": officer, "at": centre.at(23), "held": "unsure", "reason": "再想想"}
    assert refused(lambda: comparison.confirm(row.pk, **again)) == "faces.comparison.settled"


def test_what_cannot_be_compared(centre, here, officer):
    begin = {"by": officer, "at": centre.at(10), "occasion": "interview"}
    assert refused(lambda: compared(here, **begin)) == "faces.portrait.none"
    mine = accepted(here, by=officer, at=centre.at(11))
    again = {**begin, "at": centre.at(12), "picture": mine.picture}
    assert refused(lambda: comparison.start(here.pk, **again)) == "faces.picture.portrait"
    odd = {**begin, "at": centre.at(12), "occasion": "whenever"}
    assert refused(lambda: compared(here, **odd)) == "custody.value.unknown"
    assert not Comparison.objects.exists()


def test_guards_take_pictures_and_decide_nothing(centre, known):
    guard = centre.by("custody_guard")
    row = compared(known, by=guard, at=centre.at(20), occasion="return")
    code = refused(lambda: comparison.confirm(row.pk, by=guard, at=centre.at(21), held="same"))
    assert code.startswith("access.")


def test_the_portrait_of_another_stay_is_never_taken(centre, known, officer):
    """Each comparison stands beside the portrait of its own stay, whoever else is here."""
    other = centre.received(minutes=1)
    accepted(other, by=officer, at=centre.at(6), data=face(8))
    row = compared(known, by=officer, at=centre.at(20), occasion="interview")
    assert row.portrait.stay_id == row.stay_id == known.pk


def test_the_early_word_is_refused(centre, known, officer):
    row = compared(known, by=officer, at=centre.at(20), occasion="interview")
    early = {"by": officer, "at": centre.at(19), "held": "same"}
    assert refused(lambda: comparison.confirm(row.pk, **early)) == "faces.comparison.early"


def test_a_picture_that_is_none_leaves_nothing(centre, known, officer):
    code = refused(lambda: kept(known, b"\xff\xd8\xff broken", by=officer, at=centre.at(20)))
    assert code == "media.broken"
    assert not Comparison.objects.exists()
