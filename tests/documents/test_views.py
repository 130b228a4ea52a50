"""The screens of instruments: begun from a case, filled in, made final, signed, served, checked by a stranger."""

import json
from datetime import date

import pytest
from django.urls import reverse

from mingjing.documents import authority
from mingjing.documents.actions import instrument
from mingjing.documents.binding import handed_out, sheets
from mingjing.documents.models import Instrument, TemplateVersion
from mingjing.documents.template import shipped
from mingjing.kernel.time import now
from mingjing.media.models import Blob
from mingjing.media.store import open_bytes
from tests.documents.conftest import APPROVAL
from tests.documents.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.KEY_STORE, settings.SEAL_STORE, settings.TSA_URL = tmp_path / "keys", tmp_path / "seals", ""
    settings.SIGNING_TOKEN = ""
    authority._own.cache_clear()


@pytest.fixture
def browse(client):
    """browse(officer): a browser in which the officer is signed in."""

    def sign_in(officer):
        client.force_login(officer, backend="mingjing.org.signin.Backend")
        return client

    return sign_in


@pytest.fixture
def final(draft, officer, suspect):
    made = draft("seizure_list", refs=[suspect.ref], holder="张伟", seized_at="2026-11-20T02:30:00+00:00",
                 items=[{"name": "手机", "quantity": "1", "marks": "黑", "note": ""}])  # fmt: skip
    return instrument.finalise(made.pk, by=officer.acting(), at=now(), approval=APPROVAL)


def url(name, made):
    return reverse(f"documents:{name}", args=[made.pk])


def test_from_the_case_to_the_served_paper(browse, officer, case, suspect):
    here = browse(officer)
    page = here.get(reverse("documents:choose") + f"?subject={case.ref}").content.decode()
    assert page.count("documents/new/") == len(shipped())
    begun = here.post(reverse("documents:draft", args=["acceptance_receipt"]) + f"?subject={case.ref}",
                      {"person": str(suspect.ref)})  # fmt: skip
    made = Instrument.objects.get()
    assert begun.headers["Location"] == url("instrument", made)
    page = here.get(url("instrument", made)).content.decode()
    assert "还缺的内容" in page
    assert here.get(reverse("documents:page", args=[made.pk, 1])).content.startswith(b"\x89PNG")
    assert here.post(url("finalise", made)).status_code == 409
    filled = here.get(url("complete", made)).context["form"].initial
    told = {**{k: v for k, v in filled.items() if v}, "reporter": "王某", "reported": "家中被盗",
            "reported_at": "2026-11-20T10:00"}  # fmt: skip
    assert here.post(url("complete", made), told).status_code == 302
    made.refresh_from_db()
    assert set(made.values) == {"reporter", "reported", "reported_at"}
    assert here.post(url("finalise", made)).status_code == 302
    strokes = json.dumps({"strokes": [[[0, 0, 0, 0.5], [60, 40, 20, 0.6]]]})
    assert here.post(url("sign", made), {"place": "reporter", "name": "王某", "strokes": strokes}).status_code == 302
    assert here.post(url("certify", made)).status_code == 302
    told = {"way": "direct", "outcome": "served", "recipient": "王某"}
    assert here.post(url("serve", made), told).status_code == 302
    page = here.get(url("instrument", made)).content.decode()
    assert "已电子签章" in page
    assert "直接送达" in page
    made.refresh_from_db()
    pdf = here.get(url("file", made))
    assert pdf.content == open_bytes(Blob.objects.get(pk=made.sha256))
    assert "家中被盗" in text_of(pdf.content)


def test_the_list_is_searched_and_printed_in_one_file(browse, officer, final, draft):
    draft("filing_decision")
    here = browse(officer)
    page = here.post(reverse("webkit:find"), {"to": "/documents/", "q": "扣押"}, follow=True).content.decode()
    assert "扣押清单" in page
    assert "立案决定书</a>" not in page
    assert here.get(reverse("documents:instruments") + "?state=final&template=seizure_list&as=csv").status_code == 200
    bound = here.get(reverse("documents:batch"))
    assert text_of(bound.content).count("扣押清单") >= 3
    assert here.get(reverse("documents:batch") + "?template=summons").status_code == 409


def test_a_void_one_is_handed_out_struck_through(browse, officer, final):
    here = browse(officer)
    assert here.post(url("void", final), {"reason": ""}).status_code == 422
    assert here.post(url("void", final), {"reason": "误写"}).status_code == 302
    final.refresh_from_db()
    kept = open_bytes(Blob.objects.get(pk=final.sha256))
    given = here.get(url("file", final)).content
    assert given.startswith(kept)
    assert len(given) > len(kept)


