"""The reference of the API as people read it: chapters by app, for each act its address, its words and its scopes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps

from mingjing.api.document import document
from mingjing.api.offered import actions, withheld
from mingjing.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One operation: method and address, what it does, the scopes it wants, what is sent (required ones first)."""

    method: str
    address: str
    words: str
    scopes: tuple[str, ...]
    sent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    title: Text
    name: str
    lines: tuple[Line, ...]
    kept: tuple[tuple[str, Text], ...]


OWN = {"looks": Text("查询", "Looks"), "files": Text("文件", "Files")}


@cache
def chapters() -> tuple[Chapter, ...]:
    """All operations by their first tag, and of each app what is withheld, with the reason."""
    found: dict[str, list[Line]] = {}
    for address, path in document()["paths"].items():
        for method, told in path.items():
            found.setdefault((told.get("tags") or ["looks"])[0], []).append(_line(method, address, told))
    return tuple(Chapter(_title(name), name, tuple(lines), tuple(_kept(name))) for name, lines in sorted(found.items()))


def _line(method: str, address: str, told: dict[str, Any]) -> Line:
    words = str(told.get("description") or told.get("summary") or "")
    return Line(method.upper(), address, words, tuple(told.get("x-scopes", ())), tuple(_sent(told)))


def _sent(told: dict[str, Any]) -> Iterable[str]:
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    schema = document()["components"]["schemas"].get(str(content.get("$ref", "")).rpartition("/")[2], {})
    wanted = schema.get("required", [])
    yield from (f"{name}*" for name in wanted)
    yield from (name for name in schema.get("properties", {}) if name not in wanted)
    for one in told.get("parameters", ()):
        if one["in"] in {"query", "path"}:
            yield one["name"] + ("*" if one.get("required") else "")


def _kept(name: str) -> Iterable[tuple[str, Text]]:
    for app, noun, action in actions():
        full = f"{app}.{noun}.{action.__name__}"
        if app == name and (why := withheld(full)) is not None:
            yield full, why


def _title(name: str) -> Text:
    known = {config.label: config for config in apps.get_app_configs()}
    title: Text = OWN[name] if name in OWN else getattr(known.get(name), "title", Text(name, name))
    return title
