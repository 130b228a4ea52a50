"""What anybody may learn of an instrument by its code or file: that it is genuine, nothing about whom it tells."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from mingjing.documents.models import Instrument, InstrumentFile
from mingjing.documents.unit_data import bureau_of
from mingjing.documents.vocab import InstrumentState
from mingjing.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Checked:
    """`same`: whether the file in hand is one of ours, byte for byte (None: no file was given)."""

    title: Text
    house: Text
    issued_at: datetime
    void: bool
    sha256: str
    same: bool | None


def check(code: str, data: bytes | None) -> Checked | None:
    """The instrument with this code, else the one this file is of; None when there is neither."""
    digest = sha256(data).hexdigest() if data is not None else ""
    found = Instrument.objects.exclude(code="").select_related("unit__parent__parent")
    made = found.filter(code=code).first() if code else None
    if made is None and digest:
        made = found.filter(files__sha256=digest).first()
    if made is None or made.finalised_at is None:
        return None
    same = InstrumentFile.objects.filter(instrument=made, sha256=digest).exists() if digest else None
    void = made.state == InstrumentState.VOID
    return Checked(made.title, bureau_of(made.unit).text, made.finalised_at, void, made.sha256, same)
