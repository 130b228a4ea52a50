"""Templates are data, read strictly."""

from pathlib import Path

import pytest

from mingjing.documents import template
from mingjing.documents.reference import table
from mingjing.documents.template import TemplateError, parse

SPEC = """
id: some_notice
zh: 某通知书
en: Some notice
basis: [CPL 1]
required: [case_cause]
optional: [name]
"""


def test_a_template_is_read():
    form = parse(SPEC, "因{case_cause}，{name}。")
    assert (form.id, form.title.zh, form.basis, form.parts) == ("some_notice", "某通知书", ("CPL 1",), ("original",))
    assert [(f.name, f.required, f.source) for f in form.fields.values()] == [
        ("case_cause", True, "case.cause"), ("name", False, "person.name"),
    ]  # fmt: skip
    assert form.digest != parse(SPEC, "因{case_cause}，{name}").digest


@pytest.mark.parametrize(
    ("spec", "body"),
    [
        ("id: x: y", ""),
        ("[]", ""),
        ("id: Q", ""),
        (SPEC + "colour: red", "{case_cause}"),
        (SPEC + "family: odd", "{case_cause}"),
        (SPEC + "parts: [page]", "{case_cause}"),
        (SPEC + "own: {more: {zh: 多, en: more}}", "{case_cause}"),
        (SPEC.replace("optional: [name]", "optional: [nonesuch]"), "{case_cause}"),
        (SPEC, "{case_cause}{stranger}"),
        (SPEC, "没有案由"),
        (SPEC, '{case_cause}#import "@preview/x:0.1.0"'),
        (SPEC, '{case_cause}#read("other.typ")'),
        (SPEC + "own: {case_cause: {zh: 因, en: cause, kind: colour}}", "{case_cause}"),
    ],
)
def test_what_cannot_be_meant_is_refused(spec, body):
    with pytest.raises(TemplateError):
        parse(spec, body)


def test_every_shipped_template_is_short_and_has_a_basis():
    forms = template.shipped()
    assert len(forms) >= 5
    for ident in forms:
        place = next(template.FOLDER.glob(f"*/{ident}.yaml"))
        assert len(place.with_suffix(".typ").read_text(encoding="utf-8").splitlines()) <= 30, ident
        assert forms[ident].basis, ident


def test_the_page_of_instruments_lists_every_template():
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "instruments.md"
    assert page.read_text(encoding="utf-8").endswith(table())
