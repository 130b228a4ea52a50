"""Two officers with the same person at the same moment: each sees what the other did, nothing is entered twice unasked,
nobody's correction is undone by a form that was opened before it."""

import re

import pytest
from django.urls import reverse

from mingjing.custody.actions import amendment, care, watching
from mingjing.custody.selectors.timeline import effective
from mingjing.kernel.time import local
from mingjing.ledger.models import Entry
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(centre):
    stay = centre.received()
    placed(centre, stay, settled(centre, stay, calm()))
    return stay


def address(stay, task="care"):
    return reverse("custody:do", args=[stay.pk, task])


def hidden(answer, name):
    return int(re.search(rf'name="{name}" value="(\d+)"', answer.content.decode())[1])


def fed(centre, stay, minutes, **kw):
    return care.offer(stay.pk, by=centre.by("custody_guard"), at=centre.at(minutes), kind="meal", accepted=True, **kw)


def meal(opened=None, **different):
    told = {"kind": "meal", "accepted": "yes", "what": "盒饭", **different}
    return told if opened is None else {**told, "opened": opened}


def test_the_same_act_of_somebody_else_is_refused_once_and_what_was_typed_stays(centre, one, web, entered):
    client = web()
    opened = hidden(client.get(address(one)), "opened")
    fed(centre, one, 30)
    before = entered()
    answer = client.post(address(one), meal(opened))
    page = answer.content.decode()
    assert (answer.status_code, entered()) == (409, before)
    assert "已登记“饮食”（10:30）" in page
    assert 'value="盒饭"' in page
    assert "您打开本表后，他人登记了" in page
    assert client.post(address(one), meal(hidden(answer, "opened"))).status_code == 302
    assert Entry.objects.filter(tag="custody.stay.meal").count() == 2


def test_another_act_and_another_look_do_not_stand_in_the_way(centre, one, web):
    client = web()
    opened = hidden(client.get(address(one)), "opened")
    watching.check(one.pk, by=centre.by("custody_guard"), at=centre.at(30))
    assert client.post(address(one), meal(opened)).status_code == 302
    opened = hidden(client.get(address(one, "check")), "opened")
    watching.check(one.pk, by=centre.by("custody_guard"), at=centre.at(31))
    assert client.post(address(one, "check"), {"finding": "well", "opened": opened}).status_code == 302


def test_what_others_did_meanwhile_stands_beside_the_form(centre, one, web):
    client = web()
    page = client.get(address(one)).content.decode()
    part = re.search(r'hx-get="(/stays/[^"]+meanwhile\?after=\d+)"', page)[1]
    assert client.get(part).content.decode().strip() == ""
    fed(centre, one, 30, what="素食")
    told = client.get(part).content.decode()
    assert "他人登记了" in told
    assert "素食" in told
    care.offer(one.pk, by=centre.by("custody_officer"), at=centre.at(31), kind="drink", accepted=True)
    assert "饮水" not in client.get(part).content.decode()  # his own


@pytest.mark.parametrize("junk", ["", "x", "9" * 40, "-1"])
def test_a_number_that_is_none_asks_for_nothing(one, web, junk):
    assert web().post(address(one), meal(junk)).status_code == 302
    assert web().get(reverse("custody:panel", args=[one.pk, "meanwhile"]), {"after": junk}).status_code == 200


class Correction:
    """A meal that is put right by two officers whose forms were both open."""

    def __init__(self, centre, stay, client):
        self.entry = fed(centre, stay, 30, what="盒饭")
        self.client, self.path = client, reverse("custody:amend", args=[stay.pk, self.entry.seq])
        self.seen = hidden(client.get(self.path), "seen")
        amendment.amend(
            Entry.objects.get(pk=self.entry.pk), by=centre.by("custody_officer", name="别人"), at=centre.at(40),
            reason="看错", changes={"what": "素食"},
        )  # fmt: skip

    def send(self, seen=None, **different):
        at = f"{local(self.entry.occurred_at):%Y-%m-%dT%H:%M}"
        told = {**self.entry.body, "what": "盒饭", "accepted": "True", "occurred_at": at, "reason": "更正"}
        return self.client.post(self.path, {**told, "seen": self.seen if seen is None else seen, **different})

    @property
    def stands(self):
        return effective(Entry.objects.get(pk=self.entry.pk))


@pytest.fixture
def correction(centre, one, web):
    return Correction(centre, one, web())


def test_a_form_opened_before_a_correction_does_not_undo_it(correction):
    assert correction.send(accepted="False").status_code == 302
    assert (correction.stands["what"], correction.stands["accepted"]) == ("素食", False)


def test_what_both_put_right_is_refused_once_at_its_field(correction, entered):
    before = entered()
    answer = correction.send(what="面条")
    assert (answer.status_code, entered()) == (409, before)
    page = answer.content.decode()
    assert "他人已更正此项" in page
    assert 'value="面条"' in page
    assert correction.send(hidden(answer, "seen"), what="面条").status_code == 302
    assert correction.stands["what"] == "面条"


def test_who_says_the_same_changes_nothing(correction):
    answer = correction.send(what="素食")
    assert "请写明更正内容" in answer.content.decode()
