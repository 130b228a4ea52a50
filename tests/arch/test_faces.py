"""Faces are compared one to one: nothing in the package could compare across stays (decision 0170)."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mingjing
from mingjing.custody.models import Stay
from mingjing.faces.frames import Request
from mingjing.faces.models import Comparison, Template

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


def calls(place):
    return [n for n in ast.walk(ast.parse(place.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]


def where(pattern):
    """Files of the package in which a call of that form stands."""
    found = {
        str(p.relative_to(PACKAGE)) for p in SOURCES for n in calls(p) if re.fullmatch(pattern, ast.unparse(n.func))
    }
    return sorted(found)


def test_one_place_scores_and_it_is_given_one_template():
    assert where(r".*recogniser\.match") == ["faces/looking.py"]
    assert Request.__annotations__["template"] == bytes | None
    assert where(r"(\w+\.)*eye\.compare") == ["faces/labelled.py", "faces/worker.py"]


def test_a_template_is_asked_for_by_its_one_stay():
    """Opened by stay and portrait at once; elsewhere only whether there is one, and to make and erase it."""
    reads = {}
    for place in SOURCES:
        for node in calls(place):
            said = ast.unparse(node.func)
            if said.startswith("Template.objects.") and said.count(".") == 2:
                reads.setdefault(str(place.relative_to(PACKAGE)), []).append(
                    (said.rpartition(".")[2], sorted(k.arg for k in node.keywords))
                )
    assert reads == {
        "faces/sealed.py": [("filter", ["portrait", "recogniser", "stay"])],
        "faces/worker.py": [("filter", ["portrait", "recogniser"])],
        "faces/actions/template.py": [("update_or_create", ["defaults", "stay"]), ("exclude", ["stay__in"])],
    }
    assert Template._meta.pk.name == "stay"
    assert where(r"template_of") == ["faces/worker.py"]


def test_nothing_but_its_seal_opens_a_template():
    opening = [p for p in (PACKAGE / "faces").rglob("*.py") if ".decrypt(" in p.read_text(encoding="utf-8")]
    assert [p.name for p in opening] == ["sealed.py"]


def test_the_process_that_looks_knows_no_database_and_no_people():
    """Neither itself nor, through what it imports, anything of the framework or of persons."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import mingjing.faces.looking; "
        "print([m for m in sys.modules if m.startswith(('django', 'mingjing.persons', 'mingjing.custody'))])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(PACKAGE.parent)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
