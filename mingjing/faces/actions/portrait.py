"""The portrait of a stay: taken, looked at for flaws, accepted by a named officer."""

from collections.abc import Sequence
from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.entering import blobs, officers, said
from mingjing.custody.models import Stay
from mingjing.faces.entering import TAKE, camera_of, may_use, opened
from mingjing.faces.entries import PortraitAccepted, PortraitLooked, PortraitTaken
from mingjing.faces.measuring import measured
from mingjing.faces.models import Portrait
from mingjing.faces.policy import policy
from mingjing.faces.rules.quality import OF_FACES, face_flaws, flaws
from mingjing.faces.vocab import PortraitState, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.media import files


def take(stay_id: object, *, by: Actor, at: datetime, picture: str, camera_id: object = None) -> Portrait:
    """A picture (SHA-256 in the store of bytes) of somebody in custody, with what its numbers say against it. It counts
    when it is accepted."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, TAKE)
        camera = camera_of(stay.site, camera_id)
        it.permit(may_use(it.by, picture))
        found = flaws(measured(files.read(picture)), policy().picture)
        row = Portrait.objects.create(
            stay=stay, picture=picture, camera=camera, taken_at=it.at, flaws=[one.value for one in found]
        )
        body = PortraitTaken(picture, str(camera or ""), row.flaws)
        entering.enter(it, stay, Tag.PORTRAIT_TAKEN, body, row.ref, *blobs(picture), camera.ref if camera else None)
        return row


def looked(portrait_id: object, *, by: Actor, at: datetime, sides: Sequence[int] | None, detector: str) -> Portrait:
    """What the detector found: the shorter side of each face, in pixels; None when it could not look. It adds flaws and
    decides nothing."""
    with act(by=by, at=at) as it:
        row = it.lock(Portrait, portrait_id)
        stay = it.lock(Stay, row.stay_id)
        found = [one.value for one in face_flaws(sides, policy().picture)]
        row.flaws = [*(one for one in row.flaws if one not in OF_FACES), *found]
        row.detector = detector
        row.save(update_fields=["flaws", "detector"])
        body = PortraitLooked(row.picture, len(sides or ()), found, detector)
        entering.enter(it, stay, Tag.PORTRAIT_LOOKED, body, row.ref)
        return row


def accept(portrait_id: object, *, by: Actor, at: datetime, reason: str = "") -> Portrait:
    """From now on later pictures are compared with this one. Flaws want a reason; an earlier portrait is replaced."""
    with act(by=by, at=at) as it:
        row = it.lock(Portrait, portrait_id)
        stay = opened(it, row.stay_id, TAKE)
        it.permit(
            _to_accept(row),
            said(reason, "reason", "仍然采用的理由", "why it is used all the same") if row.flaws else OK,
        )
        [officer] = officers([by.id], of=stay)
        stay.portraits.filter(state=PortraitState.ACCEPTED).update(state=PortraitState.REPLACED)
        row.state, row.accepted_at, row.accepted_by = PortraitState.ACCEPTED, it.at, officer
        row.save()
        body = PortraitAccepted(row.picture, officer.name, row.flaws, reason.strip())
        entering.enter(it, stay, Tag.PORTRAIT_ACCEPTED, body, row.ref, *blobs(row.picture), officer.ref)
        return row


def _to_accept(row: Portrait) -> Verdict:
    if row.state == PortraitState.TAKEN:
        return OK
    return no("faces.portrait.settled", "这张人像已确认或已更换。", "This portrait was accepted or replaced already.")
