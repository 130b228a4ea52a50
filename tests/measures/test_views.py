"""The screens of measures."""

import pytest

from mingjing.approvals.actions import request as requests
from mingjing.approvals.models import Request
from mingjing.demo.measures import SAID
from mingjing.documents.models import Instrument
from mingjing.kernel.time import now
from mingjing.measures.actions import bail, happening, moving, penalty
from mingjing.measures.models import Measure, Penalty
from mingjing.measures.panels import drawn, unasked
from mingjing.measures.steps import move_of
from mingjing.measures.views.under import TASKS

pytestmark = pytest.mark.django_db
FIGHT = {"way": "ordinary", "grade": "51/usual", "detention_days": 7, "fine": 800, "reasons": "事实清楚"}


def page(measure):
    return f"/measures/{measure.pk}/"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_drawn_in_both_languages(client, measure_of, lead, staff, language, step, chief):
    client.cookies["mingjing_language"] = language
    fined, bailed, held = measure_of("penalty"), measure_of("bail"), measure_of("detention")
    kept = measure_of("evidence_preservation", case=held.case, person=held.person)
    penalty.put_forward(fined.pk, by=lead.acting(), at=now(), **FIGHT)
    step(fined, "notify", numbers={"penalty_notice_record": "1"})
    step(fined, "ask_hearing")
    bail.set_terms(bailed.pk, by=lead.acting(), at=now(), way="deposit", deposit=2000)
    row = happening.note(bailed.pk, by=lead.acting(), at=now(), kind="leave_asked", said_words="去西安看病")
    client.force_login(staff("legal_officer"))
    told = ["/measures/", "/measures/?state=force&kind=bail&within=week&q=张", "/measures/calendar", "/measures/bail",
            "/measures/calendar?by=week&mine=1&from=2026-12-01", "/measures/penalties",
            f"/measures/propose/{held.case.pk}",
            f"/measures/happenings/{row.pk}/answer", f"{page(held)}move/decide", f"{page(held)}move/execute",
            *[page(m) for m in (fined, bailed, held, kept)], f"{page(fined)}penalty",
            *[page(fined) + name for name in TASKS]]  # fmt: skip
    for address in told:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Text(" not in answer.content.decode(), address
    for address in ("/measures/?as=csv", "/measures/bail?as=csv", "/measures/penalties?as=csv"):
        assert client.get(address).status_code == 200
    assert "张伟" in client.get(page(held)).content.decode()


def test_putting_forward_asking_and_carrying_out(client, case_of, suspect_of, lead, chief):
    case = case_of()
    person = suspect_of(case)
    client.force_login(lead)
    told = {"person": str(person.pk), "kind": "detention", "reason": "现场抓获"}
    made = client.post(f"/measures/propose/{case.pk}", told)
    measure = Measure.objects.get()
    assert (made.status_code, made["Location"]) == (302, page(measure))
    assert "呈请：批准拘留" in client.get(page(measure)).content.decode()
    asked = {name: SAID.get(name, True) for name in unasked(measure, move_of(measure, "decide"))}
    typed = {name: {True: "yes", False: "no"}.get(said, said) for name, said in asked.items()}
    sent = client.post(f"{page(measure)}move/decide", {**typed, "reason": "请批准"})
    assert sent.status_code == 302, sent.context["form"].errors
    request = Request.objects.get()
    assert (request.rank, request.kind) == ("county_chief", "measure.detention.decide")
    client.force_login(chief)
    client.post(f"/approvals/{request.pk}/decide", {"decision": "grant", "reason": "同意"})
    client.force_login(lead)
    bad = client.post(f"{page(measure)}move/decide", {"number_detention_report": "1", "place": "派出所", "at": "昨天"})
    assert bad.status_code == 422
    assert 'value="派出所"' in bad.content.decode()
    numbers = {"number_detention_report": "1", "number_detention_warrant": "2"}
    done = client.post(f"{page(measure)}move/decide", {**numbers, **typed})
    assert done.status_code == 302
    assert Measure.objects.get().state == "decided"


def test_nothing_is_filled_in_for_the_officer_and_what_he_typed_stays(client, measure_of, lead):
    measure = measure_of("penalty")
    client.force_login(lead)
    empty = client.get(f"{page(measure)}penalty").content.decode()
    assert 'name="detention_days" min="0" max="9999"' in empty
    assert "selected" not in empty.split('name="grade"')[1].split("</select>")[0].replace('value="" selected', "")
    refused = client.post(f"{page(measure)}penalty", FIGHT | {"detention_days": 12})
    assert refused.status_code == 409
    assert 'value="12"' in refused.content.decode()
    assert "不在法定幅度内" in refused.content.decode()
    assert not Penalty.objects.exists()


def test_who_does_not_see_the_case_sees_no_measure(client, measure_of, staff):
    measure = measure_of("detention")
    client.force_login(staff("case_officer", "west"))
    assert client.get(page(measure)).status_code == 404
    assert "张伟" not in client.get("/measures/").content.decode()
    assert client.post(f"{page(measure)}note", {"kind": "other", "said_words": "x"}).status_code == 404


def test_a_day_of_the_calendar_that_is_none(client, staff):
    client.force_login(staff("legal_officer"))
    for day in ("x", "2026-13-01", "0001-01-01", "9999-12-31"):
        assert client.get("/measures/calendar", {"from": day}).status_code in {200, 409}, day


def test_a_step_that_waits_for_its_approval_is_not_offered_again(client, measure_of, lead):
    measure = measure_of("summons")
    moving.ask(measure.pk, by=lead.acting(), at=now(), move="decide", reason="请批准")
    client.force_login(lead)
    shown = client.get(page(measure)).content.decode()
    assert "已呈请，等待审批。" in shown
    assert f'href="{page(measure)}move/decide"' not in shown


def test_the_instruments_of_a_measure_lead_to_their_pages(client, measure_of, lead):
    measure = measure_of("summons")
    moving.ask(measure.pk, by=lead.acting(), at=now(), move="decide", reason="请批准")
    paper = Instrument.objects.get()
    client.force_login(lead)
    assert f'href="/documents/{paper.pk}/"' in client.get(page(measure)).content.decode()
    assert f'href="/documents/{paper.pk}/"' in client.get(f"/cases/{measure.case_id}/").content.decode()


def test_what_the_grant_said_is_not_asked_again(measure_of, lead, chief):
    measure = measure_of("detention")
    facts = {"detention.ground": "caught", "measure.congress_permitted": True, "person.deputy": "none"}
    asked = moving.ask(measure.pk, by=lead.acting(), at=now(), move="decide", reason="请批准", facts=facts)
    requests.decide(asked.pk, by=chief.acting(), at=now(), granted=True, reason="同意")
    assert not set(facts) & set(unasked(Measure.objects.get(pk=measure.pk), move_of(measure, "decide")))


def test_the_steps_of_a_measure_that_ended_are_done_or_were_not_needed(measure_of, step, chief):
    held = measure_of("detention")
    step(held, "decide", ranked=chief, numbers={"detention_report": "1", "detention_warrant": "2"})
    assert [s.state for s in drawn(Measure.objects.get(pk=held.pk))] == ["done", "now", "open", "open", "open"]
    step(held, "lift")
    ended = drawn(Measure.objects.get(pk=held.pk))
    assert [s.state for s in ended] == ["done", "done", "skipped", "skipped", "done"]
