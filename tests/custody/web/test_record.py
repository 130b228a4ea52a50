"""A copy of the record: who may issue it, what it keeps back, and that it stays what it was."""

import json

import pytest

from mingjing.custody.actions import amendment, assessment, care, contact, record, watching
from mingjing.custody.models import IssuedRecord
from mingjing.custody.recording import file_of
from mingjing.custody.rules.withholding import keeps_back
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing_verify import __main__ as verifier
from tests.custody.walk import calm

pytestmark = pytest.mark.django_db
TOLD = {"made_for": "汉阴县人民检察院", "purpose": "procuratorate"}


@pytest.fixture
def ill(centre):
    """A stay with everything that is protected: findings, answers, an amended finding, a family member."""
    c, one = centre, centre.received()
    seen = care.medical(one.pk, by=c.by("medic"), at=c.at(5), reason="头痛", medic="令狐医生", findings="疑似脑震荡")
    amendment.amend(seen, by=c.by("medic"), at=c.at(9), reason="复核", changes={"findings": "轻度脑震荡"})
    told = calm(ill="yes", illness_which="癫痫病史")
    assessment.assess(one.pk, by=c.by("custody_officer"), at=c.at(12), answers=told)
    contact.note(one.pk, by=c.by("reception"), at=c.at(20), kind="family_notified", name="欧阳母亲", means="电话")
    return one


def issued(centre, stay, post="custody_officer", **said):
    return record.issue_record(stay.pk, by=centre.by(post), at=centre.at(60), **(TOLD | said))


def fetched(client, stay, copy):
    answer = client.get(f"/stays/{stay.pk}/record/{copy.pk}.mjr")
    return answer.content if answer.status_code == 200 else answer.status_code


def test_a_copy_is_kept_for_good_and_the_paper_stays_what_it_was(centre, web, ill, tmp_path):
    copy, client = issued(centre, ill), web()
    file, page = fetched(client, ill, copy), f"/stays/{ill.pk}/record/{copy.pk}/"
    assert copy.code in client.get(page).content.decode()
    first = [e.sentence for e in client.get(page).context["events"]]
    watching.check(ill.pk, by=centre.by("custody_officer"), at=centre.at(70), note="之后")
    known = Entry.objects.get(tag="custody.stay.family_notified")
    amendment.amend(known, by=centre.by("reception"), at=centre.at(80), reason="听错", changes={"name": "欧阳父亲"})
    assert fetched(client, ill, copy) == file
    assert [e.sentence for e in client.get(page).context["events"]] == first
    place = tmp_path / "one.mjr"
    place.write_bytes(file)
    assert verifier.main(["record", str(place)]) == 0
    again = issued(centre, ill)
    assert (again.number, again.code == copy.code) == (2, False)
    shown = client.get(f"/stays/{ill.pk}/").content.decode()
    assert copy.code in shown
    assert again.code in shown


def test_the_entry_says_who_for_whom_what_for_and_how_far(centre, ill):
    copy = issued(centre, ill, withhold=["contacts"])
    entry = Entry.objects.get(tag="custody.stay.record_issued")
    body = entry.body
    assert (body["made_for"], body["purpose"], body["withheld"]) == ("汉阴县人民检察院", "procuratorate", ["contacts"])
    assert (body["sha256"], body["code"], body["log_size"]) == (copy.sha256, copy.code, copy.log_size)
    assert copy.log_size <= entry.seq
    assert copy.entries == len(json.loads(file_of(copy).partition(b"\n")[0])["entries"])


HEALTH = ("疑似脑震荡", "轻度脑震荡", "癫痫病史", 'person.seriously_ill":["')


@pytest.mark.parametrize(
    ("post", "withhold", "hidden", "shown"),
    [
        ("custody_officer", (), (), ("疑似脑震荡", "轻度脑震荡", "癫痫病史", "欧阳母亲")),
        ("custody_officer", ("health",), HEALTH, ("欧阳母亲",)),
        ("custody_officer", ("contacts",), ("欧阳母亲",), ("癫痫病史",)),
        ("legal_officer", (), HEALTH, ("欧阳母亲",)),  # who may not read it cannot hand it out
    ],
)
def test_what_is_kept_back_is_in_neither_file_nor_paper(centre, web, ill, post, withhold, hidden, shown):
    copy, client = issued(centre, ill, post, withhold=withhold), web(post)
    file = fetched(client, ill, copy).decode()
    paper = client.get(f"/stays/{ill.pk}/record/{copy.pk}/").content.decode()
    for words in hidden:
        assert words not in file, words
        assert words not in paper, words
    for words in shown:
        assert words in file, words


