"""Papers as bytes."""

import hashlib
import subprocess

import pytest

from mingjing.documents import rendering
from mingjing.documents.rendering import Paper, render, render_with_places
from mingjing.kernel.verdict import Refusal
from tests.documents.reading import text_of


def sheet(source="姓名{name}。", **more):
    told = {
        "key": "one", "title": "某通知书", "bureau": "汉阴县公安局", "source": source, "values": {"name": "张伟"},
        "labels": {"name": "姓名"}, "required": ["name"], "signs": {"party": "当事人"}, "stub": ["name"],
        "foot": {}, "blanks": {}, "laws": {}, "basis": [],
        "parts": ["original"], "code": "ABCD-EFGH-IJKL-MNOP", "number": "汉公通字〔2026〕1号", "date": "2026年11月20日",
        "sealed_by": "汉阴县公安局", "made_at": 1_790_000_000,
    }  # fmt: skip
    return Paper(**{**told, **more})


def test_the_same_input_gives_the_same_bytes_whatever_came_between():
    first = render([sheet()])
    render([sheet(values={"name": "李娜"})])
    rendering._compiler.cache_clear()
    rendering.fonts.cache_clear()
    assert hashlib.sha256(render([sheet()])).digest() == hashlib.sha256(first).digest()
    assert render([sheet(made_at=1_790_000_001)]) != first


def test_it_is_pdf_a():
    made = render([sheet()])
    assert b"pdfaid:part>2<" in made
    assert b"pdfaid:conformance>B<" in made


def test_values_never_become_markup():
    said = text_of(render([sheet(values={"name": '#read("/etc/passwd") *b* $x$ {other} \\'})]))
    assert '#read("/etc/passwd")*b*$x${other}\\' in said


@pytest.mark.parametrize("source", ['#read("/etc/passwd")', '#image("/etc/x.png")', "#v(", "#nonesuch()"])
def test_a_body_reaches_no_file_outside_and_its_mistakes_are_refused(source):
    with pytest.raises(Refusal) as why:
        render([sheet(source)])
    assert why.value.code == "documents.render"


def test_a_missing_value_is_marked_and_an_empty_optional_one_struck_out():
    said = text_of(render([sheet("{name}和{alias}", values={}, labels={"name": "姓名", "alias": "别名"}, mark="草稿")]))
    assert "〔待填：姓名〕" in said
    assert "和／" in said
    assert {"草", "稿"} <= set(said)  # across the page


def test_pages_are_counted_for_each_part():
    long = "\n\n".join(["这是一段很长的事实。" * 40] * 8) + "{name}"
    said = text_of(render([sheet(long, parts=["stub", "original", "copy"])]))
    assert [said.count(f"第{n}页共{of}页") for n, of in ((1, 1), (1, 4), (2, 4), (4, 4))] == [1, 2, 2, 2]


def test_places_are_found_where_the_words_stand(tmp_path):
    made, places = render_with_places(sheet('{name}#sign("party")#seal()'))
    assert {(p.name, p.kind, p.page) for p in places} == {("party", "signature", 1), ("seal", "seal", 1)}
    (tmp_path / "x.pdf").write_bytes(made)
    boxes = subprocess.run(["pdftotext", "-bbox", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True)
    line = next(one for one in boxes.stdout.splitlines() if "当事人" in one)
    top = float(line.split('yMin="')[1].split('"')[0])
    party = next(p for p in places if p.name == "party")
    assert abs(party.y + party.height - top) < 40


def test_rare_and_foreign_names_are_printed():
    for name in ("阿依古丽·买买提", "㛃琻", "Jean-François D'Été", "Нурлан Әбенов", "𠮷田"):
        assert "".join(name.split()) in text_of(render([sheet(values={"name": name})])), name
