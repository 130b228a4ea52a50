"""What stands in a record before anybody typed: its head from case and person, and the opening questions."""

from datetime import datetime
from typing import Any

from mingjing.custody.facts import minor
from mingjing.custody.vocab import QuestioningKind
from mingjing.interviews import sets
from mingjing.interviews.models import Interview
from mingjing.interviews.rules.drafting import HEAD
from mingjing.interviews.sets import QuestionSet
from mingjing.interviews.vocab import Line, Part, Where
from mingjing.kernel.time import iso, local
from mingjing.persons.vocab import ContactKind, DocumentKind, NameKind, Sex


def base_of(interview: Interview) -> QuestionSet:
    """The set the record of this interview begins with, by kind, role and age."""
    day = interview.opened_at or interview.planned_for
    return sets.base_for(interview.kind, interview.role, minor=bool(minor(interview.person, day)))


def head_of(interview: Interview) -> dict[str, str]:
    """What case, person and plan already know; protected persons are named as records about others name them."""
    person, asking = interview.person, list(interview.askers.select_related("officer__unit"))
    where = interview.room.name if interview.room else interview.place or Where(interview.where).text.zh
    by_part = {part: [a.officer for a in asking if a.part == part] for part in Part}
    known = {
        "name": person.shown_name,
        "sex": Sex(person.sex).text.zh,
        "birth": person.birth_date.isoformat() if person.birth_date else "",
        "ethnicity": person.ethnicity,
        "place": where,
        "arrival": f"{local(interview.stay.arrived_at):%Y-%m-%d %H:%M}" if interview.stay else "",
        "askers": "、".join(f"{o.name}（{o.unit.name}）" for o in by_part[Part.ASKING]),
        "writer": "、".join(f"{o.name}（{o.unit.name}）" for o in by_part[Part.WRITING]),
        **_named(interview),
    }
    return {name: known.get(name, "") for name in HEAD}


def opening_lines(interview: Interview, found: QuestionSet, at: datetime) -> list[dict[str, Any]]:
    """The questions every record of this kind begins with, with room for the answers."""
    lines = []
    for question in (*base_of(interview).questions.values(), *found.questions.values()):
        if question.opening:
            said = question.text.zh.format(**_words(interview))
            lines += [
                line(f"{question.id}-q", Line.QUESTION, said, question.id, at),
                line(f"{question.id}-a", Line.ANSWER, "", question.id, at),
            ]
    return lines


def line(ident: str, kind: str, text: str, item: str, at: datetime) -> dict[str, Any]:
    return {"id": ident, "kind": str(kind), "text": text, "item": item, "at": iso(at), "rev": 0}


def _words(interview: Interview) -> dict[str, str]:
    unit = interview.unit.name
    doing = "讯问" if interview.kind == QuestioningKind.INTERROGATION else "询问"
    return {"unit": unit, "doing": doing}


def _named(interview: Interview) -> dict[str, str]:
    """Further particulars on record in the clear; of a protected person they are asked."""
    person = interview.person
    if person.hidden:
        return {}
    names = [n.text for n in person.names.all() if n.kind in {NameKind.ALIAS, NameKind.FORMER}]
    paper = person.documents.order_by("kind").first()
    contacts = {c.kind: c.value for c in person.contacts.all()}
    return {
        "alias": "、".join(names),
        "id_kind": DocumentKind(paper.kind).text.zh if paper else "",
        "id_number": paper.number if paper else "",
        "phone": contacts.get(ContactKind.PHONE, ""),
        "registered": contacts.get(ContactKind.HOME, ""),
        "present": contacts.get(ContactKind.RESIDENCE, ""),
    }
