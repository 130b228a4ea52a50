"""The small world of tests/small_world.py, and tables of cases to take over."""

import csv
import io

import pytest
from openpyxl import Workbook

from mingjing.imports import working
from mingjing.imports.actions import file, run
from mingjing.imports.models import Import
from mingjing.imports.rules import words
from mingjing.kernel.time import now
from tests.small_world import LOG, _alone, bureau, register, staff  # noqa: F401 - pytest finds the fixtures here

HEADER = [
    "案件编号", "案件性质", "案由", "办案单位", "主办民警", "受案时间", "立案时间", "案件状态", "结案时间", "处理结果",
    "案发时间", "案发地点", "简要案情", "嫌疑人", "嫌疑人身份证号", "被害人", "被害人身份证号",
]  # fmt: skip
GOOD = {
    "案件编号": "汉公(刑)立字〔2019〕0123号", "案件性质": "刑事", "案由": "盗窃", "办案单位": "east派出所",
    "主办民警": "王小明", "受案时间": "2019-03-04", "立案时间": "2019年3月5日", "案件状态": "已结案",
    "结案时间": "2019/9/1 10:30", "处理结果": "移送起诉后判决", "案发时间": "2019-03-03 22:00",
    "案发地点": "幸福路 12 号", "嫌疑人": "张伟",
}  # fmt: skip


def row(**changes):
    """A line of the table: the good one, changed."""
    told = {**GOOD, **changes}
    return [told.get(one, "") for one in HEADER]


def as_csv(*lines, header=HEADER, encoding="utf-8-sig", delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *lines])
    return out.getvalue().encode(encoding)


def as_xlsx(*lines, header=HEADER):
    book = Workbook()
    for line in [header, *lines]:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def keeper(staff):  # noqa: F811
    """A legal officer of the county bureau, and an investigator his rows name."""
    staff("case_officer", "east", "王小明")
    return staff("legal_officer", "county", "李法制")


@pytest.fixture
def take(keeper, bureau):  # noqa: F811
    """take(*lines, source=…, unit=…): the file read in by the legal officer."""

    def read(*lines, source="旧系统", unit="county", data=None, **more):
        told = {"unit": bureau[unit], "source": source, "name": "案件.csv", "basis": "移交清单 1 号", **more}
        return file.read(by=keeper.acting(), at=now(), log=LOG, data=as_csv(*lines) if data is None else data, **told)

    return read


@pytest.fixture
def checked(take, keeper):
    """checked(*lines): read in, matched by its headers, judged. Causes are taken as written."""

    def check(*lines, options=None, meanings=None, **more):
        batch = take(*lines, **more)
        told = {"columns": words.guessed(batch.columns), "options": {"any_cause": True, **(options or {})}}
        file.match(batch.pk, by=keeper.acting(), at=now(), meanings=meanings, **told)
        return worked(batch)

    return check


@pytest.fixture
def done(checked, keeper):
    """done(*lines): checked and run to its end."""

    def do(*lines, **more):
        batch = checked(*lines, **more)
        run.start(batch.pk, by=keeper.acting(), at=now())
        return worked(batch)

    return do


def worked(batch):
    """The watch looks until there is nothing more to do."""
    while working.tick(now()):
        pass
    return Import.objects.get(pk=batch.pk)


def faults(batch):
    """Row → codes of what refuses it."""
    return {r.line: [f["code"] for f in r.faults if not f["warns"]] for r in batch.rows.all() if r.faults}
