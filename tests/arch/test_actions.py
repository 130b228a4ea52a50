"""Every write is an action: keyword-only, with `by` and `at`, documented, and it makes an entry."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import mingjing
from mingjing.ledger.act import Act

PACKAGE = Path(mingjing.__file__).parent


def action_modules():
    for info in pkgutil.walk_packages([str(PACKAGE)], "mingjing."):
        parts = info.name.split(".")
        if "actions" in parts and not info.ispkg:
            yield info.name


def public_functions(name):
    module = importlib.import_module(name)
    for label, thing in vars(module).items():
        if inspect.isfunction(thing) and thing.__module__ == name and not label.startswith("_"):
            yield label, thing


def is_part(function):
    """A step of an action under way: it takes the open `Act` instead of opening one, or says whose entry tells it."""
    if "the entry is the caller's" in (function.__doc__ or ""):
        return True
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.annotation in (Act, "Act")


ACTIONS = [(m, label, f) for m in action_modules() for label, f in public_functions(m) if not is_part(f)]


def named(case):
    return f"{case[0].removeprefix('mingjing.')}.{case[1]}"


@pytest.mark.parametrize("case", ACTIONS, ids=named)
def test_an_action_says_who_and_when(case):
    parameters = inspect.signature(case[2]).parameters
    for wanted in ("by", "at"):
        assert wanted in parameters, f"{named(case)} does not say {wanted}"
        assert parameters[wanted].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters[wanted].default is inspect.Parameter.empty


@pytest.mark.parametrize("case", ACTIONS, ids=named)
def test_an_action_promises_something(case):
    assert (case[2].__doc__ or "").strip(), f"{named(case)} has no docstring"


@pytest.mark.parametrize("module", list(action_modules()))
def test_an_action_module_enters(module):
    """Each module of actions opens the spine; a write without an entry has no place there."""
    source = (PACKAGE / Path(*module.split(".")[1:])).with_suffix(".py").read_text(encoding="utf-8")
    assert ".enter(" in source or "look(" in source, f"{module} writes without entering"


def writes(tree):
    verbs = {"save", "create", "bulk_create", "update", "delete", "update_or_create", "get_or_create", "bulk_update"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in verbs:
            yield node


ELSEWHERE = ("views.py", "panels.py", "forms.py", "selectors.py", "permissions.py", "middleware.py")


@pytest.mark.parametrize(
    "place",
    [
        p
        for p in PACKAGE.rglob("*.py")
        if p.name in ELSEWHERE or "views" in p.parts or "panels" in p.parts or "selectors" in p.parts
    ],
    ids=lambda p: str(p.relative_to(PACKAGE)),
)
def test_nothing_else_writes_rows(place):
    """Views, panels, forms and selectors touch the database only to read."""
    tree = ast.parse(place.read_text(encoding="utf-8"))
    found = [n.lineno for n in writes(tree) if "objects" in ast.unparse(n.func) or n.func.attr == "save"]
    assert not found, f"{place.name} writes at lines {found}"
