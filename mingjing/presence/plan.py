"""A floor plan as a value: spaces with their outlines, doors between them, anchors; read, checked, walked. Pure.

Lengths are metres, x to the right and y downwards, as in SVG; as plain data they are whole centimetres. A *space* is a
room (its code is that of `org.Room`) or a *passage*. `OUT` is everything beyond the plan. A door joins two spaces, or
one with `OUT`; a one-way door is passed from its first space to its second only.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal, no
from mingjing.presence import geometry
from mingjing.presence.geometry import Point, Polygon

OUT = "OUT"
ON_WALL = 0.3
"""How far from a wall a door may be drawn, metres: half a thick wall."""
SMALLEST = 0.5
"""Square metres below which an outline is a slip of the hand."""
MOST = {"spaces": 400, "doors": 800, "anchors": 800, "corners": 64}
LARGEST = 1000.0


@dataclass(frozen=True, slots=True)
class Space:
    """`passage`: a corridor or lobby, where nobody is left; `zone` names the zone it belongs to."""

    code: str
    outline: Polygon
    passage: bool = False
    name: Text = Text("", "")
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """`open`: a mere opening without a leaf; `one_way`: from `first` to `second` only."""

    code: str
    first: str
    second: str
    at: Point
    one_way: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """A fixed receiver that hears bands; `code` is its device number."""

    code: str
    at: Point


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a drawing, and where: codes of spaces or doors, and a point to mark."""

    code: str
    text: Text
    spaces: tuple[str, ...] = ()
    at: Point | None = None


@dataclass(frozen=True)
class Plan:
    width: float
    height: float
    spaces: tuple[Space, ...] = ()
    doors: tuple[Door, ...] = ()
    anchors: tuple[Anchor, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Space]:
        return {space.code: space for space in self.spaces}

    @cached_property
    def ways(self) -> Mapping[str, tuple[tuple[str, Door], ...]]:
        """Space → (the space beyond, the door there) for every door that may be passed from it."""
        found: dict[str, list[tuple[str, Door]]] = defaultdict(list)
        for door in self.doors:
            found[door.first].append((door.second, door))
            if not door.one_way:
                found[door.second].append((door.first, door))
        return {space: tuple(ways) for space, ways in found.items()}

    @cached_property
    def beside(self) -> Mapping[str, frozenset[str]]:
        """Space → spaces joined to it by any door, in either direction."""
        found: dict[str, set[str]] = defaultdict(set)
        for door in self.doors:
            found[door.first].add(door.second)
            found[door.second].add(door.first)
        return {space: frozenset(others) for space, others in found.items()}

    def at(self, point: Point) -> str:
        """The code of the space at a point; OUT when it lies in none."""
        return next((s.code for s in self.spaces if geometry.inside(point, s.outline)), OUT)

    def name(self, code: str) -> Text:
        space = self.by_code.get(code)
        return space.name if space and space.name.zh else Text(code, code)


def read(told: Any) -> Plan:
    """The plan written as plain data (see `write`). Raises Refusal with the first thing that cannot be read."""
    if not isinstance(told, dict):
        raise _unreadable("图纸内容无法读取。", "The drawing cannot be read.")
    width, height = _number(told.get("width"), "width"), _number(told.get("height"), "height")
    if not (1 <= width <= LARGEST and 1 <= height <= LARGEST):
        raise _unreadable("图幅须在 1 至 1000 米之间。", "The sheet must measure 1 to 1000 metres.")
    return Plan(
        width,
        height,
        tuple(_space(row) for row in _rows(told, "spaces")),
        tuple(_door(row) for row in _rows(told, "doors")),
        tuple(Anchor(_word(r, "code"), _point(r.get("at"))) for r in _rows(told, "anchors")),
    )


def write(plan: Plan) -> dict[str, Any]:
    """The plan as plain data; `read` answers the same plan."""
    return {
        "width": _cm(plan.width),
        "height": _cm(plan.height),
        "spaces": [_space_data(s) for s in plan.spaces],
        "doors": [_door_data(d) for d in plan.doors],
        "anchors": [{"code": a.code, "at": _spot(a.at)} for a in plan.anchors],
    }


def check(plan: Plan, rooms: Collection[str]) -> list[Fault]:
    """Everything that keeps the drawing from being put in force at a site with these rooms, all at once."""
    return [
        *_codes(plan, rooms),
        *(fault for space in plan.spaces for fault in _outline(plan, space)),
        *_overlaps(plan),
        *(fault for door in plan.doors for fault in _at_door(plan, door)),
        *_reach(plan),
    ]


