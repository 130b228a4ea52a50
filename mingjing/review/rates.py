"""How reviews and cases fare, by unit and period: numerator and denominator of what the reader may see, and the cases.

Every figure is counted from `visible_to`: a case in no list of his is in no figure of his. Nobody is ranked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from mingjing.cases.models import Case
from mingjing.kernel.text import Text
from mingjing.kernel.time import midnight
from mingjing.law import books
from mingjing.measures.models import Measure
from mingjing.measures.vocab import MeasureKind
from mingjing.org.models import Officer
from mingjing.review.models import Mark, Outcome, Review
from mingjing.review.rules.checklist import item
from mingjing.review.vocab import NonProsecution, OutcomeKind, ReturnReason

MOST = 200
FIRST = Text("不批准逮捕率（按首次决定）", "Arrest not approved, by the first decision")
LAST = Text("不批准逮捕率（按最后决定）", "Arrest not approved, by the last decision")
REFUSED = "refused"
REASON = "arrest.refusal_reason"
DECISIONS = (OutcomeKind.RETURNED, OutcomeKind.INDICTED, OutcomeKind.NOT_PROSECUTED)
ENDS = (OutcomeKind.INDICTED, OutcomeKind.NOT_PROSECUTED)


@dataclass(frozen=True, slots=True)
class Part:
    """One class within a figure."""

    text: Text
    n: int


@dataclass(frozen=True, slots=True)
class Rate:
    """`n` of `of`; `cases` are ids of the cases of the numerator."""

    code: str
    text: Text
    n: int
    of: int
    cases: tuple[UUID, ...]
    parts: tuple[Part, ...] = ()
    counted: Text = Text("", "")

    @property
    def share(self) -> int | None:
        """Whole percent, a hundred only when all are and nought only when none is; None of nothing."""
        if not self.of:
            return None
        rough = self.n * 100 // self.of
        return min(99, max(1, rough)) if 0 < self.n < self.of else rough


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included, in Asia/Shanghai, of the units below `path` (all when empty)."""

    first: date
    last: date
    path: str = ""

    @property
    def span(self) -> tuple[datetime, datetime]:
        return midnight(self.first), midnight(self.last + timedelta(days=1))


def rates(officer: Officer, when: Period) -> list[Rate]:
    """The figures of the period, in their order."""
    outcomes = _outcomes(officer, when)
    return [
        _first_pass(officer, when),
        *_arrests(officer, when),
        _of(
            "supplement", Text("退回补充侦查率", "Returned for supplement"), outcomes, (OutcomeKind.RETURNED,),
            DECISIONS, ReturnReason, Text("检察院作出处理的次数", "decisions of the procuratorate"),
        ),
        _of(
            "not_prosecuted", Text("不起诉率", "Not prosecuted"), outcomes, (OutcomeKind.NOT_PROSECUTED,), ENDS,
            NonProsecution, Text("起诉和不起诉", "indicted or not prosecuted"),
        ),
    ]  # fmt: skip


def defects(officer: Officer, when: Period) -> list[tuple[Text, str, int, int]]:
    """Of each item: its words, its article, in how many reviews it was a defect, in how many it was asked."""
    begin, end = when.span
    mine = _within(Review.objects.visible_to(officer), when).filter(first_at__gte=begin, first_at__lt=end)
    rows = Mark.objects.filter(review__in=mine).order_by().values("review__book", "item")
    found = (
        rows.annotate(bad=Count("pk", Q(ever_defect=True)), whole=Count("pk"))
        .filter(bad__gt=0)
        .order_by("-bad", "item")
    )
    known = [(item(row["review__book"], row["item"]), row) for row in found]
    return [(one.text, one.basis, row["bad"], row["whole"]) for one, row in known if one]


def cases_of(officer: Officer, rate: Rate) -> list[Case]:
    """The cases of a numerator, as far as he sees them."""
    return list(Case.objects.visible_to(officer).filter(pk__in=rate.cases[:MOST]).select_related("unit"))


def _within(rows: Any, when: Period) -> Any:
    return rows.filter(unit__path__startswith=when.path) if when.path else rows


def _first_pass(officer: Officer, when: Period) -> Rate:
    begin, end = when.span
    mine = _within(Review.objects.visible_to(officer), when).filter(first_at__gte=begin, first_at__lt=end)
    rows = list(mine.values_list("first_passed", "case"))
    passed = [case for went, case in rows if went]
    return Rate(
        "first_pass", Text("审核一次通过率", "Passed at the first look"), len(passed), len(rows), _distinct(passed),
        counted=Text("首次审结的审核", "reviews concluded for the first time"),
    )  # fmt: skip


def _arrests(officer: Officer, when: Period) -> list[Rate]:
    """Both ways of counting, side by side: by the first decision of the procuratorate in the period, where one refused
    and approved later was refused; and by its last, where it was approved. Neither hides the other."""
    begin, end = when.span
    mine = _within(Measure.objects.visible_to(officer), when).filter(kind=MeasureKind.ARREST)
    either = Q(refused_at__gte=begin, refused_at__lt=end) | Q(decided_at__gte=begin, decided_at__lt=end)
    again = Q(state=REFUSED, since__gte=begin, since__lt=end)
    columns = ("state", "case", "facts", "refused_at", "decided_at", "since")
    rows = list(mine.filter(either | again).values(*columns))
    first, last = [(*min(_decisions(r)), r) for r in rows], [(*max(_decisions(r)), r) for r in rows]
    told = (("arrest_refused_first", FIRST, first), ("arrest_refused", LAST, last))
    return [_refusals(code, text, [d for d in made if begin <= d[0] < end]) for code, text, made in told]


def _decisions(row: Mapping[str, Any]) -> list[tuple[datetime, bool]]:
    """When, and whether refused: the first refusal, the approval, and a refusal where it stands at one."""
    told = [(row["refused_at"], True), (row["decided_at"], False)]
    told.append((row["since"] if row["state"] == REFUSED else None, True))
    return [(at, refused) for at, refused in told if at]


def _refusals(code: str, text: Text, decisions: list[tuple[datetime, bool, Mapping[str, Any]]]) -> Rate:
    refused = [row for _, no, row in decisions if no]
    parts = _parts(((row["facts"] or {}).get(REASON) for row in refused), books.current().facts[REASON].values)
    cases = _distinct(row["case"] for row in refused)
    return Rate(code, text, len(refused), len(decisions), cases, parts, Text("已作决定的提请", "requests decided"))


def _outcomes(officer: Officer, when: Period) -> list[tuple[str, str, UUID]]:
    rows = _within(Outcome.objects.visible_to(officer), when)
    return list(
        rows.filter(decided_on__gte=when.first, decided_on__lte=when.last).values_list("kind", "reason", "case")
    )


def _of(
    code: str, text: Text, rows: Iterable[tuple[str, str, UUID]], kinds: Any, among: Any, classes: Any, counted: Text
) -> Rate:
    several = [row for row in rows if row[0] in among]
    mine = [row for row in several if row[0] in kinds]
    parts = _parts((reason for _, reason, _ in mine), {c.value: c.text for c in classes})
    return Rate(code, text, len(mine), len(several), _distinct(case for _, _, case in mine), parts, counted)


def _parts(reasons: Iterable[Any], classes: Any) -> tuple[Part, ...]:
    several = list(reasons)
    return tuple(Part(text, several.count(value)) for value, text in classes.items() if value in several)


def _distinct(several: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(several))
