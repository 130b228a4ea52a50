"""Finding people: a few indexed blocks name candidates, the pure rules weigh them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from mingjing.persons import like  # noqa: F401 - registers the lookup used below
from mingjing.persons.models import Contact, IdentityDocument, Person, PersonName
from mingjing.persons.rules import identity_number, names
from mingjing.persons.rules.likeness import Candidate, Reason, score, weigh
from mingjing.persons.rules.query import Query, parse
from mingjing.persons.vocab import ContactKind, NameKind

MOST_CANDIDATES = 400
MOST_MATCHES = 50


@dataclass(frozen=True, slots=True)
class Match:
    """A person found, why, and how strongly (0 to 100)."""

    person: Person
    reasons: tuple[Reason, ...]
    score: int


def find(typed: str | Query, among: "QuerySet[Person]", *, most: int = MOST_MATCHES) -> list[Match]:
    """The best matches among these persons, best first. Four queries whatever is found; none for an empty question."""
    query = parse(typed) if isinstance(typed, str) else typed
    if not query:
        return []
    found = [Match(p, reasons, score(reasons)) for p in _candidates(query, among) if (reasons := _weigh(query, p))]
    return sorted(found, key=lambda m: (-m.score, m.person.name, str(m.person.pk)))[:most]


def _candidates(query: Query, among: "QuerySet[Person]") -> "QuerySet[Person]":
    phones = Prefetch("contacts", Contact.objects.filter(kind=ContactKind.PHONE), to_attr="phones")
    wanted = Q(pk__in=[])
    for block in _blocks(query):
        wanted |= Q(pk__in=block.values("person"))
    if query.born and not (query.name or query.number or query.phone or query.digits):
        wanted |= Q(birth_date=query.born)
    chosen = among.filter(wanted).order_by("-registered_at")[:MOST_CANDIDATES]
    return chosen.select_related("photo").prefetch_related("names", "documents", phones)


def _blocks(query: Query) -> Iterator["QuerySet[Any]"]:
    """Rows whose persons may fit."""
    if query.name:
        yield PersonName.objects.filter(_name_block(query.name))
    if query.number:
        yield IdentityDocument.objects.filter(_number_block(query.number))
    if query.phone or query.digits:
        digits = query.phone or query.digits
        yield Contact.objects.filter(kind=ContactKind.PHONE, value__contains=digits)
        yield IdentityDocument.objects.filter(number__contains=digits.upper())


def _name_block(name: str) -> Q:
    keys = names.keys(name)
    wanted = Q(folded=keys.folded) | Q(pinyin=keys.pinyin) | Q(sound=keys.sound) | Q(shape=keys.shape)
    if len(keys.folded) > 1:
        wanted |= Q(folded__spelled=f"%{_plain(keys.folded)}%")
    if not names.is_han(name):
        wanted |= Q(initials=keys.folded)
        if len(keys.pinyin) > 2:
            wanted |= Q(pinyin__startswith=keys.pinyin)
    for pattern in _one_off_patterns(keys.folded) if names.is_han(name) else ():
        wanted |= Q(folded__spelled=pattern)
    return wanted


def named(typed: str) -> "QuerySet[PersonName]":
    """Names that are what was typed, contain it, sound or look like it, or are spelt so in Latin letters: for lists
    that are searched by other things too. Without those one character away."""
    keys = names.keys(typed)
    wanted = Q(folded=keys.folded) | Q(pinyin=keys.pinyin) | Q(sound=keys.sound) | Q(shape=keys.shape)
    if len(keys.folded) > 1:
        wanted |= Q(folded__spelled=f"%{_plain(keys.folded)}%")
    if not names.is_han(typed):
        wanted |= Q(initials=keys.folded)
    return PersonName.objects.filter(wanted) if keys.folded else PersonName.objects.none()


def _plain(folded: str) -> str:
    """Without what LIKE takes for more than itself; folding leaves none of it but in odd scripts."""
    return folded.replace("\\", "").replace("%", "").replace("_", "")


def _one_off_patterns(folded: str) -> Iterator[str]:
    """Patterns of names one character away, for Chinese names of three characters or more."""
    if not 3 <= len(folded) <= 12 or any(c in "_%\\" for c in folded):
        return
    for i in range(len(folded)):
        yield folded[:i] + "_" + folded[i + 1 :]
        yield folded[:i] + folded[i + 1 :]
        yield folded[:i] + "_" + folded[i:]
    for i in range(len(folded) - 1):
        yield folded[:i] + folded[i + 1] + folded[i] + folded[i + 2 :]
    yield folded + "_"


def _number_block(number: str) -> Q:
    return Q(number__like=number) if "_" in number else Q(number__in=[number, *identity_number.near(number)])


def _weigh(query: Query, person: Person) -> tuple[Reason, ...]:
    who = Candidate(
        names=tuple((NameKind(n.kind).text, n.text) for n in person.names.all()),
        numbers=tuple(d.number for d in person.documents.all()),
        phones=tuple(c.value for c in person.phones),  # type: ignore[attr-defined]
        born=person.birth_date,
    )
    return weigh(query, who)
