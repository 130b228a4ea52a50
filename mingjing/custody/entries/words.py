"""From stored values to the words of a sentence."""

from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.kernel.vocab import Vocab

YES = Text("是", "yes")
NO = Text("否", "no")


def said(body: dict[str, Any], **vocabs: type[Vocab]) -> dict[str, Any]:
    """Labels for the named fields (a value or a list of values). A value of a newer release names itself."""
    return {name: listed(_label(vocab, v) for v in _many(body.get(name))) for name, vocab in vocabs.items()}


def listed(texts: Any) -> Text:
    """A list in both languages; empty gives an em dash."""
    several = [t if isinstance(t, Text) else Text(str(t), str(t)) for t in texts]
    if not several:
        return Text("—", "—")
    return Text("、".join(t.zh for t in several), ", ".join(t.en for t in several))


def clock(value: str | None) -> str:
    """A stored instant on the wall clock of Asia/Shanghai, or an empty text."""
    return f"{local(parse(value)):%Y-%m-%d %H:%M}" if value else ""


def yes_no(value: Any) -> Text:
    return YES if value else NO


def clause(value: Any, zh: str, en: str) -> Text:
    """Part of a sentence that is left out when there is nothing to say; `{}` is the value."""
    return Text(zh.format(value), en.format(value)) if value else Text("", "")


def _many(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _label(vocab: type[Vocab], value: str) -> Text:
    return vocab(value).text if value in vocab.values() else Text(value, value)
