"""Who hears whom, which rules hang on what, and whose clocks an officer sees."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.conf import settings

from mingjing.clocks import following, hearing, selectors
from mingjing.clocks.hearing import SILENT, SUBJECTS, belongs, hearers, hears, rules_about
from mingjing.clocks.models import Timed
from mingjing.kernel.ref import Ref
from mingjing.law import books
from mingjing.law.rule import Clause
from mingjing.org import sight
from mingjing.org.models import Officer
from tests.clocks.acts import STAY, arrived, happened
from tests.watched import NOON

CASE, MEASURE = Ref("case", str(uuid4())), Ref("measure", str(uuid4()))
RULE = books.current().rules["cn.questioning.public_order"]


@pytest.fixture
def followed(monkeypatch):
    """Subjects reckoned, in order."""
    seen = []
    real = following._anew
    monkeypatch.setattr(following, "_anew", lambda subject, *more: (seen.append(subject), real(subject, *more))[1])
    return seen


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_the_entry_of_a_rival_is_never_heard_and_its_own_always(kind):
    mine, other = Ref(kind, "1"), Ref(kind, "2")
    assert hears(mine, mine)
    assert not hears(mine, other)


def test_the_whole_table():
    said = {kind: set(hearers(kind)) for kind in (*SUBJECTS, "person", "request", "alarm")}
    assert said == {
        "stay": set(),
        "case": {"stay", "measure", "report"},
        "measure": {"stay", "case"},
        "report": {"case"},
        "person": set(SUBJECTS),
        "request": set(SUBJECTS),
        "alarm": set(),
    }


def test_an_entry_holds_whoever_hears_it():
    for kind in SUBJECTS:
        assert set(settings.LEDGER_HELD[kind]) == {kind, *hearers(kind)}
    assert set(settings.LEDGER_HELD["*"]) == SUBJECTS
    assert {settings.LEDGER_HELD[kind] for kind in SILENT} == {("stay",)}


def test_a_stay_that_names_its_case_is_followed_for_itself(centre, followed):
    arrived(NOON, refs=[CASE, MEASURE])
    assert followed == [STAY]


def test_a_case_and_a_measure_speak_to_the_stay_they_name(centre, followed):
    arrived(NOON)
    happened("cases.case.characterised", NOON, {"case.kind": "criminal"}, subject=CASE, refs=[STAY])
    happened("measures.measure.moved", NOON, subject=MEASURE, refs=[STAY, CASE])
    assert followed == [STAY, CASE, MEASURE], "and the case, which goes on, is not read again"
    assert not Timed.objects.of(CASE).exists(), "what an arrival begins hangs on stays"


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        (["custody.stay.arrived", "cases.case.characterised"], "stay"),
        (["measures.measure.moved", "cases.case.moved"], "measure"),
        (["intake.report.accepted"], "report"),
        (["cases.case.moved"], "case"),
        (["approvals.request.granted"], ""),
    ],
)
def test_a_rule_hangs_on_the_kind_that_begins_it(tags, kind):
    assert belongs(replace(RULE, starts=(Clause(frozenset(tags)),))) == kind


def test_of_the_rules_every_subject_has_its_own(monkeypatch):
    monkeypatch.setattr(hearing, "_about", {})
    assert RULE.id in rules_about(books.current(), "stay")
    assert RULE.id not in rules_about(books.current(), "case")


def test_clocks_of_a_case_are_seen_by_whoever_sees_the_case(centre, monkeypatch):
    monkeypatch.setattr(sight, "_answers", {})
    arrived(NOON)
    row = Timed.objects.of(STAY).filter(due_at__isnull=False).first()
    Timed.objects.filter(pk=row.pk).update(subject_kind="case", subject_id=CASE.id, about=CASE.id)
    own = centre.custody
    assert not Timed.objects.visible_to(own).filter(pk=row.pk).exists(), "nobody answers for cases"
    assert row.pk not in {r.pk for r in selectors.due_at_site(centre.site)}
    mine = Officer.objects.filter(pk=own.pk)
    sight.register("case", lambda officer: mine.filter(pk=officer.pk).values("pk"))
    assert not Timed.objects.visible_to(own).filter(pk=row.pk).exists(), "he sees cases, this one not"
    Timed.objects.filter(pk=row.pk).update(about=own.pk)
    assert [r.pk for r in selectors.due_before(own, "case")] == [row.pk]
    assert not selectors.due_before(centre.legal, "case")
