"""The declared vocabulary of facts that rules may ask about: name, type, label in both languages, how long it holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mingjing.kernel.text import Text

Scalar = bool | int | str
Facts = Mapping[str, Scalar | None]


class FactType(StrEnum):
    BOOL = "bool"
    INT = "int"
    TEXT = "text"
    ENUM = "enum"


class Holds(StrEnum):
    """THROUGHOUT: a truth about the person or case, the latest word counts for the whole stay. ONWARD: a state, true
    from the event that tells it until told otherwise. ONCE: told of one event and meaning nothing outside it."""

    THROUGHOUT = "throughout"
    ONWARD = "onward"
    ONCE = "once"


class FactError(ValueError):
    """A fact has a value its declaration does not allow."""


_PYTHON: dict[FactType, type] = {
    FactType.BOOL: bool, FactType.INT: int, FactType.TEXT: str, FactType.ENUM: str,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared fact. `assume` is the value taken while nobody has said anything (an exception the officer must
    assert), or None: then not known is not known."""

    name: str
    type: FactType
    text: Text
    holds: Holds
    values: Mapping[str, Text] = field(default_factory=dict)
    assume: Scalar | None = None

    def checked(self, value: Any) -> Scalar | None:
        """The value itself, None for unknown. Raises FactError for a value of another type or outside the list."""
        if value is None:
            return None
        wanted = _PYTHON[self.type]
        if type(value) is wanted and isinstance(value, (bool, int, str)) and (not self.values or value in self.values):
            return value
        raise FactError(f"{self.name} cannot be {value!r} ({self.type})")


class Vocabulary:
    """All declared facts by name."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = dict(facts)
        self.assumed: Facts = {f.name: f.assume for f in facts.values() if f.assume is not None}

    def __contains__(self, name: str) -> bool:
        return name in self._facts

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts.values())

    def get(self, name: str) -> Fact | None:
        return self._facts.get(name)

    def known(self, told: Mapping[str, Any]) -> dict[str, Scalar | None]:
        """The declared facts among those told, checked. Names the law does not use are left out."""
        return {n: f.checked(v) for n, v in told.items() if (f := self._facts.get(n)) is not None}

    def label(self, name: str) -> Text:
        fact = self._facts.get(name)
        return fact.text if fact else Text(name, name)


def vocabulary_from(written: Mapping[str, Any]) -> Vocabulary:
    """Read the content of `facts.yaml`."""
    return Vocabulary({name: _fact(name, spec) for name, spec in written.items()})


def _fact(name: str, spec: Mapping[str, Any]) -> Fact:
    values = {value: Text(**label) for value, label in (spec.get("values") or {}).items()}
    return Fact(
        name=name,
        type=FactType(spec["type"]),
        text=Text(spec["zh"], spec["en"]),
        holds=Holds(spec.get("holds", Holds.THROUGHOUT)),
        values=values,
        assume=spec.get("assume"),
    )
