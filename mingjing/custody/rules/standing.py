"""What must not be the case while somebody is here, whoever allowed it: judged anew every few seconds on plain values.

No override silences these. A person whose age nobody knows is neither a minor nor an adult: no finding hangs on him.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from mingjing.custody.vocab import DETAINED, Ground
from mingjing.kernel.text import Text

UNCOUNTED = Text("没有法定时限在计算，请核对到案依据", "No statutory limit runs; check the ground of the stay")
NONE = Text("“{ground}”不是留置嫌疑人的依据", "“{ground}” is no ground to keep a suspect")
NOT_EXECUTED = Text("“{ground}”尚未登记执行，没有时限在计算", "“{ground}” is not entered as carried out; no limit runs")
OVER = Text("例外安置于{room}已到期，人仍在该房间", "The override for {room} has run out, the person is still there")
ASKED = Text("申请例外安置于{room}，待另一人决定", "An override for {room} is asked for; a second person decides")
SOBER = Text("约束至酒醒已结束，没有其他在区依据", "Sobering-up is over; nothing else keeps the person here")
UNGROUNDED: dict[Ground, Text] = {
    **dict.fromkeys((Ground.BAIL, Ground.SURVEILLANCE, Ground.WITNESS, Ground.VICTIM, Ground.OTHER), NONE),
    **dict.fromkeys(DETAINED, NOT_EXECUTED),
    Ground.SOBERING: SOBER,
}
"""What is wrong where no limit runs, by ground; of a ground that sets one the sentence is UNCOUNTED."""


@dataclass(frozen=True, slots=True)
class Present:
    """One stay as it stands. `left_together`: he is in a room people are left in; `ground`: on what he is here;
    `clock_runs`: a statutory limit of his stay is being counted, or a duty that stands for one; `due_back`: when he
    must be back, if he is out; `leaving_since`: since when his exit is prepared; `leave_ends`: until when an override
    lets him be in his room; `asked`: the overrides nobody has decided yet, and their rooms."""

    stay: str
    sex: str
    minor: bool | None
    case: str | None
    suspect: bool
    room: str | None
    room_name: Text
    capacity: int
    left_together: bool
    arrived_at: datetime
    ground: Ground
    clock_runs: bool
    due_back: datetime | None = None
    leaving_since: datetime | None = None
    leave_ends: datetime | None = None
    asked: tuple[tuple[str, str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the house waits before it calls: for a limit to run after arrival, for a prepared exit to be done."""

    no_ground: timedelta
    leaving: timedelta


@dataclass(frozen=True, slots=True)
class Finding:
    """An alarm that should stand: its rule, the stay it is about, what tells it from others, and what it says."""

    rule: str
    stay: str
    cause: str
    text: Text
    others: tuple[str, ...] = ()
    room: str | None = None


Rule = Callable[[list[Present], datetime, Patience], Iterator[Finding]]


def findings(present: list[Present], now: datetime, patience: Patience) -> list[Finding]:
    """Everything that is wrong with these people's stays at `now`."""
    return [f for rule in RULES for f in rule(present, now, patience)]


def mixed_sex(present: list[Present], _: datetime, __: Patience) -> Iterator[Finding]:
    """CQR 30: different sexes never in one holding room."""
    for one, other in _left_together(present):
        if one.sex != other.sex:
            yield _pair("separation.sex", one, other, Text("{room}：男女同处一室", "{room}: both sexes in one room"))


def juvenile_with_adult(present: list[Present], _: datetime, __: Patience) -> Iterator[Finding]:
    """CPL 280: minors apart from adults."""
    for one, other in _left_together(present):
        if {one.minor, other.minor} == {True, False}:
            said = Text("{room}：未成年人与成年人同处一室", "{room}: a minor with an adult")
            yield _pair("separation.juvenile", one, other, said)


