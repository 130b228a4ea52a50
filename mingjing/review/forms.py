"""What people type about reviews. Nothing somebody answers for is filled in beforehand."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from mingjing.cases.models import Case, CasePerson
from mingjing.cases.vocab import PersonRole
from mingjing.kernel.text import Text
from mingjing.review.checks import exits
from mingjing.review.models import Review
from mingjing.review.vocab import Answer, ReviewKind
from mingjing.webkit.forms import Form, MomentField


def words(zh: str, en: str, *, required: bool = True, most: int = 4000, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=Text(zh, en), max_length=most, required=required, widget=widget)


def offer(form: Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """What may be chosen in a field, nothing being chosen beforehand."""
    cast(forms.ChoiceField, form.fields[name]).choices = [("", "—"), *choices]


class SubmitForm(Form):
    """Only what a case of this kind is reviewed for is offered."""

    draft = "review"
    kind = forms.ChoiceField(label=Text("审核事项", "What is reviewed"))
    person = forms.ChoiceField(
        label=Text("嫌疑人", "Suspect"), required=False,
        help_text=Text("提请逮捕和行政处罚须选择；移送审查起诉不选。", "For an arrest or a penalty only."),
    )  # fmt: skip
    note = words("说明", "Note", required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(k.value, k.text) for k in ReviewKind if case.kind in exits()[k.value]["kinds"]]
        rows = CasePerson.objects.in_force().filter(case=case, role=PersonRole.SUSPECT).select_related("person")
        people = [(str(row.person_id), row.person.shown_name) for row in rows]
        offer(self, "kind", kinds)
        offer(self, "person", people)


class WhyForm(Form):
    why = words("理由", "Reason")


class ReturnForm(Form):
    draft = "review-return"
    reasons = words("退回理由", "Why it is returned", rows=5)


class PassForm(Form):
    draft = "review-pass"
    suggestions = words("建议（可不填）", "Suggestions, if any", required=False, rows=5)


class ResubmitForm(Form):
    draft = "review-again"
    note = words("补正情况", "What was corrected", rows=5)


class MarkForm(Form):
    """`officer` is chosen among those on the case."""

    answer = forms.ChoiceField(
        label=Text("审核结果", "Answer"), widget=forms.RadioSelect,
        choices=[(a.value, a.text) for a in Answer if a != Answer.OPEN],
    )  # fmt: skip
    place = words("位置（卷、页、时间）", "Where (volume, page, time)", required=False, most=200, rows=0)
    words = words("问题或者说明", "What, or how it was put right", required=False, rows=3)
    officer = forms.ChoiceField(label=Text("交办给", "Given to"), required=False)
    due_at = MomentField(label=Text("整改期限", "Until"), required=False)

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_it = [o for o in review.case.officers.select_related("officer") if o.until is None]
        offer(self, "officer", [(str(o.officer_id), o.officer.name) for o in on_it])


class ReplyForm(Form):
    draft = "correction"
    reply = words("整改情况", "What was done", rows=4)


class CloseForm(Form):
    closing = words("复核意见", "What was found")


class SendBackForm(Form):
    why = words("退回理由", "Why it is sent back")
    due_at = MomentField(label=Text("重新整改期限", "Until"))
