"""Faces are compared one to one: nothing in the package could compare across stays (decision 0170)."""

import ast
import re
from pathlib import Path

import pytest

import mingjing
from mingjing.custody.models import Stay
from mingjing.faces.models import Comparison

PACKAGE = Path(mingjing.__file__).parent
SOURCES = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts]
FACE = re.compile(r"\b(picture|portrait|template|face|feature|embedding)s?\b", re.I)
MANY = re.compile(r"\b(Person|Stay|PersonQuerySet|StayQuerySet)\b")


def functions(place):
    tree = ast.parse(place.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("place", sorted((PACKAGE / "faces").rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_function_takes_a_face_and_answers_people(place):
    for node in functions(place):
        taken = [a.arg for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]]
        answers = ast.unparse(node.returns) if node.returns else ""
        by_face = [name for name in taken if FACE.search(name) and not name.endswith("_id")]
        assert not (by_face and MANY.search(answers)), f"{place.name}:{node.lineno} {node.name}({by_face}) → {answers}"


def test_a_comparison_cannot_name_two_stays():
    """Of everything a comparison points to, one thing is a stay, and its portrait's stay is held to be the same."""
    pointed = [f.related_model for f in Comparison._meta.get_fields() if f.many_to_one]
    assert pointed.count(Stay) == 1
    assert not [f for f in Comparison._meta.get_fields() if f.many_to_many]
