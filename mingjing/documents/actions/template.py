"""Versions of templates made in the browser: written by one legal officer, signed off by another."""

from datetime import datetime

from mingjing.documents import printing, shelf
from mingjing.documents.entries import TemplateProposed, TemplateRetired, TemplateSignedOff
from mingjing.documents.models import TemplateVersion
from mingjing.documents.template import Template
from mingjing.documents.vocab import Tag, VersionState
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.org.access import may
from mingjing.org.logs import org_log
from mingjing.org.models import Officer


def propose(*, by: Actor, at: datetime, spec: str, body: str, note: str, ident: str = "") -> TemplateVersion:
    """A new version of a template, or a template of one's own. It is tried on paper first; it comes into force when
    somebody else signs it off. Raises Refusal for what cannot be read or set, and without a word on what changed."""
    form = shelf.readable(spec, body)
    printing.tried(form)
    with act(by=by, at=at) as it:
        it.permit(may(by, "documents:template:edit"), _same(ident, form), _said(note))
        officer = it.lock(Officer, by.id)
        last = TemplateVersion.objects.filter(template=form.id).order_by("-number").first()
        row = TemplateVersion.objects.create(
            template=form.id, number=last.number + 1 if last else 1, spec=spec, body=body, digest=form.digest,
            title_zh=form.title.zh, title_en=form.title.en, note=note.strip(), made_by=officer, made_at=it.at,
        )  # fmt: skip
        told = TemplateProposed(form.id, form.title.zh, form.title.en, row.number, form.digest, row.note)
        it.enter(Tag.TEMPLATE_PROPOSED, log=org_log(officer.unit), subject=row.ref, body=told, refs=[officer.ref])
        return row


def sign_off(version_id: object, *, by: Actor, at: datetime) -> TemplateVersion:
    """Bring a version into force in the place of the one before. Raises Refusal for its own author, and when it was
    decided already."""
    with act(by=by, at=at) as it:
        row = it.lock(TemplateVersion, version_id)
        it.permit(may(by, "documents:template:sign_off"), _another(row, by), _waiting(row))
        officer = it.lock(Officer, by.id)
        TemplateVersion.objects.filter(template=row.template, state=VersionState.IN_FORCE).update(
            state=VersionState.REPLACED, ended_at=it.at
        )
        row.state, row.signed_by, row.signed_at = VersionState.IN_FORCE.value, officer, it.at
        row.save()
        told = TemplateSignedOff(row.template, row.title_zh, row.title_en, row.number, row.digest)
        refs = [officer.ref, row.made_by.ref]
        it.enter(Tag.TEMPLATE_SIGNED_OFF, log=org_log(officer.unit), subject=row.ref, body=told, refs=refs)
        return row


def retire(version_id: object, *, by: Actor, at: datetime, reason: str) -> TemplateVersion:
    """Take a version back: a waiting one is dropped, one in force gives way to the template that came with the program.
    Raises Refusal without a reason."""
    with act(by=by, at=at) as it:
        row = it.lock(TemplateVersion, version_id)
        it.permit(may(by, "documents:template:edit"), _said(reason), _living(row))
        row.state, row.ended_at = VersionState.RETIRED.value, it.at
        row.save()
        told = TemplateRetired(row.template, row.title_zh, row.title_en, row.number)
        log = org_log(row.made_by.unit)
        it.enter(Tag.TEMPLATE_RETIRED, log=log, subject=row.ref, body=told, reason=reason.strip())
        return row


def _same(ident: str, form: Template) -> Verdict:
    if ident in ("", form.id):
        return OK
    said = f"编号应为 {ident}，新模板请另建。", f"The id must be {ident}; make a new template for another."
    return no("documents.template.id", *said, field="spec")


def _said(note: str) -> Verdict:
    if note.strip():
        return OK
    return no("documents.template.note", "请写明改了什么、为什么。", "Say what changed and why.", field="note")


def _another(row: TemplateVersion, by: Actor) -> Verdict:
    if str(row.made_by_id) != by.id:
        return OK
    return no("documents.template.own", "自己编辑的模板须由他人签核。", "Somebody else signs off what you wrote.")


def _waiting(row: TemplateVersion) -> Verdict:
    if row.state == VersionState.WAITING:
        return OK
    return no("documents.template.decided", "这个版本不在待签核状态。", "This version does not wait for a sign-off.")


def _living(row: TemplateVersion) -> Verdict:
    if row.state in (VersionState.WAITING, VersionState.IN_FORCE):
        return OK
    return no("documents.template.ended", "这个版本已经失效。", "This version has ended already.")
