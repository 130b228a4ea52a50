"""Registering reports, what becomes of them, and who sees them."""

from datetime import timedelta

import pytest

from mingjing.approvals.actions.request import decide
from mingjing.cases.models import Case, CasePerson
from mingjing.documents.template import shipped
from mingjing.intake import instrument_data
from mingjing.intake.actions import disposition, enclosure, report
from mingjing.intake.finding import narrowed
from mingjing.intake.machine import REPORT, WITHOUT_CASE
from mingjing.intake.models import Report
from mingjing.intake.papers import receipt_of
from mingjing.intake.vocab import ReportState
from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from mingjing.org.posts import grants, posts
from mingjing.org.seeing import may_see
from tests import diagrams

pytestmark = pytest.mark.django_db


def refused(code):
    return pytest.raises(Refusal, match=code)


def tags(of):
    return [e.tag.removeprefix("intake.report.") for e in Entry.objects.about(of.ref).order_by("id")]


def test_the_diagram_is_the_table():
    assert diagrams.committed(REPORT) == diagrams.drawn(REPORT)


def test_numbers_have_no_gap_within_unit_and_month(received):
    month = f"{local(now()):%Y%m}"
    first = received()
    with refused("intake.what.missing"):
        received(what=" ")
    assert [first.number, received().number] == [f"J610921510000{month}0001", f"J610921510000{month}0002"]
    assert received("west").number == f"J610921520000{month}0001"


def test_everything_wrong_is_said_at_once(received):
    with pytest.raises(Refusal) as why:
        received(what="", place="", channel="x", reporter_name="")
    assert {v.field for v in why.value.verdicts} == {"what", "place", "channel", "reporter_name"}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"anonymous": True}, "intake.reporter.both"),
        ({"happened_from": now() + timedelta(hours=1)}, "intake.happened.later"),
        ({"happened_from": now(), "happened_until": now() - timedelta(hours=1)}, "intake.happened.order"),
    ],
)
def test_what_cannot_be_is_refused(received, told, code):
    with refused(code):
        received(at=now(), **told)


def test_the_entry_says_it_all_but_a_reporter_kept_secret(received):
    made = received(identity_secret=True)
    [entry] = Entry.objects.about(made.ref).with_content()
    assert "赵甲子" not in str(entry.fields)
    assert "0000" not in str(entry.body["reporter"])
    assert (entry.body["reporter"], "报案人：保密" in sentence(entry.tag, entry.body).zh) == ("", True)
    assert entry.facts == {"report.channel": "walk_in", "report.category": "criminal", "report.difficult": False}
    assert "赵甲子" in str(Entry.objects.about(received().ref).with_content()[0].fields)


def test_an_anonymous_reporter_has_no_name(received):
    made = received(anonymous=True, reporter_name="")
    assert made.reporter_name == ""
    assert not made.names.exists()


def test_accepting_opens_a_case_and_each_names_the_other(received, register, staff):
    person = register("张晓明")
    made = received(person_id=person.pk, reporter_name="")
    by = staff("case_officer", "east").acting()
    done = disposition.accept(made.pk, by=by, at=now(), kind="criminal", cause="盗窃案")
    case = Case.objects.get()
    assert (done.state, done.case, done.disposition) == ("accepted", case, "accept")
    assert (case.kind, case.summary, case.unit) == ("criminal", made.what, made.unit)
    assert tags(case)[:1] == ["cases.case.registered"]
    assert {e.tag for e in Entry.objects.about(case.ref)} >= {"cases.case.registered", "intake.report.accepted"}
    assert "cases.case.registered" in {e.tag for e in Entry.objects.about(made.ref)}
    assert CasePerson.objects.get(case=case).role == "victim"
    assert done.receipt_code == receipt_of(case).code, "the code on the paper"


def test_a_secret_reporter_is_not_put_on_the_case(received, register, staff):
    made = received(person_id=register("张晓明").pk, reporter_name="", identity_secret=True)
    disposition.accept(made.pk, by=staff("legal_officer").acting(), at=now(), kind="criminal", cause="盗窃案")
    assert not CasePerson.objects.exists()


HOW = {
    "transfer": {"to_agency": "某县市场监督管理局", "reason": "消费投诉"},
    "tell": {"to": "某县人民法院", "reason": "民间借贷"},
    "handle": {"reason": "已送回家"},
    "mediate": {"reason": "互相道歉", "relation": "邻居", "performed": True},
}


@pytest.mark.parametrize("verb", HOW)
def test_a_report_ends_without_a_case_and_may_be_reopened(received, staff, verb):
    made, by = received(category="dispute"), staff("case_officer", "east").acting()
    done = getattr(disposition, verb)(made.pk, by=by, at=now(), **HOW[verb])
    assert done.state in WITHOUT_CASE
    assert done.decided_by_id is not None
    with refused("report.state"):
        disposition.handle(made.pk, by=by, at=now(), reason="x")
    again = disposition.reopen(made.pk, by=by, at=now(), reason="有新情况")
    assert (again.state, again.disposition, again.decided_at, again.to_agency) == ("received", "", None, "")
    assert len(tags(made)) == 3


