"""Names, papers, contacts and photographs of a person, each recorded and entered by itself."""

from collections.abc import Iterable
from datetime import date, datetime

from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.media.models import Blob
from mingjing.media.selectors import usable
from mingjing.org.models import Officer
from mingjing.persons.entries import Documented, Named, Photographed, Reached
from mingjing.persons.models import Contact, IdentityDocument, Person, PersonName, PersonPhoto
from mingjing.persons.permissions import may_touch
from mingjing.persons.rules import contacts, identity_number, names
from mingjing.persons.rules.checks import BY_NUMBER
from mingjing.persons.vocab import ContactKind, DocumentKind, NameKind, PhotoKind, Tag


def name(person_id: object, *, by: Actor, at: datetime, kind: str, text: str, refs: Iterable[Ref] = ()) -> PersonName:
    """Record another name the person is known by."""
    with act(by=by, at=at) as it:
        person = it.lock(Person, person_id)
        it.permit(may_touch(by, "persons:person:correct", person))
        return write_name(it, person, NameKind(kind), text, refs)


def document(
    person_id: object,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    number: str,
    issued_by: str = "",
    valid_until: date | None = None,
    seen: bool = False,
    refs: Iterable[Ref] = (),
) -> IdentityDocument:
    """Record a paper shown or stated. A number that fails its own check is kept, flagged and searchable."""
    with act(by=by, at=at) as it:
        person = it.lock(Person, person_id)
        it.permit(may_touch(by, "persons:person:correct", person))
        return write_document(
            it, person, DocumentKind(kind), number, issued_by=issued_by, valid_until=valid_until, seen=seen, refs=refs
        )


def contact(person_id: object, *, by: Actor, at: datetime, kind: str, value: str, refs: Iterable[Ref] = ()) -> Contact:
    """Record a telephone number or an address."""
    with act(by=by, at=at) as it:
        person = it.lock(Person, person_id)
        it.permit(may_touch(by, "persons:person:correct", person))
        return write_contact(it, person, ContactKind(kind), value, refs)


def photograph(
    person_id: object, *, by: Actor, at: datetime, kind: str, sha256: str, refs: Iterable[Ref] = ()
) -> PersonPhoto:
    """Add a photograph already stored (media.store.put); a portrait becomes the one in use."""
    with act(by=by, at=at) as it:
        person = it.lock(Person, person_id)
        it.permit(may_touch(by, "persons:person:photograph", person))
        return write_photo(it, person, PhotoKind(kind), sha256, refs)


def write_all(
    it: Act,
    person: Person,
    *,
    document_kind: str = "",
    document_number: str = "",
    document_seen: bool = False,
    alias: str = "",
    former_name: str = "",
    phone: str = "",
    home: str = "",
    residence: str = "",
    photo: str = "",
) -> None:
    """Write those particulars that were given, inside the action under way."""
    if document_kind and document_kind != DocumentKind.NONE:
        write_document(it, person, DocumentKind(document_kind), document_number, seen=document_seen)
    for kind, text in ((NameKind.ALIAS, alias), (NameKind.FORMER, former_name)):
        for one in contacts.several(text):
            write_name(it, person, kind, one)
    for where, value in ((ContactKind.PHONE, phone), (ContactKind.HOME, home), (ContactKind.RESIDENCE, residence)):
        if value.strip():
            write_contact(it, person, where, value)
    if photo:
        write_photo(it, person, PhotoKind.PORTRAIT, photo)


def write_name(it: Act, person: Person, kind: NameKind, text: str, refs: Iterable[Ref] = ()) -> PersonName:
    if not names.tidy(text):
        raise Refusal(no("persons.name.missing", "请填写姓名。", "Give the name.", field="text"))
    kept = keep_name(person, kind, text)
    it.enter(Tag.PERSON_NAMED, log=person.log, subject=person.ref, body=Named(kind.value, kept.text), refs=refs)
    return kept


def keep_name(person: Person, kind: NameKind, text: str) -> PersonName:
    """The row of a name with its keys; the entry is the caller's."""
    kept = names.tidy(text)
    keys = names.keys(kept)
    row, _ = PersonName.objects.get_or_create(
        person=person,
        kind=kind.value,
        text=kept,
        defaults={"folded": keys.folded, "pinyin": keys.pinyin, "initials": keys.initials, "sound": keys.sound,
                  "shape": keys.shape},
    )  # fmt: skip
    return row


def write_document(
    it: Act,
    person: Person,
    kind: DocumentKind,
    number: str,
    *,
    issued_by: str = "",
    valid_until: date | None = None,
    seen: bool = False,
    refs: Iterable[Ref] = (),
) -> IdentityDocument:
    plain, faults = _read_number(kind, number, local(it.at).date())
    row, fresh = IdentityDocument.objects.get_or_create(
        person=person, kind=kind.value, number=plain, defaults={"recorded_at": it.recorded_at}
    )
    row.issued_by, row.valid_until = issued_by or row.issued_by, valid_until or row.valid_until
    row.seen, row.faults = seen or (row.seen and not fresh), faults
    row.save()
    until = valid_until.isoformat() if valid_until else ""
    body = Documented(kind.value, plain, issued_by, until, seen)
    it.enter(Tag.PERSON_DOCUMENTED, log=person.log, subject=person.ref, body=body, refs=refs)
    return row


def _read_number(kind: DocumentKind, number: str, today: date) -> tuple[str, list[list[str]]]:
    plain = identity_number.tidy(number)
    if kind not in BY_NUMBER or not plain:
        return plain, []
    read = identity_number.read(plain, today=today)
    return read.text, [[fault.zh, fault.en] for fault in read.faults]


def write_contact(it: Act, person: Person, kind: ContactKind, value: str, refs: Iterable[Ref] = ()) -> Contact:
    plain = contacts.phone(value) if kind == ContactKind.PHONE else contacts.address(value)
    if not plain:
        raise Refusal(no("persons.contact.missing", "请填写联系方式。", "Give the number or address.", field="value"))
    row, _ = Contact.objects.get_or_create(
        person=person, kind=kind.value, value=plain, defaults={"recorded_at": it.recorded_at}
    )
    it.enter(Tag.PERSON_REACHED, log=person.log, subject=person.ref, body=Reached(kind.value, plain), refs=refs)
    return row


def write_photo(it: Act, person: Person, kind: PhotoKind, sha256: str, refs: Iterable[Ref] = ()) -> PersonPhoto:
    it.permit(_may_use(it.by, sha256))
    row, _ = PersonPhoto.objects.get_or_create(
        person=person, blob_id=sha256, kind=kind.value, defaults={"taken_at": it.at}
    )
    if kind == PhotoKind.PORTRAIT:
        person.photo_id = sha256
        person.save()
    it.enter(
        Tag.PERSON_PHOTOGRAPHED,
        log=person.log,
        subject=person.ref,
        body=Photographed(kind.value, sha256),
        refs=[Ref("blob", sha256), *refs],
    )
    return row


def _may_use(by: Actor, sha256: str) -> Verdict:
    if by.kind == "machine":
        kept = Blob.objects.filter(pk=sha256).exists()
        return OK if kept else no("media.unknown", "没有这张照片。", "There is no such picture.")
    return usable(Officer.objects.get(pk=by.id), sha256)
