"""Decisions on plain values: codes, posts that must be apart, crews of a week."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import SHANGHAI
from mingjing.kernel.verdict import OK, Verdict, no

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Holder:
    """What the rules of separation must know of an officer: the posts he holds, and whether he is an auxiliary."""

    auxiliary: bool
    posts: frozenset[str]


@dataclass(frozen=True, slots=True)
class PostRule:
    """What they must know of a post."""

    code: str
    text: Text
    auxiliaries: bool
    apart: frozenset[str]


def unit_code_verdicts(code: str) -> list[Verdict]:
    """A unit code has twelve digits."""
    if re.fullmatch(r"\d{12}", code):
        return []
    return [no("org.unit.code", "单位代码须为 12 位数字。", "A unit code has 12 digits.", field="code")]


def posting_verdicts(wanted: str, holder: Holder, rules: dict[str, PostRule]) -> list[Verdict]:
    """Every reason why the holder may not be given the post: the same post twice, auxiliaries, posts kept apart.

    Being apart holds in both directions, whichever of the two posts names the other.
    """
    post = rules[wanted]
    found = []
    if wanted in holder.posts:
        found.append(no("org.posting.held", "已经担任这个岗位。", "He already holds this post.", field="post"))
    if holder.auxiliary and not post.auxiliaries:
        said = Text("辅警不得担任{post}。", "Auxiliary officers may not hold the post “{post}”.").format(post=post.text)
        found.append(Verdict(False, "org.posting.auxiliary", said, field="post"))
    for other in sorted(holder.posts):
        if other in post.apart or wanted in rules[other].apart:
            said = Text("{a}与{b}必须由不同的人担任。", "“{a}” and “{b}” must be held by different people.")
            said = said.format(a=post.text, b=rules[other].text)
            found.append(Verdict(False, "org.posting.apart", said, field="post"))
    return found


@dataclass(frozen=True, slots=True)
class Turn:
    """A daily turn of duty on the wall clock of Asia/Shanghai; 12 hours from 20:00 end the next morning."""

    start: time
    hours: int


FIRST_MONDAY = date(2024, 1, 1)  # rotations are counted from here, so that weeks chain


def turns_before(monday: date, turns_a_day: int) -> int:
    """How many turns of a rotation lie before this Monday."""
    return (monday - FIRST_MONDAY).days * turns_a_day


def in_rotation(crews: Sequence[C], monday: date, turns_a_day: int) -> list[C]:
    """The crews in the order in which `turns_of_week` lets the first of them begin on this Monday."""
    shift = turns_before(monday, turns_a_day) % len(crews)
    return [crews[(n - shift) % len(crews)] for n in range(len(crews))]


def turns_of_week(monday: date, turns: Sequence[Turn], crews: int) -> Iterator[tuple[datetime, datetime, int]]:
    """(start, end, number of the crew) of every turn of seven days; the crews follow one another without pause.

    Weeks chain: the rotation is counted from a fixed Monday, so planning the next week goes on where this one ends.
    """
    first = turns_before(monday, len(turns))
    for n in range(7 * len(turns)):
        turn = turns[n % len(turns)]
        start = datetime.combine(monday + timedelta(days=n // len(turns)), turn.start, SHANGHAI)
        yield start, start + timedelta(hours=turn.hours), (first + n) % crews


def session_over(
    now: float, *, since: float, seen: float, idle_seconds: int, age_seconds: int, same_number: bool
) -> str:
    """Why a session is over (a key of `entries.WHY_SIGNED_OUT`), empty when it is not. Times are seconds of the epoch.

    Idle is counted from the last thing the person did, not from what the page fetched by itself.
    """
    if not same_number:
        return "ended_elsewhere"
    if now - since >= age_seconds:
        return "too_old"
    return "idle" if now - seen >= idle_seconds else ""


def confirmed_by_another(by: Actor, officer_id: object, opened_by: str) -> Verdict:
    """Whether this is another person than the officer whose account is opened and than whoever holds the first half."""
    if by.kind == "officer" and by.id == str(officer_id):
        return no("org.officer.self", "不能办理本人的账号。", "Nobody keeps his own account.")
    if by.id == opened_by:
        said = "须由另一人核准：同一人不得持有启用码的两半。", "Another person confirms: nobody holds both halves."
        return no("org.activation.same_person", *said)
    return OK
