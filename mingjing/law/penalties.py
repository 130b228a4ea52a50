"""What becomes of a penalty beside its range: who decides, what needs a hearing, what is executed, set off, late. Pure.

Every number is asked of the books by the day of the act; nothing of law stands here.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.law.engine import check
from mingjing.law.facts import Facts
from mingjing.law.rule import Gate
from mingjing.law.shelf import Books

PENALTY = "cn.measure.penalty"
_TOTAL = "cn.penalty.detention_total"
_SET_OFF = "cn.penalty.set_off_days"
_SURETY = "cn.penalty.surety_per_day"
_LATE = "cn.penalty.late_fine_percent"
_PAID = "cn.penalty.fine_paid"
_CASH = "cn.penalty.cash_on_spot"
_HEARINGS = ("cn.hearing.told", "cn.hearing.minor_told")
_NOT_EXECUTED = "cn.penalty.not_executed"
_ABOUT = {"measure.kind": "penalty"}
_PER_CENT = Decimal("0.01")

Told = Mapping[str, Any]


def decided_by(books: Books, facts: Told, on: date) -> str | None:
    """The rank that decides a penalty of this content on that day; what is not known yet counts as the higher."""
    return books.procedure(PENALTY, on).moves["decide"].rank_for(_known(books, facts))


def on_the_spot(books: Books, facts: Told, on: date) -> bool | None:
    """Whether it is small enough to be decided on the spot; None while its content is not known."""
    when = books.procedure(PENALTY, on).moves["decide_on_the_spot"].when
    return True if when is None else when(_known(books, facts))


def needs_hearing(books: Books, facts: Told, on: date) -> bool | None:
    """Whether he must be told of the right to a hearing; None while that cannot be judged."""
    answers = [_applies(books, rule, facts, on) for rule in _HEARINGS]
    return True if True in answers else None if None in answers else False


def not_executed(books: Books, facts: Told, on: date) -> Verdict | None:
    """The refusal to execute a detention on him, with its article; None where it is executed. What cannot be judged
    refuses as well and names the fact that is missing."""
    said = [v for v in check(books, "measure.execute", {**facts, **_ABOUT}, on) if v.code == _NOT_EXECUTED]
    return next((v for v in said if not v.ok), None)


def together(books: Books, days: Iterable[int], on: date) -> int:
    """Days of several detentions executed together."""
    return min(sum(days), _number(books, _TOTAL, on))


def to_serve(books: Books, days: int, held: int, on: date) -> int:
    """Days of detention left when he was held `held` days under compulsory measures for the same act."""
    return max(0, days - held * _number(books, _SET_OFF, on))


def surety(books: Books, days: int, on: date) -> int:
    """The deposit in yuan for which a detention of so many days is suspended."""
    return days * _number(books, _SURETY, on)


def late_fine(books: Books, fine: int, days_late: int, on: date) -> Decimal:
    """What may be imposed on a fine so many days late, in yuan: never more than the fine itself."""
    return min(Decimal(fine), fine * days_late * _number(books, _LATE, on) * _PER_CENT)


def paid_within(books: Books, on: date) -> Text:
    """How long he has to pay a fine from the service of the decision; empty where the books give no time."""
    version = books[_PAID].version(on)
    return version.period.text if version and version.period else Text("", "")


def late_percent(books: Books, on: date) -> int:
    """Per cent of the fine that may be added for each day it is late."""
    return _number(books, _LATE, on)


def cash_on_the_spot(books: Books, fine: int, on: date) -> bool:
    """Whether an undisputed fine may be collected in cash on the spot."""
    return fine <= _number(books, _CASH, on)


def _known(books: Books, facts: Told) -> Facts:
    return {**books.facts.assumed, **books.facts.known(facts)}


def _number(books: Books, rule: str, on: date) -> int:
    return books.value(rule, on).number or 0


def _applies(books: Books, rule_id: str, facts: Told, on: date) -> bool | None:
    rule = books[rule_id]
    version = rule.version(on)
    if version is None or not isinstance(rule, Gate):
        return False
    return True if version.when is None else version.when(_known(books, {**facts, **_ABOUT}))
