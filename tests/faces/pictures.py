"""Pictures the toy models of `toy` can tell apart: a soft pattern for each person, a white patch for each face."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

SIDE = 640


def person(seed: int, *, faces=((300, 300),), blur: float = 0.0, form: str = "PNG", size=(SIDE, SIDE)) -> bytes:
    """The same seed is the same person; `faces` are where white patches stand."""
    draw = random.Random(seed)
    small = Image.new("RGB", (12, 12))
    small.putdata([tuple(draw.randrange(200) for _ in range(3)) for _ in range(144)])
    picture = small.resize(size, Image.Resampling.BICUBIC).point(lambda value: min(value, 200))
    pen = ImageDraw.Draw(picture)
    for x, y in faces:
        pen.rectangle((x - 40, y - 40, x + 40, y + 40), fill="white")
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(blur)).save(out, form)
    return out.getvalue()
