"""What people type about imports."""

from collections.abc import Iterator
from typing import Any

from django import forms

from mingjing.cases.listing import stages
from mingjing.cases.vocab import CaseKind
from mingjing.imports.judged import OPTIONS
from mingjing.imports.models import Import
from mingjing.imports.rules import words
from mingjing.imports.rules.judging import LEFT_OUT
from mingjing.kernel.text import Text
from mingjing.org.models import Unit
from mingjing.webkit.forms import Form, speak_both

NOT_THERE = Text("（文件中没有）", "(not in the file)")
MOST_MEANINGS = 100
MEANT = ("kind", "stage", "unit", "lead", "cause")
"""Fields whose words may be given a meaning, in the order of the page."""


class UploadForm(Form):
    file = forms.FileField(
        label=Text("案件表格", "Table of cases"),
        help_text=Text(
            "CSV（UTF-8 或 GB18030）或 XLSX，第一行是表头，一行一案。",
            "CSV (UTF-8 or GB18030) or XLSX; the first row names the columns, one case a row.",
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )  # fmt: skip
    source = forms.CharField(
        label=Text("来源系统", "From which system"), max_length=40, widget=forms.TextInput(attrs={"list": "sources"}),
        help_text=Text(
            "同一来源的同一编号只导入一次，请每次写得一样。",
            "A number of one source is taken over once; write it the same each time.",
        ),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label=Text("导入范围", "Into which unit"), queryset=Unit.objects.none(),
        help_text=Text(
            "只导入这个单位和下属单位；没有写明单位的案件归它。",
            "Only this unit and those below; cases that name no unit are its own.",
        ),
    )  # fmt: skip
    basis = forms.CharField(
        label=Text("导入依据", "On what basis"), max_length=200,
        help_text=Text("批准文件或移交清单的名称、文号", "The approval, or the list that was handed over"),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["unit"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = units


class MatchForm(Form):
    """One choice for each field of a case, one for each word whose meaning nobody knew, and what is let pass."""

    any_cause = forms.BooleanField(
        label=Text("案由一律照文件原文", "Take causes as the file writes them"), required=False,
        help_text=Text(
            "不勾选时，本系统没有用过的案由须逐一指定。",
            "Otherwise each cause this house never used is to be confirmed."
        ),
    )  # fmt: skip
    bad_numbers = forms.BooleanField(
        label=Text("证件号码校验不通过的照样导入并标注", "Take identity numbers that fail their check, and mark them"),
        required=False,
    )  # fmt: skip
    keep_number = forms.BooleanField(
        label=Text("原编号合格的沿用为案件编号", "Keep old numbers that have the form of ours"), required=False
    )
    keep = forms.BooleanField(
        label=Text("保存对应，供同一来源的下一个文件使用", "Keep all this for the next file of this source"),
        required=False,
    )

    def __init__(self, *args: Any, batch: Import, units: Any, **kwargs: Any) -> None:
        first = {f"at_{name}": str(at) for name, at in batch.matching.items()}
        first |= {name: batch.options.get(name, name == "keep_number") for name in OPTIONS}
        self.asked = {f"means_{n}": one for n, one in enumerate(_asked(batch))}
        first |= {key: batch.meanings.get(name, {}).get(word, "") for key, (name, word, _) in self.asked.items()}
        super().__init__(*args, initial=first, **kwargs)
        choices = [("", NOT_THERE), *((str(n), one or f"#{n + 1}") for n, one in enumerate(batch.columns))]
        for field in words.fields().values():
            one = forms.ChoiceField(label=field.text, choices=choices, required=field.required)
            self._add(f"at_{field.name}", one)
        for key, (name, word, rows) in self.asked.items():
            said = Text(f"{words.fields()[name].text.zh}“{word}”", f"{words.fields()[name].text.en}: {word}")
            told = Text("{n} 行", "{n} rows").format(n=rows) if rows else ""
            self._add(key, _meaning(name, said, told, units))

    def _add(self, key: str, field: forms.Field) -> None:
        speak_both(field)
        self.fields[key] = field

    @property
    def columns(self) -> Iterator[Any]:
        """The choices of columns, to be drawn."""
        return (self[f"at_{name}"] for name in words.fields())

    @property
    def meanings(self) -> list[Any]:
        """The words whose meaning is asked, to be drawn."""
        return [self[key] for key in self.asked]

    @property
    def told(self) -> dict[str, Any]:
        """What `actions.file.match` asks."""
        typed = self.cleaned_data
        at = {name: typed.get(f"at_{name}") for name in words.fields()}
        meanings: dict[str, dict[str, str]] = {}
        for key, (name, word, _) in self.asked.items():
            if typed.get(key):
                meanings.setdefault(name, {})[word] = str(typed[key])
        return {
            "columns": {name: int(one) for name, one in at.items() if one}, "meanings": meanings,
            "options": {name: bool(typed.get(name)) for name in OPTIONS}, "keep": bool(typed.get("keep")),
        }  # fmt: skip


class DropForm(Form):
    reason = forms.CharField(label=Text("放弃的理由", "Why it is dropped"), max_length=200)


def _asked(batch: Import) -> Iterator[tuple[str, str, int]]:
    """(field, word, rows): those given a meaning before, then those the check did not know, the most frequent first."""
    left = MOST_MEANINGS
    for name in MEANT:
        given, unread = batch.meanings.get(name, {}), batch.unread.get(name, {})
        fresh = sorted((w for w in unread if w not in given), key=lambda w: -unread[w])
        for word in [*given, *fresh][:left]:
            left -= 1
            yield name, word, unread.get(word, 0)


def _meaning(name: str, label: Text, help_text: Any, units: Any) -> forms.Field:
    told: dict[str, Any] = {"label": label, "required": False, "help_text": help_text}
    if name == "kind":
        kinds = [("", "—"), *((k.value, k.text) for k in CaseKind if k != CaseKind.NONE)]
        return forms.ChoiceField(choices=kinds, **told)
    if name == "stage":
        return forms.ChoiceField(choices=[("", "—"), *_stages()], **told)
    if name == "unit":
        return forms.ChoiceField(choices=[("", "—"), *((u.code, u.text) for u in units)], **told)
    if name == "lead":
        hint = Text("警号；写 {no} 则不指派", "Police number; {no} for nobody").format(no=LEFT_OUT)
        return forms.CharField(max_length=16, **{**told, "help_text": hint})
    hint = Text("规范案由；照原文请再写一遍", "The cause as it is called here; to keep it, write it again")
    return forms.CharField(max_length=120, **{**told, "help_text": hint})


def _stages() -> list[tuple[str, Text]]:
    allowed = {stage for several in words.steps().values() for stage in several}
    return [(ident, title) for ident, title in stages().items() if ident in allowed]
