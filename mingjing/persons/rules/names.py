"""How a name sounds and looks: the keys people are found by, and how alike two names are."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from pypinyin import Style, lazy_pinyin

_DOTS = re.compile(r"[·•・‧∙⋅・･.。﹒]")
_SPACES = re.compile(r"\s+")
_NOISE = re.compile(r"[^\w]|_")
_HAN = re.compile(r"[㐀-䶿一-鿿𠀀-𲎯]")
# What speakers of southern and north-western dialects, and clerks writing by ear, do not tell apart.
_EAR = (
    (r"^zh", "z"), (r"^ch", "c"), (r"^sh", "s"), (r"^n(?=[aeiouv])", "l"),
    (r"^fu$", "hu"), (r"^hui$", "fei"), (r"^hu(?=[aeo])", "f"), (r"ng$", "n"), (r"[vü]", "u"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keys:
    """What is kept beside a name. `folded`: simplified, no dots or spaces, lower case. `pinyin`: toneless syllables
    written together; `initials` their first letters; `sound` the pinyin as a careless ear hears it; `shape` the folded
    name as a careless eye reads it, or the words of a foreign name in the order of the alphabet."""

    folded: str
    pinyin: str
    initials: str
    sound: str
    shape: str


def tidy(name: str) -> str:
    """The name as it is kept: one kind of middle dot, single spaces, no full-width letters; characters as written."""
    plain = unicodedata.normalize("NFKC", name).strip()
    return _SPACES.sub(" ", _DOTS.sub("·", plain))


@lru_cache(maxsize=4096)
def keys(name: str) -> Keys:
    """All keys of a name in any script."""
    kept = tidy(name)
    folded = fold(kept)
    syllables = tuple(_syllables(kept))
    return Keys(
        folded=folded,
        pinyin="".join(syllables),
        initials="".join(s[0] for s in syllables),
        sound="".join(_heard(s) for s in syllables),
        shape="".join(_alike().get(c, c) for c in folded) if is_han(kept) else "".join(sorted(syllables)),
    )


def fold(name: str) -> str:
    """Simplified characters, lower case, without dots, spaces and marks: `玉素甫·麦麦提` and `玉素甫麥麥提` are one."""
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()
    plain = "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))
    return "".join(_variants().get(c, c) for c in plain)


def masked(name: str) -> str:
    """The name as shown before a protected record is opened: the surname, or the first letter of each word."""
    if is_han(name):
        return name[0] + "某" * min(2, max(1, len(fold(name)) - 1))
    return " ".join(f"{word[0].upper()}." for word in fold_words(name) if word) or "某"


def is_han(text: str) -> bool:
    """Whether any Chinese character stands in the text."""
    return bool(_HAN.search(text))


def _syllables(name: str) -> list[str]:
    if not is_han(name):
        return [s for s in fold_words(name) if s]
    bare = "".join(c for c in name if _HAN.match(c) or c.isalnum())
    surname = next((bare[:n] for n in (2, 1) if bare[:n] in _surnames()), "")
    said = _surnames()[surname].split() if surname else []
    return [s.lower() for s in [*said, *lazy_pinyin(bare[len(surname) :], style=Style.NORMAL, v_to_u=False)] if s]


def fold_words(name: str) -> list[str]:
    """The words of a name in Latin letters, lower case, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.split(r"[^\w]+", plain.lower())


@lru_cache(maxsize=1024)
def _heard(syllable: str) -> str:
    for pattern, instead in _EAR:
        syllable = re.sub(pattern, instead, syllable)
    return syllable


@cache
def _data(file: str) -> Mapping[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name(file).read_text(encoding="utf-8")))


@cache
def _surnames() -> Mapping[str, str]:
    return _data("surnames.yaml")


@cache
def _variants() -> dict[str, str]:
    return _groups("variants")


@cache
def _alike() -> dict[str, str]:
    return _groups("look_alike")


def _groups(name: str) -> dict[str, str]:
    """Character → first of its group. Raises ValueError when a character stands in two groups of the list."""
    leads: dict[str, str] = {}
    for group in (g for row in _data("alike.yaml")[name] for g in row):
        for character in group:
            if character in leads:
                raise ValueError(f"alike.yaml: {character} stands twice among {name}")
            leads[character] = group[0]
    return leads
