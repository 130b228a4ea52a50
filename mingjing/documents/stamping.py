"""Marks laid over the bytes of a final instrument: signatures by hand, fingerprints, seals, the word 作废.

Each is an addition to the file (an incremental update): the bytes before stay as they were, inside the new ones.
"""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints

from mingjing.documents.rendering import Place

PAGE_HEIGHT = 841.89
Strokes = list[list[list[float]]]


def with_strokes(file: bytes, places: Iterable[Place], strokes: Strokes) -> bytes:
    """The signature drawn at each of these places, as large as it fits, as lines."""
    return _stamped(file, {place: _drawn(place, strokes) for place in places})


def with_picture(file: bytes, places: Iterable[Place], picture: bytes) -> bytes:
    """A fingerprint or a seal as a picture at each of these places."""
    writer = IncrementalPdfFileWriter(io.BytesIO(file))
    shown = Image.open(io.BytesIO(picture))
    shown.thumbnail((900, 900))
    for place in places:
        side = min(place.width, place.height)
        image = PdfImage(shown.convert("RGBA"), writer=writer, box=BoxConstraints(width=side, height=side))
        x = place.x + (place.width - side) / 2
        y = PAGE_HEIGHT - place.y - place.height
        _lay(writer, place.page, b"q 1 0 0 1 %.2f %.2f cm %s Q" % (x, y, image.render()), image.resources)
    return _written(writer)


def with_word(file: bytes) -> bytes:
    """Struck through on every page, for what is handed out of a void one."""
    line = b"q 0.75 0.1 0.1 RG 6 w 60 120 m 535 720 l S 60 720 m 535 120 l S Q"
    writer = IncrementalPdfFileWriter(io.BytesIO(file))
    for page in range(1, int(writer.root["/Pages"]["/Count"]) + 1):
        _lay(writer, page, line, None)
    return _written(writer)


def _stamped(file: bytes, several: Mapping[Place, bytes]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(file))
    for place, drawing in several.items():
        _lay(writer, place.page, drawing, None)
    return _written(writer)


def _drawn(place: Place, strokes: Strokes) -> bytes:
    xs = [p[0] for one in strokes for p in one]
    ys = [p[1] for one in strokes for p in one]
    scale = min(place.width / max(max(xs) - min(xs), 1), place.height / max(max(ys) - min(ys), 1)) * 0.92
    left, bottom = place.x + 2, PAGE_HEIGHT - place.y - place.height + 2
    said = [b"q 1 J 1 j 0.06 0.09 0.10 RG 1.1 w"]
    for one in strokes:
        points = one if len(one) > 1 else one * 2
        for n, p in enumerate(points):
            x, y = left + (p[0] - min(xs)) * scale, bottom + (max(ys) - p[1]) * scale
            said.append(b"%.2f %.2f %s" % (x, y, b"l" if n else b"m"))
        said.append(b"S")
    return b"\n".join([*said, b"Q"])


def _lay(writer: IncrementalPdfFileWriter, page: int, drawing: bytes, resources: Any) -> None:
    """Over the page, whatever its own content left of the graphics state."""
    first = RawContent(b"q").render()
    writer.add_stream_to_page(page - 1, writer.add_object(generic.StreamObject(stream_data=first)), prepend=True)
    over = generic.StreamObject(stream_data=b"Q " + drawing)
    as_dictionary = resources.as_pdf_object() if resources is not None else None
    writer.add_stream_to_page(page - 1, writer.add_object(over), resources=as_dictionary)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
