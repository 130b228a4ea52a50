"""What an act asks for, read off the signature of its action: for each parameter the type that is sent, and how what
was sent becomes the argument. Words that stand for a closed list are found where the action compares them with it."""

import ast
import base64
import inspect
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Model
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    StrictBool,
    StringConstraints,
    create_model,
)

from mingjing.api.rows import Asker, model_of
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import seen
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.models import Entry
from mingjing.webkit.forms import YEARS, plain

Convert = Callable[[Any, Asker, str], Any]
MOST_ITEMS, MOST_WORDS, GREATEST = 200, 2000, 2**31 - 1
SENT = ConfigDict(extra="forbid")
bounded: Any = Annotated  # of types that are found, not written


class Unreadable(LookupError):
    """A type that cannot be sent."""


def _same(value: Any, _asker: Asker, _field: str) -> Any:
    return value


def _year(value: Any) -> Any:
    if value.year not in YEARS:
        raise ValueError("year")
    return value


def _readable(value: str) -> str:
    base64.b64decode(value, validate=True)
    return value


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number is wanted")
    return value


Words = Annotated[str, StringConstraints(max_length=MOST_WORDS), AfterValidator(plain), AfterValidator(seen)]
Moment = Annotated[AwareDatetime, AfterValidator(_year)]
Day = Annotated[date, AfterValidator(_year)]
Whole = Annotated[int, BeforeValidator(_number), Field(ge=-GREATEST, le=GREATEST)]
Plain = StrictBool | Whole | FiniteFloat | Words | None
Money = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]
Base64 = Annotated[str, StringConstraints(max_length=20 * 2**20), AfterValidator(_readable)]
Name = Annotated[str, StringConstraints(max_length=80), AfterValidator(plain)]


@dataclass(frozen=True, slots=True)
class Kind:
    """`sent`: the type on the wire; `read`: from what was sent to what the action takes."""

    sent: Any
    read: Convert = _same


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of an action."""

    name: str
    kind: Kind
    default: Any = ...


def _bytes(value: str, *_: Any) -> bytes:
    return base64.b64decode(value)


SIMPLE: dict[Any, Kind] = {
    str: Kind(Words), bool: Kind(StrictBool), int: Kind(Whole), float: Kind(FiniteFloat), Decimal: Kind(Money),
    date: Kind(Day), datetime: Kind(Moment), time: Kind(time), bytes: Kind(Base64, _bytes), UUID: Kind(UUID),
    Any: Kind(Any),
}  # fmt: skip
MANY = (Sequence, Collection, Iterable, list, tuple, set, frozenset)


def kind_of(hint: Any, name: str, words: "Lists") -> Kind:
    """How a parameter of this type is sent. Raises Unreadable."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        return _either(inside, name, words)
    if origin in MANY:
        return _several(kind_of(inside[0], name, words))
    if origin is Mapping or origin is dict:
        return _named(kind_of(inside[1], name, words) if inside[1] is not Any else Kind(Plain))
    if hint is object:
        model = model_of(name, words.beside)
        return Kind(UUID, lambda value, asker, at: asker.row(model, value, at).pk)
    if hint is str and name in words:
        return Kind(Literal[tuple(words[name])])
    return SIMPLE[hint] if hint in SIMPLE else _own(hint, name, words)


def _own(hint: Any, name: str, words: "Lists") -> Kind:
    if hint is Ref:
        return Kind(Words, lambda value, asker, at: asker.ref(value, at))
    if hint is Entry:
        return Kind(Words, lambda value, asker, at: asker.entry(value, at))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Kind(Literal[tuple(m.value for m in hint)], lambda value, *_: hint(value))
    if isinstance(hint, type) and issubclass(hint, Model):
        return Kind(UUID, lambda value, asker, at: asker.row(hint, value, at))
    if is_dataclass(hint) or _is_named_tuple(hint):
        return _record(hint, words)
    raise Unreadable(f"{name}: {hint}")


def _either(inside: tuple[Any, ...], name: str, words: "Lists") -> Kind:
    """Of several the first that can be sent, or nothing."""
    wanted = [one for one in inside if one is not type(None)]
    found = kind_of(UUID if UUID in wanted else wanted[0], name, words)
    if UUID in wanted:
        found = kind_of(object, name, words)
    nothing = type(None) in inside

    def read(value: Any, asker: Asker, at: str) -> Any:
        return None if value is None else found.read(value, asker, at)

    return Kind(found.sent | None if nothing else found.sent, read)


def _several(one: Kind) -> Kind:
    sent = bounded[types.GenericAlias(list, (one.sent,)), Field(max_length=MOST_ITEMS)]
    return Kind(sent, lambda value, asker, at: [one.read(v, asker, f"{at}.{n}") for n, v in enumerate(value)])


