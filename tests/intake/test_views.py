"""The screens of intake."""

import pytest

from mingjing.intake.actions import disposition, enclosure
from mingjing.intake.models import Report
from mingjing.intake.views.tasks import TASKS
from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from tests.intake.conftest import TOLD

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, staff):
    one = staff("case_officer", "east")
    client.force_login(one)
    return one


def page(report):
    return f"/intake/{report.pk}/"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_drawn_in_both_languages(client, staff, received, language):
    client.cookies["mingjing_language"] = language
    made, by = received(channel="call"), staff("case_officer", "east").acting()
    other = received(identity_secret=True)
    enclosure.take_evidence(made.pk, by=by, at=now(), name="发票", quantity="1", handed_by="赵甲子")
    enclosure.link_recording(made.pk, by=by, at=now(), kind="call", reference="A1")
    disposition.accept(made.pk, by=by, at=now(), kind="criminal", cause="盗窃案")
    client.force_login(staff("legal_officer"))
    told = ["/intake/", "/intake/?q=zjz&channel=call", "/intake/new?channel=phone", page(made), page(other),
            f"{page(made)}receipt", f"{page(made)}reporter", *[page(other) + name for name in TASKS]]  # fmt: skip
    for address in told:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Text(" not in answer.content.decode(), address
    assert client.get("/intake/?as=csv").status_code == 200


def test_registering_and_accepting(client, officer, bureau):
    answer = client.post("/intake/new", {**TOLD, "unit": str(bureau["east"].pk)})
    made = Report.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page(made))
    answer = client.post(f"{page(made)}accept", {"kind": "criminal", "cause": "盗窃案"})
    made.refresh_from_db()
    assert (answer.status_code, made.state) == (302, "accepted")
    shown = client.get(f"{page(made)}receipt").content.decode()
    assert made.receipt_code in shown
    assert made.case.number in shown


def test_bad_input_keeps_what_was_typed(client, officer, bureau):
    answer = client.post("/intake/new", {**TOLD, "unit": str(bureau["east"].pk), "place": ""})
    assert answer.status_code == 422
    assert TOLD["what"] in answer.content.decode()
    assert not Report.objects.exists()


def test_a_secret_reporter_opens_for_a_purpose_that_is_entered(client, staff, received):
    made = received(identity_secret=True)
    client.force_login(staff("legal_officer"))
    for address in (page(made), "/intake/", "/intake/?as=csv", f"{page(made)}evidence"):
        assert "赵甲子" not in client.get(address).content.decode(), address
    asked = client.get(f"{page(made)}reporter")
    assert asked.status_code == 403
    assert "赵甲子" not in asked.content.decode()
    client.post(f"{page(made)}reporter", {"_purpose": "1", "purpose": "review", "note": "核对"})
    assert "赵甲子" in client.get(f"{page(made)}reporter").content.decode()
    assert Entry.objects.filter(tag="ledger.record.looked", subject_id=str(made.pk)).count() == 1


def test_another_county_finds_nothing(client, staff, received, bureau):
    made = received()
    client.force_login(staff("case_officer", "west"))
    for name in ["", "accept", "receipt", "reporter"]:
        assert client.get(page(made) + name).status_code == 404
    assert client.post(f"{page(made)}handle", {"reason": "x"}).status_code == 404
    assert TOLD["what"] not in client.get("/intake/").content.decode()
