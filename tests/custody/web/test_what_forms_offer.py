"""Every form offers what its action can do, and a refusal loses nothing that was typed or drawn."""

import json

import pytest

from mingjing.cases.actions import case as cases
from mingjing.clocks.models import Timed
from mingjing.custody.actions import departure, temp_exit, visit
from mingjing.custody.actions import stay as stays
from mingjing.custody.models import Locker, Stay
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from tests.custody.walk import calm, listed, placed, settled

pytestmark = pytest.mark.django_db
SIGNED = json.dumps({"strokes": [[[10, 10, 0, 0.5], [40, 30, 20, 0.5], [80, 12, 40, 0.5]]]})
OTHER = json.dumps({"strokes": [[[5, 60, 0, 0.5], [90, 20, 20, 0.5]]]})


@pytest.fixture
def stay(centre):
    return centre.received(case_id=centre.case().pk)


@pytest.fixture
def settled_in(centre, stay):
    placed(centre, stay, settled(centre, stay, calm()) + 1)
    stay.refresh_from_db()
    return stay


def sent(client, stay, task, **said):
    return client.post(f"/stays/{stay.pk}/do/{task}", said)


def typed(moment):
    return f"{local(moment):%Y-%m-%dT%H:%M}"


def wrong(answer):
    """Fields and top of the form that refuse."""
    return set(answer.context["form"].errors)


def written(stay, tag):
    return Entry.objects.about(stay.ref).with_content().filter(tag=f"custody.stay.{tag}")


def told_of(entry):
    return sentence(entry.tag, entry.body).zh


# belongings


def test_more_lines_are_added_by_a_button_that_enters_nothing_and_keeps_everything(centre, web, stay, entered):
    client, before = web("search_officer"), entered()
    answer = sent(client, stay, "belongings", item_1="手机", value_2="50", signature=SIGNED, more="1")
    form = answer.context["form"]
    assert (answer.status_code, len(form.lines), entered()) == (200, 12, before)
    drawn = answer.content.decode()
    assert form.errors == {}
    assert 'class="field wrong' not in drawn, "what is not finished is not judged"
    assert "手机" in drawn
    assert json.loads(form["signature"].value()) == json.loads(SIGNED)
    many = {f"item_{n}": f"物品{n}" for n in range(1, 9)} | {f"item_{n}": "" for n in range(9, 13)}
    many |= {"locker_id": Locker.objects.first().pk, "signature": SIGNED}
    assert sent(client, stay, "belongings", **many).status_code == 302
    assert stay.belongings.count() == 8


def test_a_list_has_an_end(centre, web, stay):
    answer = sent(web("search_officer"), stay, "belongings", item_60="末项", item_61="没有这一行", more="1")
    assert len(answer.context["form"].lines) == 60
    assert 'name="more"' not in answer.content.decode()


def test_some_things_are_given_back_and_the_others_stay(centre, web, stay):
    listed(centre, stay, 8)
    phone, cash = stay.belongings.all()
    client = web("reception")
    assert f'value="{cash.pk}"' in client.get(f"/stays/{stay.pk}/do/return-belongings").content.decode()
    told = {"state": "collected", "to": "其妻", "signature": SIGNED}
    assert sent(client, stay, "return-belongings", belonging_ids=[cash.pk], **told).status_code == 302
    assert [(one.item, one.state) for one in stay.belongings.all()] == [("手机", "kept"), ("现金", "collected")]
    again = sent(client, stay, "return-belongings", belonging_ids=[cash.pk], **told)
    assert (again.status_code, wrong(again)) == (422, {"belonging_ids"})
    assert sent(client, stay, "return-belongings", state="returned", signature=SIGNED).status_code == 302
    phone.refresh_from_db()
    assert phone.state == "returned"


# care and visits


def test_a_rest_has_an_end_and_a_note(centre, web, settled_in):
    before, begun, over = centre.at(30), centre.at(60), centre.at(150)
    told = {"kind": "rest", "accepted": "yes", "remark": "熟睡", "at": typed(begun)}
    early = sent(web("custody_guard"), settled_in, "care", ended_at=typed(before), **told)
    assert (early.status_code, wrong(early)) == (409, {"ended_at"})
    assert "熟睡" in early.content.decode()
    assert sent(web("custody_guard"), settled_in, "care", ended_at=typed(over), **told).status_code == 302
    rest = settled_in.care_acts.get()
    assert (rest.offered_at, rest.ended_at, rest.note) == (begun, over, "熟睡")


