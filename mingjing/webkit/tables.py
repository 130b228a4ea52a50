"""Tables of many rows: filter, sort, columns and pages are in the address, the words searched behind a number in it
(mingjing.webkit.words), the work is in the database.

    COLUMNS = [
        Column("name", Text("姓名", "Name"), lambda s: s.person.name, sort="person__name", url=lambda s: s.url),
        Column("arrived", Text("到区", "Arrived"), lambda s: s.arrived_at, sort="arrived_at"),
    ]
    table = Table(request, Stay.objects.visible_to(request.user), COLUMNS, search=["person__name", "number"])
    return table.csv("stays") if table.wants_csv else render(request, "custody/stays.html", {"table": table})

and in the template `{% table table %}`. Values may be Text, datetime, bool, None, numbers or str.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from mingjing.kernel.text import Text
from mingjing.webkit.spans import stamp
from mingjing.webkit.words import words_of

PER_PAGE = 50
# What makes a spreadsheet take a cell for a formula; the wide ones count on Chinese and Japanese systems.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """`value` reads the cell off a row; `sort` is the ordering field (empty: cannot be sorted); `url` makes a link;
    `template` draws the cell (with `row`, `value`) instead of plain text; `shown=False` hides it until chosen."""

    name: str
    text: Text
    value: Callable[[Any], Any]
    sort: str = ""
    url: Callable[[Any], str] | None = None
    template: str = ""
    number: bool = False
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above the table. `choices` are (value, label); `where` turns a chosen value into a condition."""

    name: str
    text: Text
    choices: Sequence[tuple[str, Any]]
    where: Callable[[str], Q]


@dataclass(frozen=True, slots=True)
class Head:
    column: Column
    sorted: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    value: Any
    url: str
    row: Any


class Table:
    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        columns: Sequence[Column],
        *,
        search: Sequence[str] = (),
        find: Callable[[Any, str], QuerySet[Any]] | None = None,
        filters: Sequence[Filter] = (),
        order: str = "",
        per_page: int = PER_PAGE,
        exports: bool = True,
    ) -> None:
        """`search`: fields that may contain what is typed; `find`: narrows the rows to it in a way of its own."""
        self.request, self.columns, self.filters, self.searches = request, list(columns), list(filters), list(search)
        self.find = find
        self.asked = request.GET
        self.typed = words_of(request)
        self.sort = self._known_sort() or order
        self.per_page, self.exports = per_page, exports
        self.queryset = self._narrowed(rows)

    @property
    def wants_csv(self) -> bool:
        return self.exports and self.asked.get("as") == "csv"

    @cached_property
    def shown(self) -> list[Column]:
        """The columns on screen: those chosen in the address, else those shown at first."""
        chosen = set(self.asked.getlist("col"))
        return [c for c in self.columns if (c.name in chosen if chosen else c.shown)]

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.queryset, self.per_page).get_page(self.asked.get("page"))

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def searchable(self) -> bool:
        return bool(self.searches or self.find)

    @property
    def heads(self) -> Iterator[Head]:
        for column in self.shown:
            now = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort, "")
            to = f"-{column.name}" if now == "ascending" else column.name
            yield Head(column, now, self.href(sort=to, page="") if column.sort else "")

    @property
    def rows(self) -> Iterator[list[Cell]]:
        for row in self.page:
            yield [Cell(c, c.value(row), c.url(row) if c.url else "", row) for c in self.shown]

    @property
    def chosen_filters(self) -> Iterator[tuple[Filter, str]]:
        for one in self.filters:
            yield one, self.asked.get(one.name, "")

    @property
    def narrowed(self) -> bool:
        return bool(self.typed or any(value for _, value in self.chosen_filters))

    def href(self, **changes: str) -> str:
        """This address with some parameters changed; an empty value removes one."""
        query = self.asked.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}" if query else "?"

    @property
    def csv_href(self) -> str:
        return self.href(**{"as": "csv", "page": ""})

    @property
    def next_href(self) -> str:
        return self.href(page=str(self.page.next_page_number())) if self.page.has_next() else ""

    @property
    def previous_href(self) -> str:
        return self.href(page=str(self.page.previous_page_number())) if self.page.has_previous() else ""

    def csv(self, name: str) -> HttpResponse:
        """All rows of the chosen columns as UTF-8 with a mark that spreadsheets understand."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([str(c.text) for c in self.shown])
        for row in self.queryset.iterator(chunk_size=1000):
            writer.writerow([_plain(c.value(row)) for c in self.shown])
        response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response

    def _known_sort(self) -> str:
        asked = self.asked.get("sort", "")
        return asked if any(c.sort and c.name == asked.lstrip("-") for c in self.columns) else ""

    def _narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for one, value in self.chosen_filters:
            if value and value in {str(v) for v, _ in one.choices}:
                rows = rows.filter(one.where(value))
        if self.typed and self.find:
            rows = self.find(rows, self.typed)
        elif self.typed and self.searches:
            anywhere = Q()
            for field in self.searches:
                anywhere |= Q(**{f"{field}__icontains": self.typed})
            rows = rows.filter(anywhere)
        return self._ordered(rows)

    def _ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """A stable order: the chosen column, then the key."""
        field = next((c.sort for c in self.columns if c.sort and c.name == self.sort.lstrip("-")), "")
        if not field:
            return rows if rows.ordered else rows.order_by("pk")
        return rows.order_by(("-" if self.sort.startswith("-") else "") + field, "pk")


def _plain(value: Any) -> str:
    """Text of a cell in the file. A leading = + - @ is quoted, so that no spreadsheet runs it."""
    if isinstance(value, datetime):
        return stamp(value)
    said = "" if value is None else str(value)
    return f"'{said}" if said.startswith(RUNS) and not said.lstrip("+-").replace(".", "", 1).isdigit() else said
