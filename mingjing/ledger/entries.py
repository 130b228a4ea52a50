"""The register of entry tags: for each, its typed body and the sentence the record prints."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab

B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry. `words` turns a stored body into what the sentence needs (labels of vocab values, names)."""

    tag: str
    label: Text
    sentence: Text
    body: type
    words: Callable[[dict[str, Any]], dict[str, Any]] | None


_kinds: dict[str, Kind] = {}


def entry(tag: Vocab, *, zh: str, en: str) -> Callable[[type[B]], type[B]]:
    """Class decorator: register a frozen dataclass as the body of `tag`, with its sentence in both languages.

    The sentence may name any field of the body. A static or class method `words(body: dict) -> dict` on the class may
    replace values by labels. Raises ValueError when the tag is taken or the class is no dataclass.
    """

    def register(cls: type[B]) -> type[B]:
        if not is_dataclass(cls):
            raise ValueError(f"{cls.__name__} must be a dataclass")
        if tag.value in _kinds and _kinds[tag.value].body.__qualname__ != cls.__qualname__:
            raise ValueError(f"two bodies for {tag.value}")
        _kinds[tag.value] = Kind(tag.value, tag.text, Text(zh, en), cls, getattr(cls, "words", None))
        return cls

    return register


def kinds() -> dict[str, Kind]:
    """Tag → kind, of every app that has been imported."""
    return dict(_kinds)


def label(tag: str) -> Text:
    """The short name of a tag; an unknown tag (of a newer release) names itself."""
    return _kinds[tag].label if tag in _kinds else Text(tag, tag)


def sentence(tag: str, body: dict[str, Any]) -> Text:
    """What the record prints for an entry. Missing or erased fields print as an em dash. A field beside
    which one of the same name with `_en` stands (names of sites and units) prints that in English."""
    kind = _kinds.get(tag)
    if kind is None:
        return Text(tag, tag)
    words = _Gaps({f.name: _plain(body.get(f.name)) for f in fields(kind.body)})
    words.update(_both(body))
    if kind.words:
        words.update({k: _plain(v) for k, v in kind.words(body).items()})
    zh = {k: v.zh if isinstance(v, Text) else v for k, v in words.items()}
    en = {k: v.en if isinstance(v, Text) else v for k, v in words.items()}
    return Text(kind.sentence.zh.format_map(_Gaps(zh)), kind.sentence.en.format_map(_Gaps(en)))


def _both(body: dict[str, Any]) -> dict[str, Text]:
    """Names kept in both languages: the field and its `_en`."""
    english = {n.removesuffix("_en"): v for n, v in body.items() if n.endswith("_en") and v}
    return {name: Text(str(body[name]), str(v)) for name, v in english.items() if body.get(name)}


def _plain(value: Any) -> Any:
    return "—" if value is None or value == "" else value


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"
