"""Rows judged by what the house knows at the moment: a few questions for many rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min, Q

from mingjing.cases.models import Case, CaseOrigin
from mingjing.cases.numbering import acceptable, free
from mingjing.cases.rules import beginning, procedure_on
from mingjing.imports.machine import IMPORT
from mingjing.imports.models import Import, ImportRow
from mingjing.imports.rules import words
from mingjing.imports.rules.judging import Fault, Judged, Known, Matching, Place, Seat, judged
from mingjing.imports.vocab import RowState
from mingjing.kernel.text import Text
from mingjing.org.access import reach
from mingjing.org.models import Officer, Unit

MOST_WORDS = 300
"""Unknown words kept of one field."""
OPTIONS = ("any_cause", "bad_numbers", "keep_number")


def several(batch: Import, rows: Sequence[ImportRow], at: datetime) -> Iterator[tuple[ImportRow, Judged]]:
    """Each row with what is found. Rows come in the order of their lines: of two with one number the first stands."""
    matching = matching_of(batch)
    known = _known(batch, rows, matching, at)
    for row in rows:
        found = judged(row.cells, len(batch.columns), matching, known, row.line)
        if found.key:
            known.earlier.setdefault(found.key, row.line)
        yield row, found


def matching_of(batch: Import) -> Matching:
    """What was said on the page, as rows are judged by it."""
    told = {name: bool(batch.options.get(name, name == "keep_number")) for name in OPTIONS}
    return Matching(batch.matching, batch.meanings, batch.unit.code, **told)


def note(row: ImportRow, found: Judged) -> None:
    """What was found, on the row; the entry is the caller's."""
    row.key, row.faults = found.key[:64], as_json(found.faults)
    row.state = (RowState.KNOWN if found.known else RowState.GOOD if found.made else RowState.REFUSED).value


def gather(unread: dict[str, Any], reasons: dict[str, Any], found: Judged) -> None:
    """Count the words nobody knows, and what was found; on the row of the import."""
    for one in found.faults:
        zh, en, rows, name = reasons.get(one.code, (one.text.zh, one.text.en, 0, one.field))
        reasons[one.code] = [zh, en, rows + 1, name]
    for name, word in found.unread:
        counts = unread.setdefault(name, {})
        if word in counts or len(counts) < MOST_WORDS:
            counts[word] = counts.get(word, 0) + 1


def as_json(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Faults as a row keeps them."""
    return [
        {
            "field": one.field,
            "code": one.code,
            "zh": one.text.zh,
            "en": one.text.en,
            "value": one.value,
            "warns": one.warns,
        }
        for one in faults
    ]


def _known(batch: Import, rows: Sequence[ImportRow], matching: Matching, at: datetime) -> Known:
    def said(name: str) -> set[str]:
        where = matching.columns.get(name)
        return set() if where is None else {row.cells[where] for row in rows if where < len(row.cells)} - {""}

    numbers = said("number")
    keys = {words.folded(one).upper() for one in numbers}
    elsewhere = CaseOrigin.objects.filter(folded__in=keys).values_list("folded", "source")
    causes = said("cause") | set(matching.values.get("cause", {}).values())
    return Known(
        at,
        _units(batch),
        _officers(batch, matching, said("lead") | {o for one in said("helpers") for o in words.several(one)}),
        set(Case.objects.filter(cause__in=causes).order_by().values_list("cause", flat=True).distinct()),
        {key for key, source in elsewhere if source == batch.source},
        {key for key, source in elsewhere if source != batch.source},
        _taken(numbers),
        _earlier(batch, rows, keys),
        _titles(at),
        _final(at),
    )


def _taken(numbers: set[str]) -> set[str]:
    """Numbers, folded, that cases of this house bear which came from nowhere else."""
    named = [one.upper() for one in numbers if acceptable(one.upper())]
    own = Case.objects.filter(number__in=named, origin__isnull=True)
    return {words.folded(one).upper() for one in own.values_list("number", flat=True)}


def _earlier(batch: Import, rows: Sequence[ImportRow], keys: set[str]) -> dict[str, int]:
    if not rows:
        return {}
    before = batch.rows.filter(key__in=keys, line__lt=rows[0].line).order_by()
    return dict(before.values_list("key").annotate(first=Min("line")))


def _units(batch: Import) -> dict[str, list[Place]]:
    """By code and by name: those of the import, as far as its officer still covers them."""
    found: dict[str, list[Place]] = defaultdict(list)
    paths = reach(batch.officer, IMPORT)
    for unit in Unit.objects.within(*paths).filter(path__startswith=batch.unit.path):
        place = Place(str(unit.pk), unit.path)
        for key in {unit.code, words.folded(unit.name)}:
            found[key].append(place)
    return found


def _officers(batch: Import, matching: Matching, asked: set[str]) -> dict[str, list[Seat]]:
    """In service: anybody by his number, those of the import's unit by name too."""
    told = asked | set(matching.values.get("lead", {}).values())
    here = Q(name__in=told, unit__path__startswith=batch.unit.path)
    found: dict[str, list[Seat]] = defaultdict(list)
    for one in Officer.objects.filter(Q(number__in=told) | here, is_active=True).select_related("unit"):
        seat = Seat(str(one.pk), one.auxiliary, one.unit.path)
        for key in {one.number, one.name} & told:
            found[key].append(seat)
    return found


def _titles(at: datetime) -> dict[str, dict[str, Text]]:
    return {kind: {n: s.title for n, s in graph.states.items()} for kind, graph in _graphs(at)}


def _final(at: datetime) -> dict[str, set[str]]:
    return {kind: {n for n, s in graph.states.items() if s.final} for kind, graph in _graphs(at)}


def _graphs(at: datetime) -> Iterator[tuple[str, Any]]:
    for kind in words.steps():
        graph = procedure_on(beginning(kind), at)
        if graph:
            yield kind, graph


def number_of(made: dict[str, Any]) -> str:
    """The number the case keeps: its old one, where that has the form of ours and nobody bears it."""
    old = str(made["old_number"]).strip().upper()
    return old if made["keep_number"] and acceptable(old) and free(old) else ""
