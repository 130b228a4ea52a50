"""From an instrument to the paper that is rendered."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from mingjing.documents.models import Instrument
from mingjing.documents.rendering import Paper, pictures
from mingjing.documents.template import Template
from mingjing.documents.unit_data import bureau_of
from mingjing.documents.vocab import InstrumentState
from mingjing.documents.wording import day, written
from mingjing.kernel.time import local
from mingjing.law import books

MARKS = {InstrumentState.DRAFT.value: "草稿", InstrumentState.VOID.value: "作废"}
NATIONAL = "中华人民共和国"
STATUTES = {"CPL", "PSL", "APL", "ACL", "DVL"}  # laws of the national legislature are named with the state's name
DIGITS = "零一二三四五六七八九"


def paper(
    instrument: Instrument, template: Template, values: Mapping[str, Any], at: datetime, *, final: bool = False
) -> Paper:
    """What is printed of it at this instant. A draft carries its mark and neither number nor code."""
    bureau = bureau_of(instrument.unit)
    choices = {f"{f.name}_code": str(values[f.name]) for f in template.fields.values() if f.choices and values[f.name]}
    return Paper(
        key=str(instrument.pk),
        title=template.title.zh,
        bureau=bureau.name if template.seal != "unit" else instrument.unit.name,
        source=template.body,
        values={**{f.name: written(f, values[f.name]) for f in template.fields.values()}, **choices},
        labels={f.name: f.text.zh for f in template.fields.values()},
        required=[f.name for f in template.required],
        signs={name: text.zh for name, text in template.signs.items()},
        foot={name: text.zh for name, text in template.foot.items()},
        blanks={f.name: f.blank for f in template.fields.values() if f.blank},
        laws=cited(template.basis),
        basis=list(template.basis),
        stub=list(template.stub),
        parts=list(template.parts),
        series=bool(template.series),
        number=instrument.number,
        date=day(local(at).date()),
        sealed_by=bureau.name if template.seal != "unit" else instrument.unit.name,
        filled_by=instrument.drafted_by.name if instrument.drafted_by else "",
        code=instrument.code,
        mark="" if final else MARKS.get(instrument.state, ""),
        size=template.size,
        made_at=int(at.timestamp()),
    )


@cache
def cited(basis: tuple[str, ...]) -> dict[str, list[str]]:
    """`CPR 178` → the title of the law and the article, as a sentence of a document names them."""
    laws = books.current().laws
    found = {}
    for one in basis:
        short, _, article = one.partition(" ")
        title = laws[short].title.zh if short in laws else short
        found[one] = [f"《{NATIONAL if short in STATUTES else ''}{title}》", f"第{numeral(int(article))}条"]
    return found


def articles(basis: str) -> str:
    """`PSL 51` as an instrument cites it: title and article in full."""
    several = tuple(one.strip() for one in basis.split(";") if one.strip())
    return "、".join("".join(told) for told in cited(several).values())


def numeral(number: int) -> str:
    """178 → 一百七十八."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        said += "零"
    return said + (DIGITS[ones] if ones else "")


def tried(form: Template) -> list[bytes]:
    """The pages of a template with nothing filled in, as pictures. Raises Refusal when it cannot be set."""
    return pictures([blank(form)])


def blank(form: Template) -> Paper:
    """An empty form under its mark: every required place shows what belongs there."""
    return Paper(
        key="blank", title=form.title.zh, bureau="〔公安机关名称〕", source=form.body, values={},
        labels={f.name: f.text.zh for f in form.fields.values()}, required=list(form.fields),
        signs={name: text.zh for name, text in form.signs.items()},
        foot={name: text.zh for name, text in form.foot.items()}, blanks={}, laws=cited(form.basis),
        basis=list(form.basis), stub=list(form.stub), parts=list(form.parts), series=bool(form.series),
        date="〔日期〕", sealed_by="〔公安机关名称〕", mark="样张", size=form.size,
    )  # fmt: skip
