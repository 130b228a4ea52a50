"""Polygons in metres: inside, touching, overlapping, how far. Pure arithmetic for floor plans and positions."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import hypot, inf

Point = tuple[float, float]
Polygon = tuple[Point, ...]
Box = tuple[float, float, float, float]

NEAR = 0.05
"""Five centimetres: what is closer than that touches."""


def edges(polygon: Polygon) -> Iterator[tuple[Point, Point]]:
    """Its walls, the last one closing it."""
    return zip(polygon, (*polygon[1:], polygon[0]), strict=True)


def area(polygon: Polygon) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in edges(polygon))) / 2


def centre(polygon: Polygon) -> Point:
    """A point inside: the centroid, or, when that lies outside a bent polygon, the middle of its widest slice."""
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in edges(polygon))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in edges(polygon)) / (3 * twice)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in edges(polygon)) / (3 * twice)
    if inside((x, y), polygon):
        return x, y
    left, top, right, bottom = max(boxes(polygon), key=lambda b: b[2] - b[0])
    return (left + right) / 2, (top + bottom) / 2


def inside(point: Point, polygon: Polygon) -> bool:
    """By the rule of odd crossings; on a wall it may answer either."""
    x, y = point
    within = False
    for (x1, y1), (x2, y2) in edges(polygon):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within


def to_wall(point: Point, polygon: Polygon) -> float:
    """How far the nearest wall is."""
    return min(_to_segment(point, a, b) for a, b in edges(polygon))


def crosses_itself(polygon: Polygon) -> bool:
    walls = list(edges(polygon))
    return any(_cross(*walls[i], *walls[j]) for i in range(len(walls)) for j in range(i + 2, len(walls)))


def overlap(one: Polygon, other: Polygon) -> Point | None:
    """A point that lies in both by more than a wall's tolerance; walls and corners in common are no overlap."""
    if _apart(bounds(one), bounds(other)):
        return None
    for first in boxes(one):
        for second in boxes(other):
            if not _apart(first, second):
                middle = _middle(first, second)
                if all(inside(middle, p) and to_wall(middle, p) > NEAR for p in (one, other)):
                    return middle
    return None


def bounds(polygon: Polygon) -> Box:
    xs, ys = [p[0] for p in polygon], [p[1] for p in polygon]
    return min(xs), min(ys), max(xs), max(ys)


def boxes(polygon: Polygon, slice_height: float = 0.5) -> list[Box]:
    """The polygon as upright boxes: exact when all its walls are upright or level, else in slices."""
    left, top, right, bottom = bounds(polygon)
    levels = sorted({y for _, y in polygon})
    if any(a[0] != b[0] and a[1] != b[1] for a, b in edges(polygon)):
        count = min(100, max(1, round((bottom - top) / slice_height)))
        levels = [top + (bottom - top) * i / count for i in range(count + 1)]
    found = []
    for upper, lower in pairwise(levels):
        cuts = _cuts(polygon, (upper + lower) / 2)
        found += [(cuts[i], upper, cuts[i + 1], lower) for i in range(0, len(cuts) - 1, 2)]
    return found or [(left, top, right, bottom)]


class Walls:
    """Walls with how much each weighs, for asking what lies between two points. Upright and level walls, which are
    nearly all, are found by their place."""

    def __init__(self, outlines: Iterable[tuple[Polygon, float]]) -> None:
        upright, level = [], []
        self._slanted: list[tuple[Point, Point, float]] = []
        for outline, weight in outlines:
            for (x1, y1), (x2, y2) in edges(outline):
                if x1 == x2:
                    upright.append((x1, min(y1, y2), max(y1, y2), weight))
                elif y1 == y2:
                    level.append((y1, min(x1, x2), max(x1, x2), weight))
                else:
                    self._slanted.append(((x1, y1), (x2, y2), weight))
        self._upright, self._level = sorted(upright), sorted(level)

    def between(self, start: Point, end: Point) -> float:
        """The weight of all walls the straight way passes."""
        (ax, ay), (bx, by) = start, end
        found = _passed(self._upright, ax, ay, bx, by) + _passed(self._level, ay, ax, by, bx)
        return found + sum(w for a, b, w in self._slanted if _cross(start, end, a, b))


def _passed(walls: list[tuple[float, float, float, float]], a: float, c: float, b: float, d: float) -> float:
    """The way goes from `a` to `b` across the walls and from `c` to `d` along them."""
    if a == b:
        return 0.0
    low, high = (a, b) if a < b else (b, a)
    slope, found = (d - c) / (b - a), 0.0
    for n in range(bisect_right(walls, (low, inf)), len(walls)):
        at, begins, ends, weight = walls[n]
        if at >= high:
            break
        if begins < c + slope * (at - a) < ends:
            found += weight
    return found


def distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _middle(one: Box, other: Box) -> Point:
    """The middle of what two boxes share."""
    return (
        (max(one[0], other[0]) + min(one[2], other[2])) / 2,
        (max(one[1], other[1]) + min(one[3], other[3])) / 2,
    )


def _cuts(polygon: Polygon, y: float) -> list[float]:
    return sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges(polygon) if (y1 > y) != (y2 > y)
    )


def _apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the inner parts of two segments cross."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _to_segment(point: Point, a: Point, b: Point) -> float:
    length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    if not length:
        return distance(point, a)
    share = max(0.0, min(1.0, ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length))
    return distance(point, (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
