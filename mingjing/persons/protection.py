"""Which protection a record has by law when nobody has set another."""

from datetime import date

from mingjing.law import books
from mingjing.persons.rules.facts import age_on
from mingjing.persons.vocab import Protection

MINORS_AGE = "cn.minors.age"


def is_minor(day: date, born: date | None, about: int | None, described_on: date | None) -> bool:
    """Whether somebody is a minor on that day (MPL 2); an unknown age is not taken for a minor's."""
    age = age_on(day, born, about, described_on)
    limit = books.current().value(MINORS_AGE, day).number
    return age is not None and limit is not None and age < limit


def by_law(chosen: str, day: date, born: date | None, about: int | None, described_on: date | None) -> str:
    """The protection to record: the chosen one, else that of minors. It stays when the minor grows up: what happened,
    happened to a minor; a legal officer lifts it."""
    if chosen or not is_minor(day, born, about, described_on):
        return chosen
    return Protection.MINOR.value
