"""What people type about reviews. Nothing somebody answers for is filled in beforehand."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from mingjing.cases.forms import field_of, key, value_of
from mingjing.cases.going import facts_of
from mingjing.cases.models import Case, CasePerson
from mingjing.cases.vocab import PersonRole
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.law import books
from mingjing.review.checks import exits
from mingjing.review.known import papers_of, stages, suspects_of
from mingjing.review.models import Review
from mingjing.review.vocab import Answer, Goes, NonProsecution, OutcomeKind, ReturnReason, ReviewKind
from mingjing.webkit.forms import Form, MomentField, speak_both


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


def day(zh: str, en: str) -> forms.DateField:
    return forms.DateField(label=Text(zh, en), widget=forms.DateInput(attrs={"type": "date"}))


class SendForm(Form):
    """The list of what goes over, from the case's own file."""

    draft = "transfer"
    goes = forms.ChoiceField(label=Text("事项", "What"))
    body = words("接收检察院", "Procuratorate", most=96, rows=0)
    handed_by = words("移送人", "Handed over by", most=64, rows=0)
    persons = forms.MultipleChoiceField(
        label=Text("移送的嫌疑人", "Suspects that go over"), widget=forms.CheckboxSelectMultiple()
    )
    instruments = forms.MultipleChoiceField(
        label=Text("移送的文书", "Instruments that go over"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    things = words("案卷和物品（每行一项）", "Volumes and items, one a line", required=False, rows=5)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "goes", [(g.value, g.text) for g in Goes if case.stage in stages()[g.value]])
        people = [(str(ident), name) for ident, name in suspects_of(case)]
        cast(forms.MultipleChoiceField, self.fields["persons"]).choices = people
        papers = [(p.id, f"{p.title} {p.number}") for p in papers_of(case)]
        cast(forms.MultipleChoiceField, self.fields["instruments"]).choices = papers

    def clean_things(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["things"].splitlines() if line.strip()]


class ReceiptForm(Form):
    receipt = words("签收文号", "Number of the receipt", most=64, rows=0)
    received_by = words("签收人", "Signed by", most=64, rows=0)
    received_on = day("签收日期", "Signed on")


class OutcomeForm(Form):
    """Only what the graph leads to from here is offered, or was made already and is not stated yet; with the facts its
    moves ask for that nobody knows."""

    draft = "outcome"
    kind = forms.ChoiceField(label=Text("结果", "Outcome"))
    reason = forms.ChoiceField(
        label=Text("理由类别", "Class"), required=False,
        choices=[
            ("", "—"),
            (Text("退回补充侦查", "Returned"), [(r.value, r.text) for r in ReturnReason]),
            (Text("不起诉", "Not prosecuted"), [(r.value, r.text) for r in NonProsecution]),
        ],
    )  # fmt: skip
    paper = words("文书编号", "Number of the document", most=64, rows=0)
    decided_on = day("作出日期", "Decided on")
    note = words("主要理由", "Main reasons", required=False, rows=4)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [(k.value, k.text) for k in OutcomeKind])
        graph, known = case.graph(now()), facts_of(case)
        asks = [name for k in OutcomeKind if graph and k.value in graph.moves for name in graph.moves[k.value].asks]
        self.asked = [name for name in dict.fromkeys(asks) if known.get(name) is None]
        for name in self.asked:
            if (fact := books.current().facts.get(name)) is not None:
                self.fields[key(name)] = field_of(fact)
                speak_both(self.fields[key(name)])

    @property
    def facts(self) -> dict[str, Any]:
        """The facts somebody stated, by their names."""
        typed = {name: value_of(self.cleaned_data.get(key(name))) for name in self.asked}
        return {name: value for name, value in typed.items() if value is not None}

    @property
    def told(self) -> dict[str, Any]:
        """What was typed of the outcome itself."""
        asked = {key(name) for name in self.asked}
        return {name: value for name, value in self.cleaned_data.items() if name not in asked}


class MeetingForm(Form):
    draft = "meeting"
    title = words("会议名称", "Title", most=120, rows=0)
    place = words("地点", "Place", most=120, rows=0)
    planned_at = MomentField(label=Text("时间", "When"))


class TopicForm(Form):
    topic = words("议题", "Topic", most=200, rows=0)
    number = words("案件编号（可不填）", "Case number, if any", required=False, most=40, rows=0)


class MinutesForm(Form):
    draft = "minutes"
    attendance = words("到会人员（每行一人：姓名，单位）", "Who was there, one a line: name, body", rows=5)
    minutes = words("会议记录", "Minutes", rows=8)


class ResolutionForm(Form):
    decision = words("议定事项", "What was decided", rows=3)
    number = forms.CharField(label=Text("责任人警号", "Police number of who does it"), max_length=16)
    due_at = MomentField(label=Text("完成期限", "Until"))


class ResultForm(Form):
    result = words("落实情况", "What was done")
