"""A floor plan as an SVG drawing: written for people and other programs, read back from what they draw. Pure.

What counts in a drawing (everything else in it is ignored):

    <rect|polygon|path data-room="HW01"/>                           a room, by its code
    <rect|polygon|path data-passage="P1" data-name="走廊" data-name-en="Corridor"/>
    <circle|line|rect data-door="D1" data-joins="HW01 P1" data-one-way="" data-open=""/>
    <circle data-anchor="A1"/>
    <g data-storey="F2" data-name="二层" data-name-en="Second storey" data-level="3.6"> … </g>

Storeys are drawn one above the other on the same sheet; `data-stairs` marks the doors between them, which say what
they join. Without `data-joins` any other door joins the two spaces it touches. `data-zone` names the zone. Numbers are
metres, or units of which `metres` says how long one is; a level is metres. Transforms are refused: a drawing program
can apply them.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal, no
from mingjing.presence import geometry
from mingjing.presence.geometry import Point, Polygon
from mingjing.presence.plan import MOST, OUT, Anchor, Door, Plan, Space, Storey, read, write

FARTHEST = 1e7
LARGEST_FILE = 2 * 1024 * 1024
MARKS = ("data-room", "data-passage", "data-door", "data-anchor")
STOREY = "data-storey"
SVG = "http://www.w3.org/2000/svg"
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TOKEN = re.compile(rf"{_NUMBER.pattern}|[A-Za-z]")


def from_svg(data: bytes, *, metres: float = 1.0) -> Plan:
    """The plan drawn in an SVG file; `metres`: how long one of its units is. Raises Refusal when it cannot be read."""
    root = _parse(data)
    if any(e.get("transform") for e in root.iter()):
        said = "图中含有变换（transform），请先在绘图软件中应用。", "It has transforms; apply them where it was drawn."
        raise _refused(*said)
    if any(sum(1 for e in root.iter() if e.get(mark)) > MOST["doors"] for mark in MARKS):
        raise _refused("图上的东西太多。", "There is too much on the drawing.")
    width, height = _size(root)
    placed = list(_placed(root, ""))
    spaces = [s for storey, element in placed if (s := _space(element, storey))]
    if not spaces:
        raise _refused(
            "图上没有标出房间：请给每间房间加上 data-room，通道加上 data-passage。",
            "No room is marked on it: give each room data-room, each passage data-passage.",
        )
    doors = [d for storey, element in placed if (d := _door(element, [s for s in spaces if s.storey == storey]))]
    anchors = [Anchor(e.get("data-anchor", ""), _middle(e), on) for on, e in placed if e.get("data-anchor")]
    storeys = [_storey(element) for _, element in placed if element.get(STOREY)]
    drawn = Plan(width, height, tuple(spaces), tuple(doors), tuple(anchors), tuple(storeys))
    return read(write(_scaled(drawn, metres)))  # read anew, so that what a file says is judged like what a hand draws


def to_svg(plan: Plan) -> str:
    """The drawing of a plan; `from_svg` reads the same plan from it."""
    root = ElementTree.Element(
        "svg", {"xmlns": SVG, "viewBox": f"0 0 {plan.width:g} {plan.height:g}", "data-unit": "m"}
    )
    layers = {"": root} | {one.code: ElementTree.SubElement(root, "g", _storey_marks(one)) for one in plan.storeys}
    for space in plan.spaces:
        kind = "data-passage" if space.passage else "data-room"
        marks = {kind: space.code, "points": " ".join(f"{x:g},{y:g}" for x, y in space.outline)}
        if space.name.zh:
            marks |= {"data-name": space.name.zh, "data-name-en": space.name.en}
        if space.zone:
            marks["data-zone"] = space.zone
        look = {"fill": "#eee" if space.passage else "#fff", "stroke": "#333", "stroke-width": "0.1"}
        ElementTree.SubElement(layers.get(space.storey, root), "polygon", marks | look)
    for door in plan.doors:
        marks = {"data-door": door.code, "data-joins": f"{door.first} {door.second}"}
        marks |= {name: "" for name, held in _held(door) if held}
        layer = layers.get(plan.storey_of(door.second if door.first == OUT else door.first), root)
        ElementTree.SubElement(layer, "circle", marks | _dot(door.at, "0.4", "#0b5c75"))
    for anchor in plan.anchors:
        layer = layers.get(anchor.storey, root)
        ElementTree.SubElement(layer, "circle", {"data-anchor": anchor.code} | _dot(anchor.at, "0.2", "#888"))
    return ElementTree.tostring(root, encoding="unicode")


def _held(door: Door) -> tuple[tuple[str, bool], ...]:
    return ("data-one-way", door.one_way), ("data-open", door.open), ("data-stairs", door.stairs)


def _storey_marks(one: Storey) -> dict[str, str]:
    return {STOREY: one.code, "data-name": one.name.zh, "data-name-en": one.name.en, "data-level": f"{one.level:g}"}


def _parse(data: bytes) -> ElementTree.Element:
    """The document, without any declaration that could make it grow or reach out."""
    if len(data) > LARGEST_FILE:
        raise _refused("图纸文件不能超过 2 MB。", "A drawing may not be larger than 2 MB.")
    if b"\0" in data or re.search(rb"<!(DOCTYPE|ENTITY)", data, re.IGNORECASE):
        raise _refused("图纸不能含有 DOCTYPE 或实体声明。", "A drawing may not declare a DOCTYPE or entities.")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  declarations were refused above
    except (ElementTree.ParseError, ValueError, LookupError) as why:
        raise _refused("不是可以读取的 SVG 图。", "This is not an SVG drawing that can be read.") from why
    if root.tag.rpartition("}")[2] != "svg":
        raise _refused("不是可以读取的 SVG 图。", "This is not an SVG drawing that can be read.")
    return root


def _size(root: ElementTree.Element) -> Point:
    box = _numbers(root.get("viewBox", ""))
    if len(box) == 4:
        if box[0] or box[1]:
            raise _refused("图的 viewBox 须从 0 0 开始。", "The viewBox must begin at 0 0.")
        return box[2], box[3]
    size = _numbers(root.get("width", "")), _numbers(root.get("height", ""))
    if not all(size):
        raise _refused("图没有 viewBox，也没有宽和高。", "The drawing has neither viewBox nor width and height.")
    return size[0][0], size[1][0]


def _placed(element: ElementTree.Element, storey: str) -> Iterator[tuple[str, ElementTree.Element]]:
    """Every element with the storey it is drawn on."""
    waiting = [(storey, element)]
    while waiting:  # not by recursion: a drawing may be nested as deep as it likes
        on, one = waiting.pop()
        on = one.get(STOREY) or on
        yield on, one
        waiting += [(on, child) for child in reversed(one)]


def _storey(element: ElementTree.Element) -> Storey:
    code = element.get(STOREY, "")
    name = Text(element.get("data-name") or code, element.get("data-name-en") or code)
    return Storey(code, name, _length(element, "data-level"))


def _space(element: ElementTree.Element, storey: str) -> Space | None:
    room, passage = element.get("data-room"), element.get("data-passage")
    if not room and not passage:
        return None
    name = Text(element.get("data-name", ""), element.get("data-name-en", ""))
    outline = _outline(element, room or passage or "")
    return Space(room or passage or "", outline, passage is not None, name, element.get("data-zone", ""), storey)


def _outline(element: ElementTree.Element, code: str) -> Polygon:
    kind = element.tag.rpartition("}")[2]
    found: list[Point] = []
    if kind == "rect":
        x, y, w, h = (_length(element, n) for n in ("x", "y", "width", "height"))
        found = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    elif kind in {"polygon", "polyline"}:
        told = _numbers(element.get("points", ""))
        found = list(zip(told[::2], told[1::2], strict=False))
    elif kind == "path":
        found = list(_along(element.get("d", ""), code))
    if len(found) > 1 and found[0] == found[-1]:
        found.pop()
    if len(found) < 3:
        said = f"“{code}”的轮廓无法读取。", f"The outline of {code} cannot be read."
        raise _refused(*said)
    return tuple(found)


def _along(path: str, code: str) -> Iterator[Point]:
    """The corners of a path of straight lines."""
    x = y = 0.0
    step, told = "", deque(_TOKEN.findall(path))
    while told:
        if told[0].isalpha():
            step = told.popleft()
            if step not in "MmLlHhVvZz":
                raise _refused(f"“{code}”的轮廓只能由直线组成。", f"The outline of {code} must be of straight lines.")
            continue
        if step in "Zz" or (step in "MmLl" and len(told) < 2):
            return
        first = _near(told.popleft())
        if step in "Hh":
            x = first if step == "H" else x + first
        elif step in "Vv":
            y = first if step == "V" else y + first
        else:
            second = _near(told.popleft()) if not told[0].isalpha() else 0.0
            x, y = (x + first, y + second) if step.islower() else (first, second)
        yield x, y


def _near(number: str) -> float:
    return max(-FARTHEST, min(float(number), FARTHEST))


def _door(element: ElementTree.Element, spaces: list[Space]) -> Door | None:
    code = element.get("data-door")
    if not code:
        return None
    at = _middle(element)
    joined = element.get("data-joins", "").split() or _touched(at, spaces)
    if len(joined) != 2:
        said = f"不清楚门“{code}”连接哪两个空间。", f"It is not clear which two spaces door {code} joins."
        raise _refused(*said)
    marks = element.attrib
    held = ("data-one-way" in marks, "data-open" in marks, "data-stairs" in marks)
    return Door(code, joined[0], joined[1], at, *held)


def _touched(at: Point, spaces: list[Space]) -> list[str]:
    """The two spaces whose walls are nearest; one alone leads outside."""
    if not spaces:
        return []
    near = sorted((geometry.to_wall(at, s.outline), s.code) for s in spaces)
    reach = max(near[0][0] * 1.5, 0.01 * max(geometry.bounds(spaces[0].outline)))
    return ([code for far, code in near[:2] if far <= reach] + [OUT])[:2]


def _middle(element: ElementTree.Element) -> Point:
    kind = element.tag.rpartition("}")[2]
    if kind == "line":
        x1, y1, x2, y2 = (_length(element, n) for n in ("x1", "y1", "x2", "y2"))
        return (x1 + x2) / 2, (y1 + y2) / 2
    if kind == "rect":
        x, y, w, h = (_length(element, n) for n in ("x", "y", "width", "height"))
        return x + w / 2, y + h / 2
    return _length(element, "cx"), _length(element, "cy")


def _length(element: ElementTree.Element, name: str) -> float:
    found = _numbers(element.get(name, "0"))
    return found[0] if found else 0.0


def _numbers(text: str) -> list[float]:
    found = [float(n) for n in _NUMBER.findall(text)]
    if any(abs(n) > FARTHEST for n in found):
        raise _refused("图中有过大的数。", "A number in the drawing is too large.")
    return found


def _scaled(plan: Plan, metres: float) -> Plan:
    def far(point: Point) -> Point:
        return point[0] * metres, point[1] * metres

    return Plan(
        plan.width * metres,
        plan.height * metres,
        tuple(replace(s, outline=tuple(map(far, s.outline))) for s in plan.spaces),
        tuple(replace(d, at=far(d.at)) for d in plan.doors),
        tuple(replace(a, at=far(a.at)) for a in plan.anchors),
        plan.storeys,  # their levels are metres, whatever the drawing's unit
    )


def _dot(at: Point, radius: str, colour: str) -> dict[str, str]:
    return {"cx": f"{at[0]:g}", "cy": f"{at[1]:g}", "r": radius, "fill": colour}


def _refused(zh: str, en: str) -> Refusal:
    return Refusal(no("plan.svg", zh, en, field="file"))
