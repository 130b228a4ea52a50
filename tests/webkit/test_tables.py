"""Tables do their work in the database and say it in the address."""

import csv
import io

import pytest
from django.db.models import Q
from django.test import RequestFactory

from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.webkit.tables import Column, Filter, Table, _plain

COLUMNS = [
    Column("number", Text("警号", "Number"), lambda o: o.number, sort="number", url=lambda o: f"/o/{o.number}"),
    Column("name", Text("姓名", "Name"), lambda o: o.name, sort="name"),
    Column("hidden", Text("内部", "Hidden"), lambda o: o.auxiliary, shown=False),
]
SEX = Filter("sex", Text("性别", "Sex"), [("male", "男"), ("female", "女")], lambda v: Q(sex=v))


@pytest.fixture
def officers(officer):
    rows = [("700003", "丙", "male"), ("700001", "甲", "female"), ("700002", "=1+1", "male")]
    for number, name, sex in rows:
        Officer.objects.create(number=number, name=name, sex=sex, unit=officer.unit)
    return Officer.objects.filter(number__startswith="7")


def table(officers, query="", **more):
    shape = {"search": ["name", "number"], "filters": [SEX], **more}
    request = RequestFactory().get(f"/t?{query}")
    request.session = {"words": {"n1": "700002", "n2": "nobody", "n3": "7"}}
    return Table(request, officers, COLUMNS, **shape)


def numbers(shown):
    return [cells[0].value for cells in shown.rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=number", ["700001", "700002", "700003"]),
        ("sort=-number", ["700003", "700002", "700001"]),
        ("sort=password", ["700003", "700001", "700002"]),
        ("found=n1", ["700002"]),
        ("sex=female", ["700001"]),
        ("sex=unknown", ["700003", "700001", "700002"]),
        ("found=n2", []),
        ("found=not-his", ["700003", "700001", "700002"]),
    ],
)
def test_search_filter_sort(officers, query, expected):
    assert numbers(table(officers, query)) == expected


def test_a_default_order(officers):
    assert numbers(table(officers, order="-number")) == ["700003", "700002", "700001"]


def test_pages(officers):
    first = table(officers, "sort=number", per_page=2)
    assert (numbers(first), first.total) == (["700001", "700002"], 3)
    assert "page=2" in first.next_href
    assert not first.previous_href
    last = table(officers, "sort=number&page=99", per_page=2)
    assert numbers(last) == ["700003"]


def test_columns_are_chosen_in_the_address(officers):
    assert [c.name for c in table(officers).shown] == ["number", "name"]
    assert [c.name for c in table(officers, "col=hidden&col=name").shown] == ["name", "hidden"]


def test_a_head_sorts_the_other_way_and_keeps_the_rest(officers):
    heads = list(table(officers, "sort=number&found=n3&page=2").heads)
    assert heads[0].sorted == "ascending"
    assert "sort=-number" in heads[0].href
    assert "found=n3" in heads[0].href
    assert "page" not in heads[0].href


def test_the_file_holds_all_rows_and_runs_nothing(officers):
    answer = table(officers, "sort=number&as=csv", per_page=1).csv("officers")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["警号", "姓名"]
    assert rows[2] == ["700002", "'=1+1"]
    assert len(rows) == 4


def test_a_page_costs_two_queries(officers, django_assert_num_queries):
    shown = table(officers, "sort=number")
    with django_assert_num_queries(2):
        assert len(list(shown.rows)) == shown.total


@pytest.mark.parametrize(
    ("value", "cell"),
    [("", ""), (None, ""), (-3, "-3"), ("+86", "+86"), ("=1+1", "'=1+1"), ("\r=1", "'\r=1"), ("＝1+1", "'＝1+1")],
)
def test_a_cell_of_the_file(value, cell):
    assert _plain(value) == cell
