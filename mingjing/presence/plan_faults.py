"""What keeps a floor plan from being put in force: every fault of a drawing, named and placed. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

from mingjing.kernel.text import Text
from mingjing.presence import geometry
from mingjing.presence.geometry import Point
from mingjing.presence.plan import OUT, Door, Plan, Space

ON_WALL = 0.3
"""How far from a wall a door may be drawn, metres: half a thick wall."""
SMALLEST = 0.5
"""Square metres below which an outline is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a drawing, and where: codes of spaces or doors, and a point to mark."""

    code: str
    text: Text
    spaces: tuple[str, ...] = ()
    at: Point | None = None


def check(plan: Plan, rooms: Collection[str]) -> list[Fault]:
    """Everything that keeps the drawing from being put in force at a site with these rooms, all at once."""
    return [
        *(fault for space in plan.spaces for fault in _outline(plan, space)),
        *_storeys(plan),
        *_overlaps(plan),
        *(fault for door in plan.doors for fault in _at_door(plan, door)),
        *_reach(plan),
        *_codes(plan, rooms),
    ]


def _codes(plan: Plan, rooms: Collection[str]) -> Iterable[Fault]:
    seen: set[str] = set()
    for space in plan.spaces:
        where = geometry.centre(space.outline) if geometry.area(space.outline) else space.outline[0]
        if space.code in seen:
            said = Text("“{code}”画了不止一次。", "{code} is drawn more than once.").format(code=space.code)
            yield Fault("plan.twice", said, (space.code,), where)
        elif space.passage and space.code in rooms:
            said = Text("“{code}”是房间，不能画成通道。", "{code} is a room and cannot be a passage.")
            yield Fault("plan.room_as_passage", said.format(code=space.code), (space.code,), where)
        elif not space.passage and space.code not in rooms:
            said = Text("本场所没有编号“{code}”的房间。", "This site has no room {code}.").format(code=space.code)
            yield Fault("plan.unknown_room", said, (space.code,), where)
        seen.add(space.code)
    if missing := sorted(set(rooms) - seen):
        codes = Text("、".join(missing), ", ".join(missing))
        said = Text("还有 {n} 间房间没有画出：{codes}。", "{n} rooms are not drawn: {codes}.")
        yield Fault("plan.missing_room", said.format(n=len(missing), codes=codes), tuple(missing))
    numbers = [d.code for d in plan.doors] + [a.code for a in plan.anchors]
    for code in sorted({c for c in numbers if numbers.count(c) > 1}):
        said = Text("编号“{code}”用了不止一次。", "The number {code} is used more than once.").format(code=code)
        yield Fault("plan.number_twice", said, (code,))


def _outline(plan: Plan, space: Space) -> Iterable[Fault]:
    left, top, right, bottom = geometry.bounds(space.outline)
    if geometry.area(space.outline) < SMALLEST or geometry.crosses_itself(space.outline):
        said = Text("“{code}”的轮廓太小或自相交叉。", "The outline of {code} is too small or crosses itself.")
        yield Fault("plan.outline", said.format(code=space.code), (space.code,), space.outline[0])
    elif left < 0 or top < 0 or right > plan.width or bottom > plan.height:
        said = Text("“{code}”超出图幅。", "{code} reaches beyond the sheet.").format(code=space.code)
        yield Fault("plan.beyond", said, (space.code,), (max(left, 0), max(top, 0)))


def _storeys(plan: Plan) -> Iterable[Fault]:
    """Where there are storeys everything lies on one of them."""
    codes = [one.code for one in plan.storeys]
    for code in sorted({c for c in codes if codes.count(c) > 1}):
        said = Text("楼层“{code}”不止一个。", "There is more than one storey {code}.").format(code=code)
        yield Fault("plan.storey_twice", said)
    things = [(s.code, s.storey, s.outline[0]) for s in plan.spaces] + [(a.code, a.storey, a.at) for a in plan.anchors]
    for code, storey, at in things:
        if storey not in plan.levels:
            said = Text("“{code}”不在任何楼层上。", "{code} lies on no storey.").format(code=code)
            yield Fault("plan.no_storey", said, (code,), at)


def _overlaps(plan: Plan) -> Iterable[Fault]:
    for one, other in combinations(plan.spaces, 2):
        where = geometry.overlap(one.outline, other.outline)
        if where and one.code != other.code and one.storey == other.storey:
            said = Text("“{a}”与“{b}”重叠。", "{a} and {b} overlap.").format(a=one.code, b=other.code)
            yield Fault("plan.overlap", said, (one.code, other.code), where)


def _at_door(plan: Plan, door: Door) -> Iterable[Fault]:
    joined = (door.first, door.second)
    if door.first == door.second or any(c != OUT and c not in plan.by_code for c in joined):
        said = Text("门“{code}”没有连接两个画出的空间。", "Door {code} does not join two spaces that are drawn.")
        yield Fault("plan.door_joins", said.format(code=door.code), (door.code,), door.at)
        return
    if plan.storey_of(door.first) != plan.storey_of(door.second) and OUT not in joined and not door.stairs:
        said = Text("门“{code}”连接两个楼层，须为楼梯或电梯。", "Door {code} joins two storeys without being stairs.")
        yield Fault("plan.door_between_storeys", said.format(code=door.code), (door.code,), door.at)
    for code in joined:
        if door.stairs and code != OUT and geometry.inside(door.at, plan.by_code[code].outline):
            continue  # stairs stand in a space or at its wall
        if code != OUT and geometry.to_wall(door.at, plan.by_code[code].outline) > ON_WALL:
            said = Text("门“{door}”不在“{code}”的墙上。", "Door {door} is not on a wall of {code}.")
            yield Fault("plan.door_off_wall", said.format(door=door.code, code=code), (door.code, code), door.at)


def _reach(plan: Plan) -> Iterable[Fault]:
    """From outside every space is reached, and from every space the outside."""
    if not any(OUT in (d.first, d.second) for d in plan.doors):
        said = Text("没有通向外面的门。", "No door leads outside.")
        yield Fault("plan.no_entrance", said)
        return
    into = _spread(lambda code: (beyond for beyond, _ in plan.ways.get(code, ())))
    back: dict[str, set[str]] = defaultdict(set)
    for code, ways in plan.ways.items():
        for beyond, _ in ways:
            back[beyond].add(code)
    out_of = _spread(lambda code: back[code])
    for space in plan.spaces:
        for reached, fault, said in (
            (into, "plan.unreachable", Text("进不到“{code}”。", "{code} cannot be reached.")),
            (out_of, "plan.no_way_out", Text("从“{code}”出不去。", "There is no way out of {code}.")),
        ):
            if space.code not in reached:
                yield Fault(fault, said.format(code=space.code), (space.code,), space.outline[0])


def _spread(beyond: Callable[[str], Iterable[str]]) -> set[str]:
    found, waiting = {OUT}, [OUT]
    while waiting:
        for code in beyond(waiting.pop()):
            if code not in found:
                found.add(code)
                waiting.append(code)
    return found
