"""The screens of integrations: opened by one, agreed to by another, each half shown once; revoked by either."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from mingjing.api.models import Integration
from mingjing.kernel.time import local, now
from mingjing.org.models import Posting
from tests.administration.conftest import lately

pytestmark = pytest.mark.django_db


def browser(officer, language="zh-hans"):
    client = Client()
    client.force_login(officer)
    client.cookies["mingjing_language"] = language
    return lately(client, officer) or client


def secret_on(page):
    return re.search(r"data-secret>([^<]+)<", page.content.decode())[1]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_takes_two_screens_of_two_people(centre, language):
    administrator = browser(centre.officer("administrator", where=centre.county.parent), language)
    officer = browser(centre.officer("custody_officer"), language)
    posting = Posting.objects.get(officer=centre.officer("custody_officer"))
    assert administrator.get("/api/integrations/").status_code == 200
    choose = administrator.get("/api/integrations/new").content.decode()
    assert str(posting.pk) in choose
    assert "problem" not in choose
    assert "problem" in administrator.get("/api/integrations/new?posting=").content.decode()
    url = f"/api/integrations/new?posting={posting.pk}"
    typed = {
        "name": "体检系统", "purpose": "回传结论", "unit": str(centre.county.pk), "scopes": ["custody:care:offer"],
        "until": f"{local(now() + timedelta(days=30)):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    wrong = administrator.post(url, typed | {"until": "2050-01-01T00:00"})
    assert (wrong.status_code, "回传结论" in wrong.content.decode()) == (409, True), "nothing typed is lost"
    first = secret_on(administrator.post(url, typed))
    made = Integration.objects.get()
    assert str(made.pk) in officer.get("/api/integrations/mine").content.decode()
    assert administrator.post(f"/api/integrations/{made.pk}/agree").status_code in {403, 409}
    second = secret_on(officer.post(f"/api/integrations/{made.pk}/agree"))
    assert first not in officer.get(f"/api/integrations/{made.pk}").content.decode()
    token = {"Authorization": f"Bearer {first}_{second}"}
    assert Client().get("/api/v1/me", headers=token).status_code == 200
    gone = officer.post(f"/api/integrations/{made.pk}/revoke", {"why": "停用"})
    assert gone.status_code == 302
    assert Client().get("/api/v1/me", headers=token).status_code == 401


def test_others_do_not_see_it(centre, program):
    made = program().integration
    for post, where in (("custody_officer", centre.beside), ("reception", centre.station)):
        stranger = browser(centre.officer(post, name="外人", where=where))
        assert stranger.get(f"/api/integrations/{made.pk}").status_code == 404
        assert "体检系统" not in stranger.get("/api/integrations/mine").content.decode()


def test_the_reference_reads_in_both_languages(centre):
    page = browser(centre.officer("reception")).get("/api/reference").content.decode()
    assert "/api/v1/acts/custody/care/offer" in page
    assert "不开放" in page
    assert "Not offered" in browser(centre.officer("reception"), "en").get("/api/reference").content.decode()
