"""The body map: regions of the front and the back on a grid of 1000 × 2000, as closed lines of an SVG."""

from dataclasses import dataclass

from mingjing.kernel.text import Text

SIDES = (("front", Text("正面", "Front")), ("back", Text("背面", "Back")))


@dataclass(frozen=True, slots=True)
class Region:
    """`left` and `right` are those of the person, not of the reader."""

    code: str
    side: str
    text: Text
    path: str


def _ellipse(cx: int, cy: int, rx: int, ry: int) -> str:
    return f"M{cx - rx} {cy}a{rx} {ry} 0 1 0 {2 * rx} 0a{rx} {ry} 0 1 0 {-2 * rx} 0z"


# half of the body on the reader's left; the other half is its mirror at x = 500
_HALF = (
    ("shoulder", "肩部", "shoulder", "M430 350L330 375Q262 400 250 470L330 500L420 430z"),
    ("upper_arm", "上臂", "upper arm", "M250 470L330 500L302 720L222 700z"),
    ("forearm", "前臂", "forearm", "M222 700L302 720L262 950L192 935z"),
    ("hand", "手", "hand", "M192 935L262 950Q268 1030 236 1090Q196 1104 176 1060Q172 990 192 935z"),
    ("thigh", "大腿", "thigh", "M352 1010L498 1030L486 1400L384 1400z"),
    ("knee", "膝部", "knee", "M384 1400L486 1400L480 1510L392 1510z"),
    ("lower_leg", "小腿", "lower leg", "M392 1510L480 1510L468 1820L410 1820z"),
    ("foot", "足", "foot", "M410 1820L468 1820L472 1900Q452 1950 380 1940Q366 1910 410 1820z"),
)
_MIDDLE = {
    "front": (
        ("face", "面部", "face", _ellipse(500, 160, 92, 128)),
        ("neck", "颈部", "neck", "M452 282L548 282L560 350L440 350z"),
        ("chest", "胸部", "chest", "M430 350L570 350L580 430L668 500L650 650L350 650L332 500L420 430z"),
        ("abdomen", "腹部", "abdomen", "M350 650L650 650L640 860L360 860z"),
        ("pelvis", "下腹及会阴", "pelvis", "M360 860L640 860L648 1010L502 1030L498 1030L352 1010z"),
    ),
    "back": (
        ("head", "枕部", "back of the head", _ellipse(500, 160, 92, 128)),
        ("nape", "项部", "nape", "M452 282L548 282L560 350L440 350z"),
        ("upper_back", "背部", "upper back", "M430 350L570 350L580 430L668 500L650 650L350 650L332 500L420 430z"),
        ("lower_back", "腰部", "lower back", "M350 650L650 650L640 860L360 860z"),
        ("buttocks", "臀部", "buttocks", "M360 860L640 860L648 1010L502 1030L498 1030L352 1010z"),
    ),
}


def _mirrored(path: str) -> str:
    """The same line mirrored at x = 500; the lines here know only absolute M, L, Q and z."""
    out, first = [], True
    for word in path.replace("M", " M ").replace("L", " L ").replace("Q", " Q ").replace("z", " z").split():
        if word.lstrip("-").isdigit():
            out.append(str(1000 - int(word)) if first else word)
            first = not first
        else:
            out.append(word)
            first = True
    return " ".join(out)


def _regions() -> tuple[Region, ...]:
    found = []
    for side, where in SIDES:
        found += [Region(f"{c}_{side}", side, Text(zh, en.capitalize()), p) for c, zh, en, p in _MIDDLE[side]]
        for code, zh, en, path in _HALF:
            # seen from the front the reader's left is the person's right
            near, far = ("right", "left") if side == "front" else ("left", "right")
            for hand, line in ((near, path), (far, _mirrored(path))):
                which = Text("右", "Right") if hand == "right" else Text("左", "Left")
                said = Text(f"{which.zh}{zh}（{where.zh}）", f"{which.en} {en} ({where.en.lower()})")
                found.append(Region(f"{hand}_{code}_{side}", side, said, line))
    return tuple(found)


REGIONS = _regions()
CODES = frozenset(r.code for r in REGIONS)
