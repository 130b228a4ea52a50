"""An act of the API is carried out: what was sent becomes arguments, the action is called, what it made is answered."""

import logging
from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from pydantic import BaseModel

from mingjing.api.asked import arguments
from mingjing.api.offered import BESIDES, Act
from mingjing.api.rows import Asker
from mingjing.custody.late import because
from mingjing.custody.selectors.timeline import warned
from mingjing.kernel.time import iso, now
from mingjing.kernel.verdict import Refusal, no, require
from mingjing.ledger import entries
from mingjing.ledger.models import Entry
from mingjing.org import remembered
from mingjing.org.access import may
from mingjing.org.logs import org_log
from mingjing.org.models import Site

_logger = logging.getLogger(__name__)
UNGUARDED = no(
    "access.unguarded", "这项办理没有权限规定，不对外开放。", "This act asks for no permission: it stays shut."
)
UNFIT = no("api.input.value", "内容不符合要求。", "What was sent does not fit.")
UNWORKABLE = (
    ValueError, TypeError, LookupError, ArithmeticError, ObjectDoesNotExist, ValidationError, DataError, IntegrityError,
)  # fmt: skip
"""What actions raise for values the forms of the browser could not have sent: answered as bad input, and logged with
where it broke, for it may be a fault of ours all the same."""


def perform(act: Act, asker: Asker, told: BaseModel) -> dict[str, Any]:
    """Do it, in one transaction. Raises Refusal; of what was refused nothing remains."""
    with transaction.atomic():
        given = arguments(told, act.parameters, asker)
        if act.takes_log:
            given["log"] = log_of(asker)
        remembered.forget_granted()
        if act.name in BESIDES:
            require(may(asker.by, BESIDES[act.name]))
        late = getattr(told, "late_reason", "") if "late_reason" not in given else ""
        with because(late) if late else nullcontext():
            made = _called(act, asker, told, given)
        if not remembered.granted():
            raise Refusal(UNGUARDED)
        return answer(made)


def _called(act: Act, asker: Asker, told: BaseModel, given: dict[str, Any]) -> Any:
    at = getattr(told, "at", None) or now()
    try:
        with transaction.atomic():
            return act.action(by=asker.by, at=at, **given)
    except UNWORKABLE as why:
        _logger.warning("%s: what was sent does not fit", act.name, exc_info=why)
        raise Refusal(UNFIT) from why


def log_of(asker: Asker) -> str:
    """The log of the first site of the integration's unit, else that of its bureau."""
    unit = asker.integration.unit
    site = Site.objects.filter(unit=unit).order_by("code").first()
    return site.code if site else org_log(unit)


def answer(made: Any) -> dict[str, Any]:
    """What is told of the result: entries by their numbers, rows by kind and id; never a name."""
    if isinstance(made, Entry):
        return {"entry": of_entry(made), "warnings": [{"zh": t.zh, "en": t.en} for t in warned(made)]}
    if isinstance(made, Model):
        return {"made": of_row(made), "warnings": []}
    if isinstance(made, (list, tuple)):
        return {"several": [answer(one) for one in made], "warnings": []}
    return {"warnings": []}


def of_entry(entry: Entry) -> dict[str, Any]:
    label = entries.label(entry.tag)
    return {
        "log": entry.log,
        "number": entry.seq,
        "tag": entry.tag,
        "zh": label.zh,
        "en": label.en,
        "subject": str(entry.subject),
        "occurred_at": iso(entry.occurred_at),
        "recorded_at": iso(entry.recorded_at),
    }


def of_row(row: Model) -> dict[str, Any]:
    told = {"kind": type(row).__name__, "id": str(row.pk)}
    number = getattr(row, "number", "")
    return told | ({"number": number} if isinstance(number, str) and number else {})
