"""From stored values to the words of a sentence."""

from collections.abc import Iterable
from typing import Any

from mingjing.custody.rules.money import yuan
from mingjing.custody.rules.placement import HOUSE
from mingjing.custody.vocab import CollectionItem, CollectionOutcome, Finding, Mode, Need, Region, Risk
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.kernel.vocab import Vocab
from mingjing.law import books
from mingjing.org.site_templates import room_text

YES = Text("是", "yes")
NO = Text("否", "no")
FIELDS = {
    "accepted": Text("本人接受", "He accepted"),
    "what": Text("内容", "Details"),
    "note": Text("备注", "Note"),
    "name": Text("姓名或单位", "Name or office"),
    "relation": Text("关系", "Relation"),
    "means": Text("方式", "By what means"),
    "document": Text("证件", "Papers"),
    "why": Text("原因", "Reason why"),
    "condition": Text("到达时状况", "Condition on arrival"),
    "instrument": Text("文书编号", "Instrument"),
    "mode": Text("到案方式", "Mode of appearance"),
    "region": Text("部位", "Region"),
    "kind": Text("种类", "Kind"),
    "cause": Text("自述成因", "How it came about, in his words"),
    "finding": Text("所见", "Finding"),
    "medic": Text("医务人员", "Medic"),
    "place": Text("地点", "Place"),
    "advice": Text("医嘱", "Advice"),
    "fit": Text("适合继续留置", "Fit to stay"),
    "findings": Text("检查情况", "Findings"),
    "read_aloud": Text("已宣读", "Read aloud"),
    "self_report": Text("自述身体状况", "What he says of his health"),
    "answers": Text("回答", "Answers"),
    "risk": Text("风险等级", "Risk"),
    "needs": Text("需要", "Needs"),
    "items": Text("清单", "List"),
    "count": Text("件数", "Number of things"),
    "language": Text("告知语言", "Language"),
    "interpreter": Text("翻译人员", "Interpreter"),
    "guardian": Text("在场的法定代理人等", "Guardian present"),
    "measures": Text("处置措施", "What was done"),
    "occurred_at": Text("发生时间", "When it happened"),
    "voided": Text("整条撤销", "Taken back"),
}
"""What the fields of bodies are called in amendments; on the forms and in the record alike."""
VALUES: dict[str, type[Vocab]] = {
    "mode": Mode, "region": Region, "finding": Finding, "risk": Risk, "needs": Need,
}  # fmt: skip


def said(body: dict[str, Any], **vocabs: type[Vocab]) -> dict[str, Any]:
    """Labels for the named fields (a value or a list of values). A value of a newer release names itself."""
    return {name: listed(_label(vocab, v) for v in _many(body.get(name))) for name, vocab in vocabs.items()}


def listed(texts: Any) -> Text:
    """A list in both languages; empty gives an em dash."""
    several = [t if isinstance(t, Text) else Text(str(t), str(t)) for t in texts]
    if not several:
        return Text("—", "—")
    return Text("、".join(t.zh for t in several), ", ".join(t.en for t in several))


def reasons(codes: Iterable[str]) -> Text:
    """What spoke against a placement, by the codes of the rules; one of a newer release names itself."""
    return listed(_reason(code) for code in codes)


def clock(value: str | None) -> str:
    """A stored instant on the wall clock of Asia/Shanghai, or an empty text."""
    return f"{local(parse(value)):%Y-%m-%d %H:%M}" if value else ""


def yes_no(value: Any) -> Text:
    return YES if value else NO


def rooms(body: dict[str, Any], *names: str) -> dict[str, Any]:
    """The named fields, which keep the names of rooms, in both languages."""
    return {name: room_text(body.get(name) or "") for name in names}


def clause(value: Any, zh: str, en: str) -> Text:
    """Part of a sentence that is left out when there is nothing to say; `{}` is the value, in each language its own
    words where it has any."""
    said = value if isinstance(value, Text) else Text(str(value), str(value))
    return Text(zh.format(said.zh), en.format(said.en)) if value else Text("", "")


def _reason(code: str) -> Text:
    rule = books.current().rules.get(code)
    return rule.title if rule else HOUSE.get(code, Text(code, code))


def _many(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _label(vocab: type[Vocab], value: str) -> Text:
    return vocab(value).text if value in vocab.values() else Text(value, value)


def plain(name: str, value: Any) -> Text:
    """A value of a body as people read it: labels, clock times, lists; never a dictionary as it is stored."""
    if isinstance(value, bool):
        return yes_no(value)
    if name == "occurred_at":
        value = clock(value)
    if name in VALUES:
        return listed(_label(VALUES[name], one) for one in _many(value))
    if isinstance(value, list):
        return listed(plain("", one) for one in value)
    if isinstance(value, dict):
        return _thing(value)
    return Text("—", "—") if value in (None, "") else Text(str(value), str(value))


def thing(line: dict[str, Any]) -> str:
    """What it is, how many, and what it is worth when that was told."""
    worth = line.get("value")
    many = f"{line['item']}×{line.get('quantity', '')}{line.get('unit', '')}"
    return many if worth is None else f"{many} {yuan(worth)}"


def _thing(value: dict[str, Any]) -> Text:
    """A line of a list of belongings, or of what was collected."""
    if "item" in value:
        told = " ".join(str(one) for one in (thing(value), value.get("description"), value.get("bag")) if one)
        return Text(told, told)
    return listed(
        Text("{what} {how}", "{what} {how}").format(
            what=_label(CollectionItem, what), how=_label(CollectionOutcome, how.get("outcome", ""))
        )
        for what, how in value.items()
        if isinstance(how, dict)
    )
