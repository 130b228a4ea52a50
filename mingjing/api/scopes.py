"""Which permissions an act may ask for, read off the code of its action: for the document and the reference, so that
whoever opens an integration knows what to give. What is asked indeed is decided by the action itself."""

import inspect
import types
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from mingjing.api.offered import BESIDES, Act
from mingjing.kernel.machine import Machine
from mingjing.org.posts import grants

DEPTH = 4
BELOW = (
    "mingjing.kernel",
    "mingjing.ledger",
    "mingjing.law",
    "mingjing.live",
    "mingjing.media",
    "mingjing.alerts.actions.alarm",
)
"""Where no action asks who may."""


@cache
def scopes_of(act: Act) -> tuple[str, ...]:
    """Permissions named by the action and by what it calls nearby, in order."""
    found = set(_named(act.action, DEPTH))
    if act.name in BESIDES:
        found.add(BESIDES[act.name])
    found |= set(_of_verbs(act))
    found = found or set(_of_machines(_machines(act), {act.verb}))
    own = {one for one in found if one.startswith(f"{act.app}:")}
    return tuple(sorted(own or found))


def _named(function: Callable[..., Any], depth: int) -> Iterator[str]:
    code, known = function.__code__, function.__globals__
    constants, names = set(_constants(code)), set(_names(code))
    yield from constants & grants().keys()
    values = [known[name] for name in names if name in known]
    yield from (one for one in values if isinstance(one, str) and one in grants())
    yield from _of_machines(values, constants)
    if depth:
        for one in [*values, *_attributes(values, names)]:
            if isinstance(one, types.FunctionType) and _near(one, function):
                yield from _named(one, depth - 1)


def _of_verbs(act: Act) -> Iterator[str]:
    """Verbs the action itself names, of the machines of its app: `opened(it, stay_id, "search")`."""
    machines, code = _machines(act), act.action.__code__
    if "verb" in inspect.signature(act.action).parameters:
        yield from (move.permission for machine in machines for move in machine)
    beside: list[Any] = [act.action.__globals__.get(name) for name in _names(code)]
    here = [one for one in beside if isinstance(one, types.FunctionType) and one.__module__ == act.action.__module__]
    for one in [code, *(helper.__code__ for helper in here)]:
        yield from _of_machines(machines, set(_constants(one)))


def _machines(act: Act) -> list[Machine]:
    try:
        module = import_module(f"mingjing.{act.app}.machine")
    except ModuleNotFoundError:
        return []
    return [one for one in vars(module).values() if isinstance(one, Machine)]


def _of_machines(values: Iterable[Any], constants: set[str]) -> Iterator[str]:
    """The permission of a move whose verb the action names. A helper that takes the verb is told it by the action."""
    for machine in (one for one in values if isinstance(one, Machine)):
        yield from (move.permission for move in machine if move.verb in constants)


def _attributes(values: list[Any], names: set[str]) -> Iterator[Any]:
    """Functions reached through a module that the action names."""
    for module in (one for one in values if isinstance(one, types.ModuleType)):
        if module.__name__.startswith("mingjing."):
            yield from (getattr(module, name, None) for name in names)


def _near(one: types.FunctionType, function: Callable[..., Any]) -> bool:
    place = one.__module__
    app = ".".join(function.__module__.split(".")[:2])
    return place.startswith("mingjing.") and not place.startswith(BELOW) and place.startswith((app, "mingjing.org"))


def _constants(code: types.CodeType) -> Iterator[str]:
    for one in code.co_consts:
        if isinstance(one, str):
            yield one
        elif isinstance(one, types.CodeType):
            yield from _constants(one)


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield from _names(one)
