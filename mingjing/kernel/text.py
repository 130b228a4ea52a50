"""Sentences in both languages, side by side, so that neither can be forgotten."""

from collections.abc import Callable
from dataclasses import dataclass

ZH = "zh-hans"
EN = "en"

# Characters that turn round what follows them, take no room, or steer a terminal; NUL is refused elsewhere. The joiners
# of Arabic and Indic scripts (200C, 200D) stay: names are written with them.
_RANGES = (
    "01-08 0B-0C 0E-1F 7F-9F AD-AD 61C-61C 180E-180E 200B-200B 200E-200F 202A-202E 2060-206F FEFF-FEFF FFF9-FFFB "
    "E0000-E007F"
)
_UNSEEN = {
    point: None
    for first, last in (part.split("-") for part in _RANGES.split())
    for point in range(int(first, 16), int(last, 16) + 1)
}

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


def seen(words: str) -> str:
    """The words without what nobody sees of them: a reason of such characters alone is no reason, and a sentence must
    read on paper as it does in the record."""
    return words.translate(_UNSEEN)
