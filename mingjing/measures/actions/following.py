"""What a move brings with it besides the new state: a hearing asked for, a breach counted, days of detention served."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from mingjing.kernel.time import local
from mingjing.ledger.act import Act
from mingjing.measures.facts import sanction_facts
from mingjing.measures.models import Happening, Hearing, Measure, Penalty
from mingjing.measures.vocab import HappeningKind

Follow = Callable[[Act, Measure, Mapping[str, Any], str], None]


def follow(it: Act, measure: Measure, move: str, stated: Mapping[str, Any], remark: str) -> None:
    """Write what hangs on the move; the entry is the caller's."""
    if move in _FOLLOWING:
        _FOLLOWING[move](it, measure, stated, remark)


def _breach(it: Act, measure: Measure, stated: Mapping[str, Any], remark: str) -> None:
    Happening.objects.create(
        measure=measure, kind=HappeningKind.BREACH, breach=stated.get("bail.breach") or "", at=it.at, said=remark,
        by_name=it.by.name,
    )  # fmt: skip


def _hearing(it: Act, measure: Measure, _: Mapping[str, Any], __: str) -> None:
    """Asked for again after it was withdrawn, it is the same hearing once more."""
    Hearing.objects.update_or_create(measure=measure, defaults={"asked_at": it.at, "withdrawn_at": None})


def _no_hearing(it: Act, measure: Measure, _: Mapping[str, Any], __: str) -> None:
    Hearing.objects.filter(measure=measure).update(withdrawn_at=it.at)


def _execute(it: Act, measure: Measure, _: Mapping[str, Any], __: str) -> None:
    """Days of detention count from the day of admission to the next as one (AD 32); those set off are not served."""
    penalty = Penalty.objects.filter(measure=measure, detention_days__gt=0).first()
    if penalty is not None:
        penalty.executed_from = local(it.at).date()
        served = max(penalty.detention_days - penalty.set_off_days, 0)
        penalty.executed_until = penalty.executed_from + timedelta(days=served)
        penalty.save()


def _not_executed(_: Act, measure: Measure, __: Mapping[str, Any], remark: str) -> None:
    Penalty.objects.filter(measure=measure).update(not_executed=remark)


def _noticed(_: Act, measure: Measure, __: Mapping[str, Any], ___: str) -> None:
    if penalty := Penalty.objects.filter(measure=measure).first():
        penalty.noticed = sanction_facts(penalty)
        penalty.save(update_fields=["noticed"])


_FOLLOWING: Mapping[str, Follow] = {
    "breach": _breach,
    "ask_hearing": _hearing,
    "withdraw_hearing": _no_hearing,
    "notify": _noticed,
    "notify_again": _noticed,
    "execute": _execute,
    "resume_execution": _execute,
    "not_executed": _not_executed,
}
