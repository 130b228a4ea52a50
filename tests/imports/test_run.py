"""Cases taken over by the real actions: as of their own days, once, whatever breaks off; their clocks, their seals."""

from datetime import timedelta

import pytest

from mingjing.alerts.models import Alarm
from mingjing.cases.actions.arriving import take_over
from mingjing.cases.finding import keys
from mingjing.cases.models import Case, CaseOrigin, CasePerson
from mingjing.cases.vocab import Tag
from mingjing.clocks import watching
from mingjing.clocks.following import follow
from mingjing.clocks.models import Timed
from mingjing.imports import working
from mingjing.imports.actions import file, run
from mingjing.imports.models import Import, Matching
from mingjing.imports.rules import words
from mingjing.kernel.time import frozen, local, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry, EntryRef
from mingjing.org.models import Site
from mingjing.persons.models import Person
from mingjing.persons.rules.identity_number import check_character
from mingjing.webkit.long import Order
from tests.imports.conftest import LOG, faults, row, worked

pytestmark = pytest.mark.django_db
OPEN = {"案件状态": "已立案", "结案时间": "", "处理结果": ""}
GROWN, MINOR = (one + check_character(one) for one in ("61092119900517001", "61092120050110001"))
ONE = "汉公(刑)立字〔2019〕0123号"


def ago(days):
    return f"{local(now()) - timedelta(days=days):%Y-%m-%d %H:%M}"


def entries(case):
    return list(Entry.objects.filter(subject_kind="case", subject_id=str(case.pk)).order_by("id"))


def one_case():
    return Case.objects.select_related("origin").get()


def test_a_closed_case_arrives_closed_as_of_its_own_days(done, keeper, bureau):
    batch = done(row())
    case = one_case()
    assert (case.state, case.stage, case.unit) == ("closed", "closed", bureau["east"])
    assert [f"{local(at):%Y-%m-%d}" for at in (case.opened_at, case.closed_at)] == ["2019-03-04", "2019-09-01"]
    assert (case.lead.name, case.origin.number, case.origin.line) == ("王小明", ONE, 2)
    told = entries(case)
    assert [(e.tag, f"{local(e.occurred_at):%Y}") for e in told] == [
        (Tag.CASE_REGISTERED, "2019"), (Tag.OFFICER_ASSIGNED, "2019"), (Tag.PERSON_ADDED, "2019"),
        (Tag.CASE_CLOSED, "2019"), (Tag.CASE_IMPORTED, f"{local(now()):%Y}"),
    ]  # fmt: skip
    assert {e.actor_name for e in told} == {"import"}
    named = EntryRef.objects.filter(kind="import", ref_id=str(batch.pk)).values_list("entry", flat=True)
    assert {e.pk for e in told if e.tag != Tag.OFFICER_ASSIGNED} <= set(named)
    assert told[-1].body["sha256"] == batch.blob_id
    assert not EntryRef.objects.filter(kind="blob", entry__in=told), "or who sees one case could open the whole file"
    assert (batch.state, batch.made, batch.rows.get().cells) == ("done", 1, [])


def test_a_second_run_makes_nothing_twice(done):
    done(row(), row(案件编号="二"))
    again = done(row(), row(案件编号="三"), row(案件编号="二"), name="又一次.csv")
    assert (again.made, again.known, again.refused) == (1, 2, 0)
    assert Case.objects.count() == 3
    assert done(row(), source="另一系统").made == 1, "another source may have the same number"
    assert CaseOrigin.objects.count() == 4


def test_the_database_itself_keeps_a_number_of_a_source_once(done):
    done(row())
    origin = CaseOrigin.objects.get()
    with pytest.raises(Exception, match=r"(?i)unique"):
        CaseOrigin.objects.create(
            case=Case.objects.create(number="B123456789", kind="criminal", cause="x", unit=origin.case.unit,
                                     procedure="x", stage_since=now(), opened_at=now(), log="x"),
            source=origin.source, number="x", folded=origin.folded, stage="x", sha256="x", line=1, batch=origin.batch,
        )  # fmt: skip


