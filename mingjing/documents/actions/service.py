"""Serving a final instrument: how, to whom, what came of it."""

from collections.abc import Iterable
from datetime import datetime

from mingjing.documents.entries import Served, ServiceTried
from mingjing.documents.machine import INSTRUMENT
from mingjing.documents.models import Instrument, Service
from mingjing.documents.permissions import may_act_on
from mingjing.documents.selectors import named_refs
from mingjing.documents.vocab import ServiceOutcome, ServiceWay, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import Verdict, no
from mingjing.ledger.act import act
from mingjing.media import store
from mingjing.media.vocab import BlobKind

BASIS = "APR 36"
BY_OTHERS = {ServiceWay.FAMILY.value, ServiceWay.UNIT.value, ServiceWay.ENTRUSTED.value}


def serve(
    instrument_id: object,
    *,
    by: Actor,
    at: datetime,
    way: str,
    recipient: str,
    outcome: str,
    relation: str = "",
    place: str = "",
    refusal: str = "",
    witnesses: str = "",
    consent: bool = False,
    tried: str = "",
    photos: Iterable[bytes] = (),
    strokes: list[list[list[float]]] | None = None,
) -> Service:
    """Enter that the instrument was served (or that it was tried). `at` is the day of service: limits that run from
    service begin with the entry, which names the template and the way. Raises Refusal when the way demands what is not
    told: a witness or pictures when it is left, consent for electronic service, what was tried before publication."""
    with act(by=by, at=at) as it:
        made = it.lock(Instrument, instrument_id)
        it.permit(may_act_on(by, "documents:instrument:serve", made))
        it.move(INSTRUMENT, "serve", made.state)
        pictures = list(photos)
        it.permit(
            *_told(way, recipient, outcome), *_demanded(way, relation, witnesses, pictures, consent, tried, refusal)
        )
        blobs = [
            store.put(one, kind=BlobKind.PHOTOGRAPH, content_type="", log=made.log, by=by, at=at) for one in pictures
        ]
        row = Service.objects.create(
            instrument=made, way=way, outcome=outcome, recipient=recipient.strip(), relation=relation.strip(),
            place=place.strip(), refusal=refusal.strip(), witnesses=witnesses.strip(), consent=consent,
            tried=tried.strip(), strokes=strokes or [], photos=[b.sha256 for b in blobs], at=it.at, by=by.name,
        )  # fmt: skip
        done = outcome == ServiceOutcome.SERVED
        told = Served if done else ServiceTried
        body = told(made.title_zh, made.title_en, made.number, way, row.recipient, row.relation, row.witnesses)
        facts = {"instrument.template": made.template, "instrument.service_way": way, "instrument.served": done}
        refs = [*named_refs(made), *(b.ref for b in blobs)]
        tag = Tag.SERVED if done else Tag.SERVICE_TRIED
        it.enter(tag, log=made.log, subject=made.ref, body=body, refs=refs, facts=facts, reason=row.refusal)
        return row


def _told(way: str, recipient: str, outcome: str) -> list[Verdict]:
    said = []
    if way not in ServiceWay.values():
        said.append(no("documents.service.way", "请选择送达方式。", "Choose the way of service.", field="way"))
    if outcome not in ServiceOutcome.values():
        said.append(no("documents.service.outcome", "请选择送达结果。", "Choose the outcome.", field="outcome"))
    if not recipient.strip():
        said.append(
            no("documents.service.recipient", "请填写受送达人。", "Say whom it was served on.", field="recipient")
        )
    return said


def _demanded(
    way: str, relation: str, witnesses: str, photos: list[bytes], consent: bool, tried: str, refusal: str
) -> list[Verdict]:
    """What the ladder of service asks of each way."""
    said = []
    if way in BY_OTHERS and not relation.strip():
        words = "请写明代收人与受送达人的关系或单位。", "Say how the one who took it stands to the addressee."
        said.append(no("documents.service.relation", *words, basis=BASIS, field="relation"))
    if way == ServiceWay.LEFT and not (witnesses.strip() or photos):
        words = "留置送达须有见证人或者拍照、录像。", "What is left needs a witness or pictures."
        said.append(no("documents.service.witness", *words, basis=BASIS, field="witnesses"))
    if way == ServiceWay.LEFT and not refusal.strip():
        words = "请写明拒收的情况。", "Say how it was refused."
        said.append(no("documents.service.refusal", *words, basis=BASIS, field="refusal"))
    if way == ServiceWay.ELECTRONIC and not consent:
        words = "电子送达须经受送达人同意。", "Electronic service needs the addressee's consent."
        said.append(no("documents.service.consent", *words, basis=BASIS, field="consent"))
    if way == ServiceWay.PUBLICATION and not tried.strip():
        words = "公告送达须先用尽其他方式，请写明已试过的方式。", "Publication comes last; say which ways were tried."
        said.append(no("documents.service.tried", *words, basis=BASIS, field="tried"))
    return said
