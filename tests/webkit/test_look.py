"""What can be measured of the look: contrast of every text pair in both themes, and the weight of the first page."""

import gzip
import re
from pathlib import Path

import pytest

from mingjing.config.frontend import BUILT, build

PROJECT = Path(__file__).resolve().parents[2]
TOKENS = (PROJECT / "web" / "src" / "style" / "tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([a-z0-9-]+): var\(--light, (#[0-9a-f]{6})\) var\(--dark, (#[0-9a-f]{6})\)")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall(TOKENS)}
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "surface", "raised", "sunken")],
    *[(c, g) for c in ("red", "amber", "green", "info", "accent") for g in ("paper", "surface")],
    *[(c, f"{c}-soft") for c in ("red", "amber", "green", "info", "accent")],
    *[("ink", f"{c}-soft") for c in ("red", "amber", "green", "info", "accent")],
    *[("ink-2", f"{c}-soft") for c in ("red", "amber", "green")],
    ("accent-ink", "accent"),
    ("red-ink", "red"),
]
BORDERS = [("line-strong", ground) for ground in ("paper", "surface")] + [("focus", "surface"), ("focus", "paper")]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), TEXT)
def test_text_can_be_read(theme, front, ground):
    assert contrast(COLOURS[front][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), BORDERS)
def test_controls_can_be_seen(theme, front, ground):
    assert contrast(COLOURS[front][theme], COLOURS[ground][theme]) >= 3


@pytest.mark.walk
def test_the_first_page_is_light():
    build()
    weight = sum(len(gzip.compress((BUILT / name).read_bytes(), 6)) for name in ("mingjing.js", "mingjing.css"))
    assert weight < 60_000, "150 kB for page, script and style together; the page itself may need its share"
