"""Closed words of the ledger itself."""

from mingjing.kernel.vocab import Vocab


class Tag(Vocab):
    FIELDS_ERASED = "ledger.fields.erased", "删除字段", "Fields erased"