def test_broken_off_in_the_middle_it_goes_on_where_it_was(checked, keeper, monkeypatch):
    batch = checked(*[row(案件编号=f"N{n}") for n in range(7)])
    run.start(batch.pk, by=keeper.acting(), at=now())
    working.advance(Import.objects.get(pk=batch.pk), now(), most=2)
    assert Case.objects.count() == 2
    run.stop(batch.pk, by=keeper.acting(), at=now())
    assert working.tick(now()) == 0
    run.start(batch.pk, by=keeper.acting(), at=now())
    broken = iter([KeyboardInterrupt])

    def kill(*_, **told):
        for one in broken:
            take_over(**told)  # its rows are written, and the machine goes down before they are kept
            raise one
        return take_over(**told)

    monkeypatch.setattr(working, "take_over", kill)
    with pytest.raises(KeyboardInterrupt):
        working.tick(now())
    assert Case.objects.count() == 2
    assert worked(batch).made == Case.objects.count() == 7


def test_a_row_that_fails_says_so_and_stops_no_other(checked, keeper, monkeypatch):
    batch = checked(row(案件编号="N1"), row(案件编号="N2"))
    run.start(batch.pk, by=keeper.acting(), at=now())

    def fail(**told):
        if told["origin"].number == "N1":
            raise ValueError("x")
        return take_over(**told)

    monkeypatch.setattr(working, "take_over", fail)
    ended = worked(batch)
    assert (ended.made, ended.refused, faults(ended)) == (1, 1, {2: ["imports.failed"]})
    assert Person.objects.count() == 1, "nothing half-written remains"


def test_a_dry_run_writes_nothing(checked):
    before = Entry.objects.exclude(tag__startswith="imports.").exclude(tag__startswith="media.").count()
    batch = checked(row(), row(案件编号="坏", 受案时间="x"))
    assert (batch.good, batch.refused, faults(batch)) == (1, 1, {3: ["imports.accepted_at.date"]})
    assert not Case.objects.exists()
    assert not Person.objects.exists()
    assert Entry.objects.exclude(tag__startswith="imports.").exclude(tag__startswith="media.").count() == before


def test_doubles_are_found_across_the_looks_of_the_check(checked, monkeypatch):
    monkeypatch.setattr(file, "A_LOOK", 2)
    batch = checked(*[row(案件编号=f"N{n}") for n in (1, 2, 3, 4)], row(案件编号="n-2"))
    assert faults(batch) == {6: ["imports.number.twice"]}


def test_what_became_untrue_since_the_check_is_refused_by_the_run(checked, keeper, bureau, staff):
    batch = checked(row())
    staff("case_officer", "east", "王小明").__class__.objects.filter(name="王小明").update(is_active=False)
    run.start(batch.pk, by=keeper.acting(), at=now())
    assert faults(worked(batch)) == {2: ["imports.officer.unknown"]}


def test_units_and_officers_beyond_reach_take_nothing(checked, keeper, staff, bureau):
    assert faults(checked(row(办案单位="west派出所"), unit="east")) == {2: ["imports.unit.unknown"]}
    far = staff("legal_officer", "west")
    told = {"at": now(), "log": LOG, "source": "x", "name": "x", "data": b"a\n1\n", "basis": "x"}
    with pytest.raises(Refusal, match=r"access\."):
        file.read(by=far.acting(), unit=bureau["east"], **told)
    with pytest.raises(Refusal, match=r"access\."):
        file.read(by=staff("case_officer", "east").acting(), unit=bureau["east"], **told)
    mine = checked(row(案件编号="M"))
    for act in (run.start, run.stop):
        with pytest.raises(Refusal, match=r"access\."):
            act(mine.pk, by=staff("legal_officer", "county", "别人").acting(), at=now())


def test_a_post_lost_during_the_run_takes_nothing_more(checked, keeper):
    batch = checked(row())
    run.start(batch.pk, by=keeper.acting(), at=now())
    keeper.postings.update(until=now() - timedelta(seconds=1))
    assert faults(worked(batch)) == {2: ["imports.unit.unknown"]}


