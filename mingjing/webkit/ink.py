"""Signatures as strokes, and their picture, drawn here from the numbers: what a browser drew is not trusted."""

from typing import Any

Stroke = list[list[float]]
MOST_POINTS = 20_000
THIN, THICK = 1.0, 2.6


def strokes(given: Any) -> list[Stroke]:
    """`[[[x, y, ms, pressure], …], …]` as plain numbers. Raises ValueError for anything else, and for a scribble beyond
    all measure."""
    if not isinstance(given, list) or not all(isinstance(s, list) and s for s in given):
        raise ValueError("strokes are lists of points")
    found = [[_point(p) for p in stroke] for stroke in given]
    if not found or sum(map(len, found)) > MOST_POINTS:
        raise ValueError("no stroke, or too many points")
    return found


def svg(drawn: list[Stroke]) -> str:
    """A self-contained picture, as large as the signature and a margin."""
    xs = [p[0] for s in drawn for p in s]
    ys = [p[1] for s in drawn for p in s]
    left, top, width, height = min(xs) - 6, min(ys) - 6, max(xs) - min(xs) + 12, max(ys) - min(ys) + 12
    box = f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}"
    lines = "".join(_line(s) for s in drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="none" stroke="#10161a" '
        f'stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
    )


def _point(given: Any) -> list[float]:
    x, y, ms, pressure = (float(n) for n in given)
    if not all(abs(n) < 1e14 for n in (x, y, ms, pressure)):
        raise ValueError("a number beyond all measure")
    return [x, y, ms, pressure]


def _line(stroke: Stroke) -> str:
    """A dot for a tap, else one line as thick as the mean pressure."""
    pressure = sum(p[3] for p in stroke) / len(stroke)
    width = THIN + (THICK - THIN) * min(max(pressure, 0.0), 1.0)
    points = stroke if len(stroke) > 1 else stroke * 2
    path = "M" + "L".join(f"{p[0]:.1f} {p[1]:.1f}" for p in points)
    return f'<path d="{path}" stroke-width="{width:.2f}"/>'
