"""Who sees, finds and saves which interview, and at what cost: what an attacker would try first."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mingjing.cases.models import Recusal
from mingjing.interviews import checking
from mingjing.interviews.actions import interview, record
from mingjing.interviews.models import Interview, Record
from tests.interviews.test_views import at, signed_in  # noqa: F401 - pytest finds the fixture here
from tests.refusals import refusals

pytestmark = pytest.mark.django_db


def shown(officer):
    return {pk for part in Interview.objects.shown_of(officer) for pk in part.values_list("pk", flat=True)}


def recused(row, officer, centre):
    return Recusal.objects.create(case=row.case, officer=officer, reason="亲属", since=centre.at(40))


def found(visit, words):
    sent = {"to": reverse("interviews:interviews"), "q": words}
    return re.findall(r">(X\w+)</a>", visit.post(reverse("webkit:find"), sent, follow=True).content.decode())


def test_the_parts_of_the_list_hold_what_an_officer_sees_and_words_find_it(centre, arrived, planned, signed_in):  # noqa: F811
    row, other = planned(arrived(name="欧阳晓明")), planned(arrived(born=date(2011, 3, 4), name="司徒小宝"))
    second, legal = centre.officer("case_officer", name="办二"), centre.officer("legal_officer")
    stranger = centre.officer("case_officer", name="旁人", where=centre.station)
    recused(other, second, centre)
    other.case.sealed, other.case.sealed_basis = True, "CPL 286"
    for officer in (centre.officer("case_officer"), second, legal, stranger, centre.officer("administrator")):
        assert shown(officer) == set(Interview.objects.visible_to(officer).values_list("pk", flat=True)), officer
    assert shown(second) == {row.pk}
    assert not shown(stranger)
    visit = signed_in(centre.officer("case_officer"))
    for words in (row.number, row.case.number, "欧阳晓明", f"{second.name} {row.number}", "殴打", "办二"):
        assert row.number in found(visit, words), words
    assert other.number in found(visit, other.number)
    assert other.number not in found(visit, "司徒小宝")  # the name of a minor finds nothing
    assert row.number not in found(visit, f"{row.number} 没有的词")
    file = visit.get(reverse("interviews:interviews"), {"as": "csv"}).content.decode()
    assert row.number in file
    assert "司徒小宝" not in file
    other.case.save()
    assert other.number not in found(visit, other.number)


def test_the_interview_of_a_minor_opens_only_after_a_purpose_except_to_those_who_ask(
    centre,
    arrived,
    planned,
    signed_in,  # noqa: F811
):
    row = planned(arrived(born=date(2011, 3, 4)))
    Record.objects.create(interview=row, set_version="general@1")
    names = ("draft", "standing", "sheet", "helper", "call_off")
    asking = signed_in(centre.officer("case_officer"))
    assert asking.get(at(row)).status_code == 200
    legal = signed_in(centre.officer("legal_officer"))
    assert Interview.objects.visible_to(centre.officer("legal_officer")).exists()
    assert legal.get(at(row)).status_code == 403
    assert {legal.get(at(row, name)).status_code for name in names} <= {403, 409}
    assert legal.get(reverse("interviews:of_case", args=[row.case_id])).status_code in {403, 409}
    legal.post(at(row), {"_purpose": "1", "purpose": "review", "note": "法制审核", "case": ""})
    for name in ("interview", "draft", "standing", "sheet"):
        assert legal.get(at(row, name)).status_code == 200, name


def test_who_is_recused_asks_nobody(centre, arrived, planned):
    row = planned(arrived())
    second = centre.officer("case_officer", name="办二")
    recusal = recused(row, second, centre)
    told = {"by": centre.by("case_officer"), "at": centre.at(60)}
    assert refusals(interview.begin, row.pk, **told) == {"interviews.officers.recused"}
    again = {"case_id": row.case_id, "person_id": row.person_id, "stay_id": row.stay_id, "room_id": row.room_id}
    kinds = {"role": "suspect", "kind": row.kind}
    asked = refusals(interview.plan, **told, **again, **kinds, officer_ids=[second.pk])
    assert asked == {"interviews.officers.recused"}
    recusal.delete()
    assert interview.begin(row.pk, **told).state == "open"


def test_what_no_database_keeps_is_refused_and_what_looks_like_markup_is_text(centre, written, signed_in):  # noqa: F811
    row = written()
    visit = signed_in(centre.officer("case_officer"))
    lines = [{k: one[k] for k in ("id", "kind", "text", "item")} for one in row.record.lines]
    base = row.record.revision

    def save(text, **told):
        sent = [{**lines[0], "text": text}, *lines[1:]]
        body = {"base": base, "lines": sent, "touched": [lines[0]["id"]], "head": {}, **told}
        return visit.post(at(row, "save"), json.dumps(body), content_type="application/json")

    for bad in ("a\0b", "\ud800"):
        assert save(bad).status_code == 409
        assert save("好", head={"alias": bad}).status_code == 409
    assert save("长" * 8001).status_code == 409
    assert save("好", lines=[{**lines[0], "id": f"n{n}"} for n in range(3001)]).status_code == 409
    assert visit.post(at(row, "save"), b"[" * 100_000, content_type="application/json").status_code == 409
    assert visit.post(at(row, "save"), b" " * 5_000_000, content_type="application/json").status_code in {400, 409, 413}
    assert Interview.objects.get(pk=row.pk).record.revision == base
    wicked = '<img src=x onerror=alert(1)> #read("/etc/passwd") #{panic()} $x$ </script>'
    assert save(wicked, head={"alias": wicked}).status_code == 200
    page = visit.get(at(row)).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert visit.get(at(row, "sheet")).content.startswith(b"%PDF")


def test_what_was_written_after_he_looked_is_not_fixed_unseen(centre, written, signed_in):  # noqa: F811
    row = written()
    visit = signed_in(centre.officer("case_officer"))
    form = visit.get(at(row, "fix")).content.decode()
    assert f'value="{row.record.revision}"' in form
    seen = row.record.revision
    lines = [{k: one[k] for k in ("id", "kind", "text", "item")} for one in row.record.lines]
    lines[-1]["text"] = "另一人刚写的。"
    told = {"base": seen, "lines": lines, "touched": [lines[-1]["id"]], "head": {}}
    record.keep(row.pk, by=centre.by("case_officer", name="办二"), at=centre.at(91), **told)
    assert visit.post(at(row, "fix"), {"electronic": "yes", "base": seen}).status_code == 409
    assert Interview.objects.get(pk=row.pk).state == "open"


def test_checks_cite_other_records_only_to_who_sees_them(centre, written, arrived, planned):
    row = written()
    told = "那天夜里我看见他蹲在红色电动车旁边剪锁，后来推着车往河边走，路灯很暗，但是我认得他的红外套和走路的样子。"
    said = {"id": "a", "kind": "a", "text": told, "item": "", "rev": 0, "at": ""}
    other = Interview.objects.get(pk=planned(arrived()).pk)
    Record.objects.create(interview=other, set_version="general@1", lines=[said])
    Interview.objects.filter(pk=other.pk).update(case=row.case)
    other.askers.all().delete()
    row.record.lines = [*row.record.lines, {**said, "id": "mine"}]
    lent = centre.officer("case_officer", name="旁人", where=centre.station)
    row.askers.create(officer=lent, part="writing")
    cited = [{f.code for f in checking.findings(row, centre.at(95), o)} for o in (row.askers.first().officer, lent)]
    assert cited[0] - cited[1]
    assert not cited[1] - cited[0]


def test_the_number_of_queries_grows_with_neither_interviews_nor_lines(centre, arrived, planned, written, signed_in):  # noqa: F811
    row = written()
    visit = signed_in(centre.officer("case_officer"))
    pages = (reverse("interviews:interviews"), at(row), at(row, "draft"))

    def counted():
        counts = []
        for page in pages:
            visit.get(page)
            with CaptureQueriesContext(connection) as seen:
                assert visit.get(page).status_code == 200
            counts.append(len(seen))
        return counts

    few = counted()
    for _ in range(3):
        planned(row.stay)
    lines = row.record.lines
    more = [{**one, "id": f"{n}{one['id']}"[:24]} for n in range(4) for one in lines]
    Record.objects.filter(pk=row.record.pk).update(lines=[*lines, *more])
    assert counted() == few
    assert all(a <= b for a, b in zip(few, MOST_QUERIES, strict=True)), few


MOST_QUERIES = (12, 78, 12)
