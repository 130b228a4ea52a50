"""The peer of bench/instruments.py: the same words, code and font set by WeasyPrint from plain HTML."""

import base64
import html
import re
from functools import cache

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from mingjing.documents.rendering import BODY, Paper, qr

VERSION = f"weasyprint {weasyprint.__version__}"
VALUE = re.compile(r"\{(\w+)\}")
CODE = re.compile(r"#\w+(\([^()]*\))?")
STYLE = f"""
@page {{ size: A4; margin: 3cm 2.6cm; @bottom-center {{ content: counter(page) " / " counter(pages) }} }}
body {{ font: 15pt/1.9 "{BODY[-1]}", serif }}
section {{ break-after: page }}
h1, h2 {{ text-align: center; font-weight: normal }}
.number {{ text-align: right }}
img {{ width: 2.4cm }}
"""


def page(paper: Paper) -> bytes:
    """The instrument as PDF/A, once for each of its parts as ours is."""
    code = base64.b64encode(qr(paper.code).encode()).decode()
    words = "".join(f"<p>{line}</p>" for line in filled(paper).split("\n") if line.strip())
    signs = "".join(f"<p>{html.escape(name)}：</p>" for name in [*paper.signs.values(), *paper.foot.values()])
    sheets = "".join(
        f"<section><h1>{html.escape(paper.bureau)}</h1><h2>{html.escape(paper.title)}</h2>"
        f"<p class=number>{html.escape(paper.number)}</p>{words}{signs}<p class=number>{paper.date}</p>"
        f"<img src='data:image/svg+xml;base64,{code}'></section>"
        for _ in paper.parts or ["one"]
    )
    made = weasyprint.HTML(string=f"<html lang=zh><title>{html.escape(paper.title)}</title><body>{sheets}</html>")
    return bytes(made.write_pdf(stylesheets=[sheet()], font_config=fonts(), pdf_variant="pdf/a-2b"))


def filled(paper: Paper) -> str:
    """The body with its values in their places; what is Typst's own is left out."""
    return VALUE.sub(lambda found: _said(paper, found[1]), CODE.sub("", paper.source))


def _said(paper: Paper, name: str) -> str:
    held = paper.values.get(name) or ""
    if isinstance(held, list):
        cells = ("".join(f"<td>{html.escape(str(cell))}</td>" for cell in row.values()) for row in held)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    return html.escape(str(held))


@cache
def sheet() -> weasyprint.CSS:
    return weasyprint.CSS(string=STYLE, font_config=fonts())


@cache
def fonts() -> FontConfiguration:
    return FontConfiguration()