@pytest.mark.parametrize("name", ["instrument", "complete", "finalise", "void", "sign", "certify", "serve", "file"])
def test_a_stranger_finds_nothing(browse, staff, final, name):
    assert browse(staff("case_officer", "west")).get(url(name, final)).status_code == 404


def test_who_names_a_protected_person_says_why_first(browse, officer, staff, draft, register):
    made = draft("summons", refs=[register("王小明", by=officer, protection="minor").ref])
    assert browse(staff("legal_officer")).get(url("instrument", made)).status_code == 409


def test_a_template_is_written_and_signed_off_in_the_browser(browse, staff):
    one, two = staff("legal_officer"), staff("legal_officer", name="另一人")
    form = shipped()["filing_decision"]
    here = browse(one)
    assert here.get(reverse("documents:templates"), {"called": "立案"}).status_code == 200
    assert here.get(reverse("documents:edit_template", args=["filing_decision"])).status_code == 200
    told = {"spec": form.spec, "body": form.body + "#nonesuch()", "note": "试"}
    assert here.post(reverse("documents:edit_template", args=["filing_decision"]), told).status_code == 409
    told["body"] = form.body.replace("立案侦查", "立案侦查。")
    assert here.post(reverse("documents:edit_template", args=["filing_decision"]), told).status_code == 302
    row = TemplateVersion.objects.get()
    assert (
        here.get(reverse("documents:sample", args=["filing_decision"]) + f"?version={row.pk}").content[:4] == b"\x89PNG"
    )
    assert here.post(reverse("documents:sign_off", args=[row.pk])).status_code == 409
    here = browse(two)
    assert here.get(reverse("documents:version", args=[row.pk])).status_code == 200
    assert here.post(reverse("documents:sign_off", args=[row.pk])).status_code == 302
    assert here.post(reverse("documents:retire", args=[row.pk]), {"reason": "恢复"}).status_code == 302


def test_anybody_checks_an_instrument_by_its_code_or_its_file(client, officer, final):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = open_bytes(Blob.objects.get(pk=final.sha256))
    said = client.post("/verify/", {"code": final.code}).content.decode()
    assert "扣押清单" in said
    assert "张伟" not in said
    same = client.post("/verify/", {"file": SimpleUploadedFile("x.pdf", file)}).content.decode()
    assert "逐字节一致" in same
    other = client.post(
        "/verify/", {"code": final.code, "file": SimpleUploadedFile("x.pdf", file + b" ")}
    ).content.decode()
    assert "可能被改动过" in other
    instrument.void(final.pk, by=officer.acting(), at=now(), reason="误写")
    assert "已经作废" in client.post("/verify/", {"code": final.code}).content.decode()


def test_a_day_that_a_source_tells_survives_filling_in_the_rest(browse, draft, officer, register, case):
    person = register("王五", by=officer, birth_date=date(2001, 5, 11))
    made = draft("summons", refs=[person.ref])
    browser = browse(officer)
    form = browser.get(url("complete", made)).content.decode()
    assert 'value="2001-05-11"' in form
    typed = {"name": "王五", "birth": "2001-05-11", "place": "派出所", "procedure": "criminal", "sex": "男"}
    browser.post(url("complete", made), typed)
    assert "birth" not in Instrument.objects.get(pk=made.pk).values


def test_a_draft_shows_all_its_pages_not_only_the_first_of_each_part(browse, draft, officer, suspect):
    made = draft("detention_report", refs=[suspect.ref], facts="现场查获。" * 400)
    shown = browse(officer).get(url("instrument", made)).content.decode()
    assert shown.count('class="sheet"') == sheets(made) > 1


def test_what_was_filled_in_is_named_as_the_form_names_it(browse, draft, officer, suspect):
    made = draft("summons", refs=[suspect.ref])
    instrument.complete(made.pk, by=officer.acting(), at=now(), values={"place": "派出所"})
    shown = browse(officer).get(url("instrument", made)).content.decode()
    assert "填写《传唤证》：到案地点" in shown


def test_the_basis_stands_in_words(browse, draft, officer, suspect):
    shown = browse(officer).get(url("instrument", draft("summons", refs=[suspect.ref]))).content.decode()
    assert "《刑事诉讼法》第119条" in shown
    assert "CPL 119" not in shown


def test_a_sentence_that_goes_on_after_a_field_has_one_full_stop(draft, suspect):
    made = draft("detention_warrant", refs=[suspect.ref], ground="可能串供。")
    assert "可能串供。。" not in text_of(handed_out(made)).replace("\n", "")
