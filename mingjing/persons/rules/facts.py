"""What a person's record tells the law."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from mingjing.kernel.time import local

HOME_NATIONALITY = "CHN"
WITHHELD = "person.name_withheld"


class Described(Protocol):
    """What is read of a person."""

    sex: str
    birth_date: date | None
    age_about: int | None
    described_on: date | None
    identity_known: bool
    name_withheld: bool
    nationality: str


def age_on(day: date, born: date | None, about: int | None, described_on: date | None) -> int | None:
    """Completed years (周岁) on `day`; from an estimate of `about` years on `described_on` if birth is unknown.

    A year is complete on the day after the birthday (Supreme People's Court, 法释〔2006〕1号, art. 2). None when
    nothing is known or the day lies before birth.
    """
    if born:
        years = _years_between(born, day)
        return years if years >= 0 else None
    if about is not None and described_on:
        return max(0, about + max(0, _years_between(described_on, day)))
    return None


def _years_between(start: date, day: date) -> int:
    """Whole years of which the anniversary lies before `day`."""
    return day.year - start.year - ((day.month, day.day) <= (start.month, start.day))


def law_facts(person: Described, at: datetime) -> dict[str, Any]:
    """The `person.*` facts established at the instant; what is not known is absent, as the law engine expects."""
    told: dict[str, Any] = {"person.identity_known": person.identity_known}
    age = age_on(local(at).date(), person.birth_date, person.age_about, person.described_on)
    if person.sex in {"male", "female"}:
        told["person.sex"] = person.sex
    if age is not None:
        told["person.age"] = age
    if person.name_withheld:
        told[WITHHELD] = True
    if person.nationality:
        told["person.foreigner"] = person.nationality != HOME_NATIONALITY
    return told


def told_anew(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction tells the law: each fact that is another now, None where it is no longer known. What did not
    change is not told again, so that it unsays nothing that was found out elsewhere."""
    names = before.keys() | after.keys()
    told = {name: after.get(name) for name in sorted(names) if before.get(name) != after.get(name)}
    if WITHHELD in told:
        told[WITHHELD] = bool(told[WITHHELD])
    return told
