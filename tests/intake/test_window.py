"""The single window, exchange with agencies, and where reports got stuck."""

from datetime import timedelta

import pytest

from mingjing.cases.actions import people as on_case
from mingjing.cases.models import Case
from mingjing.clocks.following import follow
from mingjing.clocks.models import Timed
from mingjing.intake import desk, funnel
from mingjing.intake.actions import disposition, enclosure, exchange
from mingjing.intake.models import Exchange, Report
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from tests.intake.conftest import LOG, TOLD

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=20)


@pytest.fixture
def legal(staff):
    return staff("legal_officer")


@pytest.fixture
def accepted(received, staff):
    def make(at=None, **told):
        made = received(at=at, **told)
        by = staff("case_officer", "east").acting()
        return disposition.accept(made.pk, by=by, at=at or now(), kind="criminal", cause="盗窃案")

    return make


def queues(officer):
    return {q.code: [n.report for n in q.lines] for q in desk.window(officer, officer.acting(), now())["queues"]}


def test_queues_hold_what_is_to_be_done_and_urgent_ones_first(received, accepted, staff, legal, bureau):
    first, urgent, done = received(), received(urgent=True), accepted()
    sent = received("west", category="dispute")
    disposition.transfer(
        sent.pk, by=staff("case_officer", "west").acting(), at=now(), to_unit=bureau["east"], reason="发案地在东所"
    )
    told = queues(staff("case_officer", "east"))
    assert told == {"waiting": [urgent, first], "receipts": [done], "transferred": [sent]}
    assert queues(legal)["reviews"] == [done, sent]


def test_what_was_transferred_is_taken_over_with_its_secret(client, received, staff, bureau):
    sent = received("west", identity_secret=True, category="dispute")
    disposition.transfer(
        sent.pk, by=staff("case_officer", "west").acting(), at=now(), to_unit=bureau["east"], reason="发案地在东所"
    )
    officer = staff("case_officer", "east")
    client.force_login(officer)
    page = client.get(f"/intake/{sent.pk}/take_over").content.decode()
    assert TOLD["reporter_name"] not in page
    assert str(sent.pk) in page
    told = {**TOLD, "reporter_name": "", "anonymous": "", "agency": "west派出所", "channel": "transferred"}
    client.post("/intake/new", {**told, "unit": str(bureau["east"].pk), "origin": str(sent.pk)})
    made = Report.objects.get(origin=sent)
    assert (made.identity_secret, made.reporter_name) == (True, TOLD["reporter_name"])
    assert "transferred" not in queues(officer)
    assert TOLD["reporter_name"] not in str([e.fields for e in Entry.objects.about(made.ref).with_content()])


def test_only_what_was_sent_here_is_taken_over(received):
    with pytest.raises(Refusal, match=r"intake\.origin"):
        received("east", origin_id=received("west").pk)


def test_an_agency_is_told_what_is_missing_and_completes_it(received, staff):
    by = staff("case_officer", "east").acting()
    made = received(channel="transferred", agency="某局", reporter_name="", reporter_role="agency")
    with pytest.raises(Refusal, match=r"intake\.complete\.unasked"):
        exchange.complete(made.pk, by=by, at=now(), note="x")
    exchange.tell_missing(made.pk, by=by, at=now(), missing="检验报告")
    assert queues(staff("case_officer", "east"))["missing"] == [made]
    assert exchange.complete(made.pk, by=by, at=now(), note="检验报告").completed_at
    with pytest.raises(Refusal, match=r"intake\.missing\.channel"):
        exchange.tell_missing(received().pk, by=by, at=now(), missing="x")


def test_papers_exchanged_stand_in_the_book_and_on_the_case(client, accepted, staff, bureau):
    done, officer = accepted(), staff("case_officer", "east")
    client.force_login(officer)
    told = {"direction": "out", "party": "procuratorate", "party_name": "某县人民检察院", "what": "案卷 2 册",
            "copies": "2", "handed_by": "甲", "taken_by": "乙", "about": done.case.number}  # fmt: skip
    assert client.post("/intake/window/exchange", told).status_code == 302
    assert Exchange.objects.get().case == done.case
    assert "intake.exchange.logged" in {e.tag for e in Entry.objects.about(done.case.ref)}
    assert "案卷 2 册" in client.get("/intake/window/exchanges").content.decode()
    client.force_login(staff("case_officer", "west"))
    assert "案卷 2 册" not in client.get("/intake/window/exchanges").content.decode()


