"""What instruments say of everybody in a case, of what was done to him, and of a penalty: only what was decided."""

from datetime import date

import pytest

from mingjing.cases.actions import case as cases
from mingjing.documents.actions import instrument
from mingjing.documents.models import Instrument
from mingjing.documents.selectors import missing, values_of
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.measures.actions import bail, hearing, moving, penalty
from mingjing.measures.models import Measure
from mingjing.measures.papers import drafted
from mingjing.measures.steps import move_of

pytestmark = pytest.mark.django_db

DECIDED = {"bail_report": "1", "bail_decision": "取保1"}
FIGHT = {"way": "ordinary", "grade": "51/usual", "detention_days": 7, "fine": 800, "reasons": "事实清楚"}
RECORD = {"penalty_notice_record": "告1"}
ADULT, LIGHTER = date(1990, 5, 17), {"grade": "51/lighter", "detention_days": 0, "fine": 0}
SPARED = "15周岁），依照《中华人民共和国治安管理处罚法》第二十三条之规定，对其不执行行政拘留处罚"


def begun(subject, template, lead, bureau, *refs):
    made = instrument.draft(
        by=lead.acting(), at=now(), log="610921-org", template=template, subject=subject, unit=bureau["east"], refs=refs
    )
    return made, values_of(made)


def test_the_opinion_names_every_suspect_with_what_was_done_to_him(
    case_of, suspect_of, measure_of, step, chief, lead, bureau
):
    case = case_of()
    elder = suspect_of(case, "张伟")
    younger = suspect_of(case, "李小", birth_date=date(2009, 3, 1))
    idle = suspect_of(case, "王五")
    held = measure_of("detention", case, elder)
    step(held, "decide", ranked=chief, numbers={"detention_report": "1", "detention_warrant": "拘2"})
    step(held, "execute", numbers={"detention_notice": "3"})
    step(held, "request_arrest")
    arrest = measure_of("arrest", case, elder)
    step(arrest, "request", ranked=chief, numbers={"arrest_request": "捕1"})
    step(arrest, "refuse", facts={"arrest.refusal_reason": "insufficient_evidence"})
    free = measure_of("bail", case, younger)
    bail.set_terms(free.pk, by=lead.acting(), at=now(), way="guarantor", guarantor="李父", relation="父子")
    step(free, "decide", ranked=chief, numbers=DECIDED)
    assert "pledge" in {m.id for m in _ways(free)}
    step(free, "pledge", numbers={"bail_guarantee": "保1"})
    step(free, "execute")  # the guarantee on file is known: nobody is asked whether it was given
    made, told = begun(case.ref, "indictment_opinion", lead, bureau, elder.ref, younger.ref)
    assert told["names"] == "张伟、李小、王五"
    assert [line[:9] for line in told["suspects"].split("\n")] == [
        "1．犯罪嫌疑人张伟",
        "2．犯罪嫌疑人李小",
        "3．犯罪嫌疑人王五",
    ]
    assert told["history"].split("\n") == [
        "张伟：2026年11月23日刑事拘留（拘2）；2026年11月23日不批准逮捕。",
        "李小：2026年11月23日取保候审（取保1）。",
        "王五：未采取强制措施。",
    ]
    assert {t.zh for t in missing(made)} == {"事实和证据", "证据"}
    cases.remove_person(case.people.get(person=idle).pk, by=lead.acting(), at=now(), reason="与本案无关")
    assert values_of(Instrument.objects.get(pk=made.pk))["names"] == "张伟、李小"


def _ways(measure):
    row = Measure.objects.get(pk=measure.pk)
    return [move_of(row, name) for name in ("pledge", "execute") if row.state in move_of(row, name).sources]


def test_a_guardian_is_named_when_there_is_one_and_nobody_guesses_among_several(
    case_of, suspect_of, register, lead, bureau
):
    case = case_of()
    boy = suspect_of(case, "李小", birth_date=date(2009, 3, 1))
    for name, said in (("李父", "李父"), ("李母", None)):
        one = register(name, by=lead)
        cases.add_person(case.pk, by=lead.acting(), at=now(), person_id=one.pk, role="guardian")
        assert begun(case.ref, "guardian_notice", lead, bureau, boy.ref)[1]["guardian"] == said


