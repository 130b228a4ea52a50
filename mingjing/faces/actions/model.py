"""Weights the site supplies, and the alarm when a file is no longer what was added."""

from datetime import datetime

from mingjing.alerts.actions.alarm import raise_alarm
from mingjing.custody.entering import chosen, said
from mingjing.faces import weights
from mingjing.faces.entries import ModelAdded
from mingjing.faces.models import FaceModel
from mingjing.faces.vocab import ModelKind, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.org.access import may
from mingjing.org.logs import org_log
from mingjing.org.models import Site, Unit

ADD, CHANGED = "faces:camera:set_up", "integrity.model_changed"
NAMED = Text("{kind}：{name}", "{kind}: {name}")


def add(*, by: Actor, at: datetime, kind: str, name: str, data: bytes, licence: str, account: str) -> FaceModel:
    """Keep the weights and use them from now on instead of those of the same kind. `account`: who of the operating
    system did it. Thresholds measured with another recogniser count no more. Raises Refusal."""
    with act(by=by, at=at) as it:
        top = Unit.objects.get(parent=None)
        it.permit(
            may(by, ADD, unit=top),
            chosen(ModelKind, kind, "kind"),
            said(licence, "licence", "许可", "the licence"),
            _whole(data),
        )
        sha256 = weights.keep(data)
        FaceModel.objects.filter(kind=kind, in_use=True).exclude(pk=sha256).update(in_use=False)
        told = {
            "kind": kind,
            "name": name,
            "size": len(data),
            "licence": licence.strip(),
            "added_at": it.at,
            "in_use": True,
        }
        model, _ = FaceModel.objects.update_or_create(sha256=sha256, defaults=told)
        body = ModelAdded(sha256, kind, name, len(data), licence.strip(), account)
        it.enter(Tag.MODEL_ADDED, log=org_log(top), subject=model.ref, body=body)
        return model


def changed(model: FaceModel, *, by: Actor, at: datetime) -> None:
    """The file is not what was added: raised at every topmost site, and nothing is compared with it."""
    with act(by=by, at=at):
        for site in Site.objects.filter(parent=None):
            text = NAMED.format(kind=ModelKind(model.kind).text, name=model.name)
            raise_alarm(
                by=by, at=at, log=site.code, site=site, rule=CHANGED, subject=site.ref, text=text, cause=model.sha256
            )


def _whole(data: bytes) -> Verdict:
    if data.startswith(weights.POINTER):
        return no(
            "faces.model.pointer", "这是 Git LFS 指针文件，不是模型本身，请下载真正的文件。",
            "That is a Git LFS pointer and not the model; fetch the file itself.",
        )  # fmt: skip
    if not data or len(data) > weights.MOST_BYTES:
        return no("faces.model.size", "文件为空或过大。", "The file is empty or too large.")
    return OK