def test_the_clocks_of_the_law_hear_every_act_of_a_report(monkeypatch, accepted, staff):
    """No fact is claimed that the books do not know, and clocks hang on reports."""
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: (follow,))
    done = accepted()
    enclosure.give_receipt(done.pk, by=staff("case_officer", "east").acting(), at=now(), handed=True)
    assert "report.channel" in Entry.objects.about(done.ref).order_by("id")[0].facts


def gates(officer, days=30):
    at = now()
    found = funnel.gates(officer, at - timedelta(days=days), at + timedelta(minutes=1), at)
    return {g.code: (g.came, g.passed, [s.report for s in g.stuck], g.late) for g in found}


def test_each_gate_names_what_is_stuck_before_it(received, accepted, staff, legal):
    waits, done = received(), accepted()
    assert gates(legal) == {
        "answered": (2, 1, [waits], 0),
        "receipted": (1, 0, [done], 0),
        "reviewed": (1, 0, [done], 0),
        "filed": (1, 0, [done], 0),
        "investigated": (0, 0, [], 0),
    }
    enclosure.give_receipt(done.pk, by=staff("case_officer", "east").acting(), at=now(), handed=True)
    disposition.review(done.pk, by=legal.acting(), at=now(), passed=True, note="同意")
    Case.objects.update(stage="filed")
    told = gates(legal)
    assert told["receipted"] == told["reviewed"] == told["filed"] == (1, 1, [], 0)
    assert told["investigated"] == (1, 1, [], 0)


def test_a_filed_case_without_investigation_is_stuck_until_somebody_acts(accepted, register, staff, legal):
    done = accepted(at=now() - LONG_AGO)
    Case.objects.update(stage="filed", stage_since=now() - LONG_AGO)
    assert gates(legal)["investigated"] == (1, 0, [done], 1)
    by = staff("case_officer", "east").acting()
    on_case.add_person(done.case.pk, by=by, at=now(), person_id=register("钱乙丑").pk, role="suspect")
    assert gates(legal)["investigated"] == (1, 1, [], 0)


def test_what_is_over_the_law_s_limit_counts_as_late_and_stands_first(received, legal):
    early, late = received(at=now() - timedelta(hours=3)), received()
    entry = Entry.objects.about(late.ref).first()
    Timed.objects.create(
        kind="clock", subject_kind="report", subject_id=str(late.pk), log=LOG, rule="x", number=1, title_zh="审查",
        title_en="review", certainty="article_read", severity="block", started_at=late.received_at, due_at=now(),
        state="breached", book="x", reckoned_at=now(), opened_by=entry,
    )  # fmt: skip
    assert gates(legal)["answered"] == (2, 0, [late, early], 1)


def test_the_patrol_watches_limits_of_what_the_reader_sees(received, staff, legal):
    made, other = received(), received("west")
    for report, rule in ((made, "cn.report.review"), (other, "cn.filing.objection"), (made, "cn.care.food")):
        Timed.objects.create(
            kind="clock", subject_kind="report", subject_id=str(report.pk), log=LOG, rule=rule, number=1, title_zh=rule,
            title_en=rule, certainty="article_read", severity="block", started_at=now(), due_at=now(), state="running",
            book="x", reckoned_at=now(), opened_by=Entry.objects.about(report.ref).first(),
        )  # fmt: skip
    assert [str(w.about.label) for w in desk.patrol(staff("case_officer", "east"))] == [made.number]
    assert {str(w.about.label) for w in desk.patrol(legal)} == {made.number, other.number}


def test_the_screens_are_drawn(client, received, accepted, legal):
    received(), accepted()
    client.force_login(legal)
    for language in ("zh-hans", "en"):
        client.cookies["mingjing_language"] = language
        for address in ("/intake/window/", "/intake/window/queue", "/intake/window/exchange", "/intake/funnel/",
                        "/intake/funnel/?gate=answered&from=2026-01-01&to=x"):  # fmt: skip
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "Text(" not in answer.content.decode(), address
