"""Bodies and sentences of the ledger's own entries."""

from dataclasses import dataclass

from mingjing.ledger.entries import entry
from mingjing.ledger.vocab import Tag


@entry(Tag.FIELDS_ERASED, zh="依据{basis}删除 {of} 的字段：{names}", en="Fields of {of} erased under {basis}: {names}")
@dataclass(frozen=True)
class FieldsErased:
    """`of` is log#number of the entry, `names` the erased fields, `basis` the retention or sealing rule."""

    of: str
    names: str
    basis: str
