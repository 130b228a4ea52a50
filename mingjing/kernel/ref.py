"""A thing named without importing it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """`kind` is a lower-case noun of the glossary (`stay`, `room`), `id` its identifier as text."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """The inverse of str(). Raises ValueError when either part is missing."""
        kind, _, ident = text.partition(":")
        if not kind or not ident:
            raise ValueError(f"not a reference: {text!r}")
        return cls(kind, ident)
