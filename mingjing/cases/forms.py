"""What people type about cases."""

from typing import Any

from django import forms

from mingjing.cases.models import Case
from mingjing.cases.vocab import Asks, CaseKind, Circumstance, OfficerRole, PersonRole
from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.law import books
from mingjing.law.facts import Fact, FactType
from mingjing.org.models import Officer, Unit
from mingjing.webkit.forms import NO, YES, Form, MomentField, speak_both

DOT = "__"


def _reason(zh: str, en: str) -> forms.CharField:
    return forms.CharField(label=Text(zh, en), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


def blank(vocab: type[Vocab]) -> list[tuple[str, Any]]:
    """Choices with nothing chosen beforehand."""
    return [("", "—"), *[(m.value, m.text) for m in vocab]]


class CaseFields(Form):
    """Kind, cause and circumstances; a circumstance is stated or left open, never guessed."""

    kind = forms.ChoiceField(label=Text("案件性质", "Kind of case"), choices=blank(CaseKind))
    cause = forms.CharField(label=Text("案由", "Cause"), max_length=120)
    circumstances = forms.MultipleChoiceField(
        label=Text("情形", "Circumstances"), choices=Circumstance.choices, required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=Text("时限和审批按所选情形计算，只选已经查明的。", "Limits depend on them; tick what is known."),
    )  # fmt: skip


class RegisterForm(CaseFields):
    draft = "case"
    unit = forms.ModelChoiceField(label=Text("办案单位", "Unit"), queryset=Unit.objects.none())
    number = forms.CharField(
        label=Text("案件编号", "Case number"), max_length=32, required=False,
        help_text=Text("已有编号的填写，否则自动编号。", "If it has one already; otherwise one is given."),
    )  # fmt: skip
    place = forms.CharField(label=Text("案发地点", "Place"), max_length=200, required=False)
    happened_at = MomentField(label=Text("案发时间", "When it happened"), required=False)
    summary = forms.CharField(
        label=Text("简要案情", "Summary"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    field_order = ("kind", "cause", "unit", "number", "place", "happened_at", "summary", "circumstances")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        return {**told, "circumstances": dict.fromkeys(told.get("circumstances", []), True)}


class ChangeForm(CaseFields):
    reason = _reason("变更理由", "Reason for the change")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        ticked = set(told.get("circumstances", []))
        stated = {**dict.fromkeys(self.initial.get("circumstances", []), False), **dict.fromkeys(ticked, True)}
        return {**told, "circumstances": stated}


class AssignForm(Form):
    officer = forms.CharField(
        label=Text("警号", "Police number"), max_length=16,
        help_text=Text("办案人员的警号", "The police number of the officer"),
    )  # fmt: skip
    role = forms.ChoiceField(label=Text("角色", "Role"), choices=blank(OfficerRole))

    def clean_officer(self) -> Any:
        return officer_numbered(self)


class RecuseForm(Form):
    officer = forms.CharField(label=Text("警号", "Police number"), max_length=16)
    reason = _reason("回避理由", "Reason for the recusal")

    def clean_officer(self) -> Any:
        return officer_numbered(self)


def officer_numbered(form: Form) -> Any:
    """The id of the officer with the number typed. Raises ValidationError."""
    found = Officer.objects.filter(number=form.cleaned_data["officer"].strip(), is_active=True).first()
    if found is None:
        said = Text("没有这个警号的在职人员，请核对。", "Nobody in service has this number; please check.")
        raise forms.ValidationError(str(said), code="unknown")
    return found.pk


class PersonForm(Form):
    """`person` is chosen on the page."""

    person = forms.UUIDField(widget=forms.HiddenInput())
    role = forms.ChoiceField(label=Text("身份", "Role"), choices=blank(PersonRole))


def case_numbered(form: Form, name: str) -> Any:
    """The id of the case with the number typed. Raises ValidationError."""
    found = Case.objects.filter(number__iexact=form.cleaned_data[name].strip(), sealed=False).first()
    if found is None:
        said = Text("没有这个编号的案件，请核对。", "There is no case of this number; please check.")
        raise forms.ValidationError(str(said), code="unknown")
    return found.pk


class MergeForm(Form):
    into = forms.CharField(label=Text("并入的案件编号", "Number of the case it is merged into"), max_length=32)
    reason = _reason("并案理由", "Why they are merged")

    def clean_into(self) -> Any:
        return case_numbered(self, "into")


class SplitForm(Form):
    people = forms.MultipleChoiceField(
        label=Text("分出的人员", "People of the new case"), widget=forms.CheckboxSelectMultiple()
    )
    cause = forms.CharField(label=Text("新案案由", "Cause of the new case"), max_length=120)
    reason = _reason("分案理由", "Why it is split")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class UnitForm(Form):
    unit = forms.ModelChoiceField(label=Text("单位", "Unit"), queryset=Unit.objects.order_by("path"))
    reason = _reason("理由", "Reason")


class DesignateForm(UnitForm):
    instrument = forms.CharField(
        label=Text("指定管辖决定文号", "Number of the decision"), max_length=64, required=False
    )


class TaskForm(Form):
    draft = "case-task"
    title = forms.CharField(label=Text("任务", "Task"), max_length=120)
    officer = forms.CharField(label=Text("承办人警号", "Police number of the officer"), max_length=16)
    due_at = MomentField(label=Text("完成期限", "Due"))
    note = forms.CharField(
        label=Text("要求", "What exactly"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_officer(self) -> Any:
        return officer_numbered(self)


class ResultForm(Form):
    result = _reason("结果或理由", "Result, or why")


class HandForm(Form):
    taker = forms.CharField(label=Text("接收人警号", "Police number of the taker"), max_length=16)
    note = _reason("移交说明", "What he should know")

    def clean_taker(self) -> Any:
        self.cleaned_data["officer"] = self.cleaned_data["taker"]
        return officer_numbered(self)


class HandAllForm(HandForm):
    giver = forms.CharField(label=Text("移交人警号", "Police number of the giver"), max_length=16)

    field_order = ("giver", "taker", "note")

    def clean_giver(self) -> Any:
        self.cleaned_data["officer"] = self.cleaned_data["giver"]
        return officer_numbered(self)


class RecusalForm(RecuseForm):
    by_whom = forms.ChoiceField(label=Text("申请人", "Who asks"), choices=blank(Asks))


class OutcomeForm(Form):
    outcome = _reason("处理结果", "Outcome")


class WhyForm(Form):
    why = _reason("理由", "Why")


class ReasonForm(Form):
    reason = _reason("理由", "Reason")


class SealForm(Form):
    basis = forms.CharField(label=Text("依据（决定文书和条款）", "Basis: decision and article"), max_length=120)


def as_stated(case: Case) -> dict[str, Any]:
    """Initial values of ChangeForm."""
    ticked = [name for name, holds in case.circumstances.items() if holds]
    return {"kind": case.kind, "cause": case.cause, "circumstances": ticked}


class FactsForm(Form):
    """One field for each fact a move asks for; what nobody knows is left open: the gates say whether they need it."""

    draft = "case-move"
    last = ""

    def __init__(self, *args: Any, asks: tuple[str, ...], known: dict[str, Any], **kwargs: Any) -> None:
        first = {key(name): _shown(known.get(name)) for name in asks}
        super().__init__(*args, initial=first, **kwargs)
        words = self.fields.pop(self.last)
        for name in asks:
            fact = books.current().facts.get(name)
            if fact is not None:
                self.fields[key(name)] = field_of(fact)
                speak_both(self.fields[key(name)])
        self.fields[self.last] = words
        self.asked = [name for name in asks if key(name) in self.fields]

    @property
    def told(self) -> dict[str, Any]:
        """The facts somebody stated, by their names."""
        typed = {name: value_of(self.cleaned_data.get(key(name))) for name in self.asked}
        return {name: value for name, value in typed.items() if value is not None}


class ProposeForm(FactsForm):
    last = "reason"
    reason = forms.CharField(
        label=Text("理由", "Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=Text("审批人看到的就是这段话和所附文书。", "The approver reads this and the drafted papers."),
    )  # fmt: skip


class CarryForm(FactsForm):
    last = "remark"
    remark = forms.CharField(
        label=Text("备注", "Remark"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


def key(name: str) -> str:
    """The name of the field of a fact."""
    return name.replace(".", DOT)


def field_of(fact: Fact) -> forms.Field:
    """A field by the type of the fact."""
    if fact.type is FactType.BOOL:
        return forms.ChoiceField(label=fact.text, choices=[("", "—"), ("true", YES), ("false", NO)], required=False)
    if fact.type is FactType.ENUM:
        return forms.ChoiceField(label=fact.text, choices=[("", "—"), *fact.values.items()], required=False)
    if fact.type is FactType.INT:
        return forms.IntegerField(label=fact.text, min_value=0, max_value=100_000_000, required=False)
    return forms.CharField(label=fact.text, max_length=200, required=False)


def value_of(typed: Any) -> Any:
    """What a field of a fact holds; None when nothing was said."""
    return {"true": True, "false": False, "": None}.get(typed, typed) if isinstance(typed, str) else typed


def _shown(known: Any) -> Any:
    return str(known).lower() if isinstance(known, bool) else known