def test_a_repeat_names_the_report_it_repeats(received, staff):
    first, made, by = received(), received(), staff("case_officer", "east").acting()
    with refused("intake.repeat.self"):
        disposition.explain(made.pk, by=by, at=now(), repeat_of_id=made.pk, reason="同一事")
    done = disposition.explain(made.pk, by=by, at=now(), repeat_of_id=first.pk, reason="同一事，未提出新情况")
    assert (done.state, done.repeat_of) == ("explained", first)
    assert "explained" in tags(first)


@pytest.mark.parametrize(
    ("verb", "told", "code"),
    [
        ("mediate", {"reason": "和解", "relation": "邻居", "performed": False}, "intake.mediate.performed"),
        ("transfer", {"reason": "x"}, "intake.transfer.to"),
        ("refer", {"kind": "criminal", "cause": "x", "reason": "x"}, "intake.refer.kind"),
        ("tell", {"to": "", "reason": "x"}, "intake.to.missing"),
        ("handle", {"reason": " "}, "intake.reason.missing"),
    ],
)
def test_a_disposition_is_refused_and_nothing_remains(received, staff, verb, told, code):
    made = received()
    with refused(code):
        getattr(disposition, verb)(made.pk, by=staff("case_officer", "east").acting(), at=now(), **told)
    assert Report.objects.get(pk=made.pk).state == "received"
    assert tags(made) == ["received"]


def test_a_criminal_report_is_transferred_with_the_chief_s_leave_only(received, staff):
    made, by = received(category="criminal"), staff("case_officer", "east").acting()
    how = {"to_agency": "某县监察委员会", "reason": "职务犯罪"}
    with refused("cn.report.transfer_approved"):
        disposition.transfer(made.pk, by=by, at=now(), **how)
    asked = disposition.ask_transfer(made.pk, by=by, at=now(), reason="职务犯罪，不属公安机关管辖")
    assert (asked.rank, asked.basis[:7]) == ("county_chief", "CPR 175")
    decide(asked.pk, by=staff("county_chief").acting(), at=now(), granted=True, reason="同意移送")
    assert disposition.transfer(made.pk, by=by, at=now(), **how).state == "transferred"


def test_unclear_matters_go_under_administrative_procedure(received, staff):
    made = received()
    by = staff("legal_officer").acting()
    done = disposition.refer(made.pk, by=by, at=now(), kind="public_order", cause="盗窃（治安）", reason="价值尚未认定")
    assert (done.state, done.disposition, done.case.kind) == ("accepted", "refer", "public_order")


def test_the_way_to_the_scene_is_in_order(received, staff):
    made, by = received(channel="call"), staff("custody_officer").acting()
    with refused("intake.order"):
        report.dispatch(made.pk, by=by, at=made.received_at - timedelta(minutes=1), to="甲车")
    report.dispatch(made.pk, by=by, at=now(), to="甲车", handler_id=staff("case_officer", "east", "乙").pk)
    done = report.arrive(made.pk, by=by, at=now(), found="双方已分开")
    assert done.arrived_at >= done.dispatched_at
    assert done.handler.name == "乙"
    assert tags(made) == ["received", "dispatched", "arrived"]


def test_a_correction_keeps_what_stood_before(received, staff):
    made, by = received(), staff("case_officer", "east").acting()
    report.correct(made.pk, by=by, at=now(), place="虚构镇南街 3 号", reason="听错")
    entry = Entry.objects.about(made.ref).with_content().order_by("-id")[0]
    assert entry.body["changed"] == {"place": ["虚构镇北街 12 号", "虚构镇南街 3 号"]}
    with refused("intake.correct.nothing"):
        report.correct(made.pk, by=by, at=now(), place="虚构镇南街 3 号", reason="听错")


def test_evidence_and_recordings_are_listed_in_order(received, staff):
    made, by = received(), staff("reception").acting()
    rows = [
        enclosure.take_evidence(made.pk, by=by, at=now(), name=n, quantity="1 份", handed_by="赵甲子")
        for n in ("购车发票", "监控截图")
    ]
    assert [r.place for r in rows] == [1, 2]
    enclosure.link_recording(made.pk, by=by, at=now(), kind="contact", reference="A1.mp4", sha256="AB" * 32)
    assert made.recordings.get().sha256 == "ab" * 32
    for told, code in (
        ({"reference": "A1.mp4"}, "intake.recording.again"),
        ({"reference": "b", "sha256": "xx"}, "intake.recording.hash"),
    ):
        with refused(code):
            enclosure.link_recording(made.pk, by=by, at=now(), kind="contact", **told)


