import pytest

from mingjing.custody.actions import departure
from mingjing.faces.actions import portrait
from mingjing.faces.measuring import measured
from mingjing.faces.models import Portrait
from mingjing.faces.policy import policy
from mingjing.faces.rules.quality import flaws
from mingjing.faces.vocab import Flaw, PortraitState, Tag
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from tests.faces.drawn import accepted, face, kept, taken


def found(data):
    return flaws(measured(data), policy().picture)


@pytest.mark.parametrize(
    ("how", "flaw"),
    [
        ({"size": (300, 380)}, Flaw.SMALL), ({"light": 0.2}, Flaw.DARK), ({"light": 1.9}, Flaw.BRIGHT),
        ({"blur": 9}, Flaw.BLURRED),
    ],
    ids=str,
)  # fmt: skip
def test_a_picture_tells_what_is_wrong_with_it(how, flaw):
    assert found(face()) == []
    assert flaw in found(face(**how))


def test_a_portrait_is_taken_and_accepted_by_a_named_officer(centre, here, officer):
    row = accepted(here, by=officer, at=centre.at(5))
    assert (row.state, row.accepted_by.name) == (PortraitState.ACCEPTED, officer.name)
    tags = Entry.objects.about(here.ref).about(row.ref).values_list("tag", flat=True)
    assert list(tags) == [Tag.PORTRAIT_TAKEN, Tag.PORTRAIT_ACCEPTED]


def test_a_flawed_portrait_wants_a_reason(centre, here, officer):
    row = taken(here, by=officer, at=centre.at(5), data=face(light=0.2))
    with pytest.raises(Refusal) as why:
        portrait.accept(row.pk, by=officer, at=centre.at(6), reason=" ")
    assert why.value.code == "custody.missing.reason"
    assert portrait.accept(row.pk, by=officer, at=centre.at(6), reason="灯坏了").state == PortraitState.ACCEPTED


def test_a_better_portrait_replaces_the_first(centre, here, officer):
    first = accepted(here, by=officer, at=centre.at(5))
    second = accepted(here, by=officer, at=centre.at(9), data=face(3))
    states = dict(Portrait.objects.values_list("pk", "state"))
    assert states == {first.pk: PortraitState.REPLACED, second.pk: PortraitState.ACCEPTED}
    with pytest.raises(Refusal) as why:
        portrait.accept(first.pk, by=officer, at=centre.at(10), reason="换回")
    assert why.value.code == "faces.portrait.settled"


@pytest.mark.parametrize("post", ["medic", "custody_guard", "inspector"])
def test_who_may_not_take_portraits(centre, here, officer, post):
    picture = kept(here, face(), by=officer, at=centre.at(4))
    with pytest.raises(Refusal) as why:
        portrait.take(here.pk, by=centre.by(post), at=centre.at(5), picture=picture)
    assert why.value.code.startswith("access.")


def test_a_picture_of_somebody_elses_is_not_opened_by_naming_it(centre, here, officer):
    """A hash is no key."""
    with pytest.raises(Refusal) as why:
        portrait.take(here.pk, by=officer, at=centre.at(5), picture="0" * 64)
    assert why.value.code == "media.unknown"
    assert not Portrait.objects.exists()


def test_nobody_takes_a_portrait_of_somebody_who_has_left(centre, here, officer, monkeypatch):
    monkeypatch.setattr(departure, "require", lambda _: None)
    departure.prepare(here.pk, by=officer, at=centre.at(6), kind="released", outcome="no_case")
    departure.depart(here.pk, by=officer, at=centre.at(7), refused_to_sign="测试")
    with pytest.raises(Refusal) as why:
        taken(here, by=officer, at=centre.at(8))
    assert why.value.code == "faces.not_here"
