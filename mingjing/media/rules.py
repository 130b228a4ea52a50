"""What bytes may be kept: told by their own first bytes, never by what the sender calls them."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.media.vocab import BlobKind

KIB = 1024
MIB = 1024 * KIB
IMAGES = frozenset({"image/jpeg", "image/png", "image/webp"})
PDF = "application/pdf"
RECORD = "application/x-mingjing-record"
SVG = "image/svg+xml"
CSV = "text/csv"
XLSX = "application/x-xlsx"
TABLES = frozenset({CSV, XLSX})
SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", PDF: "pdf", SVG: "svg", RECORD: "mjr"}
SUFFIX |= {CSV: "csv", XLSX: "xlsx"}
MOST_PIXELS = 50_000_000
MOST_SIDE = 16_000
PDF_HEAD, PDF_TAIL = 1024, 2048


@dataclass(frozen=True, slots=True)
class Limit:
    """What one kind accepts; `retention` names the rule of the law books that says how long it is kept."""

    types: frozenset[str]
    bytes: int
    retention: str


LIMITS = {
    BlobKind.PHOTOGRAPH: Limit(IMAGES, 15 * MIB, "custody_record"),
    BlobKind.SIGNATURE: Limit(frozenset({"image/png", "image/jpeg", SVG}), 1 * MIB, "custody_record"),
    BlobKind.INJURY: Limit(IMAGES, 15 * MIB, "custody_record"),
    BlobKind.BELONGINGS: Limit(IMAGES, 15 * MIB, "custody_record"),
    BlobKind.RECORD: Limit(frozenset({RECORD}), 200 * MIB, "custody_record"),
    BlobKind.DOCUMENT: Limit(IMAGES | {PDF}, 20 * MIB, "case_file"),
    BlobKind.TABLE: Limit(TABLES, 20 * MIB, "case_file"),
}


# A signature drawn on the screen: strokes as paths and dots, numbers and colours only. No script, style, link, text or
# entity has a place in this grammar, so nothing else can be smuggled in as a signature.
_NAMES = "d|r|x|y|cx|cy|fill|width|height|stroke|stroke-width|stroke-linecap|stroke-linejoin|viewBox|version"
_SPACES = 'xmlns="http://www.w3.org/2000/svg"|xmlns:xlink="http://www.w3.org/1999/xlink"'
_ATTRIBUTES = rf'(?:\s+(?:(?:{_NAMES})="[#\w\s.,()%+-]{{0,200000}}"|{_SPACES}))*+'
_DRAWN = re.compile(
    rf"\s*<svg{_ATTRIBUTES}\s*>(?:\s*<(?:path|circle|rect|g){_ATTRIBUTES}\s*/?>|\s*</(?:path|circle|rect|g)>)*+\s*</svg>\s*",
    re.ASCII,
)


def sniff(data: bytes, wanted: Collection[str] = ()) -> str:
    """The content type the bytes announce themselves, empty when it is none of those kept here. Plain text announces
    nothing: it is a CSV where one is `wanted`."""
    found = next((found for found, shows in _SIGNS if shows(data)), "")
    return CSV if not found and CSV in wanted and _is_text(data) else found


def _is_drawn(data: bytes) -> bool:
    try:
        return len(data) <= MIB and _DRAWN.fullmatch(data.decode("ascii")) is not None
    except UnicodeDecodeError:
        return False


def _is_record(data: bytes) -> bool:
    return data.startswith(b'{"about":') and b'"format":"mingjing-record/' in data.partition(b"\n")[0]


def _is_workbook(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in data


def _is_text(data: bytes) -> bool:
    """Text in one of the encodings tables are kept in; nothing else tells a CSV from other text."""
    if b"\0" in data:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


_SIGNS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("image/jpeg", lambda data: data.startswith(b"\xff\xd8\xff")),
    ("image/png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n")),
    ("image/webp", lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP"),
    (PDF, lambda data: b"%PDF-" in data[:PDF_HEAD] and b"%%EOF" in data[-PDF_TAIL:]),
    (SVG, lambda data: data[:64].lstrip().startswith(b"<svg") and _is_drawn(data)),
    (RECORD, _is_record),
    (XLSX, _is_workbook),
)


def acceptable(kind: str, declared: str, data: bytes) -> Verdict:
    """Whether these bytes may be kept as `kind`. `declared` is the sender's word: it must agree with the bytes."""
    limit = LIMITS[BlobKind(kind)]
    if not data:
        return no("media.empty", "文件是空的，请重新选择。", "The file is empty; please choose it again.")
    if len(data) > limit.bytes:
        most = limit.bytes // MIB
        return no("media.large", f"文件超过 {most} MB，请缩小后再传。", f"The file is over {most} MB; make it smaller.")
    found = sniff(data, limit.types)
    if found not in limit.types:
        return no("media.type", "只接受照片（JPEG、PNG、WebP）或 PDF 文件。", "Only JPEG, PNG, WebP or PDF are kept.")
    if declared and declared != found:
        return no("media.mismatch", "文件内容与其类型不符。", "The content of the file is not of the type it claims.")
    return OK


def fits(width: int, height: int) -> Verdict:
    """Whether a picture of this size in pixels may be decoded."""
    if 0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= MOST_PIXELS:
        return OK
    return no("media.pixels", "图片尺寸过大，请缩小后再传。", "The picture has too many pixels; make it smaller.")
