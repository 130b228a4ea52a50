"""Finding cases by what was typed: number (also of the system they came from), cause, place, words of the summary,
names of people on them (also by pinyin, by ear and by look), the main officer, the unit, a day or a month. Every word
must fit.

However many cases there are, an index answers each question: words that stand nearly everywhere are looked for among
the newest cases, all others in the indexes of migration 0005 (docs/decisions/0280).
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Reverse

from mingjing.cases.models import Case, CaseOfficer, CaseOrigin, CasePerson
from mingjing.cases.rules import folded
from mingjing.cases.vocab import OfficerRole
from mingjing.kernel.time import midnight, now
from mingjing.org import remembered
from mingjing.org.models import Officer, Unit
from mingjing.persons.finding import named
from mingjing.webkit.long import Key, Order

MOST_WORDS = 6
SAMPLE, FREQUENT, MOST_WALKED, FRESH = 1000, 0.02, 2000, timedelta(minutes=1)
MOST_OFFICERS, MOST_UNITS, MOST_NAMED, MOST_LISTED = 50, 500, 5000, 5000
OWN = ("cause", "place", "summary")
_DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_NUMBER = re.compile(r"[0-9A-Za-z]{3,32}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: where it may stand. `own`: in the case itself; `other`: conditions that an index serves each."""

    text: str
    own: Q
    other: tuple[Q, ...]

    @property
    def anywhere(self) -> Q:
        return reduce(or_, self.other, self.own)


def keys(rows: "QuerySet[Case]", typed: str, order: Order, most: int) -> list[Key]:
    """The first keys, in this order, of those among the rows that fit all the words. None for no words, and for single
    letters alone."""
    found: set[Key] = set()
    for words in remembered.once("cases.find", typed, lambda: _readings(typed)):
        found.update(_indexed(rows, words, order, most) if _large() else _plain(rows, words, order, most))
    return order.first(found, most)


def first(rows: "QuerySet[Case]", typed: str, most: int) -> list[Case]:
    """The newest that fit."""
    newest = Order("opened_at", down=True)
    found = [pk for _, pk in keys(rows, typed, newest, most)]
    return list(Case.objects.filter(pk__in=found).order_by(*newest.by()))


def _readings(typed: str) -> list[list[Word]]:
    """The words, and where they may be one foreign name, that."""
    said = [w for w in typed.split() if len(w) > 1][:MOST_WORDS]
    whole = typed.strip()
    readings = [[_word(w) for w in said]] if said else []
    if len(said) > 1 and whole.isascii() and not any(c.isdigit() for c in whole):
        readings.append([Word("", Q(pk__in=[]), tuple(_people(whole)))])
    return readings


def _plain(rows: "QuerySet[Case]", words: Sequence[Word], order: Order, most: int) -> list[Key]:
    wanted = reduce(and_, (w.anywhere for w in words))
    return list(rows.filter(wanted).order_by(*order.by()).values_list(order.field, "pk")[:most])


def _indexed(rows: "QuerySet[Case]", words: Sequence[Word], order: Order, most: int) -> list[Key]:
    """Everywhere words are looked for among the first rows; when these are not enough, the indexes are asked, one after
    another: whatever fits does so in the case itself in all words, or elsewhere in one of them."""
    share = _share(tuple(w.text for w in words))
    if share >= FREQUENT:
        # taken first and by themselves: joined, the database would rather read every case than these few
        newest = min(MOST_WALKED, int(2 * most / share))
        walked = list(rows.order_by(*order.by()).values_list("pk", flat=True)[:newest])
        found = _plain(Case.objects.filter(pk__in=walked), words, order, most)
        if len(found) == most:
            return found
    return [key for part in _parts(rows, words) for key in _sorted(part, order, most)]


def _parts(rows: "QuerySet[Case]", words: Sequence[Word]) -> Iterator["QuerySet[Case]"]:
    texts = [w.text for w in words if w.text]
    if len(texts) == len(words):
        yield reduce(lambda q, w: q.filter(w.own), words, rows.filter(_paired(texts)))
    for word in words:
        rest = [w.anywhere for w in words if w is not word]
        for one in word.other:
            yield rows.filter(one, *rest)


def _sorted(rows: "QuerySet[Case]", order: Order, most: int) -> list[Key]:
    """By the order, but never by walking its index: of these rows there are few, and they may be the oldest."""
    value: Any = F(order.field)
    if order.field == "opened_at":
        value = ExpressionWrapper(F("opened_at") + Value(timedelta()), output_field=Case._meta.get_field("opened_at"))
    way = value.desc() if order.down else value.asc()
    return list(rows.order_by(way, order.by()[1]).values_list(order.field, "pk")[:most])


