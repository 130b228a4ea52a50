"""Long tables: pages begin after a row, whatever the order and the overlap of parts; counts and files are bounded."""

import csv
import io
from itertools import pairwise

import pytest
from django.db.models import Q
from django.test import RequestFactory
from openpyxl import load_workbook

from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.webkit import long
from mingjing.webkit.long import LongTable
from mingjing.webkit.tables import Column, Filter

COLUMNS = [
    Column("number", Text("警号", "Number"), lambda o: o.number, sort="number"),
    Column("name", Text("姓名", "Name"), lambda o: o.name, sort="name"),
]
SEX = Filter("sex", Text("性别", "Sex"), [("male", "男"), ("female", "女")], lambda v: Q(sex=v))


@pytest.fixture
def officers(officer):
    names = ["甲", "乙", "乙", "丙", "=1+1", "乙", "丁"]
    for n, name in enumerate(names):
        sex = "male" if n % 2 else "female"
        Officer.objects.create(number=f"70000{n}", name=name, sex=sex, unit=officer.unit)
    return Officer.objects.filter(number__startswith="7")


def table(officers, query="", parts=None, **more):
    request = RequestFactory().get(f"/t?{query}")
    request.session = {"words": {"n1": "乙"}}
    shape = {"filters": [SEX], "order": "number", "per_page": 3, **more}

    def fetch(keys):
        return Officer.objects.filter(pk__in=keys)

    return LongTable(request, parts or [officers], COLUMNS, fetch=fetch, **shape)


def numbers(shown):
    return [row.number[-1] for row in shown.records]


def walk(officers, query, step, **more):
    """The pages from the one of the query on, by the links of one direction."""
    found = [table(officers, query, **more)]
    while link := getattr(found[-1], step):
        found.append(table(officers, link.lstrip("?"), **more))
    return found


@pytest.mark.parametrize("sort", ["number", "-number", "name", "-name"])
@pytest.mark.parametrize("overlap", [False, True])
def test_every_row_stands_on_one_page_in_one_order_forwards_and_back(officers, sort, overlap):
    halves = [officers.filter(number__lte="700004"), officers.filter(number__gte="700002")]
    more = {"parts": halves} if overlap else {}
    field = sort.lstrip("-")
    wanted = officers.order_by(field, "pk")
    wanted = [o.number[-1] for o in (wanted.reverse() if sort.startswith("-") else wanted)]
    forwards = walk(officers, f"sort={sort}", "next_href", **more)
    assert [n for page in forwards for n in numbers(page)] == wanted
    last = forwards[-1].request.META["QUERY_STRING"]
    back = walk(officers, last, "previous_href", **more)
    assert [n for page in back[::-1] for n in numbers(page)] == wanted
    assert not forwards[0].previous_href


def test_a_row_is_named_by_its_id_and_by_nothing_else(officers):
    assert "7000" not in table(officers).next_href


def test_an_unknown_row_begins_at_the_first_page(officers):
    for odd in ("x", "00000000-0000-0000-0000-000000000000"):
        assert numbers(table(officers, f"after={odd}")) == ["0", "1", "2"]


def test_what_narrows_begins_again_at_the_first_page(officers):
    second = table(officers, table(officers).next_href.lstrip("?"))
    assert all("after" not in head.href for head in second.heads)
    assert "after" not in second.csv_href


def test_counts_end_at_a_bound(officers, monkeypatch):
    assert table(officers).total == 7
    assert table(officers, "sex=male").total == 3
    monkeypatch.setattr(long, "COUNTED", 4)
    shown = table(officers)
    assert (shown.total, shown.counted.en) == (5, "more than 4")


def test_words_are_found_by_what_is_given(officers):
    def look(rows, words, order, most):
        return list(rows.filter(name=words).order_by(*order.by()).values_list(order.field, "pk")[:most])

    shown = walk(officers, "found=n1", "next_href", find=look, per_page=2)
    assert [numbers(page) for page in shown] == [["1", "2"], ["5"]]
    assert shown[0].counted.en == "more than 2"


def test_days_bound_the_list(officers):
    Officer.objects.filter(number="700003").update(locked_since="2026-03-05T15:59:59Z")
    Officer.objects.filter(number="700004").update(locked_since="2026-03-05T16:00:00Z")
    assert numbers(table(officers, "from=2026-03-05&to_day=2026-03-05", period="locked_since")) == ["3"]
    assert table(officers, "from=2026-99-99", period="locked_since").days == ("", "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_hold_what_the_reader_sees_and_run_nothing(officers, kind):
    made = table(officers, f"as={kind}&sex=female").file("officers").content
    if kind == "csv":
        lines = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    else:
        cells = list(load_workbook(io.BytesIO(made)).active.rows)
        assert {c.data_type for row in cells for c in row} == {"s"}
        lines = [[c.value for c in row] for row in cells]
    assert lines[1:] == [["700000", "甲"], ["700002", "乙"], ["700004", "'=1+1"], ["700006", "丁"]]


def test_a_file_ends_at_its_bound(officers, monkeypatch):
    monkeypatch.setattr(long, "EXPORTED", 0)
    assert len(table(officers, "as=csv").file("x").content.decode().splitlines()) == 1


def test_keys_are_ordered(officers):
    keys = table(officers, per_page=7).keys
    assert all(a < b for a, b in pairwise(keys))


def test_a_row_that_does_not_stand_before_the_reader_tells_nothing_of_where_it_stands(officers):
    hidden = officers.get(number="700003")
    others = officers.exclude(pk=hidden.pk)
    assert numbers(table(others, f"after={hidden.pk}")) == ["0", "1", "2"]
    assert numbers(table(officers, f"after={hidden.pk}")) == ["4", "5", "6"]
