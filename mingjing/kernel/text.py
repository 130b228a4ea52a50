"""Sentences in both languages, side by side, so that neither can be forgotten."""

from collections.abc import Callable
from dataclasses import dataclass

ZH = "zh-hans"
EN = "en"

_ask: list[Callable[[], str | None]] = []


def speak_with(ask: Callable[[], str | None]) -> None:
    """Name, once at start-up, the function that tells the reader's language (the web framework knows it)."""
    _ask[:] = [ask]


def language() -> str:
    """`en` when the reader asked for English, else `zh-hans`."""
    told = _ask[0]() if _ask else None
    return EN if told and told.lower().startswith("en") else ZH


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label. `str()` speaks the reader's language; `in_()` a named one.

    Placeholders are those of `str.format`; both languages carry the same ones (a test compares them).
    """

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        return self.en if lang.lower().startswith("en") else self.zh

    def format(self, **values: object) -> "Text":
        """Fill the placeholders in both languages; a value that is itself a Text speaks each language in turn."""
        return Text(
            self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )

    def __str__(self) -> str:
        return self.in_(language())
