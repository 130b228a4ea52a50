"""The checklist of the legal review as data: which items apply to a case, and what keeps it from passing. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.text import Text
from mingjing.review.vocab import BLOCKING, ReviewKind, Severity

FILE = Path(__file__).with_name("checklist.yaml")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a reviewer looks at. `reviews` and `kinds` (of case, empty: all) say when; `minors`: only when a
    suspect is one. `confirmed`: the article was read; what is not is a hint and never in the way."""

    id: str
    text: Text
    severity: Severity
    reviews: frozenset[str]
    kinds: frozenset[str]
    minors: bool
    basis: str
    confirmed: bool
    row: str

    @property
    def blocking(self) -> bool:
        """Whether the case does not pass before this is answered and in order."""
        return self.severity in BLOCKING and self.confirmed

    def applies(self, review: str, kind: str, *, minors: bool) -> bool:
        return review in self.reviews and (not self.kinds or kind in self.kinds) and (minors or not self.minors)


@cache
def versions() -> dict[str, dict[str, Item]]:
    """Version (its first day, `YYYY-MM-DD`) → items by id, in the order of the book. Raises ValueError for a book
    that contradicts itself."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))["versions"]
    return {f"{one['from']}": _items(one["items"]) for one in written}


def version_on(day: date) -> str:
    """The version that holds on that day; the first one for days before. Raises LookupError when there is none."""
    known = sorted(versions())
    return max((v for v in known if v <= f"{day}"), default=known[0])


def item(version: str, ident: str) -> Item | None:
    return versions().get(version, {}).get(ident)


def applicable(version: str, review: str, kind: str, *, minors: bool) -> list[Item]:
    """The items of a review, in the order of the book."""
    return [one for one in versions()[version].values() if one.applies(review, kind, minors=minors)]


def hinders(marks: Iterable[tuple[Item, str]]) -> tuple[list[Item], list[Item]]:
    """Of item and answer: the blocking items nobody has answered, and those with a defect. It passes when both are
    empty."""
    asked = [(one, answer) for one, answer in marks if one.blocking]
    return [o for o, a in asked if a == "open"], [o for o, a in asked if a == "defect"]


def _items(rows: list[dict[str, Any]]) -> dict[str, Item]:
    made = [_item(row) for row in rows]
    found = {one.id: one for one in made}
    if len(found) != len(made):
        raise ValueError("an item stands twice in one version of the checklist")
    return found


def _item(row: dict[str, Any]) -> Item:
    reviews = frozenset(row["reviews"])
    if not reviews <= set(ReviewKind.values()):
        raise ValueError(f"{row['id']}: no such review")
    return Item(
        row["id"], Text(row["zh"], row["en"]), Severity(row["severity"]), reviews, frozenset(row.get("kinds", ())),
        bool(row.get("minors")), row["basis"], row["certainty"] != "unconfirmed", row.get("row", ""),
    )  # fmt: skip
