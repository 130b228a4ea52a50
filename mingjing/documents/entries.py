"""Bodies and sentences of the entries about instruments."""

from dataclasses import dataclass
from typing import Any

from mingjing.documents.vocab import Tag
from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry


class _Titled:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        """The title stands in the entry in both languages: it reads without the templates."""
        return {"title": Text(body.get("title_zh") or "—", body.get("title_en") or "—")}


@entry(Tag.DRAFTED, zh="起草《{title}》", en="Drafted: {title}")
@dataclass(frozen=True)
class Drafted(_Titled):
    template: str
    title_zh: str
    title_en: str
    digest: str


@entry(Tag.COMPLETED, zh="填写《{title}》：{fields}", en="Completed {title}: {fields}")
@dataclass(frozen=True)
class Completed:
    """`fields` are the names of what was filled in; what was filled in stands in the instrument itself."""

    template: str
    title_zh: str
    title_en: str
    fields: list[str]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        from_title = _Titled.words(body)
        return {**from_title, "fields": ", ".join(body.get("fields") or [])}


@entry(
    Tag.FINALISED,
    zh="《{title}》定稿，{number}，验证码 {code}，校验值 {sha256}",
    en="{title} made final: {number}, code {code}, hash {sha256}",
)
@dataclass(frozen=True)
class Finalised(_Titled):
    template: str
    title_zh: str
    title_en: str
    digest: str
    number: str
    code: str
    sha256: str
    pages: int


@entry(Tag.VOIDED, zh="《{title}》{number} 作废", en="{title} {number} made void")
@dataclass(frozen=True)
class Voided(_Titled):
    template: str
    title_zh: str
    title_en: str
    number: str