def _named(one: Kind) -> Kind:
    sent = bounded[types.GenericAlias(dict, (Name, one.sent)), Field(max_length=MOST_ITEMS)]
    return Kind(sent, lambda value, asker, at: {k: one.read(v, asker, f"{at}.{k}") for k, v in value.items()})


def _record(hint: Any, words: "Lists") -> Kind:
    parts = list(_parts(hint, words))
    sent = model(hint.__name__, parts)

    def read(value: Any, asker: Asker, at: str) -> Any:
        return hint(**arguments(value, parts, asker, f"{at}."))

    return Kind(sent, read)


def _parts(hint: Any, words: "Lists") -> Iterable[Parameter]:
    hints = typing.get_type_hints(hint)
    if _is_named_tuple(hint):
        defaults: dict[str, Any] = hint._field_defaults
    else:
        defaults = {f.name: f.default for f in fields(hint) if f.default is not MISSING}
        defaults |= {f.name: f.default_factory() for f in fields(hint) if f.default_factory is not MISSING}
    lists = Lists(lists_of(inspect.getmodule(hint)) | words)
    lists.beside = words.beside
    for name, told in hints.items():
        yield Parameter(name, kind_of(told, name, lists), defaults.get(name, ...))


def _is_named_tuple(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def model(name: str, parts: Iterable[Parameter]) -> type[BaseModel]:
    """What is sent for these parameters."""
    asked: dict[str, Any] = {p.name: (p.kind.sent, _default(p)) for p in parts}
    return create_model(name, __config__=SENT, **asked)


def arguments(told: BaseModel, parts: Iterable[Parameter], asker: Asker, at: str = "") -> dict[str, Any]:
    """The arguments of the action; what was not sent is left to its defaults. Raises Refusal."""
    sent = told.model_fields_set
    return {p.name: p.kind.read(getattr(told, p.name), asker, f"{at}{p.name}") for p in parts if p.name in sent}


def _default(part: Parameter) -> Any:
    if part.default is ...:
        return ...
    value = part.default
    if isinstance(value, (str, bool, int, float)) or value is None:
        return str(value) if isinstance(value, Vocab) else value
    return None if not isinstance(value, (tuple, list)) else []


class Lists(dict[str, list[str]]):
    """Name of a parameter or field → the closed list of its values; `beside`: the model of the row it is about."""

    beside: type[Model] | None = None


@cache
def lists_of(module: Any) -> Lists:
    """Name of a parameter or field → the closed list of its values, where the module says `Kind(kind)`,
    `Kind(mark.kind)`, `chosen(Kind, kind, …)` or `kind in Kind.values()`, and always the same list."""
    found: dict[str, set[type[Vocab]]] = {}
    tree = ast.parse(inspect.getsource(module)) if module else ast.Module([], [])
    for node in ast.walk(tree):
        for vocab, name in _comparisons(node, module):
            found.setdefault(name, set()).add(vocab)
    return Lists({name: next(iter(several)).values() for name, several in found.items() if len(several) == 1})


def lists_in(action: Callable[..., Any]) -> Lists:
    """The same within one action; and what the functions of its module say to which it hands the parameter on."""
    module = inspect.getmodule(action)
    tree = ast.parse(inspect.getsource(action))
    own = {name: vocab.values() for node in ast.walk(tree) for vocab, name in _comparisons(node, module)}
    for helper in _handed_on(tree, module):
        inner = ast.walk(ast.parse(inspect.getsource(helper)))
        own = {name: vocab.values() for node in inner for vocab, name in _comparisons(node, module)} | own
    return Lists(own)


def _handed_on(tree: ast.AST, module: Any) -> Iterable[Any]:
    """Functions of the module that are called within."""
    called = (n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name))
    found = (getattr(module, name, None) for name in called)
    return [f for f in found if inspect.isfunction(f) and f.__module__ == module.__name__]


def _comparisons(node: ast.AST, module: Any) -> Iterable[tuple[type[Vocab], str]]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "chosen" and len(node.args) > 1:
            yield from _pair(node.args[0], node.args[1], module)
        elif len(node.args) == 1:
            yield from _pair(node.func, node.args[0], module)
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        against = node.comparators[0]
        if isinstance(against, ast.Call) and isinstance(against.func, ast.Attribute) and against.func.attr == "values":
            yield from _pair(against.func.value, node.left, module)


def _pair(vocab: ast.expr, value: ast.expr, module: Any) -> Iterable[tuple[type[Vocab], str]]:
    known = getattr(module, vocab.id, None) if isinstance(vocab, ast.Name) else None
    if not (isinstance(known, type) and issubclass(known, Vocab)):
        return
    if isinstance(value, ast.Name):
        yield known, value.id
    elif isinstance(value, ast.Attribute):
        yield known, value.attr
