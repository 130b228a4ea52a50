"""The desk in the browser's hands: lists, plan, page, saving, tasks; who sees what."""

import json

import pytest
from django.urls import reverse

from mingjing.cases.actions import people
from mingjing.interviews.actions import interview
from mingjing.interviews.models import Interview
from mingjing.interviews.views.tasks import TASKS
from mingjing.org.models import Officer
from tests.custody.conftest import SETUP

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, settings):
    settings.MFA_REQUIRED = False

    def enter(officer):
        client.force_login(officer)
        return client

    return enter


def at(row, name="interview"):
    return reverse(f"interviews:{name}", args=[row.pk])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_screen_of_an_interview_opens_in_both_languages(centre, written, signed_in, language):
    row = written()
    visit = signed_in(centre.officer("case_officer"))
    visit.cookies["mingjing_language"] = language
    plan = reverse("interviews:plan", args=[row.case_id])
    case = reverse("interviews:of_case", args=[row.case_id])
    pages = [case, reverse("interviews:interviews"), reverse("interviews:choose"), plan, at(row), at(row, "standing")]
    for url in pages:
        assert visit.get(url).status_code == 200, url
    shown = {name: visit.get(at(row, name)).status_code for name in TASKS}
    assert {name for name, status in shown.items() if status == 200} == {
        "pause", "recorder", "helper", "fix", "break_off",
    }  # fmt: skip
    assert set(shown.values()) == {200, 409}
    assert row.number in visit.get(reverse("interviews:interviews")).content.decode()
    assert visit.get(at(row, "sheet")).content.startswith(b"%PDF")


def test_the_page_saves_and_says_why_not(centre, begun, signed_in):
    row = begun()
    visit = signed_in(centre.officer("case_officer"))
    lines = [{k: one[k] for k in ("id", "kind", "text", "item")} for one in row.record.lines]
    lines[1]["text"] = "明白。"

    def save(**told):
        sent = {"base": 0, "lines": lines, "touched": ["rights-a"], "head": {"education": "初中"}, **told}
        return visit.post(at(row, "save"), json.dumps(sent), content_type="application/json")

    first = save()
    assert first.status_code == 200
    assert first.json()["revision"] == 1
    assert first.json()["head"]["education"] == "初中"
    for bad in ({"base": "x"}, {"lines": "x"}, {"head": {"strange": "x"}}, {"lines": [{"id": ""}]}, {"touched": None}):
        answer = save(**bad)
        assert answer.status_code == 409
        assert answer.json()["refused"][0]["code"] in {"interviews.draft.form", "interviews.draft.base"}
    assert visit.post(at(row, "save"), b"\xff{", content_type="application/json").status_code == 409
    assert Interview.objects.get(pk=row.pk).record.revision == 1


def test_an_interview_is_seen_with_its_case_and_by_who_holds_it(centre, begun):
    row = begun()
    stranger = centre.officer("case_officer", name="旁人")
    second = centre.officer("case_officer", name="办二")
    legal = centre.officer("legal_officer")
    administrator = centre.officer("administrator")

    def sees(officer: Officer) -> bool:
        return Interview.objects.visible_to(officer).filter(pk=row.pk).exists()

    assert [sees(o) for o in (second, legal, stranger, administrator)] == [True, True, False, False]
    people.recuse(row.case_id, by=SETUP, at=centre.at(70), officer_id=second.pk, reason="亲属") if hasattr(
        people, "recuse"
    ) else row.case.recusals.create(officer=second, reason="亲属", since=centre.at(70))
    assert not sees(second)
    row.case.sealed, row.case.sealed_basis = True, "CPL 286"
    row.case.save()
    assert not sees(legal)


def test_a_stranger_cannot_read_or_save(centre, begun, signed_in):
    row = begun()
    visit = signed_in(centre.officer("case_officer", name="旁人"))
    for name in ("interview", "draft", "standing", "sheet"):
        assert visit.get(at(row, name)).status_code in {403, 404, 409}
    sent = {"base": 0, "lines": [], "touched": [], "head": {}}
    assert visit.post(at(row, "save"), json.dumps(sent), content_type="application/json").status_code in {403, 404, 409}


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "不得作为处罚的依据"), ("en", "cannot support a penalty")])
def test_a_recorder_that_fails_covers_the_page_and_names_what_follows(centre, begun, signed_in, language, said):
    row = begun()
    visit = signed_in(centre.officer("case_officer"))
    visit.cookies["mingjing_language"] = language
    assert visit.get(at(row, "draft")).json()["failed"] is False
    assert 'data-failed="now"' not in visit.get(at(row)).content.decode()
    interview.tell_recorder(row.pk, by=centre.by("case_officer"), at=centre.at(65), state="failed", note="断电")
    page = visit.get(at(row)).content.decode()
    assert 'data-failed="now"' in page
    assert said in page
    assert visit.get(at(row, "draft")).json()["failed"] is True
