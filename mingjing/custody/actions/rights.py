"""Rights and duties: told, understood, signed."""

from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.entering import blobs, opened, said, signed
from mingjing.custody.entries.arrival import RightsTold, RightsUnderstood
from mingjing.custody.facts import of_stay
from mingjing.custody.models import RightsNotice
from mingjing.custody.notices import notice_for
from mingjing.custody.selectors.record import proofs
from mingjing.custody.tags import Tag
from mingjing.kernel.actor import Actor
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry


def tell(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    language: str,
    understood: bool,
    read_aloud: bool = False,
    interpreter: str = "",
    guardian: str = "",
    signature: str = "",
    refused_to_sign: str = "",
) -> Entry:
    """He was told his rights and duties in `language`. When he did not understand, the notice is told but stays owed:
    tell again with an interpreter or in simpler words."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "tell_rights")
        it.permit(said(language, "language", "告知语言", "the language"), signed(signature, refused_to_sign))
        it.gate("custody.tell_rights", of_stay(stay, it.at, proofs(stay)))
        row = RightsNotice.objects.create(
            stay=stay, told_at=it.at, language=language, understood=understood, read_aloud=read_aloud,
            interpreter=interpreter, guardian=guardian, signature=signature, refused_to_sign=refused_to_sign,
        )  # fmt: skip
        notice = notice_for(stay.role, stay.ground, stay.case.kind if stay.case else "").name
        body = RightsTold(language, read_aloud, interpreter, guardian, signature, refused_to_sign, notice)
        told = entering.enter(it, stay, Tag.RIGHTS_TOLD, body, row.ref, *blobs(signature), facts={"rights.told": True})
        if understood:
            entering.enter(it, stay, Tag.RIGHTS_UNDERSTOOD, RightsUnderstood(language), row.ref)
        return told
