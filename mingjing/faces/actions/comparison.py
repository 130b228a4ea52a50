"""Comparing a camera picture with the portrait of the same stay, and the officer's word about it."""

from collections.abc import Sequence
from datetime import datetime

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.custody import entering
from mingjing.custody.entering import blobs, chosen, officers, said
from mingjing.custody.models import Stay
from mingjing.faces.entering import CONFIRM, START, camera_of, may_use, opened
from mingjing.faces.entries import ComparisonConfirmed, ComparisonJudged, ComparisonLeft, ComparisonStarted
from mingjing.faces.measuring import measured
from mingjing.faces.models import UNCONFIRMED, Comparison, Portrait
from mingjing.faces.policy import policy
from mingjing.faces.rules.curves import judge
from mingjing.faces.rules.demand import reason_needed
from mingjing.faces.rules.quality import face_flaws, flaws
from mingjing.faces.selectors import machine_silent
from mingjing.faces.vocab import ByEye, ComparisonState, Held, Occasion, PortraitState, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.media import files

ALARM = "faces.different"


def start(
    stay_id: object, *, by: Actor, at: datetime, occasion: str, picture: str, camera_id: object = None
) -> Comparison:
    """Lay a camera picture (SHA-256) beside the portrait of this stay. Whatever a machine says of it, a named officer
    confirms; until then nothing is decided."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, START)
        portrait, camera = _in_use(stay), camera_of(stay.site, camera_id)
        it.permit(
            chosen(Occasion, occasion, "occasion"),
            _none_open(stay),
            may_use(it.by, picture),
            _another(picture, portrait),
        )
        found = [one.value for one in flaws(measured(files.read(picture)), policy().picture)]
        why = machine_silent(camera)
        row = Comparison.objects.create(
            stay=stay, portrait=portrait, occasion=occasion, picture=picture, camera=camera, taken_at=it.at,
            flaws=found, state=ComparisonState.BY_EYE if why else ComparisonState.WAITING, why=why,
        )  # fmt: skip
        body = ComparisonStarted(occasion, picture, portrait.picture, str(camera or ""), row.why, found)
        entering.enter(
            it, stay, Tag.COMPARISON_STARTED, body, row.ref, portrait.ref, *blobs(picture, portrait.picture),
            camera.ref if camera else None,
        )  # fmt: skip
        return row


def judged(
    comparison_id: object, *, by: Actor, at: datetime, score: float, detector: str, recogniser: str
) -> Comparison | None:
    """What the machine says, by the threshold of the camera as it stands. None, and nothing written, when an officer
    was faster."""
    with act(by=by, at=at) as it:
        row = it.lock(Comparison, comparison_id)
        stay, camera = it.lock(Stay, row.stay_id), row.camera
        if row.state != ComparisonState.WAITING or camera is None or camera.threshold is None or camera.floor is None:
            return None
        row.machine = judge(score, camera.threshold, camera.floor)
        row.state, row.score, row.threshold, row.floor = ComparisonState.JUDGED, score, camera.threshold, camera.floor
        row.detector, row.recogniser = detector, recogniser
        row.save()
        body = ComparisonJudged(
            row.occasion, row.machine, _figure(score), _figure(row.threshold), _figure(row.floor), str(camera),
            detector, recogniser,
        )  # fmt: skip
        entering.enter(it, stay, Tag.COMPARISON_JUDGED, body, row.ref, row.portrait.ref, camera.ref)
        return row


def left(
    comparison_id: object, *, by: Actor, at: datetime, why: str, sides: Sequence[int] | None = ()
) -> Comparison | None:
    """The machine says nothing, and why; an officer compares by eye. `sides`: of the faces in a picture that is unfit.
    None, and nothing written, when an officer was faster."""
    with act(by=by, at=at) as it:
        row = it.lock(Comparison, comparison_id)
        stay = it.lock(Stay, row.stay_id)
        if row.state != ComparisonState.WAITING:
            return None
        found = [one.value for one in face_flaws(sides, policy().picture)] if why == ByEye.UNFIT else []
        row.state, row.why, row.flaws = ComparisonState.BY_EYE, ByEye(why).value, [*row.flaws, *found]
        row.save()
        entering.enter(it, stay, Tag.COMPARISON_LEFT, ComparisonLeft(row.occasion, row.why, found), row.ref)
        return row


def confirm(comparison_id: object, *, by: Actor, at: datetime, held: str, reason: str = "") -> Comparison:
    """A named officer says whether it is he. A reason is wanted unless he holds it is, as the machine does. His word
    that it is somebody else raises an alarm, which the next comparison confirmed as the same person clears."""
    with act(by=by, at=at) as it:
        row = it.lock(Comparison, comparison_id)
        stay = opened(it, row.stay_id, CONFIRM)
        it.permit(_to_confirm(row, it.at), chosen(Held, held, "held"), _reasoned(held, row.machine, reason))
        [officer] = officers([by.id], of=stay)
        row.state, row.held, row.reason = ComparisonState.CONFIRMED, held, reason.strip()
        row.confirmed_at, row.confirmed_by = it.at, officer
        row.save()
        _alarm(it, stay, row)
        entering.enter(it, stay, Tag.COMPARISON_CONFIRMED, _told(row), row.ref, *blobs(row.picture), officer.ref)
        return row


def _told(row: Comparison) -> ComparisonConfirmed:
    return ComparisonConfirmed(
        row.occasion,
        row.confirmed_by.name if row.confirmed_by else "",
        row.held,
        row.machine,
        score=_figure(row.score),
        threshold=_figure(row.threshold),
        floor=_figure(row.floor),
        camera=str(row.camera or ""),
        recogniser=row.recogniser,
        reason=row.reason,
    )


def _figure(number: float | None) -> str:
    """A score as entries hold it: no floats in what is hashed."""
    return "" if number is None else f"{number:.4f}"


def _alarm(it: Act, stay: Stay, row: Comparison) -> None:
    if row.held == Held.DIFFERENT:
        raise_alarm(
            by=it.by, at=it.at, log=stay.site.code, site=stay.site, rule=ALARM, subject=stay.ref,
            refs=[stay.person.ref, row.ref],
        )  # fmt: skip
    elif row.held == Held.SAME:
        clear(ALARM, stay.ref, by=it.by, at=it.at)


def _in_use(stay: Stay) -> Portrait:
    """The one portrait later pictures of this stay are compared with. Raises Refusal when there is none."""
    found = stay.portraits.filter(state=PortraitState.ACCEPTED).first()
    if found is None:
        raise Refusal(
            no(
                "faces.portrait.none",
                "本次在区尚无已确认的人像，请先拍摄。",
                "No portrait of this stay is accepted yet.",
            )
        )
    return found


def _another(picture: str, portrait: Portrait) -> Verdict:
    """The portrait beside itself would say nothing."""
    if picture != portrait.picture:
        return OK
    return no(
        "faces.picture.portrait",
        "这就是人像本身，请现场拍照。",
        "That is the portrait itself; take a picture now.",
        field="picture",
    )


def _none_open(stay: Stay) -> Verdict:
    if not stay.comparisons.filter(state__in=UNCONFIRMED).exists():
        return OK
    return no("faces.comparison.open", "上一次人脸核验尚未确认。", "The last face verification is not confirmed yet.")


def _to_confirm(row: Comparison, at: datetime) -> Verdict:
    if row.state not in UNCONFIRMED:
        return no("faces.comparison.settled", "这次核验已有结论。", "This verification is confirmed already.")
    if at < row.taken_at:
        return no("faces.comparison.early", "结论早于拍照时间。", "That was before the picture was taken.", field="at")
    return OK


def _reasoned(held: str, machine: str, reason: str) -> Verdict:
    return said(reason, "reason", "理由", "the reason") if reason_needed(held, machine) else OK
