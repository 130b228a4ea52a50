"""Every template with short, long, minority-name, English-name and empty optional data: nothing lost or blank."""

import re
import subprocess

import pytest
import yaml

from mingjing.documents.printing import cited
from mingjing.documents.rendering import render, render_with_places
from mingjing.documents.template import Template, shipped
from mingjing.law import books
from mingjing.law.shelf import SHIPPED as BOOKS
from tests.documents.reading import text_of
from tests.documents.samples import STYLES, sheet

FORMS = sorted(shipped())
FOOTER = re.compile(r"验证码ABCD-EFGH-IJKL-MNOP第\d+页共\d+页(汉公（城关）.{1,6}字〔2026〕1号)?")


def flat(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("ident", FORMS)
def test_it_prints_all_it_was_given(ident):
    form = shipped()[ident]
    papers = [sheet(form, style, key=style) for style in STYLES]
    pdf = render(papers)
    said = FOOTER.sub("", text_of(pdf, layout=False))  # a sentence goes on overleaf
    assert said.count(papers[0].title) >= len(STYLES)
    assert "待填" not in said
    lost = [(one.key, name) for one in papers for name, held in one.values.items() if is_lost(form, name, held, said)]
    assert lost == []
    assert inside_the_page(pdf)


def is_lost(form: Template, name: str, held, said: str) -> bool:
    """Whether a value given is nowhere on the paper; what only one choice prints may be absent."""
    if not held or name.endswith("_code") or (form.fields[name].choices and f'pick("{name}"' in form.body):
        return False
    if name not in {f.name for f in form.required} and inside_a_choice(form.body, name):
        return False
    several = [v for row in held for v in row.values()] if isinstance(held, list) else held.split("\n")
    return not all(flat(v.removesuffix("。")) in said for v in several)  # within a sentence it brings no full stop


def inside_a_choice(body: str, name: str) -> bool:
    return any(f"{{{name}}}" in part for part in re.findall(r"#pick\(.*?\)(?=\S*$|[，。由)])", body, re.M))


def inside_the_page(pdf: bytes) -> bool:
    """Every word lies within A4: nothing runs off the paper."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    boxes = re.findall(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"', done)
    return bool(boxes) and all(
        float(x0) > 14 and float(y0) > 8 and float(x1) < 581 and float(y1) < 836 for x0, y0, x1, y1 in boxes
    )


@pytest.mark.parametrize("ident", FORMS)
def test_what_is_missing_is_marked_in_a_draft(ident):
    form = shipped()[ident]
    paper = sheet(form, "empty", values={}, mark="草稿", number="", code="")
    said = text_of(render([paper]), layout=False)
    marked = [f for f in form.required if f"〔待填：{f.text.zh}〕" in said or "待填" in said]
    assert len(marked) == len(form.required)


@pytest.mark.parametrize("ident", FORMS)
def test_every_place_to_sign_is_found(ident):
    form = shipped()[ident]
    _, places = render_with_places(sheet(form, "short"))
    named = {p.name.partition("@")[0] for p in places if p.kind == "signature"}
    assert {*form.signs, *form.foot} <= named
    assert all(p.x > 0 and p.y > 0 and p.x + p.width < 596 and p.y + p.height < 842 for p in places)
    assert bool(form.seal) == any(p.kind == "seal" for p in places)


def test_every_basis_names_a_law_of_the_books():
    known = books.current().laws
    assert {one.partition(" ")[0] for form in shipped().values() for one in form.basis} <= set(known)
    assert cited(("CPR 178", "CPL 82", "APR 110", "PSL 20")) == {
        "CPR 178": ["《公安机关办理刑事案件程序规定》", "第一百七十八条"],
        "CPL 82": ["《中华人民共和国刑事诉讼法》", "第八十二条"],
        "APR 110": ["《公安机关办理行政案件程序规定》", "第一百一十条"],
        "PSL 20": ["《中华人民共和国治安管理处罚法》", "第二十条"],
    }


def test_every_approver_is_a_rank_of_the_law():
    assert {form.approver for form in shipped().values()} - {""} <= set(books.current().ranks)


def test_every_instrument_the_books_name_has_a_template():
    named = yaml.safe_load((BOOKS / "instruments.yaml").read_text(encoding="utf-8"))
    assert set(named) <= set(FORMS)