@pytest.mark.parametrize(
    ("kind", "how", "tag", "owed"),
    [
        ("family", "withdrawn", "visit_not_held", None),
        ("lawyer", "withdrawn", "lawyer_visit_off", False),
        ("lawyer", "declined", "lawyer_visit_off", False),
        ("lawyer", "refused", "visit_not_held", True),
    ],
)
def test_a_visit_that_does_not_take_place_says_why_and_only_the_police_go_on_owing_it(
    centre, web, settled_in, kind, how, tag, owed
):
    detain = {"ground": "detention", "instrument": "拘〔2026〕1号", "signature": "a" * 64}
    stays.execute_detention(settled_in.pk, by=centre.by("case_officer"), at=centre.at(40), **detain)
    row = visit.ask(settled_in.pk, by=centre.by("reception"), at=centre.at(41), kind=kind, name="王某")
    client = web("reception")
    silent = sent(client, settled_in, "close-visit", row=row.pk, how=how)
    assert (silent.status_code, wrong(silent)) == (422, {"reason"})
    assert sent(client, settled_in, "close-visit", row=row.pk, how=how, reason="改日再来").status_code == 302
    entry = written(settled_in, tag).get()
    assert "王某" in told_of(entry)
    assert "改日再来" in told_of(entry)
    duty = Timed.objects.of(settled_in.ref).open().filter(rule="cn.lawyer.arrange_visit")
    assert duty.exists() == bool(owed)
    page = client.get(f"/stays/{settled_in.pk}/").content.decode()
    assert f"/stays/{settled_in.pk}/do/admit-visit" not in page
    with pytest.raises(Refusal, match=r"visit\.closed"):
        visit.admit(row.pk, by=centre.by("custody_officer"), at=centre.at(60), papers_shown=True)


# arrival


def arriving(centre, **more):
    return {
        "name": "测试甲", "sex": "male", "birth_date": "1990-05-17", "role": "suspect", "ground": "oral_summons",
        "mode": "brought", "brought_by": centre.officer("case_officer").pk, "directly": "yes", **more,
    }  # fmt: skip


CONTINUED = {"ground": "continued_questioning", "approved": "on"}
FACTS = {"field_check_done": "yes", "cq_ground": "yes", "cq_excluded": "no"}


@pytest.mark.parametrize("missing", FACTS)
def test_continued_questioning_is_not_booked_in_before_its_conditions_are_stated(centre, web, entered, missing):
    before, told = entered(), FACTS | {missing: ""}
    answer = web("reception").post("/stays/receive/", arriving(centre, **CONTINUED, **told))
    assert (answer.status_code, wrong(answer)) == (422, {missing})
    assert "测试甲" in answer.content.decode()
    assert entered() == before


@pytest.mark.parametrize(
    ("changed", "status", "at"),
    [({}, 302, set()), ({"cq_ground": "no"}, 409, {"cq_ground"}), ({"cq_excluded": "yes"}, 409, {"cq_excluded"})],
)
def test_the_law_judges_what_was_stated(centre, web, changed, status, at):
    answer = web("reception").post("/stays/receive/", arriving(centre, **CONTINUED, **FACTS | changed))
    assert answer.status_code == status
    assert (wrong(answer) if at else set()) == at
    if not at:
        facts = written(Stay.objects.get(), "arrived").get().facts
        assert (facts["receive.field_check_done"], facts["receive.cq_excluded"]) == (True, False)


def test_what_belongs_to_another_ground_is_not_stated(centre, web):
    assert web("reception").post("/stays/receive/", arriving(centre, **FACTS)).status_code == 302
    assert "receive.cq_ground" not in written(Stay.objects.get(), "arrived").get().facts


