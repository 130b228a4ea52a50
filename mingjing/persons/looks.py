"""Who opened which protected record, when and what for: for those who supervise."""

from django.db.models import Q, QuerySet

from mingjing.kernel.text import Text
from mingjing.ledger.looking import Purpose, Tag
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer, Unit
from mingjing.webkit.tables import Column, Filter

VIEW = "persons:look:view"
KINDS = {
    "person": Text("人员记录", "Record of a person"),
    "stay": Text("在区记录", "Stay"),
    "case": Text("案件", "Case"),
    "site": Text("场所", "Site"),
    "alarm": Text("告警", "Alarm"),
    "place_map": Text("位置图回放", "Replay of the map"),
}
AT = {"person": "/persons/{}/", "stay": "/stays/{}/", "case": "/cases/{}/", "alarm": "/alarms/{}/"}


def looks(officer: Officer) -> "QuerySet[Entry]":
    """The looks by people of the units the officer sees, whatever they looked at."""
    logs = [f"{code}.looks" for code in Unit.objects.visible_to(officer).values_list("code", flat=True)]
    return Entry.objects.filter(tag=Tag.RECORD_LOOKED, log__in=logs).with_content()


def _purpose(entry: Entry) -> Text:
    return next((one.text for one in Purpose if one.value == entry.body.get("purpose")), Text("—", "—"))


def _asked(entry: Entry) -> str:
    """What was searched for and how many were found, of a search."""
    query, found = entry.body.get("query"), entry.body.get("found")
    return f"{query} → {found}" if query and found is not None else query or ""


def _record(entry: Entry) -> Text:
    return KINDS.get(entry.subject_kind, Text(entry.subject_kind, entry.subject_kind))


def _address(entry: Entry) -> str:
    """The record itself, which asks its next reader for a purpose as it asked this one."""
    return AT[entry.subject_kind].format(entry.subject_id) if entry.subject_kind in AT else ""


COLUMNS = [
    Column("at", Text("时间", "Time"), lambda e: e.recorded_at, sort="recorded_at"),
    Column("by", Text("查阅人", "Who looked"), lambda e: e.actor_name, sort="actor_name"),
    Column("record", Text("查阅的记录", "Record"), _record, sort="subject_kind", url=_address),
    Column("purpose", Text("目的", "Purpose"), _purpose),
    Column("note", Text("说明", "In his words"), lambda e: e.body.get("note", "")),
    Column("query", Text("检索", "Search"), _asked),
    Column("number", Text("日志编号", "Number in the log"), lambda e: f"{e.log}#{e.seq}", shown=False),
]
FILTERS = [
    Filter("kind", Text("查阅的记录", "Record"), list(KINDS.items()), lambda v: Q(subject_kind=v)),
]
