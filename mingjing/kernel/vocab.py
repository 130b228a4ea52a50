"""Closed word lists: the value is stored and never changes once released, the label is what people read."""

from enum import StrEnum

from mingjing.kernel.text import Text


class Vocab(StrEnum):
    """A StrEnum whose members are written `NAME = "value", "中文", "English"`.

    `member.text` is the bilingual label; `Vocab.choices()` feeds model fields and forms.
    """

    text: Text

    def __new__(cls, value: str, zh: str = "", en: str = "") -> "Vocab":
        # the labels are optional only for looking a member up by its value: Kind("photo")
        member = str.__new__(cls, value)
        member._value_ = value
        member.text = Text(zh, en)
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label in the reader's language) in the order written."""
        return [(m.value, str(m.text)) for m in cls]

    @classmethod
    def values(cls) -> list[str]:
        return [m.value for m in cls]
