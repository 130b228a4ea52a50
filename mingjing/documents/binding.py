"""What is handed out: the bytes in force, and many of them in one file."""

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter

from mingjing.documents import selectors, shelf, stamping
from mingjing.documents.models import Instrument
from mingjing.documents.printing import paper
from mingjing.documents.rendering import render
from mingjing.documents.vocab import InstrumentState
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.media.models import Blob
from mingjing.media.store import open_bytes

MOST = 1000


def handed_out(made: Instrument) -> bytes:
    """The file of a final one as it is kept; of a void one struck through; of a draft as it stands, under its mark."""
    if made.sha256:
        kept = open_bytes(Blob.objects.get(pk=made.sha256))
        return stamping.with_word(kept) if made.state == InstrumentState.VOID else kept
    form = shelf.form_of(made)
    return render([paper(made, form, selectors.values_of(made, form), now())])


def sheets(made: Instrument) -> int:
    """How many pages it has as it stands; those its form begins with when it cannot be set."""
    try:
        return len(PdfReader(io.BytesIO(handed_out(made))).pages)
    except Refusal:
        return len(shelf.form_of(made).parts)


def bound(several: Sequence[Instrument]) -> bytes:
    """One file for the printer with all of these, in this order. Signatures are proven by each file of its own."""
    writer = PdfWriter()
    for made in several:
        writer.append(io.BytesIO(handed_out(made)), import_outline=False)
    writer.remove_annotations(None)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
