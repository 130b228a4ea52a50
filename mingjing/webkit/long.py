"""Tables of more rows than anybody counts or turns over one by one: pages begin after a row, not at a number; what is
counted ends at a bound; an index serves every page, whichever one it is.

    table = LongTable(request, parts, COLUMNS, fetch=rows_of, find=finding.keys, filters=FILTERS, order="-opened")

`parts` are querysets that together hold what the reader may see; each is served by an index and they may overlap.
`fetch` gives the rows of some keys, with what their cells need. `find` gives the first keys of a part that fit words.
The row after which a page begins stands in the address as its id, which says nothing about anybody.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from mingjing.kernel.text import Text
from mingjing.kernel.time import midnight
from mingjing.webkit import sheets
from mingjing.webkit.forms import YEARS
from mingjing.webkit.tables import PER_PAGE, Cell, Column, Filter, Table, _plain

COUNTED = 1000
"""As far as rows are counted."""
EXPORTED = 10_000
"""The most rows of one file."""
Key = tuple[Any, UUID]


@dataclass(frozen=True, slots=True)
class Order:
    """By one field, which is never null, then by the key; `down`: the greatest first."""

    field: str
    down: bool

    def by(self) -> tuple[str, str]:
        return (f"-{self.field}", "-pk") if self.down else (self.field, "pk")

    def beyond(self, key: Key, *, back: bool = False) -> Q:
        """Rows that come after the row of this key, or before it."""
        value, pk = key
        way = "lt" if self.down != back else "gt"
        same = Q(**{self.field: value, f"pk__{way}": pk})
        return Q(**{f"{self.field}__{'lte' if way == 'lt' else 'gte'}": value}) & (
            Q(**{f"{self.field}__{way}": value}) | same
        )

    def turned(self) -> "Order":
        return Order(self.field, not self.down)

    def first(self, keys: Collection[Key], most: int) -> list[Key]:
        return sorted(set(keys), reverse=self.down)[:most]


Find = Callable[[QuerySet[Any], str, Order, int], list[Key]]


class LongTable(Table):
    by_key = True

    def __init__(
        self,
        request: HttpRequest,
        parts: Sequence[QuerySet[Any]],
        columns: Sequence[Column],
        *,
        fetch: Callable[[list[UUID]], QuerySet[Any]],
        find: Find | None = None,
        filters: Sequence[Filter] = (),
        order: str,
        period: str = "",
        hint: Text | None = None,
        per_page: int = PER_PAGE,
    ) -> None:
        """`period`: the field of time that two days in the address bound; `hint`: what can be looked for. Only columns
        whose field an index orders may have `sort`."""
        self.fetch, self.look, self.period, self.hint = fetch, find, period, hint
        super().__init__(
            request, parts[0].model._default_manager.none(), columns, filters=filters, order=order, per_page=per_page
        )
        self.visible = parts
        self.parts = [self._within(part) for part in parts]

    @property
    def searchable(self) -> bool:
        return self.look is not None

    @property
    def wants_file(self) -> str:
        """`csv` or `xlsx` when a file is asked for, else empty."""
        asked = self.asked.get("as", "")
        return asked if asked in {"csv", "xlsx"} else ""

    @property
    def days(self) -> tuple[str, str]:
        """First and last day chosen, as typed; empty where none or none that is a day."""
        first, last = (_day(self.asked.get(name, "")) for name in ("from", "to_day"))
        return first.isoformat() if first else "", last.isoformat() if last else ""

    @property
    def narrowed(self) -> bool:
        return super().narrowed or any(self.days)

    @property
    def keys(self) -> list[Key]:
        """Keys of this page, in order."""
        return self._shown[0]

    @cached_property
    def _shown(self) -> tuple[list[Key], bool]:
        """Keys of this page, and whether there are more in the direction it was turned."""
        back = _id(self.asked.get("before", ""))
        order = self._order.turned() if back else self._order
        found = self._keys(order, self._key(back or _id(self.asked.get("after", ""))), self.per_page + 1)
        shown = found[: self.per_page]
        return shown[::-1] if back else shown, len(found) > self.per_page

    @cached_property
    def records(self) -> list[Any]:
        """The rows of this page."""
        found = {row.pk: row for row in self.fetch([pk for _, pk in self.keys])}
        return [found[pk] for _, pk in self.keys if pk in found]

    @property
    def rows(self) -> Iterator[list[Cell]]:
        for row in self.records:
            yield [Cell(c, c.value(row), c.url(row) if c.url else "", row) for c in self.shown]

    @cached_property
    def total(self) -> int:
        """How many rows there are, as far as they are counted: up to COUNTED + 1; of what words found, this page."""
        whole = not (self.asked.get("after") or self.asked.get("before"))
        if whole and len(self.keys) < self.per_page:
            return len(self.keys)
        if self.typed:
            return len(self.keys) + (1 if self.next_href else 0)
        first, *others = self.parts
        if (least := first.order_by()[: COUNTED + 1].count()) > COUNTED or not others:
            return least
        found = {pk for part in self.parts for pk in part.order_by().values_list("pk", flat=True)[: COUNTED + 1]}
        return min(len(found), COUNTED + 1)

    @property
    def counted(self) -> Text:
        """The total in words; where counting ended, as at least so many."""
        least = len(self.keys) if self.typed and (self.next_href or self.previous_href) else COUNTED
        if self.total > least or (self.typed and (self.next_href or self.previous_href)):
            return Text("多于 {n} 条", "more than {n}").format(n=least)
        return Text("共 {n} 条", "{n} in all").format(n=self.total)

    @property
    def next_href(self) -> str:
        more = self._shown[1] if not self.asked.get("before") else True
        return self._beyond("after", -1) if self.keys and more else ""

    @property
    def previous_href(self) -> str:
        more = self._shown[1] if self.asked.get("before") else bool(self.asked.get("after"))
        return self._beyond("before", 0) if self.keys and more else ""

    def href(self, **changes: str) -> str:
        """As Table.href; whatever changes begins again at the first page."""
        ends = {name: "" for name in ("after", "before") if name not in changes}
        return super().href(**ends, **changes)

    def file_href(self, kind: str) -> str:
        return self.href(**{"as": kind})

    @property
    def csv_href(self) -> str:
        return self.file_href("csv")

    @property
    def xlsx_href(self) -> str:
        return self.file_href("xlsx")

    def file(self, name: str) -> HttpResponse:
        """The chosen columns of the first EXPORTED rows, as CSV or as a workbook."""
        lines = [[str(c.text) for c in self.shown], *self._lines()]
        if self.wants_file == "xlsx":
            response = HttpResponse(sheets.written(name, lines), content_type=sheets.MIME)
        else:
            out = io.StringIO()
            csv.writer(out).writerows(lines)
            response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.{self.wants_file or "csv"}"'
        return response

    def _lines(self) -> Iterator[list[str]]:
        last: Key | None = None
        for _ in range(EXPORTED // 1000):
            keys = self._keys(self._order, last, 1000)
            rows = {row.pk: row for row in self.fetch([pk for _, pk in keys])}
            for row in (rows[pk] for _, pk in keys if pk in rows):
                yield [_plain(c.value(row)) for c in self.shown]
            if len(keys) < 1000:
                return
            last = keys[-1]

    def _keys(self, order: Order, beyond: Key | None, most: int) -> list[Key]:
        found: set[Key] = set()
        for part in self.parts:
            rows = part.filter(order.beyond(beyond)) if beyond else part
            if self.typed and self.look:
                found.update(self.look(rows, self.typed, order, most))
            else:
                found.update(rows.order_by(*order.by()).values_list(order.field, "pk")[:most])
        return order.first(found, most)

    @cached_property
    def _order(self) -> Order:
        name = self.sort.lstrip("-")
        field = next(c.sort for c in self.columns if c.sort and c.name == name)
        return Order(field, self.sort.startswith("-"))

    def _key(self, pk: UUID | None) -> Key | None:
        """Where the row of this id stands in the order; None for one that does not stand before the reader."""
        if pk is None:
            return None
        found = (part.filter(pk=pk).values_list(self._order.field, "pk").first() for part in self.visible)
        return next((key for key in found if key), None)

    def _within(self, part: QuerySet[Any]) -> QuerySet[Any]:
        for one, value in self.chosen_filters:
            if value and value in {str(v) for v, _ in one.choices}:
                part = part.filter(one.where(value))
        first, last = (_day(day) for day in self.days)
        if self.period and first:
            part = part.filter(**{f"{self.period}__gte": midnight(first)})
        if self.period and last:
            part = part.filter(**{f"{self.period}__lt": midnight(last + timedelta(days=1))})
        return part

    def _beyond(self, way: str, place: int) -> str:
        return self.href(**{way: str(self.keys[place][1])})


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
