"""Who was told, called or asked for."""

from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.entering import chosen, opened, said
from mingjing.custody.entries.contact import Contacted
from mingjing.custody.models import Contact
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import ContactKind
from mingjing.kernel.actor import Actor
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry

NAMED = (ContactKind.FAMILY_NOTIFIED, ContactKind.GUARDIAN_CALLED, ContactKind.INTERPRETER_CALLED)
EXPLAINED = (ContactKind.FAMILY_UNREACHABLE, ContactKind.GUARDIAN_ABSENT)


def note(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    name: str = "",
    relation: str = "",
    means: str = "",
    note: str = "",
) -> Entry:
    """Somebody was told, called or asked for (vocab.ContactKind). Who could not be reached or did not come is noted
    with the reason; who was told is named."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "contact")
        it.permit(chosen(ContactKind, kind, "kind"))
        if kind in NAMED:
            it.permit(said(name, "name", "姓名", "the name"), said(means, "means", "通知方式", "how"))
        if kind in EXPLAINED:
            it.permit(said(note, "note", "原因", "the reason"))
        row = Contact.objects.create(
            stay=stay, kind=kind, at=it.at, name=name, relation=relation, means=means, note=note
        )
        body = Contacted(kind, name, relation, means, note)
        return entering.enter(it, stay, Tag(f"custody.stay.{kind}"), body, row.ref)
