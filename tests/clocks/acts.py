"""Entries of a stay as custody would write them, for tests below that floor."""

from dataclasses import dataclass

from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.ledger import entries
from mingjing.ledger.act import act

STAY = Ref("stay", "s1")
PUBLIC_ORDER = {"case.kind": "public_order", "stay.ground": "summons"}


@dataclass(frozen=True)
class Did:
    what: str


class _Word(str):
    """A tag by its value; custody's own vocabulary lies above."""

    @property
    def value(self) -> str:
        return str(self)

    @property
    def text(self) -> Text:
        return Text(str(self), str(self))


def happened(tag, at, facts=None, subject=STAY, log="610921-centre", **more):
    """Enter one act of a stay."""
    with act(by=machine("test"), at=at) as it:
        return it.enter(_Word(tag), log=log, subject=subject, body=Did(tag), facts=facts or {}, **more)


def arrived(at, facts=None, **more):
    return happened("custody.stay.arrived", at, {**PUBLIC_ORDER, **(facts or {})}, **more)


__all__ = ["PUBLIC_ORDER", "STAY", "arrived", "entries", "happened"]
