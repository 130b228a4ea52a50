"""What instruments may say of a person: as the record knows him, in the words of Chinese documents."""

from typing import Any

from mingjing.documents import sources
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import Verdict, no
from mingjing.persons.models import Person
from mingjing.persons.permissions import may_name
from mingjing.persons.rules.facts import HOME_NATIONALITY
from mingjing.persons.vocab import ContactKind, DocumentKind, NameKind, Sex

UNKNOWN = no("record.unknown", "找不到这个人。", "There is no such person.")


def told(ident: str) -> dict[str, Any]:
    """`shown` is the name as lists may print it; what the record does not know is absent."""
    person = Person.objects.prefetch_related("names", "documents", "contacts").get(pk=ident)
    paper = next((d for d in person.documents.all() if d.number), None)
    contacts = {c.kind: c.value for c in person.contacts.all()}
    aliases = [n.text for n in person.names.all() if n.kind == NameKind.ALIAS]
    return {
        "name": person.name,
        "shown": person.shown_name,
        "alias": "、".join(aliases),
        "sex": Sex(person.sex).text.zh if person.sex != Sex.UNKNOWN else "",
        "birth": person.birth_date,
        "age": person.age_on(local(now()).date()),
        "id_kind": DocumentKind(paper.kind).text.zh if paper else "",
        "id_number": paper.number if paper else "",
        "nationality": "中国" if person.nationality == HOME_NATIONALITY else person.nationality,
        "ethnicity": person.ethnicity,
        "phone": contacts.get(ContactKind.PHONE, ""),
        "household": contacts.get(ContactKind.HOME, ""),
        "address": contacts.get(ContactKind.RESIDENCE) or contacts.get(ContactKind.HOME, ""),
    }


def may(by: Actor, ident: str) -> Verdict:
    """Whether he may be named on something by this officer."""
    person = Person.objects.filter(pk=ident).first()
    return may_name(by, person) if person else UNKNOWN


sources.register("person", told, may=may)
