"""The guards' round: what falls due about people in the next minutes is done before anybody has to be reminded."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from mingjing.clocks.models import Timed
from mingjing.clocks.vocab import Kind
from mingjing.custody.actions import care, watching
from mingjing.custody.models import Stay
from mingjing.demo.crew import Crew
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import local, parse
from mingjing.kernel.verdict import Refusal

EVERY_MINUTES = 2
AHEAD = timedelta(minutes=2.5)
FORGOTTEN = 0.06
"""Share of what is due that is put off until the house reminds: nobody's rounds are perfect."""

Act = Callable[[Stay, Actor, datetime], object]


def _check(stay: Stay, by: Actor, at: datetime) -> object:
    asleep = night(at) and stay.room is not None
    return watching.check(stay.pk, by=by, at=at, finding="asleep" if asleep else "well")


def _offer(kind: str, what: str) -> Act:
    return lambda stay, by, at: care.offer(stay.pk, by=by, at=at, kind=kind, what=what)


def _rest(stay: Stay, by: Actor, at: datetime) -> object:
    return care.offer(stay.pk, by=by, at=at, kind="rest", ended_at=at)


ACTS: dict[str, Act] = {
    "cn.care.check_interval": _check,
    "cn.care.check_interval_frequent": _check,
    "cn.care.check_interval_close": _check,
    "cn.care.check_interval_constant": _check,
    "cn.restraint.review": _check,
    "cn.care.drink_interval": _offer("drink", "温水"),
    "cn.care.meal_interval": _offer("meal", "盒饭：米饭、两菜"),
    "cn.care.rest_interval": _rest,
}


class Rounds:
    """Called every few minutes."""

    def __init__(self, crew: Crew, dice: Random) -> None:
        self.crew, self.dice = crew, dice

    def __call__(self, at: datetime) -> None:
        stays = {str(s.pk): s for s in Stay.objects.present().filter(site=self.crew.site).named()}
        rows = Timed.objects.open().filter(kind=Kind.DUTY, rule__in=ACTS, subject_kind="stay", subject_id__in=stays)
        done: set[tuple[str, Act]] = set()
        for row in rows:
            act, stay = ACTS[row.rule], stays[row.subject_id]
            if (row.subject_id, act) in done or not _soon(row, at) or self.dice.random() < FORGOTTEN:
                continue
            with suppress(Refusal):
                act(stay, self.crew.by("custody_guard", at, stay.person.sex), at)
                done.add((row.subject_id, act))


def _soon(row: Timed, at: datetime) -> bool:
    first = parse(min(row.warn_at)) if row.warn_at else row.due_at
    return first is not None and first <= at + AHEAD


def night(at: datetime) -> bool:
    return local(at).hour >= 23 or local(at).hour < 6
