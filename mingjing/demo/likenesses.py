"""Drawn faces for the demonstration, obviously nobody's, and the face verification done by eye with them."""

from datetime import datetime
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from mingjing.custody.models import Stay
from mingjing.faces.actions import comparison, portrait
from mingjing.faces.policy import policy
from mingjing.faces.selectors import in_use, unconfirmed
from mingjing.faces.vocab import Held, Occasion
from mingjing.kernel.actor import Actor
from mingjing.media import store

if TYPE_CHECKING:
    from mingjing.demo.scene import Scene

WIDE, HIGH = 480, 600
SKINS = ((238, 205, 178), (224, 186, 152), (212, 172, 140))
SHIRTS = ((62, 92, 130), (96, 112, 86), (128, 84, 74), (86, 86, 96))
SEEN = "示例画像"  # a drawing may be flat; the officer of the demonstration takes it as it is


def portrayed(scene: "Scene", stay: Stay, at: datetime) -> None:
    """The portrait of this stay, taken and accepted by whoever collects."""
    if stay.role not in policy().roles or in_use(stay):
        return
    by = scene.crew.by("search_officer", at, stay.person.sex)
    row = portrait.take(stay.pk, by=by, at=at, picture=_kept(stay, by, at, "portrait"))
    portrait.accept(row.pk, by=by, at=at, reason=SEEN if row.flaws else "")


def verified(stay: Stay, by: Actor, at: datetime, occasion: Occasion) -> None:
    """Compared by eye before the move, and confirmed; what somebody else left open is confirmed instead."""
    if in_use(stay) is None:
        return
    row = unconfirmed(stay) or comparison.start(
        stay.pk, by=by, at=at, occasion=occasion, picture=_kept(stay, by, at, f"{occasion} {at}")
    )
    comparison.confirm(row.pk, by=by, at=at, held=Held.SAME, reason="" if row.machine in {"", Held.SAME} else SEEN)


def _kept(stay: Stay, by: Actor, at: datetime, moment: str) -> str:
    data = drawn(stay.person.name, moment)
    blob = store.put(data, kind="photograph", content_type="image/png", log=stay.site.code, by=by, at=at)
    return str(blob.sha256)


def drawn(name: str, moment: str) -> bytes:
    """PNG, 480 × 600: the same name has the same face; each moment another light and another place in the frame."""
    own, now = Random(name), Random(f"{name} {moment}")
    light = now.randrange(206, 232)
    picture = Image.new("RGB", (WIDE, HIGH), (light, light + 4, light + 10))
    pen = ImageDraw.Draw(picture)
    x, y = WIDE // 2 + now.randrange(-24, 25), 290 + now.randrange(-18, 19)
    _body(pen, x, y, own)
    half = own.randrange(112, 138)
    pen.ellipse((x - half, y - 170, x + half, y + 170), fill=own.choice(SKINS), outline="#5a3c28", width=5)
    _hair(pen, x, y, half, own)
    _features(pen, x, y, own)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _body(pen: ImageDraw.ImageDraw, x: int, y: int, own: Random) -> None:
    pen.rectangle((x - 45, y + 120, x + 45, y + 240), fill="#c9a184")
    pen.rounded_rectangle((x - 190, y + 205, x + 190, HIGH + 60), 70, fill=own.choice(SHIRTS), outline="#222", width=4)


def _hair(pen: ImageDraw.ImageDraw, x: int, y: int, half: int, own: Random) -> None:
    pen.chord((x - half - 8, y - 190, x + half + 8, y + own.randrange(-10, 50)), 180, 360, fill="#2a2320")


def _features(pen: ImageDraw.ImageDraw, x: int, y: int, own: Random) -> None:
    wide, eye, brow, mouth = own.randrange(46, 64), own.randrange(13, 22), own.randrange(-8, 9), own.randrange(34, 58)
    for side in (-1, 1):
        at = x + side * wide
        pen.ellipse((at - eye - 6, y - 30 - eye, at + eye + 6, y - 30 + eye), fill="white", outline="black", width=3)
        pen.ellipse((at - 8, y - 38, at + 8, y - 22), fill="black")
        pen.line((at - 30, y - 66 + side * brow, at + 30, y - 66 - side * brow), fill="#2a2320", width=9)
    pen.line((x, y - 20, x - own.randrange(8, 22), y + 40, x + 12, y + 44), fill="#7a5138", width=6, joint="curve")
    pen.arc((x - mouth, y + 50, x + mouth, y + 112), 15, 165, fill="#8c3a36", width=8)
    if own.random() < 0.3:
        pen.ellipse((x + 60, y + 30, x + 72, y + 42), fill="#4a2c20")
