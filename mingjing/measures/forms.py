"""What people type about measures. Nothing somebody answers for is filled in beforehand."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.law import books
from mingjing.law.facts import Fact, FactType
from mingjing.measures.steps import instrument_text
from mingjing.measures.vocab import (
    CARRIED,
    BailWay,
    Disposal,
    HappeningKind,
    PaymentKind,
    PenaltyWay,
)
from mingjing.org.models import Unit
from mingjing.webkit.forms import AnswerField, Form, MomentField, speak_both

Offered = list[tuple[str, Any]]
MOST = 2_000_000_000  # yuan that a database holds in a whole number
WHEN = Text("时间", "When")


def words(zh: str, en: str, *, required: bool = True, most: int = 200, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=Text(zh, en), max_length=most, required=required, widget=widget, **more)


def choice(
    zh: str, en: str, vocab: type[Vocab] | Iterable[tuple[str, Any]], *, required: bool = True
) -> forms.ChoiceField:
    """Choices with nothing chosen beforehand."""
    offered = [(m.value, m.text) for m in vocab] if isinstance(vocab, type) else list(vocab)
    return forms.ChoiceField(label=Text(zh, en), choices=[("", "—"), *offered], required=required)


def yuan(zh: str, en: str, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=Text(zh, en), min_value=0, max_value=MOST, required=required)


def when(zh: str = "", en: str = "") -> MomentField:
    return MomentField(
        label=Text(zh, en) if zh else WHEN, or_now=True, help_text=Text("空着即为现在。", "Empty means now.")
    )


class ProposeForm(Form):
    """`person` is chosen among those the case may act against, `kind` among those it allows (`offering`), `replaces`
    among the measures in force."""

    draft = "measure"
    person = forms.ChoiceField(label=Text("对象", "Person"))
    kind = forms.ChoiceField(label=Text("措施种类", "Kind of measure"))
    reason = words("事实和理由", "Facts and reasons", most=4000, rows=4)
    place = words("执行场所或住处", "Where it is carried out", required=False)
    replaces = forms.ChoiceField(label=Text("由哪项措施变更而来", "In place of"), required=False)

    def __init__(self, *args: Any, people: Offered, kinds: Offered, replacing: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "—"), *kinds]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
        self.fields["replaces"].choices = [("", Text("不是变更", "None")), *replacing]  # type: ignore[attr-defined]


def asked(name: str) -> forms.Field:
    """The field that asks for one fact of the law."""
    return _ASKS.get(fact.type, _text)(fact) if (fact := books.current().facts.get(name)) else words(name, name)


def _text(fact: Fact) -> forms.Field:
    return forms.CharField(label=fact.text, max_length=200)


def _answer(fact: Fact) -> forms.Field:
    return AnswerField(label=fact.text)


def _number(fact: Fact) -> forms.Field:
    return forms.IntegerField(label=fact.text, min_value=0, max_value=MOST)


def _chosen(fact: Fact) -> forms.Field:
    return forms.ChoiceField(label=fact.text, choices=[("", "—"), *((v, t) for v, t in fact.values.items())])


_ASKS = {FactType.BOOL: _answer, FactType.INT: _number, FactType.ENUM: _chosen}


class MoveForm(Form):
    """When it happened, where, and the facts the graph asks for; `reason` where approval is asked: then how it is
    carried out is not known yet, and is asked again when it was."""

    at = when()
    place = words("场所", "Place", required=False)
    remark = words("说明", "Remark", required=False, most=2000, rows=2)
    reason = words("事实和理由", "Facts and reasons", most=4000, rows=3)

    def __init__(
        self,
        *args: Any,
        asks: Iterable[str],
        drops: Iterable[str] = (),
        numbers: Iterable[str] = (),
        have: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in drops:
            self.fields.pop(name)
        more = {name: asked(name) for name in asks}
        for name, field in more.items():
            field.required = not (name.startswith(CARRIED) and "reason" in self.fields)
        more |= {f"{NUMBER}{name}": _numbered(name, drafted=name in have) for name in numbers}
        for name, field in more.items():
            speak_both(field)
            self.fields[name] = field

    def facts(self) -> dict[str, Any]:
        """What was stated, by the names of the law."""
        return {name: value for name, value in self.cleaned_data.items() if "." in name and value not in (None, "")}

    def numbers(self) -> dict[str, str]:
        """Template → number of the instrument."""
        told = self.cleaned_data
        return {name.removeprefix(NUMBER): told[name] for name in told if name.startswith(NUMBER)}


NUMBER = "number_"


def _numbered(name: str, *, drafted: bool) -> forms.Field:
    """Of an instrument made elsewhere; one that lies drafted in the file is made final and numbered here."""
    title = instrument_text(name)
    help_text = DRAFTED if drafted else UNDRAFTED
    return words(f"《{title.zh}》文书编号", f"Number: {title.en}", most=64, required=not drafted, help_text=help_text)


DRAFTED = Text("已起草，留空即定稿编号。", "Drafted; left empty it is made final and numbered.")
UNDRAFTED = Text("未在本系统起草，请填写编号。", "Not drafted here: give its number.")


class NoteForm(Form):
    draft = "happening"
    kind = choice("事项", "What", [(k.value, k.text) for k in HappeningKind if k != HappeningKind.BREACH])
    said_words = words("具体内容", "What it was", most=2000, rows=3)
    until = MomentField(label=Text("至（外出返回、延期至）", "Until (back, or put off to)"), required=False)
    at = when("发生时间", "When it happened")


class AnswerForm(Form):
    granted = AnswerField(label=Text("准许", "Granted"))
    words = words("理由", "Reasons", most=2000, rows=3)


class BailForm(Form):
    """A guarantor or a deposit, never both."""

    way = choice("担保方式", "Way", BailWay)
    guarantor = words("保证人姓名", "Guarantor", required=False, most=96)
    relation = words("与被取保候审人关系", "Relation", required=False, most=32)
    phone = words("保证人电话", "Telephone of the guarantor", required=False, most=32)
    deposit = yuan("保证金（元）", "Deposit (yuan)")
    station = forms.ModelChoiceField(
        label=Text("执行派出所", "Station that watches over it"), required=False,
        queryset=Unit.objects.filter(kind="station"),
    )  # fmt: skip
    conditions = words("责令遵守的规定", "Duties imposed", required=False, most=2000, rows=3)


class PayForm(Form):
    kind = choice("款项", "What is paid", PaymentKind)
    amount = forms.DecimalField(label=Text("金额（元）", "Amount (yuan)"), max_digits=12, decimal_places=2, min_value=0)
    receipt = words("票据号码", "Number of the receipt", most=64)
    at = when("缴款时间", "When it was paid")


class ItemForm(Form):
    name = words("物品名称", "Item", most=96)
    quantity = words("数量", "Quantity", most=32)
    features = words("特征", "Features", required=False)
    holder = words("持有人", "Held by", required=False, most=96)


class DisposeForm(Form):
    disposal = choice("处理", "What becomes of it", [(d.value, d.text) for d in Disposal if d != Disposal.KEPT])
    note = words("说明", "Note", required=False)


class PenaltyForm(Form):
    """The officer types what he puts forward; the book only checks it and says why."""

    draft = "penalty"
    way = choice("程序", "Procedure", PenaltyWay)
    grade = forms.ChoiceField(label=Text("违法行为与幅度", "Conduct and grade"))
    warning = forms.BooleanField(label=Text("警告", "Warning"), required=False)
    detention_days = forms.IntegerField(
        label=Text("行政拘留（日）", "Detention (days)"), min_value=0, max_value=9999, required=False
    )
    fine = yuan("罚款（元）", "Fine (yuan)")
    revocation = forms.BooleanField(label=Text("吊销许可证件", "Licence revoked"), required=False)
    closure = forms.BooleanField(label=Text("责令停业整顿", "Business closed"), required=False)
    besides = words("其他", "Besides", required=False)
    set_off_days = forms.IntegerField(
        label=Text("折抵日数", "Days set off"), min_value=0, max_value=9999, required=False,
        help_text=Text("同一行为先行羁押的，一日折抵一日。", "Custody before for the same act: one day for one day."),
    )  # fmt: skip
    mitigated = forms.BooleanField(
        label=Text("有减轻情节，低于幅度", "Below the range on a ground of mitigation"), required=False
    )
    circumstances = words("从重、从轻、减轻情节", "Circumstances", required=False, most=2000, rows=3)
    reasons = words("处罚理由", "Reasons for this penalty", most=4000, rows=4)

    def __init__(self, *args: Any, grades: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [("", "—"), *grades]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        return {**told, **{name: told.get(name) or 0 for name in ("detention_days", "fine", "set_off_days")}}


class HearingReplyForm(Form):
    accepted = AnswerField(label=Text("受理", "Accepted"))
    words = words("不予受理的理由", "Why it is refused", required=False, most=2000, rows=2)


class HearingCallForm(Form):
    planned_at = MomentField(label=Text("举行时间", "When it takes place"))
    place = words("地点", "Place", most=96)
    closed_doors = AnswerField(label=Text("不公开举行", "Behind closed doors"))
    chair = words("听证主持人", "Chair", most=64)
    members = words("听证员", "Members", required=False, most=128)
    clerk = words("记录员", "Clerk", most=64)


class HearingHoldForm(Form):
    at = MomentField(label=Text("开始时间", "Began"))
    ended_at = MomentField(label=Text("结束时间", "Ended"))
    course = words("听证经过（写入笔录）", "What was said (for the record)", most=8000, rows=6, required=False)
    report = words("听证报告：事实、意见和建议", "Report: facts, opinions, proposal", most=8000, rows=6)