def route(plan: Plan, start: str, end: str) -> list[tuple[str, Door | None]] | None:
    """The shortest way by doors that may be passed, through rooms only when no corridor leads there: each space with
    the door into it. None when there is no way."""
    if start == end:
        return [(start, None)]
    best: dict[str, tuple[float, list[tuple[str, Door | None]]]] = {start: (0.0, [(start, None)])}
    waiting = [start]
    while waiting:
        here = min(waiting, key=lambda s: best[s][0])
        waiting.remove(here)
        if here == end:
            return best[here][1]
        length, way = best[here]
        stood = way[-1][1].at if way[-1][1] else _middle(plan, here)
        for beyond, door in plan.ways.get(here, ()):
            total = length + geometry.distance(stood, door.at) + _detour(plan, beyond, end)
            if beyond not in best or total < best[beyond][0]:
                best[beyond] = total, [*way, (beyond, door)]
                waiting.append(beyond)
    return None


def _detour(plan: Plan, beyond: str, end: str) -> float:
    """How many metres of corridor people walk rather than pass through a room, or leave the house."""
    if beyond == end:
        return 0.0
    return 500.0 if beyond == OUT else 0.0 if plan.by_code[beyond].passage else 30.0


def _middle(plan: Plan, code: str) -> Point:
    return geometry.centre(plan.by_code[code].outline) if code in plan.by_code else (0.0, 0.0)


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
    for code in sorted(set(rooms) - seen):
        said = Text("房间“{code}”没有画出。", "Room {code} is not drawn.").format(code=code)
        yield Fault("plan.missing_room", said, (code,))
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


def _overlaps(plan: Plan) -> Iterable[Fault]:
    for one, other in combinations(plan.spaces, 2):
        where = geometry.overlap(one.outline, other.outline)
        if where and one.code != other.code:
            said = Text("“{a}”与“{b}”重叠。", "{a} and {b} overlap.").format(a=one.code, b=other.code)
            yield Fault("plan.overlap", said, (one.code, other.code), where)


def _at_door(plan: Plan, door: Door) -> Iterable[Fault]:
    joined = (door.first, door.second)
    if door.first == door.second or any(c != OUT and c not in plan.by_code for c in joined):
        said = Text("门“{code}”没有连接两个画出的空间。", "Door {code} does not join two spaces that are drawn.")
        yield Fault("plan.door_joins", said.format(code=door.code), (door.code,), door.at)
        return
    for code in joined:
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


def _space(row: dict[str, Any]) -> Space:
    code = _word(row, "code")
    if code == OUT:
        raise _unreadable("“OUT”表示外面，不能用作编号。", "OUT means outside and cannot be a code.")
    corners = row.get("outline")
    if not isinstance(corners, list) or not 3 <= len(corners) <= MOST["corners"]:
        said = f"“{code}”的轮廓须有 3 至 64 个角。", f"The outline of {code} needs 3 to 64 corners."
        raise _unreadable(*said)
    name = Text(_word(row, "name", ""), _word(row, "name_en", ""))
    outline = tuple(_point(corner) for corner in corners)
    return Space(code, outline, bool(row.get("passage")), name, _word(row, "zone", ""))


def _space_data(space: Space) -> dict[str, Any]:
    data: dict[str, Any] = {"code": space.code, "outline": [_spot(p) for p in space.outline]}
    if space.passage:
        data |= {"passage": True, "name": space.name.zh, "name_en": space.name.en}
    return data | ({"zone": space.zone} if space.zone else {})


def _door(row: dict[str, Any]) -> Door:
    return Door(
        _word(row, "code"),
        _word(row, "first"),
        _word(row, "second"),
        _point(row.get("at")),
        bool(row.get("one_way")),
        bool(row.get("open")),
    )


def _door_data(door: Door) -> dict[str, Any]:
    data: dict[str, Any] = {"code": door.code, "first": door.first, "second": door.second, "at": _spot(door.at)}
    return data | ({"one_way": True} if door.one_way else {}) | ({"open": True} if door.open else {})


def _rows(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = told.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _unreadable("图纸内容无法读取。", "The drawing cannot be read.")
    if len(rows) > MOST[name]:
        raise _unreadable("图上的东西太多。", "There is too much on the drawing.")
    return rows


def _word(row: dict[str, Any], name: str, default: str | None = None) -> str:
    found = row.get(name, default)
    if not isinstance(found, str) or (default is None and not found.strip()) or len(found) > 64:
        raise _unreadable("编号须是 1 至 64 个字符。", "A code has 1 to 64 characters.")
    return found.strip()


def _point(told: Any) -> Point:
    if not isinstance(told, (list, tuple)) or len(told) != 2:
        raise _unreadable("坐标无法读取。", "A coordinate cannot be read.")
    return _number(told[0], "x"), _number(told[1], "y")


def _number(told: Any, name: str) -> float:
    if isinstance(told, bool) or not isinstance(told, int) or not abs(told) <= 1000 * LARGEST:
        raise _unreadable(f"坐标须是整数厘米（{name}）。", f"A coordinate is whole centimetres ({name}).")
    return told / 100


def _cm(metres: float) -> int:
    return round(metres * 100)


def _spot(point: Point) -> list[int]:
    return [_cm(point[0]), _cm(point[1])]


def _unreadable(zh: str, en: str) -> Refusal:
    return Refusal(no("plan.unreadable", zh, en, field="content"))