def test_a_number_of_our_form_is_kept_and_given_to_nobody_else(done, bureau, keeper):
    month = f"{local(now()):%Y%m}"
    kept = f"A{bureau['east'].code}{month}0001"
    done(row(案件编号=kept, 受案时间=ago(0), 立案时间="", 案发时间="", 案件状态="", 结案时间=""), row(案件编号="别的"))
    numbers = set(Case.objects.values_list("number", flat=True))
    assert kept in numbers
    done(row(案件编号="新的", 受案时间=ago(0), 立案时间="", 案发时间="", 案件状态="", 结案时间=""))
    assert f"A{bureau['east'].code}{month}0002" in set(Case.objects.values_list("number", flat=True))


def test_old_numbers_are_found_however_they_are_written_by_who_sees_the_case(done, staff):
    done(row(), row(案件编号="汉公(刑)立字〔2019〕0124号"))
    newest = Order("opened_at", down=True)
    wanted = {Case.objects.get(origin__line=2).pk}
    for typed in (ONE, "汉公（刑）立字[2019]0123号", "〔2019〕0123号", "0123号"):
        assert {pk for _, pk in keys(Case.objects.all(), typed, newest, 9)} == wanted, typed
    assert len(keys(Case.objects.all(), "汉公刑立字2019", newest, 9)) == 2
    west = staff("legal_officer", "west")
    assert not keys(Case.objects.visible_to(west), ONE, newest, 9)


def test_people_come_with_their_numbers_and_who_was_a_minor_then_stays_protected(done, staff):
    done(
        row(嫌疑人="张伟；李四", 嫌疑人身份证号=f"{GROWN}；{MINOR}", 被害人="王五", **OPEN),
        row(案件编号="N2", 嫌疑人="张伟", 嫌疑人身份证号=GROWN, **OPEN),
        row(案件编号="N3", 嫌疑人="张伟", **OPEN),
    )
    assert Person.objects.filter(name="张伟").count() == 2, "one by his number; without one nobody knows who is who"
    minor = Person.objects.get(name="李四")
    assert (minor.protection, minor.sex, f"{minor.birth_date}") == ("minor", "male", "2005-01-10")
    roles = set(CasePerson.objects.filter(case__origin__line=2).values_list("person__name", "role"))
    assert roles == {("张伟", "suspect"), ("李四", "suspect"), ("王五", "victim")}
    hidden = Case.objects.get(origin__line=2)
    seen = Case.objects.visible_to(staff("case_file_keeper", "county"))
    assert hidden not in seen
    assert seen.count() == 2


def test_records_of_the_house_are_never_taken_for_people_of_a_row(done, register):
    known = register("张伟", document_kind="resident_id", document_number=GROWN)
    done(row(嫌疑人="张伟", 嫌疑人身份证号=GROWN))
    assert CasePerson.objects.get().person_id != known.pk


def test_sealed_cases_arrive_sealed_and_public_order_by_law(done, keeper):
    done(row(案件性质="治安", 案由="殴打他人"), row(案件编号="N2", **OPEN))
    assert Case.objects.get(origin__line=2).sealed_by_law
    assert not Case.objects.get(origin__line=3).sealed_by_law


def test_a_case_sealed_there_is_sealed_here(take, keeper):
    from tests.imports.conftest import HEADER, as_csv

    batch = take(data=as_csv([*row(), "〔2020〕1 号，刑诉法 286 条"], header=[*HEADER, "封存依据"]))
    told = {"by": keeper.acting(), "at": now()}
    file.match(batch.pk, **told, columns=words.guessed(batch.columns), options={"any_cause": True})
    worked(batch)
    run.start(batch.pk, **told)
    worked(batch)
    assert one_case().sealed_basis.startswith("〔2020〕")
    assert not Case.objects.visible_to(keeper).exists()


def test_a_matching_is_kept_for_the_next_file_of_the_source(take, keeper, bureau):
    batch = take(row(案由="老案由"))
    told = {"columns": words.guessed(batch.columns), "meanings": {"cause": {"老案由": "盗窃"}}}
    file.match(batch.pk, by=keeper.acting(), at=now(), keep=True, **told)
    assert Matching.objects.get().headers["number"] == "案件编号"
    next_one = take(row(案由="老案由"), unit="east")
    assert next_one.meanings == {"cause": {"老案由": "盗窃"}}
    assert take(row(), source="别的").meanings == {}


