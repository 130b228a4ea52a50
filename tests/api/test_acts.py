"""Acts: every action that is offered can be sent, is guarded, scoped to what may be seen, and done once."""

import pytest

from mingjing.api.offered import BESIDES, WITHHELD, actions, acts, withheld
from mingjing.api.scopes import scopes_of
from mingjing.custody.models import CareAct
from mingjing.ledger.models import Entry
from mingjing.org.posts import grants

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(acts()))
def test_every_act_can_be_sent_and_says_its_scopes(name):
    act = acts()[name]
    assert act.sent.model_json_schema()["additionalProperties"] is False
    assert act.words, "its docstring is what the document says"
    assert scopes_of(act), "no permission found in its code"
    assert set(scopes_of(act)) <= grants().keys()


def test_every_action_is_an_act_or_withheld_with_a_reason():
    named = {f"{app}.{noun}.{action.__name__}" for app, noun, action in actions()}
    assert named == acts().keys() | {name for name in named if withheld(name)}
    assert all(any((name + ".").startswith(one + ".") for name in named) for one in WITHHELD), "a line for nothing"
    assert BESIDES.keys() <= acts().keys()


def test_a_meal_is_entered_in_the_name_of_officer_and_program(centre, program):
    stay = centre.received()
    answer = program().act("custody.care.offer", {"stay_id": str(stay.pk), "kind": "meal", "what": "米饭"})
    assert answer.status_code == 200, answer.content
    told = answer.json()["entry"]
    entry = Entry.objects.with_content().get(log=told["log"], seq=told["number"])
    assert (entry.tag, entry.actor_name) == (told["tag"], "custody_officermale（体检系统）")
    assert entry.fields["actor"]["post"] == "custody_officer"
    assert CareAct.objects.filter(stay=stay).count() == 1


def test_without_the_scope_it_is_refused_whatever_the_post_holds(centre, program):
    stay = centre.received()
    answer = program(scopes=["custody:stay:view"]).act("custody.care.offer", {"stay_id": str(stay.pk), "kind": "meal"})
    assert (answer.status_code, answer.json()["code"]) == (403, "access.scope")
    assert not CareAct.objects.exists()


def test_what_is_not_seen_is_not_there(centre, program):
    stay = centre.received()
    elsewhere = centre.officer("custody_officer", name="邻县", where=centre.beside)
    answer = program(officer=elsewhere).act("custody.care.offer", {"stay_id": str(stay.pk), "kind": "meal"})
    nowhere = program(name="又").act("custody.care.offer", {"stay_id": str(centre.county.pk), "kind": "meal"})
    assert (answer.status_code, answer.json()["code"], answer.json()["refusals"][0]["field"]) == (
        404, "record.unknown", "stay_id",
    )  # fmt: skip
    assert {**answer.json(), "instance": ""} == {**nowhere.json(), "instance": ""}


def test_the_unit_of_the_integration_narrows_the_post(centre, program):
    stay = centre.received()
    narrow = program(unit=centre.station)
    assert narrow.act("custody.care.offer", {"stay_id": str(stay.pk), "kind": "meal"}).status_code == 404


def test_words_outside_the_list_are_refused_at_their_field(centre, program):
    stay = centre.received()
    answer = program().act("custody.care.offer", {"stay_id": str(stay.pk), "kind": "banquet", "colour": 1})
    assert answer.status_code == 422
    assert {r["field"] for r in answer.json()["refusals"]} == {"kind", "colour"}
    assert all(r["zh"] and r["en"] for r in answer.json()["refusals"])


def test_the_title_speaks_the_reader_language(program):
    chinese = program().act("custody.care.offer", {}, Accept_Language="zh-CN").json()
    english = program(name="二").act("custody.care.offer", {}, Accept_Language="en").json()
    assert (chinese["title"], english["title"]) == ("缺少这一项。", "This is missing.")


def test_what_the_law_warns_of_is_answered_and_what_the_state_refuses_is_refused(centre, program):
    stay = centre.received()
    room = stay.site.rooms.filter(kind="search_room").first()
    one = [str(centre.officer("search_officer", sex="female", name="检女").pk)]
    sent = {"stay_id": str(stay.pk), "officer_ids": one, "room_id": str(room.pk), "on_camera": False}
    answer = program("search_officer").act("custody.search.search", sent)
    assert answer.status_code == 200
    assert answer.json()["warnings"]
    assert {"zh", "en"} <= answer.json()["warnings"][0].keys()
    leaving = program(name="二").act("custody.departure.depart", {"stay_id": str(stay.pk)})
    assert (leaving.status_code, leaving.json()["code"]) == (409, "stay.state.depart")


def test_an_action_that_asks_for_no_permission_stays_shut(centre, program, monkeypatch):
    from mingjing.api.offered import Act
    from mingjing.clocks.actions import timed

    unguarded = Act("clocks", "timed", "attend", timed.attend)
    monkeypatch.setitem(acts(), "clocks.timed.attend", unguarded)
    row = _a_clock(centre)
    answer = program().act("clocks.timed.attend", {"timed_id": str(row.pk)})
    assert (answer.status_code, answer.json()["code"]) == (403, "access.unguarded")


def _a_clock(centre):
    from mingjing.clocks.models import Timed

    centre.received()
    return Timed.objects.filter(subject_kind="stay").first()
