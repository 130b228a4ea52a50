"""Obviously drawn faces, and the two acts that put them into a stay."""

import io

from PIL import Image, ImageDraw, ImageFilter

from mingjing.faces.actions import comparison, portrait
from mingjing.media import store

SIZE = (480, 600)


def face(seed: int = 0, *, size=SIZE, light: float = 1.0, blur: float = 0.0, form: str = "PNG") -> bytes:
    """A face of lines and ellipses; another seed is another face."""
    wide, high = size
    picture = Image.new("RGB", size, (190, 200, 210))
    pen = ImageDraw.Draw(picture)
    pen.ellipse(
        (wide * 0.2, high * 0.15, wide * 0.8, high * 0.85),
        fill=(225, 190 - seed % 40, 165),
        outline=(90, 60, 40),
        width=4,
    )
    pen.pieslice((wide * 0.18, high * 0.1, wide * 0.82, high * 0.6), 180, 360, fill=(40 + seed % 30, 30, 30))
    for x in (0.36, 0.64):
        eye = wide * (0.04 + seed % 5 / 200)
        pen.ellipse(
            (wide * x - eye, high * 0.45 - eye, wide * x + eye, high * 0.45 + eye),
            fill="white",
            outline="black",
            width=3,
        )
        pen.ellipse((wide * x - 6, high * 0.45 - 6, wide * x + 6, high * 0.45 + 6), fill="black")
    pen.line((wide * 0.5, high * 0.48, wide * 0.47, high * 0.6, wide * 0.52, high * 0.6), fill=(120, 80, 60), width=5)
    pen.arc((wide * 0.38, high * 0.6, wide * 0.62, high * (0.72 + seed % 3 / 50)), 10, 170, fill=(150, 40, 50), width=7)
    picture = picture.point(lambda value: min(255, int(value * light))).filter(ImageFilter.GaussianBlur(blur))
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def kept(stay, data: bytes, *, by, at) -> str:
    return store.put(data, kind="photograph", content_type="", log=stay.site.code, by=by, at=at).sha256


def taken(stay, *, by, at, data: bytes = b"", camera_id=None):
    """A portrait of the stay, not accepted yet."""
    picture = kept(stay, data or face(stay.seq), by=by, at=at)
    return portrait.take(stay.pk, by=by, at=at, picture=picture, camera_id=camera_id)


def accepted(stay, *, by, at, **kw):
    return portrait.accept(taken(stay, by=by, at=at, **kw).pk, by=by, at=at, reason="测试")


def compared(stay, *, by, at, occasion: str, data: bytes = b"", camera_id=None):
    """A comparison begun with another picture than the portrait."""
    picture = kept(stay, data or face(stay.seq, form="JPEG"), by=by, at=at)
    return comparison.start(stay.pk, by=by, at=at, occasion=occasion, picture=picture, camera_id=camera_id)