def test_a_copy_with_health_content_is_for_those_who_may_read_it(centre, web, ill):
    whole, without = issued(centre, ill), issued(centre, ill, withhold=["health"])
    assert fetched(web("legal_officer"), ill, whole) == 403
    assert isinstance(fetched(web("legal_officer"), ill, without), bytes)
    assert fetched(web("custody_guard"), ill, without) == 403
    other = centre.received()
    assert web().get(f"/stays/{other.pk}/record/{whole.pk}.mjr").status_code == 404
    assert web().get(f"/media/{whole.sha256}").status_code == 200, "its author"
    assert web("legal_officer").get(f"/media/{whole.sha256}").status_code == 404


@pytest.mark.parametrize(
    ("post", "said", "code"),
    [
        ("custody_guard", {}, "access.post"),
        ("custody_officer", {"made_for": " "}, "custody.missing.made_for"),
        ("custody_officer", {"purpose": "sale"}, "custody.value.unknown"),
        ("custody_officer", {"withhold": ["truth"]}, "custody.value.unknown"),
    ],
)
def test_issuing_is_refused(centre, post, said, code):
    one = centre.received()
    before = Entry.objects.count()
    with pytest.raises(Refusal) as why:
        issued(centre, one, post, **said)
    assert code in [v.code for v in why.value.verdicts]
    assert (Entry.objects.count(), IssuedRecord.objects.count()) == (before, 0)


def test_the_page_issues_and_keeps_what_was_typed(centre, web):
    one, client = centre.received(), web()
    page = f"/stays/{one.pk}/record/"
    refused = client.post(page, {"made_for": "李律师", "purpose": ""})
    assert refused.status_code == 422
    assert "李律师" in refused.content.decode()
    done = client.post(page, {"made_for": "李律师", "purpose": "lawyer", "withhold": ["contacts"]})
    copy = IssuedRecord.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/stays/{one.pk}/record/{copy.pk}/")
    assert web("custody_guard").post(page, {"made_for": "李律师", "purpose": "lawyer"}).status_code == 403
    assert "签发在区记录" in web("custody_guard").get(page).content.decode()


@pytest.mark.parametrize(
    ("groups", "tag", "field", "more", "kept"),
    [
        (["health"], "custody.stay.medical", "body.findings", {}, True),
        (["health"], "custody.stay.medical", "body.advice", {}, False),
        (["contacts"], "custody.stay.medical", "body.findings", {}, False),
        (["health"], "custody.stay.assessed", "fact.person.pregnant", {}, True),
        (["health"], "custody.stay.assessed", "fact.health.assessed", {}, False),
        (["health"], "custody.stay.medical", "body.changes", {"amending": True, "changes": ["findings"]}, True),
        (["health"], "custody.stay.medical", "body.changes", {"amending": True, "changes": ["advice"]}, False),
        (["health"], "custody.stay.assessed", "fact.person.pregnant", {"amending": True}, True),
        (["health"], "custody.stay.incident", "body.what", {"kind": "illness"}, True),
        (["health"], "custody.stay.incident", "body.what", {}, True),
        (["health"], "custody.stay.incident", "body.what", {"kind": "escape"}, False),
        (["health"], "custody.stay.incident", "body.kind", {"kind": "illness"}, False),
        (["health"], "custody.stay.medical", "body.findings", {"kind": "escape"}, True),
        (["health"], "custody.stay.medical", "fact.person.pregnant", {}, False),
        (["health"], "custody.stay.assessed", "body.risk", {}, False),
        (["health"], "custody.stay.medical", "body.changes", {"changes": ["findings"]}, False),
        ([], "custody.stay.medical", "body.findings", {}, False),
    ],
)  # fmt: skip
def test_what_is_protected(groups, tag, field, more, kept):
    assert keeps_back(groups, tag, field, **more) is kept
