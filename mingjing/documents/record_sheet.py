"""The paper of an interview record as PDF/A bytes: head, lines, and under every page who signed it.

The layout is instruments/record.typ; what people said travels as JSON and is text, never markup.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

import typst

from mingjing.documents import rendering
from mingjing.documents.template import FOLDER
from mingjing.kernel.verdict import Refusal, no

HOW: dict[str, Any] = {"pdf_standards": [rendering.STANDARD], "pdf_tags": False}


@dataclass(frozen=True, slots=True)
class Sheet:
    """`head`: label and value; `lines`: mark, text and whether it was corrected; `signs`: page (as text) → label, SVG
    or empty, and what is said instead; `foot`: label and value at the very end; `mark`: a word across every page."""

    title: str
    number: str
    bureau: str
    head: Sequence[tuple[str, str]]
    lines: Sequence[tuple[str, str, bool]]
    foot: Sequence[tuple[str, str]] = ()
    signs: Mapping[str, Sequence[tuple[str, str, str]]] = field(default_factory=dict)
    mark: str = ""
    code: str = ""
    made_at: int = 0


def render(sheet: Sheet) -> tuple[bytes, int]:
    """The PDF and its number of pages. The same sheet gives the same bytes. Raises Refusal when it cannot be set."""
    data = asdict(sheet) | {"fonts": rendering.chosen_fonts()}
    made_at = data.pop("made_at")
    with rendering.one_at_a_time():
        compiler = _compiler()
        try:
            made = compiler.compile(format="pdf", timestamp=made_at, **HOW, **_inputs(data))
            pages = json.loads(compiler.query("<last>", field="value"))
        except typst.TypstError as why:
            said = str(getattr(why, "message", why))
            raise Refusal(
                no("documents.render", f"笔录排版未成：{said}", f"The record could not be set: {said}")
            ) from why
    return made if isinstance(made, bytes) else b"", int(pages[0])


def _inputs(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"sys_inputs": {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}}


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(FOLDER / "record.typ", root=FOLDER, font_paths=rendering.fonts())
