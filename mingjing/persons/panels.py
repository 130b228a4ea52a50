"""What the screens of people are filled with."""

from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import Verdict, no
from mingjing.org.access import may
from mingjing.org.models import Officer
from mingjing.org.selectors import unit_called
from mingjing.persons import elsewhere, photographs, selectors
from mingjing.persons.finding import Match
from mingjing.persons.history import events_about
from mingjing.persons.models import Claim, IdentityDocument, Person
from mingjing.persons.permissions import may_name
from mingjing.persons.rules import identity_number, names
from mingjing.persons.vocab import Confidence, ContactKind, DocumentKind, Held, NameKind, Protection, Sex
from mingjing.webkit.parts import Identity

UNKNOWN_MARK = Text("身份不明", "Identity unknown")
SEALED_MARK = Text("已封存", "Sealed")
BUTTONS = {
    "identify": "persons:person:identify",
    "correct": "persons:person:correct",
    "photograph": "persons:person:photograph",
    "protect": "persons:person:protect",
    "claim": "persons:claim:make",
}
KNOWN = no("persons.known", "身份已查明，如有错误请更正。", "The identity is known; correct it instead.")


def strip(person: Person, photo: str = "") -> Identity:
    """The identity strip of an opened record; `photo` is the address of the one to show."""
    return Identity(
        name=person.name,
        url=f"/persons/{person.pk}/",
        sex=Sex(person.sex).text,
        age=person.age_on(local(now()).date()),
        category=_main_number(person),
        photo_url=photo,
        marks=marks(person),
    )


def opened(officer: Officer, person: Person) -> Identity:
    """The strip with the newest photograph that the officer may see."""
    return strip(person, photographs.head(photographs.of(officer, person)))


def closed_line(person: Person) -> Identity:
    """A line about a record that has not been opened: no name, no number, no birth date."""
    return Identity(names.masked(person.name), f"/persons/{person.pk}/", sex=Sex(person.sex).text, marks=marks(person))


def line(person: Person, *, opened: bool = True) -> Identity:
    """A list line; protected records show the masked name only."""
    return strip(person) if opened and not person.hidden else closed_line(person)


def marks(person: Person) -> tuple[Text, ...]:
    """Short words that must catch the eye."""
    found = [] if person.identity_known else [UNKNOWN_MARK]
    if person.protection:
        found.append(Protection(person.protection).text)
    return tuple([*found, SEALED_MARK] if person.sealed else found)


def result(match: Match, *, own: bool) -> dict[str, Any]:
    """One line of search results with its reasons; a record not before the officer shows only masked particulars."""
    person = match.person
    who = line(person) if own else closed_line(person)
    born = person.birth_date.year if person.birth_date else None
    return {"who": who, "match": match, "born": born, "number": masked_number(person)}


def page(officer: Officer, by: Any, person: Person) -> dict[str, Any]:
    """Everything the page of an opened record shows."""
    claims = selectors.claims_about(person.pk)
    cluster, photos = selectors.cluster(person.pk), photographs.of(officer, person)
    return {
        "person": person,
        "who": strip(person, photographs.head(photos)),
        "facts": facts(person),
        "names": [(NameKind(n.kind).text, n.text) for n in person.names.all()],
        "documents": [document(d) for d in person.documents.all()],
        "contacts": [(ContactKind(c.kind).text, c.value) for c in person.contacts.all()],
        "photos": photos,
        "claims": [claim_line(c, person, disputed=selectors.disputed(claims)) for c in claims],
        "cluster": cluster,
        "conflict": cluster.needs_attention,
        "elsewhere": elsewhere.mentions(officer, set(cluster.members)),
        "events": events_about(officer, person.ref, own=("claim",)),
        "may": verdicts(by, person),
    }


def facts(person: Person) -> list[tuple[Text, Any]]:
    age = Text("约 {n} 岁（{day} 估计）", "about {n} (estimated {day})")
    age = age.format(n=person.age_about, day=person.described_on)
    return [
        (Text("出生日期", "Birth date"), person.birth_date.isoformat() if person.birth_date else None),
        (Text("年龄估计", "Estimated age"), age if person.age_about is not None else None),
        (Text("国籍代码", "Nationality code"), person.nationality or None),
        (Text("民族", "Ethnicity"), person.ethnicity or None),
        (Text("体貌特征", "Features"), person.features or None),
        (Text("特别保护", "Protection"), Protection(person.protection).text if person.protection else None),
        (Text("登记单位", "Registered by unit"), unit_called(person.unit) if person.unit else None),
    ]


def document(row: IdentityDocument) -> dict[str, Any]:
    return {
        "kind": DocumentKind(row.kind).text,
        "number": row.number,
        "seen": row.seen,
        "until": row.valid_until,
        "issued_by": row.issued_by,
        "faults": [Text(*fault) for fault in row.faults],
    }


def claim_line(claim: Claim, person: Person, *, disputed: set[Any]) -> dict[str, Any]:
    """One claim as seen from this side; the other record by the name that may be shown."""
    other = claim.other(person.pk)
    return {
        "claim": claim,
        "other": other,
        "name": other.shown_name,
        "held": Held(claim.held).text,
        "confidence": Confidence(claim.confidence).text,
        "disputed": claim.pk in disputed,
    }


def verdicts(by: Any, person: Person) -> dict[str, Verdict]:
    """Who may do what on this page, with the reason on every shut button."""
    reached = may_name(by, person)
    told = {name: (granted if not (granted := may(by, code)) else reached) for name, code in BUTTONS.items()}
    if person.identity_known:
        told["identify"] = KNOWN
    return {**told, "seal": may(by, "persons:record:seal")}


def _main_number(person: Person) -> str:
    numbers = [d.number for d in person.documents.all() if d.number]
    return numbers[0] if numbers else ""


def masked_number(person: Person) -> str:
    """For lists: region and last two characters."""
    return identity_number.masked(_main_number(person))


def compared(person: Person) -> list[tuple[Text, Any]]:
    """What two records are compared by, in the same order for both."""
    papers = [f"{DocumentKind(d.kind).text} {d.number}" for d in person.documents.all()]
    phones = [c.value for c in person.contacts.all() if c.kind == ContactKind.PHONE]
    return [
        (Text("姓名", "Names"), "、".join(n.text for n in person.names.all()) or person.name),
        (Text("性别", "Sex"), Sex(person.sex).text),
        (Text("出生日期", "Birth date"), person.birth_date.isoformat() if person.birth_date else None),
        (Text("证件", "Papers"), "、".join(papers) or None),
        (Text("电话", "Telephone"), "、".join(phones) or None),
        (Text("体貌特征", "Features"), person.features or None),
    ]


def born(person: Person) -> str:
    """The birth date, of protected records the year only."""
    if person.birth_date is None:
        return ""
    return str(person.birth_date.year) if person.protected else person.birth_date.isoformat()


def identity_state(person: Person) -> Text:
    return Text("已查明", "known") if person.identity_known else Text("不明", "unknown")


def protection(person: Person) -> Text | str:
    return Protection(person.protection).text if person.protection else ""
