"""The portrait in use as numbers: made for one stay, erased with it."""

from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.models import Stay
from mingjing.faces.entries import TemplateErased, TemplateMade
from mingjing.faces.models import Portrait, Template
from mingjing.faces.sealed import seal
from mingjing.faces.vocab import PortraitState, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.law import books
from mingjing.law.counting import due
from mingjing.ledger.act import act

RULE = "cn.retention.face_template"


def make(portrait_id: object, *, by: Actor, at: datetime, numbers: bytes, recogniser: str) -> Template:
    """Seal the numbers of the accepted portrait for its stay, in the place of any made before."""
    with act(by=by, at=at) as it:
        row = it.lock(Portrait, portrait_id)
        stay = it.lock(Stay, row.stay_id)
        it.permit(_used(row))
        told = {
            "portrait": row, "sealed": seal(numbers, stay, recogniser), "recogniser": recogniser, "made_at": it.at,
        }  # fmt: skip
        template, _ = Template.objects.update_or_create(stay=stay, defaults=told)
        entering.enter(it, stay, Tag.TEMPLATE_MADE, TemplateMade(row.picture, recogniser), row.ref)
        return template


def erase_due(*, by: Actor, at: datetime) -> int:
    """Erase the templates of stays whose time is over by the law books, and of those entered in error. How many."""
    book = books.current()
    period = book.value(RULE, local(at).date()).period
    erased = 0
    for template in Template.objects.exclude(stay__in=Stay.objects.present()).select_related("stay__site"):
        left = template.stay.departed_at
        if left and (period is None or due(left, period, book.days).at > at):
            continue
        with act(by=by, at=at) as it:
            stay = it.lock(Stay, template.stay_id)
            template.delete()
            entering.enter(it, stay, Tag.TEMPLATE_ERASED, TemplateErased(RULE, template.recogniser))
        erased += 1
    return erased


def _used(row: Portrait) -> Verdict:
    if row.state == PortraitState.ACCEPTED and row.stay.present:
        return OK
    return no("faces.template.unused", "该人像不在使用中。", "That portrait is not in use.")
