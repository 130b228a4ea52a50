"""The one kind of entry the bells benchmark makes."""

from dataclasses import dataclass

from mingjing.kernel.vocab import Vocab
from mingjing.ledger.entries import entry


class Tag(Vocab):
    RANG = "bench.bell.rang", "响铃", "Rang"


@entry(Tag.RANG, zh="响铃", en="Rang")
@dataclass(frozen=True)
class Rang:
    pass
