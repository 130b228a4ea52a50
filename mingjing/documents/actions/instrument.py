"""Drafting, completing, making final and making void."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from mingjing.documents import coding, shelf, sources
from mingjing.documents.approved import approved
from mingjing.documents.entries import Completed, Drafted, Finalised, Voided
from mingjing.documents.machine import INSTRUMENT
from mingjing.documents.models import Instrument, InstrumentFile, InstrumentRef
from mingjing.documents.numbering import next_number
from mingjing.documents.permissions import may_act_on, may_on
from mingjing.documents.printing import paper
from mingjing.documents.rendering import render_with_places
from mingjing.documents.selectors import empty, named_refs, refs_of, values_of
from mingjing.documents.template import Template
from mingjing.documents.vocab import FileKind, Tag
from mingjing.documents.wording import written
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.media import store
from mingjing.media.vocab import BlobKind
from mingjing.org.models import Unit

SHOWN = ("person.shown", "case.cause", "case.number")


def draft(
    *,
    by: Actor,
    at: datetime,
    log: str,
    template: str,
    subject: Ref,
    unit: Unit,
    values: Mapping[str, Any] | None = None,
    refs: Iterable[Ref] = (),
) -> Instrument:
    """Begin an instrument about `subject`, issued by `unit`. Fields bound to data fill themselves; `refs` name what
    else it is about (the person, the stay, the measure). Raises Refusal."""
    form = shelf.template(template)
    named = [ref for ref in dict.fromkeys(refs) if ref != subject]
    with act(by=by, at=at) as it:
        it.permit(may_on(by, "documents:instrument:draft", subject, unit), *_known(form, values or {}))
        it.permit(*sources.may_name(by, named))
        made = Instrument.objects.create(
            template=form.id, title_zh=form.title.zh, title_en=form.title.en, digest=form.digest,
            subject_kind=subject.kind, subject_id=UUID(subject.id), unit=unit, log=log, values=_plain(values or {}),
            drafted_at=it.at, drafted_by_id=by.id if by.kind == "officer" else None,
        )  # fmt: skip
        InstrumentRef.objects.bulk_create(InstrumentRef(instrument=made, kind=r.kind, ref_id=r.id) for r in named)
        made.about = _about(made)
        made.save()
        body = Drafted(form.id, form.title.zh, form.title.en, form.digest)
        it.enter(Tag.DRAFTED, log=log, subject=made.ref, body=body, refs=[subject, *named])
        return made


def complete(instrument_id: object, *, by: Actor, at: datetime, values: Mapping[str, Any]) -> Instrument:
    """Fill in fields by hand; what is filled in counts before what a source tells. An empty value gives the field back
    to its source. Raises Refusal."""
    with act(by=by, at=at) as it:
        made = it.lock(Instrument, instrument_id)
        form = shelf.form_of(made)
        it.permit(may_act_on(by, "documents:instrument:draft", made), *_known(form, values))
        it.permit(*_within(made, form, values))
        it.move(INSTRUMENT, "complete", made.state)
        made.values = {k: v for k, v in {**made.values, **_plain(values)}.items() if not empty(v)}
        made.digest, made.about = form.digest, _about(made)
        made.save()
        body = Completed(form.id, form.title.zh, form.title.en, sorted(values))
        it.enter(Tag.COMPLETED, log=made.log, subject=made.ref, body=body, refs=named_refs(made))
        return made


def finalise(instrument_id: object, *, by: Actor, at: datetime, approval: Ref | None = None) -> Instrument:
    """Number it, render it and fix it by its hash. `approval` names the granted request when the caller holds it.
    Raises Refusal with every required field that is missing, when the rank the law names has not approved it, and when
    it is no draft."""
    with act(by=by, at=at) as it:
        made = it.lock(Instrument, instrument_id)
        prefetch_related_objects([made], "refs", "unit__parent__parent", "drafted_by")
        form = shelf.form_of(made)
        it.permit(may_act_on(by, "documents:instrument:finalise", made))
        values = values_of(made, form)
        it.permit(*_complete(made, form, values), *_within(made, form, made.values), approved(made, form, approval))
        made.state = it.move(INSTRUMENT, "finalise", made.state)
        if form.series:
            made.number, made.series, made.sequence = next_number(form, made.unit, it.at)
        made.code, made.digest, made.finalised_at = coding.fresh(), form.digest, it.at
        made.finalised_by_id = by.id if by.kind == "officer" else None
        made.data = {f.name: written(f, values[f.name]) for f in form.fields.values()}
        file, places = render_with_places(paper(made, form, values, it.at, final=True))
        made.places = [_row(p) for p in places]
        keep(it, made, file, FileKind.FINAL)
        made.save()
        body = Finalised(
            form.id, form.title.zh, form.title.en, form.digest, made.number, made.code, made.sha256, _pages(file)
        )
        blob = Ref("blob", made.sha256)
        it.enter(Tag.FINALISED, log=made.log, subject=made.ref, body=body, refs=[*named_refs(made), blob])
        return made


def void(instrument_id: object, *, by: Actor, at: datetime, reason: str) -> Instrument:
    """Make it void; its number and its bytes are kept. Raises Refusal without a reason."""
    with act(by=by, at=at) as it:
        made = it.lock(Instrument, instrument_id)
        it.permit(may_act_on(by, "documents:instrument:void", made), _said(reason))
        made.state = it.move(INSTRUMENT, "void", made.state)
        made.voided_at, made.void_reason = it.at, reason.strip()
        made.save()
        body = Voided(made.template, made.title_zh, made.title_en, made.number)
        it.enter(Tag.VOIDED, log=made.log, subject=made.ref, body=body, refs=named_refs(made), reason=reason.strip())
        return made


def keep(it: Act, made: Instrument, file: bytes, kind: FileKind) -> InstrumentFile:
    """Store the bytes and let the instrument be these from now on, inside the action under way."""
    blob = store.put(file, kind=BlobKind.DOCUMENT, content_type="", log=made.log, by=it.by, at=it.at)
    made.sha256 = blob.sha256
    return InstrumentFile.objects.create(
        instrument=made, kind=kind.value, sha256=blob.sha256, size=len(file), made_at=it.recorded_at, made_by=it.by.name
    )


def _known(form: Template, values: Mapping[str, Any]) -> list[Verdict]:
    unknown = [name for name in values if name not in form.fields]
    return [
        no("documents.field.unknown", f"文书没有这一项：{name}。", f"The instrument has no such field: {name}.")
        for name in unknown
    ]


def _complete(made: Instrument, form: Template, values: Mapping[str, Any]) -> list[Verdict]:
    zh, en = f"《{made.title.zh}》尚未填写：", f"{made.title.en} lacks: "
    return [
        no(
            "documents.missing", f"{zh}{f.text.zh}。", f"{en}{f.text.en}.", field=f.name,
            basis="; ".join(form.basis), way=f"/documents/{made.pk}/complete",
        )
        for f in form.required if empty(values[f.name])
    ]  # fmt: skip


def _within(made: Instrument, form: Template, written_in: Mapping[str, Any]) -> list[Verdict]:
    """No day written in by hand is later than the one its source tells, where the field has that for a ceiling."""
    limited = [f for f in form.fields.values() if f.ceiling and not empty(written_in.get(f.name))]
    told = sources.gather(refs_of(made)) if limited else {}
    latest = {f.name: sources.value_of(told, f.source) for f in limited}
    return [
        no(
            "documents.beyond", f"{f.text.zh}不得晚于法定期限 {_day(latest[f.name])}。",
            f"{f.text.en}: not after the limit of the law, {_day(latest[f.name])}.", field=f.name,
        )
        for f in limited if latest[f.name] and str(written_in[f.name])[:10] > _day(latest[f.name])
    ]  # fmt: skip


def _day(value: date) -> str:
    return f"{local(value).date() if isinstance(value, datetime) else value}"


def _said(reason: str) -> Verdict:
    if reason.strip():
        return OK
    return no("documents.reason.missing", "请写明作废理由。", "Say why it is made void.", field="reason")


def _about(made: Instrument) -> str:
    """Whom and what it concerns, in short: what lists show and search finds. Of protected persons the masked name."""
    told = sources.gather(refs_of(made))
    return " · ".join(str(told[name]) for name in SHOWN if told.get(name))[:160]


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in values.items()}


def _row(place: Any) -> dict[str, Any]:
    return {name: getattr(place, name) for name in place.__slots__}


def _pages(file: bytes) -> int:
    """Pages of a file our renderer made: each is one object of that type."""
    return max(file.count(b"/Type /Page\n"), file.count(b"/Type/Page/"), 1)