@pytest.mark.parametrize(
    ("born", "put", "said", "unsaid"),
    [
        (ADULT, {}, {"detained": "行政拘留7日", "fined": "罚款800元，自收到本决定书之日起15日以内"}, {"spared"}),
        (ADULT, {**LIGHTER, "fine": 400}, {"fined": "罚款400元"}, {"detained", "spared"}),
        (ADULT, {**LIGHTER, "detention_days": 4}, {"detained": "行政拘留4日"}, {"fined", "spared"}),
        (date(2011, 1, 1), {**LIGHTER, "detention_days": 4}, {"spared": SPARED}, {"detained", "fined"}),
    ],
)  # fmt: skip
def test_a_decision_says_what_was_decided_and_nothing_else(
    case_of, suspect_of, measure_of, lead, step, born, put, said, unsaid
):
    case = case_of("public_order", "殴打他人")
    measure = measure_of("penalty", case, suspect_of(case, birth_date=born))
    told = {**FIGHT, **put}
    penalty.put_forward(measure.pk, by=lead.acting(), at=now(), **told)
    step(measure, "notify", numbers=RECORD)
    facts = {"penalty.grave_and_bad_impact": False, "penalty.twice_within_year": False}
    row = Measure.objects.get(pk=measure.pk)
    row.facts |= facts
    row.save()
    [paper] = moving.prepare(measure.pk, by=lead.acting(), at=now(), move="decide")
    found = values_of(Instrument.objects.get(pk=paper.id))
    assert {name: found[name] for name in unsaid} == dict.fromkeys(unsaid)
    for name, words in said.items():
        assert words in found[name]


def test_a_detention_nobody_can_judge_yet_is_not_said_to_be_spared(case_of, suspect_of, measure_of, lead):
    case = case_of("public_order", "殴打他人")
    boy = suspect_of(case, birth_date=date(2011, 1, 1))
    measure = measure_of("penalty", case, boy)
    penalty.put_forward(measure.pk, by=lead.acting(), at=now(), **FIGHT)
    [paper] = moving.prepare(measure.pk, by=lead.acting(), at=now(), move="notify")
    made, told = begun(measure.ref, "penalty_decision", lead, {"east": measure.unit}, Ref("penalty", str(measure.pk)))
    assert (told["spared"], told["detained"]) == (None, "行政拘留7日")
    assert made.pk != paper.id


def test_a_hearing_begins_its_own_papers_with_what_is_known(case_of, measure_of, step, lead, staff, later):
    measure, legal = measure_of("penalty"), staff("legal_officer", name="法制")
    penalty.put_forward(measure.pk, by=lead.acting(), at=now(), **FIGHT)
    step(measure, "notify", numbers=RECORD)
    step(measure, "ask_hearing")
    hearing.reply(measure.pk, by=legal.acting(), at=now(), accepted=True)
    told = {"place": "听证室", "closed_doors": True, "chair": legal.name, "members": "李四", "clerk": "王五"}
    with later(days=8):
        when = now()
    hearing.call(measure.pk, by=legal.acting(), at=now(), planned_at=when, **told)
    notice = Instrument.objects.get(template="hearing_notice")
    assert missing(notice) == []
    assert values_of(notice)["openness"] == "closed"
    with later(days=8, hours=2):
        hearing.hold(
            measure.pk, by=legal.acting(), at=when, ended_at=now(), course="申辩：系被殴打后还手。", report="建议维持。"
        )
    record, report = (Instrument.objects.get(template=one) for one in ("hearing_record", "hearing_report"))
    assert (missing(record), missing(report)) == ([], [])
    assert values_of(record)["course"] == "申辩：系被殴打后还手。"
    assert values_of(report)["opinion"] == "建议维持。"
    assert drafted(Measure.objects.get(pk=measure.pk), move_of(measure, "decide")) == {}
