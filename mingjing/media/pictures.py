"""Looking at pictures only as far as needed: are they whole, how large, and a small one for lists."""

import io
import threading
import warnings

from PIL import Image, ImageOps

from mingjing.kernel.verdict import Refusal, no, require
from mingjing.media.rules import fits

FORMATS = ["JPEG", "PNG", "WEBP"]
SMALL_SIDE = 320
_AT_ONCE = threading.BoundedSemaphore(2)  # a picture of the largest size takes 400 MB while it is made small
BROKEN = no("media.broken", "图片无法打开，请重拍或另选。", "The picture cannot be opened; take or choose another.")


def measure(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture that decodes to its last pixel. Raises Refusal."""
    with _opened(data) as picture:
        return picture.size


def small(data: bytes) -> bytes:
    """A JPEG of at most 320 pixels a side, upright, without metadata, for lists. Raises Refusal."""
    with _AT_ONCE, _opened(data) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((SMALL_SIDE, SMALL_SIDE))
        flat = Image.new("RGB", upright.size, "white")
        clear = upright.convert("RGBA")
        flat.paste(clear, mask=clear.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=82)
    return out.getvalue()


def grey(data: bytes, side: int) -> Image.Image:
    """The picture upright in grey values, at most `side` pixels a side. Raises Refusal."""
    return _shrunk(data, side, "L")


def colour(data: bytes, side: int) -> Image.Image:
    """The picture upright in red, green and blue, at most `side` pixels a side. Raises Refusal."""
    return _shrunk(data, side, "RGB")


def _shrunk(data: bytes, side: int, mode: str) -> Image.Image:
    with _opened(data) as picture:
        upright = ImageOps.exif_transpose(picture).convert(mode)
    upright.thumbnail((side, side))
    return upright


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            require(fits(*picture.size))
            picture.load()
    except Refusal:
        raise
    except Exception as why:  # a hostile file may break a decoder in any way it likes; nothing else is in the block
        raise Refusal(BROKEN) from why
    return picture
