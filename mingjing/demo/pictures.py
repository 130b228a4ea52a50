"""Drawn signatures for the demonstration: a few strokes that are nobody's hand."""

from datetime import datetime
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from mingjing.media import store

if TYPE_CHECKING:
    from mingjing.demo.scene import Scene
    from mingjing.kernel.actor import Actor
    from mingjing.org.models import Site


def signature(scene: "Scene", name: str, at: datetime) -> str:
    """The SHA-256 of a kept picture of strokes made from the name."""
    return kept(scene.site, scene.crew.by("reception", at), name, at)


def kept(site: "Site", by: "Actor", name: str, at: datetime) -> str:
    """The same where there is no story: of the officers themselves."""
    blob = store.put(strokes(name), kind="signature", content_type="image/png", log=site.code, by=by, at=at)
    return str(blob.sha256)


def strokes(name: str) -> bytes:
    """PNG, 320 × 120 pixels, the same for the same name."""
    dice = Random(name)
    picture = Image.new("L", (320, 120), 255)
    pen = ImageDraw.Draw(picture)
    for letter in range(len(name)):
        left = 20 + letter * 280 // max(1, len(name))
        points = [(left + dice.randint(0, 80), dice.randint(20, 100)) for _ in range(7)]
        pen.line(points, fill=30, width=3, joint="curve")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
