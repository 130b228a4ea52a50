"""The table of past and present stays."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from mingjing.custody.models import Stay
from mingjing.custody.panels import url_of
from mingjing.custody.selectors.desk import numbered_as
from mingjing.custody.vocab import Ground, Outcome, StayState
from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.webkit.tables import Column, Filter, Table


def past_table(request: HttpRequest) -> Table:
    """Stays the officer may see, newest first; none of people whose records are sealed, protected names masked."""
    rows = Stay.objects.visible_to(request.user).filter(person__sealed=False).named()  # type: ignore[arg-type]
    columns = [
        Column("number", Text("编号", "Number"), lambda s: s.number, sort="day", url=url_of),
        Column("name", Text("姓名", "Name"), lambda s: s.person.shown_name, sort="person__name", url=url_of),
        Column("ground", Text("依据", "Ground"), lambda s: Ground(s.ground).text, sort="ground"),
        Column("case", Text("案件", "Case"), lambda s: s.case.number if s.case else ""),
        Column("state", Text("状态", "State"), lambda s: StayState(s.state).text, sort="state"),
        Column("room", Text("房间", "Room"), lambda s: s.room.text if s.room else ""),
        Column("vest", Text("识别服", "Vest"), lambda s: s.vest, shown=False),
        Column("arrived", Text("到达", "Arrived"), lambda s: s.arrived_at, sort="arrived_at"),
        Column("departed", Text("出区", "Departed"), lambda s: s.departed_at, sort="departed_at"),
        Column("outcome", Text("结果", "Outcome"), lambda s: Outcome(s.outcome).text if s.outcome else ""),
        Column("site", Text("场所", "Site"), lambda s: s.site.text, shown=False),
    ]
    return Table(
        request,
        rows,
        columns,
        find=_matching,
        filters=(
            Filter("state", Text("状态", "State"), _choices(StayState), lambda v: Q(state=v)),
            Filter("ground", Text("依据", "Ground"), _choices(Ground), lambda v: Q(ground=v)),
        ),
        order="-arrived",
    )


def _matching(rows: "QuerySet[Stay]", typed: str) -> "QuerySet[Stay]":
    """By name, number of the stay or of the case, vest, instrument."""
    fields = ("person__name", "case__number", "vest", "instrument")
    wanted = numbered_as(typed)
    for field in fields:
        wanted |= Q(**{f"{field}__icontains": typed})
    return rows.filter(wanted)


def _choices(vocab: type[Vocab]) -> list[tuple[str, Text]]:
    return [(m.value, m.text) for m in vocab]
