"""Instruments as PDF/A bytes, made by Typst in this process. The same input gives the same bytes.

Data never becomes markup: values travel as JSON and are text. A template's body reaches no file but those of the
templates (`template.FORBIDDEN`), and no network. Fonts are those of the system and of the site's own folder.
"""

import io
import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings

from mingjing.documents.template import FOLDER, PLACEHOLDER, WITHIN
from mingjing.documents.wording import Written
from mingjing.kernel.verdict import Refusal, no

STANDARD = "a-2b"
MASK = 3  # one of the eight patterns that readers know; to try all eight takes three quarters of the time
BODY = ("FangSong_GB2312", "FangSong", "Noto Serif CJK SC")
HEAD = ("FZXiaoBiaoSong-B05S", "Noto Serif CJK SC")
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class Paper:
    """One instrument as it is to be printed. `inks` are drawings (SVG) or pictures by place, `mark` a word across."""

    key: str
    title: str
    bureau: str
    source: str
    values: dict[str, Written]
    labels: dict[str, str]
    required: list[str]
    signs: dict[str, str]
    foot: dict[str, str]
    blanks: dict[str, str]
    laws: dict[str, list[str]]
    basis: list[str]
    stub: list[str]
    parts: list[str]
    series: bool = True
    number: str = ""
    date: str = ""
    sealed_by: str = ""
    filled_by: str = ""
    code: str = ""
    mark: str = ""
    size: float = 15
    inks: dict[str, str] = field(default_factory=dict)
    seal_image: str | None = None
    made_at: int = 0

    def as_data(self) -> dict[str, Any]:
        plain = {name.replace("_", "-"): value for name, value in asdict(self).items() if name != "made_at"}
        plain["source"] = PLACEHOLDER.sub(r'#v("\1")', WITHIN.sub(r'#v("\1", within: true)', self.source))
        plain["qr"] = qr(self.code) if self.code else ""
        return plain


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hand signs or a seal is pressed, in points from the upper left corner of a page counted from 1."""

    name: str
    kind: str
    part: str
    page: int
    x: float
    y: float
    width: float
    height: float


def one_at_a_time() -> threading.Lock:
    """Held while something is set: the compiler serves one at a time."""
    return _turn


def render(papers: Sequence[Paper]) -> bytes:
    """One PDF with these, in this order. Raises Refusal when a body does not compile or a sign has no glyph."""
    with _turn:
        return _compiled(papers)


def render_with_places(paper: Paper) -> tuple[bytes, list[Place]]:
    """The PDF, and the places found in it by their labels."""
    with _turn:
        made = _compiled([paper])
        found = json.loads(_compiler().query("<place>", field="value"))
    names = ("name", "kind", "part", "page", "x", "y", "width", "height")
    return made, [Place(**{name: one[name] for name in names}) for one in found]


def pictures(papers: Sequence[Paper], ppi: float = 110) -> list[bytes]:
    """The pages as PNG, for a preview on the screen."""
    with _turn:
        made = _run(papers, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _compiled(papers: Sequence[Paper]) -> bytes:
    # tags are left out: they double the time, and PDF/A level b does not ask for them
    made = _run(papers, format="pdf", pdf_standards=[STANDARD], timestamp=papers[0].made_at, pdf_tags=False)
    return bytes(made)


def _run(papers: Sequence[Paper], **how: Any) -> Any:
    fonts = chosen_fonts()
    asked = {
        "title": papers[0].title, "author": papers[0].bureau, "keywords": [p.code for p in papers if p.code][:1],
        "documents": [one.as_data() | {"fonts": fonts} for one in papers],
    }  # fmt: skip
    try:
        made, warned = _compiler().compile_with_warnings(
            sys_inputs={"data": json.dumps(asked, ensure_ascii=False, sort_keys=True)}, **how
        )
    except typst.TypstError as why:
        raise Refusal(_told(why)) from why
    if warned:
        raise Refusal(_told(warned[0]))
    return made


def _told(why: Any) -> Any:
    said = str(getattr(why, "message", why))
    hints = "; ".join(getattr(why, "hints", []) or [])
    words = f"{said} {hints}".strip()
    return no("documents.render", f"文书排版未成：{words}", f"The instrument could not be set: {words}")


def qr(code: str) -> str:
    """The code as a square to scan, drawn as SVG."""
    out = io.BytesIO()
    square = segno.make(f"MINGJING:{code}", error="m", micro=False, mask=MASK)
    square.save(out, kind="svg", scale=4, border=1, xmldecl=False)
    return out.getvalue().decode()


@cache
def _compiler() -> typst.Compiler:
    """One for the process: fonts are read once, and what did not change is not laid out again."""
    return typst.Compiler(FOLDER / "main.typ", root=FOLDER, font_paths=fonts())


@cache
def fonts() -> typst.Fonts:
    """Those of the system and of the site's own folder."""
    folders = [str(place) for place in _folders() if place.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _folders() -> Iterable[Path]:
    yield Path(settings.FONT_STORE)
    yield from (Path(one) for one in settings.FONT_FOLDERS)


@cache
def chosen_fonts() -> dict[str, list[str]]:
    """Which of the wanted families are there, first choice first. Raises Refusal when there is no Chinese font."""
    there = set(fonts().families())
    body, head = [f for f in BODY if f in there], [f for f in HEAD if f in there]
    if not body:
        raise Refusal(
            no(
                "documents.fonts", "本机没有中文字体，请安装软件包 fonts-noto-cjk 后重试。",
                "There is no Chinese font here; install the package fonts-noto-cjk and try again.",
            )
        )  # fmt: skip
    latin = [f for f in ("Libertinus Serif", "DejaVu Sans Mono") if f in there]
    return {"body": body + latin, "head": (head or body) + latin}
