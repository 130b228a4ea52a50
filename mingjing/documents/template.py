"""A template as a value: what the instrument is called, which fields it has, of which parts it is made.

Data, not code: `instruments/<jurisdiction>/<id>.yaml` tells the fields, `<id>.typ` beside it is the body. Fields that
many templates share stand in `instruments/fields.yaml`; a template lists their names. Anything unknown or unused is
refused when it is read, with the name of the template.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from mingjing.documents.vocab import FieldKind, Part
from mingjing.kernel.text import Text

FOLDER = Path(__file__).with_name("instruments")
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
WITHIN = re.compile(PLACEHOLDER.pattern + "(?=[。，；、等）])")  # a field after which the sentence goes on
NAMED = re.compile(r'(?:v|has|pick|listing)\(\s*"([a-z][a-z0-9_]*)"')
_KEYS = {
    "id", "zh", "en", "basis", "family", "series", "approver", "parts", "required", "optional", "own", "seal", "signs",
    "foot", "size", "stub", "explain",
}  # fmt: skip
FORBIDDEN = re.compile(r"\b(import|include|plugin|eval|read|json|yaml|toml|csv|xml|cbor|image|bibliography|query)\b")
ID = re.compile(r"[a-z][a-z0-9_]{2,47}")
PRINTS = {
    "#who(": ("name", "sex", "birth", "id_number", "address"),
    "#report(": (
        "name", "sex", "birth", "id_number", "address", "alias", "ethnicity", "education", "occupation", "workplace",
        "household", "phone", "case_cause", "case_number", "facts", "ground", "officers", "leader",
    ),
    "#remedy(": (),
}  # fmt: skip
FAMILIES = ("criminal", "administrative", "general")


class TemplateError(ValueError):
    """A template that cannot be read; the message names it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Field:
    """One place to fill. `source` (`case.number`) says where its value comes from, empty: only by hand. `choices` are
    (value, label); `columns` the (key, label) of a list; `blank` is printed when an optional one is not known.
    With `ceiling` a hand may write no later day than its source tells."""

    name: str
    text: Text
    kind: FieldKind = FieldKind.LINE
    source: str = ""
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    columns: tuple[tuple[str, Text], ...] = ()
    hint: Text = Text("", "")
    blank: str = ""
    ceiling: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of instrument. `series` is the word in its number (empty: it has none); `approver` the rank that must
    have approved it (empty: nobody); `seal` whose seal it bears (`unit`, `bureau`, empty); `signs` who signs, by
    name, `foot` who signs every page."""

    id: str
    title: Text
    basis: tuple[str, ...]
    family: str
    series: str
    approver: str
    parts: tuple[str, ...]
    fields: Mapping[str, Field]
    seal: str
    signs: Mapping[str, Text]
    foot: Mapping[str, Text]
    size: float
    stub: tuple[str, ...]
    explain: Text
    body: str
    spec: str
    digest: str

    @property
    def required(self) -> list[Field]:
        return [f for f in self.fields.values() if f.required]


def parse(spec: str, body: str) -> Template:
    """The template these two texts are. Raises TemplateError."""
    try:
        told = yaml.safe_load(spec)
    except yaml.YAMLError as why:
        raise TemplateError(f"YAML: {why}") from why
    if not isinstance(told, dict) or not ID.fullmatch(str(told.get("id", ""))):
        raise TemplateError("id: missing or malformed")
    try:
        return _made(told, spec, body)
    except (KeyError, TypeError, ValueError, AttributeError) as why:
        raise TemplateError(f"{told['id']}: {why}") from why


def _made(told: dict[str, Any], spec: str, body: str) -> Template:
    if unknown := told.keys() - _KEYS:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    if told.get("family", "criminal") not in FAMILIES or told.get("seal", "bureau") not in ("", "unit", "bureau"):
        raise ValueError("family or seal is no known word")
    fields = _fields(told)
    _all_used(fields, body)
    title = Text(str(told["zh"]), str(told["en"]))
    first = list(fields)[:10]
    return Template(
        id=told["id"], title=title, basis=tuple(map(str, told["basis"])), family=told.get("family", "criminal"),
        series=str(told.get("series", "")), approver=str(told.get("approver", "")),
        parts=tuple(Part(p).value for p in told.get("parts", ["original"])), fields=fields,
        seal=told.get("seal", "bureau"), signs=_texts(told.get("signs")), foot=_texts(told.get("foot")),
        size=float(told.get("size", 15)), stub=tuple(told.get("stub", first)),
        explain=_text(told.get("explain", {"zh": title.zh, "en": title.en})), body=body, spec=spec,
        digest=sha256(f"{spec}\0{body}".encode()).hexdigest(),
    )  # fmt: skip


def _fields(told: dict[str, Any]) -> dict[str, Field]:
    """Of the template, in the order listed: required ones, then optional ones."""
    vocabulary = shared()
    own = {name: field_of(name, row) for name, row in (told.get("own") or {}).items()}
    found: dict[str, Field] = {}
    for key in ("required", "optional"):
        for name in _spread(told.get(key) or ()):
            plain = own.get(name) or vocabulary.get(name)
            if plain is None:
                raise ValueError(f"no field {name!r}")
            found.setdefault(name, _with(plain, required=key == "required"))
    if unlisted := own.keys() - found.keys():
        raise ValueError(f"own fields neither required nor optional: {sorted(unlisted)}")
    return found


def _spread(names: Any) -> list[str]:
    """Names, with `@group` replaced by its members."""
    groups = _shelf()["groups"]
    return [one for name in names for one in (groups[name[1:]] if name.startswith("@") else [name])]


def _with(field: Field, *, required: bool) -> Field:
    return replace(field, required=required)


def _all_used(fields: Mapping[str, Field], body: str) -> None:
    """What the body prints is a field, and every field is printed: nothing is asked for in vain. No body reaches for
    files."""
    if reaching := FORBIDDEN.search(body):
        raise ValueError(f"not for a template: {reaching[0]}")
    printed = {*PLACEHOLDER.findall(body), *NAMED.findall(body), *(_of_groups(body))}
    if unknown := {name for name in PLACEHOLDER.findall(body) if name not in fields}:
        raise ValueError(f"the body names no field of it: {sorted(unknown)}")
    quoted = set(re.findall(r'"([a-z][a-z0-9_]*)"', body))
    if idle := set(fields) - printed - quoted:
        raise ValueError(f"asked for and never printed: {sorted(idle)}")


def _of_groups(body: str) -> list[str]:
    """`#who()` and the like print several fields."""
    groups = _shelf()["groups"]
    return [
        name for call, several in PRINTS.items() if call in body for name in (*several, *groups.get(call[1:-1], ()))
    ]


def field_of(name: str, row: Mapping[str, Any]) -> Field:
    """A field as its row tells it. Raises KeyError, ValueError."""
    if unknown := row.keys() - {"zh", "en", "kind", "from", "choices", "columns", "hint", "blank", "ceiling"}:
        raise ValueError(f"{name}: unknown keys {sorted(unknown)}")
    return Field(
        name=name, text=Text(row["zh"], row["en"]), kind=FieldKind(row.get("kind", "line")), source=row.get("from", ""),
        choices=tuple((value, _text(said)) for value, said in (row.get("choices") or {}).items()),
        columns=tuple((key, _text(said)) for key, said in (row.get("columns") or {}).items()),
        hint=_text(row.get("hint", {"zh": "", "en": ""})), blank=row.get("blank", ""),
        ceiling=bool(row.get("ceiling", False)),
    )  # fmt: skip


def _text(row: Mapping[str, str]) -> Text:
    return Text(str(row["zh"]), str(row["en"]))


def _texts(rows: Mapping[str, Mapping[str, str]] | None) -> dict[str, Text]:
    return {name: _text(row) for name, row in (rows or {}).items()}


@cache
def _shelf() -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / "fields.yaml").read_text(encoding="utf-8")))


@cache
def shared() -> dict[str, Field]:
    """The vocabulary of fields templates share."""
    return {name: field_of(name, row) for name, row in _shelf()["fields"].items()}


@cache
def shipped() -> dict[str, Template]:
    """Every template that comes with the program, by id in alphabetical order. Raises TemplateError."""
    found = {}
    for place in sorted(FOLDER.glob("*/*.yaml")):
        one = parse(place.read_text(encoding="utf-8"), place.with_suffix(".typ").read_text(encoding="utf-8"))
        if one.id != place.stem:
            raise TemplateError(f"{place.name}: id is {one.id}")
        found[one.id] = one
    return found