@pytest.mark.parametrize(("permission", "status"), [("no", 409), ("yes", 302)])
def test_a_deputy_is_brought_by_force_only_with_leave(centre, web, permission, status):
    told = {"ground": "forced_summons_criminal", "instrument": "拘传证1号", "deputy": "county_or_higher"}
    answer = web("reception").post("/stays/receive/", arriving(centre, permission=permission, **told))
    assert answer.status_code == status
    if status == 409:
        assert wrong(answer) == {"permission"}


# going out and leaving


def test_others_than_those_asked_for_may_escort_him(centre, web, settled_in):
    asked = [centre.officer("case_officer", name=n).pk for n in ("办甲", "办乙")]
    trip = temp_exit.ask(
        settled_in.pk, by=centre.by("case_officer"), at=centre.at(40), purpose="medical", place="县医院", reason="腹痛",
        due_back=centre.at(400), escort_ids=asked,
    )  # fmt: skip
    guards = [centre.officer("custody_guard", name=n).pk for n in ("看甲", "看乙")]
    client = web("custody_officer")
    assert "办甲、办乙" in client.get(f"/stays/{settled_in.pk}/do/go-out").content.decode()
    assert sent(client, settled_in, "go-out", row=trip.pk, bodycam="yes", escort_ids=guards).status_code == 302
    assert set(trip.escorts.values_list("name", flat=True)) == {"看甲", "看乙"}
    assert written(settled_in, "temp_departed").get().body["escorts"] == ["看甲", "看乙"]


def handed_over(centre, stay):
    departure.prepare(
        stay.pk, by=centre.by("case_officer"), at=centre.at(50), kind="other_unit", outcome="handed_over",
        destination="石泉县公安局", instrument="移交〔2026〕1号", receiver="赵某",
    )  # fmt: skip
    departure.recheck(stay.pk, by=centre.by("medic"), at=centre.at(51))
    departure.sign_for_case(stay.pk, by=centre.by("case_officer"), at=centre.at(52))
    departure.sign_for_centre(stay.pk, by=centre.by("custody_officer", name="值班乙"), at=centre.at(53))


def test_who_receives_him_signs_by_his_own_hand(centre, web, settled_in):
    handed_over(centre, settled_in)
    told = {"state": "forwarded", "to": "赵某", "signature": SIGNED}
    assert sent(web("reception"), settled_in, "return-belongings", **told).status_code == 302
    desk = web("custody_officer")
    assert "fetched_by" not in desk.get(f"/stays/{settled_in.pk}/do/depart").context["form"].fields
    alone = sent(desk, settled_in, "depart", signature=SIGNED)
    assert (alone.status_code, wrong(alone)) == (409, {"receiver_signature"})
    assert json.loads(alone.context["form"]["signature"].value()) == json.loads(SIGNED), "what was drawn stays"
    assert sent(desk, settled_in, "depart", signature=SIGNED, receiver_signature=OTHER).status_code == 302
    gone = settled_in.departures.get()
    assert gone.receiver == "赵某"
    assert len({gone.person_signature, gone.receiver_signature, ""}) == 3
    refs = {ref.ref_id for ref in written(settled_in, "handed_over").get().refs.filter(kind="blob")}
    assert refs == {gone.person_signature, gone.receiver_signature}


# another case


def test_another_case_wants_the_reason(centre, web, stay):
    other = centre.case()
    silent = sent(web("custody_officer"), stay, "case", row=other.pk)
    assert (silent.status_code, wrong(silent)) == (422, {"reason"})
    assert sent(web("custody_officer"), stay, "case", row=other.pk, reason="并案后改由此案办理").status_code == 302
    assert "并案后改由此案办理" in told_of(written(stay, "case_attached").get())


def test_the_action_itself_wants_it_and_shows_no_case_to_strangers(centre, stay, entered):
    stranger = centre.officer("case_officer", name="邻县", where=centre.beside)
    told = {"kind": "public_order", "cause": "盗窃", "unit": centre.beside}
    foreign = cases.register(by=stranger.acting(), at=centre.at(1), log=centre.site.code, **told)
    other, before = centre.case(), entered()
    for case, why in ((other, r"missing\.reason"), (foreign, r"record\.unknown")):
        with pytest.raises(Refusal, match=why):
            stays.attach_case(stay.pk, by=centre.by("custody_officer"), at=centre.at(9), case_id=case.pk)
    assert entered() == before
