"""The list of alarms: columns, filters, search."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from mingjing.alerts.models import Alarm, AlarmQuerySet
from mingjing.alerts.naming import Named, names
from mingjing.alerts.rules import rules
from mingjing.alerts.vocab import AlarmState, Family, Grade
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.webkit.tables import Column, Filter, Table


def alarms_table(request: HttpRequest, rows: AlarmQuerySet) -> Table:
    """Every alarm the reader may see; the latest first unless he sorts otherwise."""
    known = _Known()
    table = Table(
        request,
        rows.select_related("site"),
        _columns(known),
        search=["text_zh", "text_en", "cause", "answered_name", "acknowledged_name"],
        filters=_filters(),
        order="-raised",
    )
    if not table.wants_csv:
        known.learn(table.page.object_list)
    return table


class _Known(dict[Ref, Named]):
    """Names of subjects, asked for a whole page at once and for single rows of a long file."""

    def learn(self, alarms: Any) -> None:
        self.update(names(a.subject for a in alarms))

    def __missing__(self, ref: Ref) -> Named:
        self.update(names([ref]))
        return self[ref]


def _columns(known: _Known) -> list[Column]:
    return [
        Column("grade", Text("级别", "Grade"), lambda a: a, sort="weight", template="alerts/_grade.html"),
        Column("rule", Text("规则", "Rule"), _rule, sort="rule", shown=False),
        Column("text", Text("告警", "Alarm"), lambda a: a.text, url=lambda a: a.get_absolute_url()),
        Column("subject", Text("对象", "About"), lambda a: known[a.subject].label, url=lambda a: known[a.subject].url),
        Column("site", Text("场所", "Site"), lambda a: a.site.text, sort="site__name"),
        Column("raised", Text("发生", "Raised"), lambda a: a.raised_at, sort="raised_at"),
        Column("state", Text("状态", "State"), lambda a: AlarmState(a.state).text, sort="state"),
        Column("acknowledged", Text("确认", "Acknowledged"), lambda a: a.acknowledged_name or None),
        Column("answered", Text("处置", "Answered"), lambda a: a.answered_name or None),
        Column("answered_at", Text("处置时间", "When"), lambda a: a.answered_at, sort="answered_at", shown=False),
        Column("escalations", Text("升级", "Escalated"), lambda a: a.escalations, sort="escalations", number=True),
        Column("sightings", Text("次数", "Seen"), lambda a: a.sightings, sort="sightings", number=True, shown=False),
        Column("basis", Text("依据", "Basis"), lambda a: a.basis, shown=False),
    ]


def _filters() -> list[Filter]:
    families = [(f.value, f.text) for f in Family]
    states = [("open", Text("未关闭", "Open")), *((s.value, s.text) for s in AlarmState)]
    return [
        Filter("grade", Text("级别", "Grade"), [(g.value, g.text) for g in Grade], lambda v: Q(grade=v)),
        Filter("state", Text("状态", "State"), states, _state),
        Filter("family", Text("类别", "Family"), families, lambda v: Q(rule__in=_of_family(v))),
    ]


def _rule(alarm: Alarm) -> Text | str:
    return rules()[alarm.rule].text if alarm.rule in rules() else alarm.rule


def _state(value: str) -> Q:
    return ~Q(state=AlarmState.CLOSED) if value == "open" else Q(state=value)


def _of_family(family: str) -> list[str]:
    return [r.code for r in rules().values() if r.family == family]
