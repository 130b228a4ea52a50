"""The states of an instrument: a draft may change, a final one never; a void one is kept with its number."""

from mingjing.documents.vocab import InstrumentState, Tag
from mingjing.kernel.machine import Machine, move

DRAFT, FINAL, VOID = InstrumentState.DRAFT, InstrumentState.FINAL, InstrumentState.VOID

INSTRUMENT = Machine(
    "instrument",
    InstrumentState,
    (
        move(
            "complete",
            {DRAFT},
            None,
            "documents:instrument:draft",
            Tag.COMPLETED,
            "填写文书",
            "Complete the instrument",
        ),
        move("finalise", {DRAFT}, FINAL, "documents:instrument:finalise", Tag.FINALISED, "文书定稿", "Make it final"),
        move("sign", {FINAL}, None, "documents:instrument:sign", Tag.INKED, "签名捺印和签章", "Sign and seal it"),
        move("serve", {FINAL}, None, "documents:instrument:serve", Tag.SERVED, "送达", "Serve it"),
        move("void", {DRAFT, FINAL}, VOID, "documents:instrument:void", Tag.VOIDED, "文书作废", "Make it void"),
    ),
)