def test_the_receipt_is_handed_over_or_the_reason_noted(received, staff):
    made, by = received(), staff("case_officer", "east").acting()
    with refused("report.state.give_receipt"):
        enclosure.give_receipt(made.pk, by=by, at=now(), handed=True)
    disposition.accept(made.pk, by=by, at=now(), kind="criminal", cause="盗窃案")
    with refused("intake.note.missing"):
        enclosure.give_receipt(made.pk, by=by, at=now(), handed=False)
    assert enclosure.give_receipt(made.pk, by=by, at=now(), handed=False, note="电话报案").receipt == "noted"
    assert enclosure.give_receipt(made.pk, by=by, at=now(), handed=True).receipt == "handed"


def test_review_is_by_another_and_sends_back_what_has_no_case(received, staff):
    legal, other = staff("legal_officer"), staff("legal_officer", "county", "乙")
    made = received()
    disposition.tell(made.pk, by=legal.acting(), at=now(), to="法院", reason="民事纠纷")
    with refused("intake.review.same_hand"):
        disposition.review(made.pk, by=legal.acting(), at=now(), passed=True, note="同意")
    with refused("access.post"):
        disposition.review(made.pk, by=staff("case_officer", "east").acting(), at=now(), passed=True, note="同意")
    back = disposition.review(made.pk, by=other.acting(), at=now(), passed=False, note="有殴打情节，应当受案")
    assert (back.state, back.review, back.disposition) == ("received", "objected", "")
    disposition.accept(made.pk, by=legal.acting(), at=now(), kind="public_order", cause="殴打他人")
    stays = disposition.review(made.pk, by=other.acting(), at=now(), passed=False, note="案由不准")
    assert (stays.state, stays.review) == ("accepted", "objected")


@pytest.mark.parametrize("post", sorted(posts()))
def test_who_sees_which_reports(received, staff, post):
    mine, other = received("east", by=staff("legal_officer")), received("west", by=staff("legal_officer"))
    at_county, at_east = staff(post, "county", "甲"), staff(post, "east", "乙")
    held = post in grants()["intake:report:view"].posts
    whole = held and posts()[post].sees == "subtree"
    assert set(Report.objects.visible_to(at_county)) == ({mine, other} if whole else set())
    assert set(Report.objects.visible_to(at_east)) == ({mine} if held else set())
    assert may_see(at_east, mine.ref) == held


def test_a_report_of_a_sealed_or_recused_case_is_gone(received, staff):
    made, legal = received(), staff("legal_officer")
    done = disposition.accept(made.pk, by=legal.acting(), at=now(), kind="criminal", cause="盗窃案")
    assert Report.objects.visible_to(legal).exists()
    Case.objects.filter(pk=done.case_id).update(sealed=True, sealed_basis="CPL 286")
    assert not Report.objects.visible_to(legal).exists()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("赵甲子", True), ("zhaojiazi", True), ("zjz", True), ("招甲子", True), ("1380000", True), ("北街", True),
        ("电动车", True), ("钱乙丑", False), ("9999999", False),
    ],
)  # fmt: skip
def test_found_by_name_sound_telephone_place_and_words(received, typed, found):
    received()
    assert narrowed(Report.objects.all(), typed).exists() == found


@pytest.mark.parametrize("typed", ["赵甲子", "zjz", "13800000001"])
def test_a_reporter_kept_secret_is_found_by_nobody(received, typed):
    received(identity_secret=True)
    assert not narrowed(Report.objects.all(), typed).exists()


def test_every_state_has_a_way_on():
    assert {s for m in REPORT for s in m.sources} == set(ReportState)


def test_a_report_of_the_window_becomes_a_case_of_the_unit_whose_officer_handles_it(received, staff, bureau):
    made = received(unit="county", by=staff("legal_officer"))
    handler = staff("case_officer", "east")
    report.dispatch(made.pk, by=staff("legal_officer").acting(), at=now(), to="值班组", handler_id=handler.pk)
    done = disposition.accept(
        made.pk, by=handler.acting(), at=now(), kind="criminal", cause="盗窃案", unit=bureau["east"]
    )
    assert (done.case.unit, done.case.lead) == (bureau["east"], handler)


def test_a_unit_beside_takes_a_report_by_transfer_only(received, staff, bureau):
    made = received(unit="east")
    with pytest.raises(Refusal) as why:
        by = staff("case_officer", "east").acting()
        disposition.accept(made.pk, by=by, at=now(), kind="criminal", cause="盗窃案", unit=bureau["west"])
    assert why.value.code == "intake.unit.elsewhere"
    assert not Case.objects.exists()


def test_every_field_of_an_instrument_that_asks_a_report_is_told(received):
    asked = {
        one.source.partition(".")[2]
        for form in shipped().values()
        for one in form.fields.values()
        if one.source.startswith("report.")
    }
    by_hand = {"reporter_id", "reporter_address", "statement"}  # nobody types them at the window
    assert asked - by_hand <= set(instrument_data.told(str(received().pk)))