def co_suspects(present: list[Present], _: datetime, __: Patience) -> Iterator[Finding]:
    """CPR 202: suspects of one case never together, in whatever room."""
    for one, other in _in_one_room(present):
        if one.suspect and other.suspect and one.case and one.case == other.case:
            said = Text("{room}：同案人员同处一室", "{room}: co-suspects in one room")
            yield _pair("separation.co_suspect", one, other, said)


def crowded(present: list[Present], _: datetime, __: Patience) -> Iterator[Finding]:
    """More people in a room than it holds: one alarm, on the stay that began last."""
    for inside in _rooms(present).values():
        if len(inside) > inside[0].capacity:
            last = inside[-1]
            said = Text("{room}：{n} 人，核定 {c} 人", "{room}: {n} people, made for {c}").format(
                room=last.room_name, n=len(inside), c=last.capacity
            )
            yield Finding("separation.crowded", last.stay, f"room:{last.room}", said, room=last.room)


def not_back(present: list[Present], now: datetime, _: Patience) -> Iterator[Finding]:
    for one in present:
        if one.due_back and now > one.due_back:
            yield Finding("exit.overdue", one.stay, "", Text("临时离区逾期未归", "Not back from a temporary exit"))


def no_ground(present: list[Present], now: datetime, patience: Patience) -> Iterator[Finding]:
    """A suspect is here and no limit counts his time: his ground is none, is not carried out yet, or has ended."""
    for one in present:
        if one.suspect and not one.clock_runs and now - one.arrived_at > patience.no_ground:
            said = UNGROUNDED.get(one.ground, UNCOUNTED).format(ground=one.ground.text)
            yield Finding("stay.no_ground", one.stay, "", said)


def not_departed(present: list[Present], now: datetime, patience: Patience) -> Iterator[Finding]:
    for one in present:
        if one.leaving_since and now - one.leaving_since > patience.leaving:
            said = Text("已决定离区，仍未离开", "The exit is decided, the person is still here")
            yield Finding("release.not_departed", one.stay, "", said)


def override_over(present: list[Present], now: datetime, _: Patience) -> Iterator[Finding]:
    """Whoever allowed it allowed it for a time: whatever was answered to its alarm, then somebody is called again."""
    for one in present:
        if one.leave_ends and now >= one.leave_ends:
            yield Finding("separation.override_over", one.stay, "", OVER.format(room=one.room_name), room=one.room)


def override_asked(present: list[Present], _: datetime, __: Patience) -> Iterator[Finding]:
    """Who asked is answered by another: somebody is called until he decides."""
    for one in present:
        for override, room, name in one.asked:
            yield Finding("approval.placement", one.stay, cause_of(override), ASKED.format(room=name), room=room)


def cause_of(override: object) -> str:
    """What tells the alarm about one undecided override from that about another."""
    return f"override:{override}"


RULES: tuple[Rule, ...] = (
    mixed_sex, juvenile_with_adult, co_suspects, crowded, not_back, no_ground, not_departed, override_over,
    override_asked,
)  # fmt: skip


def _rooms(present: list[Present]) -> dict[str, list[Present]]:
    """Room → who is in it, the one who came last standing last (identifiers grow with time)."""
    found: dict[str, list[Present]] = defaultdict(list)
    for one in sorted(present, key=lambda p: p.stay):
        if one.room:
            found[one.room].append(one)
    return found


def _in_one_room(present: list[Present]) -> Iterator[tuple[Present, Present]]:
    for inside in _rooms(present).values():
        yield from combinations(inside, 2)


def _left_together(present: list[Present]) -> Iterator[tuple[Present, Present]]:
    return ((one, other) for one, other in _in_one_room(present) if one.left_together)


def _pair(rule: str, one: Present, other: Present, said: Text) -> Finding:
    """One alarm for two people, on the stay that began later."""
    said = said.format(room=other.room_name)
    return Finding(rule, other.stay, f"stay:{one.stay}", said, others=(one.stay,), room=one.room)