def _word(word: str) -> Word:
    own = reduce(or_, (Q(**{f"{name}__icontains": word}) for name in OWN))
    return Word(word.lower(), own, tuple(_elsewhere(word)))


def _elsewhere(word: str) -> Iterator[Q]:
    if _NUMBER.fullmatch(word):
        yield Q(number__startswith=word.upper())
        yield Q(Func(Reverse("number"), Value(word.upper()[::-1] + "%"), template="%(expressions)s",
                     arg_joiner=" LIKE ", output_field=BooleanField()))  # fmt: skip
    if any(c.isdigit() for c in word) and len(folded(word)) > 1:
        yield from _of(CaseOrigin.objects.filter(_old(folded(word))))
    if not word.isdigit():
        yield from _people(word)
    officers = list(Officer.objects.matching(word).values_list("pk", flat=True)[:MOST_OFFICERS])
    if officers:
        leads = CaseOfficer.objects.in_force().filter(officer__in=officers, role=OfficerRole.LEAD_INVESTIGATOR)
        yield from _of(leads)
    units = list(Unit.objects.filter(name__icontains=word).values_list("pk", flat=True)[:MOST_UNITS])
    if units:
        yield Q(unit__in=units)
    span = _days(word)
    if span:
        yield Q(happened_at__gte=span[0], happened_at__lt=span[1])
        yield Q(opened_at__gte=span[0], opened_at__lt=span[1])


def _old(number: str) -> Q:
    """By the number it had in another system: how that begins, or ends."""
    ends = Q(Func(Reverse("folded"), Value(number[::-1] + "%"), template="%(expressions)s", arg_joiner=" LIKE ",
                  output_field=BooleanField()))  # fmt: skip
    return Q(folded__startswith=number) | ends


def _people(name: str) -> Iterator[Q]:
    """By people on them whose names the page of the case tells; whom it masks nobody finds here."""
    called = named(name).order_by().values_list("person", flat=True)
    few = set(called[: MOST_NAMED + 1])  # by themselves: joined, the database would rather read everybody on any case
    if few:
        on = CasePerson.objects.in_force().filter(
            Q(person__id__among=list(few)) if len(few) <= MOST_NAMED else Q(person__in=called)
        )
        yield from _of(on.filter(person__sealed=False, person__protection=""))


def _of(rows: "QuerySet[Any]") -> Iterator[Q]:
    """Their cases: nothing at all for none, a list for a few; only for many the question itself."""
    few = list(rows.order_by().values_list("case", flat=True)[: MOST_LISTED + 1])
    if few:
        yield Q(pk__among=few) if len(few) <= MOST_LISTED else Q(pk__in=rows.values("case"))


def _days(word: str) -> tuple[datetime, datetime] | None:
    """The day or month a word names, as instants from and until; None when it is none."""
    match = _DAY.fullmatch(word)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    try:
        first = date(year, month, day or 1)
        last = first if day else date(year, month, monthrange(year, month)[1])
    except ValueError:
        return None
    start, end = (midnight(one) for one in (first, last))
    return start, end + timedelta(days=1)


class _Pairs(Func):
    """What a case says of itself, in pairs of characters: the expression of the index `case_words`."""

    function, arg_joiner, output_field = "mingjing_pairs", " || ' ' || ", TextField()


def _paired(texts: Sequence[str]) -> Func:
    """Every pair of characters of every word stands in the case."""
    pairs = sorted({text[i : i + 2] for text in texts for i in range(len(text) - 1)})
    said = ",".join('"' + pair.replace("\\", "\\\\").replace('"', '\\"') + '"' for pair in pairs)
    return Func(
        _Pairs(*OWN), Value("{" + said + "}"), template="%(expressions)s::text[]", arg_joiner=" @> ",
        output_field=BooleanField(),
    )  # fmt: skip


class _Newest:
    """What the newest cases say, kept for a minute: it only tells which words stand nearly everywhere."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.until: datetime | None = None

    def texts(self) -> list[str]:
        at = now()
        if self.until is None or at >= self.until:
            rows = Case.objects.order_by("-opened_at").values_list(*OWN)[:SAMPLE]
            self.said, self.until = [" ".join(row).lower() for row in rows], at + FRESH
        return self.said


_newest = _Newest()


def _share(texts: tuple[str, ...]) -> float:
    said = _newest.texts()
    return sum(all(text and text in one for text in texts) for one in said) / len(said) if said else 0.0


def _large() -> bool:
    return connection.vendor == "postgresql"