def test_without_the_columns_that_must_be_there_nothing_is_judged(take, keeper):
    batch = take(row())
    with pytest.raises(Refusal) as why:
        file.match(batch.pk, by=keeper.acting(), at=now(), columns={"cause": 2})
    assert {v.field for v in why.value.verdicts} == {"number", "kind", "accepted_at"}
    with pytest.raises(Refusal, match="column"):
        file.match(batch.pk, by=keeper.acting(), at=now(), columns={"cause": 99})


def test_a_dropped_import_forgets_its_rows(checked, keeper):
    batch = checked(row())
    file.drop(batch.pk, by=keeper.acting(), at=now(), reason="文件有误")
    assert batch.rows.get().cells == []
    with pytest.raises(Refusal, match=r"import\.state"):
        run.start(batch.pk, by=keeper.acting(), at=now())


# --- clocks -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def law(monkeypatch, bureau):
    """The law's clocks follow, and the log is of a site."""
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: (follow,))
    return Site.objects.create(code=LOG, name="中心", kind="county_centre", unit=bureau["county"])


def clock(line, rule):
    case = Case.objects.get(origin__line=line)
    return Timed.objects.of(case.ref).filter(rule=rule).first()


def test_clocks_run_from_the_days_of_the_file_and_what_had_passed_wakes_nobody(done, law):
    mild = {"案件性质": "治安", "案由": "殴打他人", "案发时间": ""}
    done(
        row(),
        row(案件编号="N3", **mild, **OPEN | {"受案时间": ago(21), "立案时间": ago(20)}),
        row(案件编号="N4", **mild, **OPEN | {"受案时间": ago(801), "立案时间": ago(800)}),
        row(案件编号="N5", **OPEN | {"案件状态": "受案", "立案时间": "", "受案时间": ago(1), "案发时间": ""}),
        row(案件编号="N6", **OPEN | {"案件状态": "受案", "立案时间": "", "受案时间": ago(400), "案发时间": ""}),
        row(案件编号="N7", **mild | {"受案时间": ago(500), "立案时间": ago(499), "结案时间": ago(300)}),
    )
    for closed in (2, 7):
        assert not Timed.objects.of(Case.objects.get(origin__line=closed).ref).exists()
    period, old = clock(3, "cn.public_order.case_period"), clock(4, "cn.public_order.case_period")
    assert timedelta(days=9) < period.due_at - now() < timedelta(days=11)
    assert (period.state, period.told, old.state, old.told, old.attend_at) == (
        "running", "nothing", "breached", "over", None,
    )  # fmt: skip
    assert clock(5, "cn.filing.review").state in {"running", "warned"}
    assert clock(6, "cn.filing.review").attend_at is None
    told = {e.subject_id: e.body["over"] for e in Entry.objects.filter(tag=Tag.CASE_IMPORTED)}
    assert sorted(told.values()) == [0, 0, 0, 0, 1, 1]
    watching.tick(now())
    past = {str(Case.objects.get(origin__line=line).pk) for line in (2, 4, 6, 7)}
    assert not past & set(Alarm.objects.values_list("subject_id", flat=True))
    with frozen(now() + timedelta(days=11)):
        watching.tick(now())
    called = set(Alarm.objects.values_list("subject_id", flat=True))
    assert str(Case.objects.get(origin__line=3).pk) in called
    assert not called & past


def test_an_imported_case_goes_on_and_its_old_papers_are_not_asked_for_again(done, staff, keeper):
    from mingjing.cases import running
    from mingjing.cases.going import subject_of

    done(row(**OPEN))
    case = one_case()
    lead = case.lead.acting()
    offers = {o.move.id: o for o in running.offers(subject_of(case, lead), now())}
    assert offers["conclude"].move.file, "or there is nothing to be brought"
    assert not offers["conclude"].lacking
    here = Case.objects.get(pk=case.pk)
    here.origin.delete()
    fresh = {o.move.id: o for o in running.offers(subject_of(Case.objects.get(pk=case.pk), lead), now())}
    assert fresh["conclude"].lacking
