"""Cameras, what was measured with them, and the threshold somebody chose and answers for."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import rfc8785

from mingjing.custody.entering import said
from mingjing.faces.entries import CameraSetUp, Measured, ThresholdChosen
from mingjing.faces.models import Camera, Measurement
from mingjing.faces.policy import policy
from mingjing.faces.rules.curves import Scores, choosable
from mingjing.faces.vocab import Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.org.access import may
from mingjing.org.models import Site

SET_UP, CHOOSE = "faces:camera:set_up", "faces:threshold:choose"


def set_up(*, by: Actor, at: datetime, site_id: object, code: str, name: str) -> Camera:
    """Register a camera of a site. Until a threshold is chosen what it takes is compared by eye."""
    with act(by=by, at=at) as it:
        site = it.lock(Site, site_id)
        it.permit(may(by, SET_UP, unit=site.unit), said(code, "code", "编号", "the code"), _free(site, code.strip()))
        camera = Camera.objects.create(site=site, code=code.strip(), name=name.strip())
        body = CameraSetUp(camera.code, camera.name)
        it.enter(Tag.CAMERA_SET_UP, log=site.code, subject=camera.ref, body=body, refs=[site.ref])
        return camera


def measured(
    camera_id: object, *, by: Actor, at: datetime, same: Sequence[float], different: Sequence[float], refused: int,
    pairs: str, detector: str, recogniser: str,
) -> Measurement:  # fmt: skip
    """Keep the scores of a labelled set of pairs. It chooses nothing."""
    with act(by=by, at=at) as it:
        camera = it.lock(Camera, camera_id)
        it.permit(may(by, SET_UP, unit=camera.site.unit))
        scores = Scores.of([round(one, 4) for one in same], [round(one, 4) for one in different])
        row = Measurement.objects.create(
            camera=camera, made_at=it.at, pairs=pairs, same=list(scores.same), different=list(scores.different),
            refused=refused, detector=detector, recogniser=recogniser,
        )  # fmt: skip
        digest = hashlib.sha256(rfc8785.dumps([row.same, row.different])).hexdigest()
        body = Measured(
            str(camera), len(row.same), len(row.different), refused, pairs, digest, detector, recogniser
        )  # fmt: skip
        it.enter(Tag.MEASURED, log=camera.site.code, subject=camera.ref, body=body, refs=[row.ref, camera.site.ref])
        return row


def choose(
    camera_id: object, *, by: Actor, at: datetime, measurement_id: object, threshold: float, floor: float, reason: str
) -> Camera:
    """From which score on the machine says same and below which it says different, chosen from a measurement of this
    camera, with a reason. Between them it says unsure."""
    with act(by=by, at=at) as it:
        camera = it.lock(Camera, camera_id)
        row = it.lock(Measurement, measurement_id)
        it.permit(
            may(by, CHOOSE, unit=camera.site.unit), said(reason, "reason", "理由", "the reason"), _of(row, camera),
            *choosable(threshold, floor, row.scores, policy().least_pairs),
        )  # fmt: skip
        before = "" if camera.threshold is None else f"{camera.threshold:.4f} / {camera.floor:.4f}"
        camera.threshold, camera.floor, camera.recogniser, camera.chosen_at = threshold, floor, row.recogniser, it.at
        camera.save()
        body = ThresholdChosen(
            str(camera), f"{threshold:.4f}", f"{floor:.4f}", _percent(row.scores.fmr(threshold)),
            _percent(row.scores.fnmr(floor)), len(row.same), len(row.different), row.recogniser, reason.strip(), before,
        )  # fmt: skip
        refs = [row.ref, camera.site.ref]
        it.enter(Tag.THRESHOLD_CHOSEN, log=camera.site.code, subject=camera.ref, body=body, refs=refs)
        return camera


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"


def _free(site: Site, code: str) -> Verdict:
    if not Camera.objects.filter(site=site, code=code).exists():
        return OK
    return no("faces.camera.taken", "该编号已登记。", "That code is taken.", field="code")


def _of(row: Measurement, camera: Camera) -> Verdict:
    if row.camera_id == camera.pk:
        return OK
    return no("faces.threshold.foreign", "这次测定不属于该相机。", "That measurement is of another camera.")
