"""What somebody typed into a search for people, taken apart: a name, a number, a telephone, a birth date."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from mingjing.persons.rules import contacts, identity_number, names

MOST = 80
LEAST = 4  # digits of a number that must be told, masked or not
_DATE = re.compile(r"(?P<y>(?:18|19|20)\d{2})[-/.年]?(?P<m>\d{1,2})[-/.月]?(?P<d>\d{1,2})日?")
_NUMBER = re.compile(r"[0-9*?]{14,17}[0-9Xx*?]")
_PHONE = re.compile(r"\+?\d[\d\s-]{5,18}\d")


@dataclass(frozen=True, slots=True)
class Query:
    """Each part is empty or None when it was not typed. `number` may hold `_` for digits masked by `*` or `?`; `digits`
    is a run of at least four digits that may be part of a number or a telephone."""

    name: str = ""
    number: str = ""
    phone: str = ""
    digits: str = ""
    born: date | None = None

    def __bool__(self) -> bool:
        return bool(self.name or self.number or self.phone or self.digits or self.born)


def parse(typed: str) -> Query:
    """Never raises. Control characters and everything beyond 80 characters are dropped."""
    plain = unicodedata.normalize("NFKC", typed)[:MOST].replace("×", "*")
    words = [w for w in "".join(c if c.isprintable() else " " for c in plain).replace(",", " ").split() if w]
    parts: dict[str, list[str]] = {"name": [], "number": [], "phone": [], "digits": [], "born": []}
    for word in _joined(words):
        parts[_kind(word)].append(word)
    return Query(
        name=names.tidy(" ".join(parts["name"])),
        number=_number(next(iter(parts["number"]), "")),
        phone=contacts.phone(next(iter(parts["phone"]), "")),
        digits=next(iter(parts["digits"]), ""),
        born=_date(next(iter(parts["born"]), "")),
    )


def _joined(words: list[str]) -> list[str]:
    """Telephone numbers typed in groups become one word again."""
    text = " ".join(words)
    return _PHONE.sub(lambda found: re.sub(r"[\s-]", "", found[0]) if _is_grouped(found[0]) else found[0], text).split()


def _is_grouped(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    return len(digits) >= 11 and _date(text) is None


def _kind(word: str) -> str:
    if _NUMBER.fullmatch(word) and (len(word) in {15, 18}):
        return "number"
    if _date(word):
        return "born"
    if re.fullmatch(r"\+?\d{7,14}", word):
        return "phone"
    return "digits" if re.fullmatch(r"\d{3,17}[\dXx]|\d{4,}", word, re.ASCII) else "name"


def _number(word: str) -> str:
    masked = identity_number.tidy(word.replace("*", "0").replace("?", "0"))
    if sum(c not in "*?" for c in word) < LEAST:  # a question that fits everybody asks for nobody
        return ""
    if "*" in word or "?" in word:
        return "".join("_" if typed in "*?" else kept for typed, kept in zip(word, masked, strict=True))
    return identity_number.lengthen(masked) if len(masked) == 15 and masked.isdigit() else masked


def _date(word: str) -> date | None:
    found = _DATE.fullmatch(word)
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        return None
