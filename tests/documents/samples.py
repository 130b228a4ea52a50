"""Every template filled with data of several kinds, without a database."""

from datetime import UTC, date, datetime

from mingjing.documents.printing import cited
from mingjing.documents.rendering import Paper
from mingjing.documents.template import Field, Template
from mingjing.documents.vocab import FieldKind
from mingjing.documents.wording import written

LONG = "该嫌疑人伙同他人多次在城关镇、平梁镇、涧池镇等地，采用撬锁、翻窗等手段，盗窃现金、手机、首饰。"
PEOPLE = {
    "short": "张伟",
    "long": "张王伟" * 6,
    "minority": "阿布都热合曼·艾力·买买提江",
    "english": "Alexander Maximilian Fitzgerald-O'Connor",
    "empty": "李娜",
}
STYLES = tuple(PEOPLE)


def value(field: Field, style: str):  # noqa: PLR0911 - one line for each kind
    if style == "empty" and not field.required:
        return None
    if field.name in ("name", "guarantor", "guardian", "family_name", "holder", "reporter", "victim"):
        return PEOPLE[style]
    match field.kind:
        case FieldKind.DAY:
            return date(1990, 5, 17)
        case FieldKind.INSTANT:
            return datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
        case FieldKind.MONEY:
            return "5000" if style == "short" else "1234567.89"
        case FieldKind.NUMBER:
            return 36
        case FieldKind.CHOICE:
            return field.choices[0][0] if style != "long" else field.choices[-1][0]
        case FieldKind.ROWS:
            return [_row(field, n) for n in range(30 if style == "long" else 2)]
        case FieldKind.TEXT:
            return "\n".join([f"{field.text.zh}：{LONG}"] * 12) if style == "long" else f"{field.text.zh}如上。"
    return f"{field.text.zh}甲" if style != "long" else f"{field.text.zh}" + "陕西省安康市汉阴县城关镇民主街道" * 3


def _row(field: Field, n: int) -> dict[str, str]:
    return {key: f"{text.zh}{n}号" for key, text in field.columns}


def sheet(form: Template, style: str, *, key: str = "one", n: int = 1, **more) -> Paper:
    values = {f.name: value(f, style) for f in form.fields.values()}
    return Paper(**{**plain(form, values, key, n), **more})


def plain(form: Template, values, key="one", n=1):
    return {
        "key": key, "title": form.title.zh, "bureau": "汉阴县公安局", "source": form.body,
        "values": {f.name: written(f, values[f.name]) for f in form.fields.values()}
        | {f"{f.name}_code": str(values[f.name]) for f in form.fields.values() if f.choices and values[f.name]},
        "labels": {f.name: f.text.zh for f in form.fields.values()}, "required": [f.name for f in form.required],
        "signs": {k: v.zh for k, v in form.signs.items()}, "foot": {k: v.zh for k, v in form.foot.items()},
        "blanks": {f.name: f.blank for f in form.fields.values() if f.blank}, "laws": cited(form.basis),
        "basis": list(form.basis), "stub": list(form.stub), "parts": list(form.parts), "series": bool(form.series),
        "number": f"汉公（城关）{form.series}字〔2026〕{n}号" if form.series else "", "date": "2026年11月20日",
        "sealed_by": "汉阴县公安局", "filled_by": "李明", "code": "ABCD-EFGH-IJKL-MNOP", "size": form.size,
        "made_at": 1_790_000_000,
    }  # fmt: skip
