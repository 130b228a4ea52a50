"""Forms and refusals: nothing typed is lost, every reason is shown where it belongs."""

import json

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal, no
from mingjing.law import books
from mingjing.org.models import Unit
from mingjing.webkit.forms import Form
from mingjing.webkit.middleware import Refusals
from mingjing.webkit.views import act, answer

SAME_SEX = no("custody.search.same_sex", "须由女性检查。", "A woman searches.", basis="PSL 103", field="officer")
LATE = no("custody.late", "时限已过。", "Too late.", basis="PSL 97")
NOT_MINE = no("access.post", "不是您的岗位。", "Not your post.")


class Sample(Form):
    officer = forms.CharField(label=Text("检查人", "Searched by"), max_length=5)
    note = forms.CharField(label=Text("说明", "Note"), required=False)


@pytest.fixture
def send(officer):
    def make(data=None, **headers):
        factory = RequestFactory(headers=headers)
        request = factory.get("/x") if data is None else factory.post("/x", data)
        request.user, request.session = officer, {}
        request._messages = FallbackStorage(request)
        return request

    return make


def answered(request, do=lambda data: data, **more):
    form = Sample(request.POST if request.method == "POST" else None)
    return answer(request, form, do, to="/done", template="webkit/gallery_form.html", **more)


def refusing(*verdicts):
    def do(data):
        raise Refusal(*verdicts)

    return do


@pytest.mark.django_db
@pytest.mark.parametrize("counts", [False, True])
def test_of_what_was_written_before_a_refusal_nothing_remains(send, officer, counts):
    unit = officer.unit

    def do(data):
        Unit.objects.filter(pk=unit.pk).update(name="半途")
        raise Refusal(LATE)

    assert answered(send({"officer": "li"}), do, counts_failures=counts).status_code == 409
    unit.refresh_from_db()
    assert (unit.name == "半途") == counts


def test_get_draws_an_empty_form_without_reproach(send):
    page = answered(send())
    assert page.status_code == 200
    assert 'class="problem"' not in page.content.decode()


def test_success_leads_on_and_says_so(send):
    request = send({"officer": "li"})
    form = Sample(request.POST)
    done = answer(
        request,
        form,
        lambda data: data["officer"],
        to=lambda who: f"/done/{who}",
        said=lambda who: Text(f"已登记 {who}", f"Entered {who}"),
        template="webkit/gallery_form.html",
    )
    assert (done.status_code, done["Location"]) == (302, "/done/li")
    assert [str(m) for m in get_messages(request)] == ["已登记 li"]


def test_success_from_a_fragment_moves_the_whole_page(send):
    done = answered(send({"officer": "li"}, hx_request="true"))
    assert (done.status_code, done["HX-Redirect"]) == (200, "/done")


def test_bad_input_keeps_what_was_typed_and_names_the_field(send):
    page = answered(send({"officer": "", "note": "门口等候"}))
    body = page.content.decode()
    assert page.status_code == 422
    assert "门口等候" in body
    assert "请填写“检查人”。" in body


def test_too_long_says_how_long(send):
    assert "“检查人”最多 5 个字。" in answered(send({"officer": "abcdefgh"})).content.decode()


@pytest.mark.parametrize(
    ("verdicts", "status"), [((SAME_SEX,), 409), ((LATE, SAME_SEX), 409), ((NOT_MINE,), 403), ((NOT_MINE, LATE), 403)]
)
def test_a_refusal_shows_every_reason_and_its_article(send, verdicts, status):
    page = answered(send({"officer": "li", "note": "门口等候"}), refusing(*verdicts))
    body = page.content.decode()
    assert page.status_code == status
    assert "门口等候" in body
    for verdict in verdicts:
        assert verdict.text.zh in body
        assert books.current().citation(verdict.basis).zh in body


def test_a_refusal_stands_at_the_field_it_is_about(send):
    body = answered(send({"officer": "li"}), refusing(SAME_SEX, LATE)).content.decode()
    field = body.split('<div class="field wrong')[1].split("</div>")[0]
    assert SAME_SEX.text.zh in field
    assert LATE.text.zh not in field
    assert LATE.text.zh in body.split('<div class="refusal"')[1].split("</div>")[0]


def test_a_fragment_template_is_drawn_for_htmx(send):
    page = answered(send({"officer": ""}, hx_request="true"), fragment="webkit/_refused.html")
    assert "<html" not in page.content.decode()


def test_one_tap_acts_lead_on(send):
    request = send({})
    assert act(request, lambda: None, to="/stay", said=Text("好", "Done"))["Location"] == "/stay"
    assert act(send(), lambda: pytest.fail("a GET must not act"), to="/stay").status_code == 302


@pytest.mark.parametrize(
    ("verdict", "status"), [(LATE, 409), (NOT_MINE, 403), (no("record.unknown", "无", "None"), 404)]
)
def test_an_uncaught_refusal_becomes_a_page(send, verdict, status):
    page = Refusals(lambda _: None).process_exception(send({}), Refusal(verdict))
    assert page.status_code == status
    assert verdict.text.zh in page.content.decode()


def test_an_uncaught_refusal_of_an_act_goes_on_top_and_of_a_panel_in_place(send):
    middleware = Refusals(lambda _: None)
    top = middleware.process_exception(send({}, hx_request="true"), Refusal(LATE))
    assert (top["HX-Retarget"], top["HX-Reswap"]) == ("#notices", "innerHTML")
    place = middleware.process_exception(send(hx_request="true"), Refusal(LATE))
    assert "HX-Retarget" not in place
    assert "<html" not in place.content.decode()


def test_other_exceptions_pass(send):
    assert Refusals(lambda _: None).process_exception(send(), ValueError()) is None


def test_the_gallery_form_refuses_as_a_real_one(web):
    data = {"name": "甲", "officer": "zhang", "mode": "summons", "body": json.dumps([])}
    page = web.post("/gallery/form", data)
    assert page.status_code == 409
    assert "《治安管理处罚法》第103条" in page.content.decode()
