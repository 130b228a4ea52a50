"""Bodies and sentences of the entries about instruments."""

from dataclasses import dataclass
from typing import Any

from mingjing.documents import shelf
from mingjing.documents.vocab import InkKind, ServiceWay, Tag
from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry


def _label(template: str, name: str) -> Text:
    """What the form calls a field; its name where the form no longer has it."""
    form = shelf.templates().get(template)
    return form.fields[name].text if form and name in form.fields else Text(name, name)


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
        labels = [_label(body.get("template", ""), name) for name in body.get("fields") or []]
        return {**from_title, "fields": Text("、".join(t.zh for t in labels), ", ".join(t.en for t in labels))}


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


@entry(Tag.INKED, zh="{name}在《{title}》{number}上{kind}", en="{name} put a {kind} to {title} {number}")
@dataclass(frozen=True)
class Inked:
    title_zh: str
    title_en: str
    number: str
    kind: str
    name: str
    sha256: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        kind = body.get("kind")
        said = InkKind(kind).text if kind in InkKind.values() else "—"
        return {**_Titled.words(body), "kind": Text(said.zh, said.en.lower()) if isinstance(said, Text) else said}


@entry(
    Tag.CERTIFIED,
    zh="《{title}》{number} 电子签章：{certificate}，校验值 {sha256}",
    en="{title} {number} digitally signed by {certificate}, hash {sha256}",
)
@dataclass(frozen=True)
class Certified(_Titled):
    """`stamped`: a time-stamp authority confirmed the hour."""

    title_zh: str
    title_en: str
    number: str
    certificate: str
    stamped: bool
    sha256: str


class _Served:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        way = body.get("way")
        return {**_Titled.words(body), "way": ServiceWay(way).text if way in ServiceWay.values() else "—"}


@entry(
    Tag.SERVED, zh="《{title}》{number} 送达{recipient}（{way}）", en="{title} {number} served on {recipient} ({way})"
)
@dataclass(frozen=True)
class Served(_Served):
    title_zh: str
    title_en: str
    number: str
    way: str
    recipient: str
    relation: str
    witnesses: str


@entry(
    Tag.SERVICE_TRIED,
    zh="《{title}》{number} 未能送达{recipient}（{way}）",
    en="{title} {number} could not be served on {recipient} ({way})",
)
@dataclass(frozen=True)
class ServiceTried(_Served):
    title_zh: str
    title_en: str
    number: str
    way: str
    recipient: str
    relation: str
    witnesses: str


@entry(
    Tag.TEMPLATE_PROPOSED,
    zh="提出《{title}》模板第 {version} 版：{note}",
    en="Version {version} of the template {title} proposed: {note}",
)
@dataclass(frozen=True)
class TemplateProposed(_Titled):
    template: str
    title_zh: str
    title_en: str
    version: int
    digest: str
    note: str


@entry(
    Tag.TEMPLATE_SIGNED_OFF,
    zh="签核《{title}》模板第 {version} 版，校验值 {digest}",
    en="Version {version} of the template {title} signed off, hash {digest}",
)
@dataclass(frozen=True)
class TemplateSignedOff(_Titled):
    template: str
    title_zh: str
    title_en: str
    version: int
    digest: str


@entry(
    Tag.TEMPLATE_RETIRED,
    zh="撤回《{title}》模板第 {version} 版",
    en="Version {version} of the template {title} taken back",
)
@dataclass(frozen=True)
class TemplateRetired(_Titled):
    template: str
    title_zh: str
    title_en: str
    version: int
