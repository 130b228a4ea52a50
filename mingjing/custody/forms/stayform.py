"""What every form of a stay shares: the hour, the people on duty, the rooms, pictures that become blobs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from mingjing.cases.selectors import recused_from
from mingjing.custody.forms.marks import kept
from mingjing.custody.forms.sections import Section, rest
from mingjing.custody.late import because
from mingjing.custody.models import Stay
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.law import books
from mingjing.media.vocab import BlobKind
from mingjing.org.models import Officer, Posting, Room
from mingjing.webkit.forms import (
    CHOOSE,
    NO,
    YES,
    AnswerField,
    Form,
    MomentField,
    SignatureField,
    Suggesting,
    speak_both,
)

AT = Text("发生时间", "When it happened")
OR_NOW = Text("留空为现在。", "Empty: now.")
LAST = ("receiver_signature", "signature", "refused_to_sign", "at", "late_reason")  # people sign below what they sign
WHY_LATE = Text("补录原因（事后登记时）", "Why it is entered late (if it is)")
NOT_SIGNED = Text("未签名的原因", "Why it is not signed")
ALL_SEEN = (forms.RadioSelect, forms.CheckboxSelectMultiple)  # widgets that show every choice and choose none
Choices = list[tuple[str, str]]


class StayForm(Form):
    """`title` names the act, `verb` is its move in the machine, `matter` what there must be to act on
    (`selectors.matters`). `do(by, **said)` calls the one action, where `said` is the
    cleaned data with `at`; `enter(by, said)` does so with the reason why it is entered late. `sections()` says how it is
    laid out. `asks_for_more`: it was sent for more lines to fill in, and nothing is entered by that. `asks`: the question
    before what cannot be undone. `permission`, where the act is another's than the verb: a second person decides what the
    first asked for, and what waits for him stands on top of the page."""

    draft = "act"
    title = Text("", "")
    verb = ""
    matter = ""
    permission = ""
    asks_for_more = False
    note = Text("", "")
    asks = Text("", "")
    at = MomentField(label=AT, or_now=True, required=False, help_text=OR_NOW)
    late_reason = forms.CharField(label=WHY_LATE, required=False, max_length=200)

    def __init__(self, *args: Any, stay: Stay, officer: Officer, **kwargs: Any) -> None:
        self.stay, self.officer = stay, officer
        super().__init__(*args, **kwargs)
        self.prepare()
        undecided(self)
        self.order_fields([*(n for n in self.fields if n not in LAST), *LAST])
        for field in self.fields.values():
            speak_both(field)

    def sections(self) -> list[Section]:
        """How it is drawn: by default one part with everything."""
        return [rest(self, [])]

    @property
    def nothing(self) -> bool:
        """Whether the act concerns one of several things and there is none."""
        return "row" in self.fields and not self.fields["row"].choices  # type: ignore[attr-defined]

    def prepare(self) -> None:
        """Fill the choices that depend on the stay."""

    def enter(self, by: Actor, said: Mapping[str, Any]) -> Any:
        """Do it with what was said, entered late for the reason given, if it is late."""
        told = dict(said)
        with because(told.pop("late_reason")):
            return self.do(by, **told)

    def do(self, by: Actor, **said: Any) -> Any:  # noqa: ARG002 - what every form answers
        raise TypeError(f"{type(self).__name__} calls no action")

    def people(self, name: str, officers: Iterable[Officer]) -> None:
        """Those who may be named: the officers without anybody recused from the case."""
        officers = list(officers)
        barred = recused_from(self.stay.case, [o.pk for o in officers]) if self.stay.case else set()
        officers = [o for o in officers if o.pk not in barred]
        self.fields[name].choices = [(str(o.pk), f"{o.name}（{o.number}）") for o in officers]  # type: ignore[attr-defined]

    def rooms(self, name: str, **wanted: Any) -> None:
        found = Room.objects.filter(site=self.stay.site_id, out_of_service_since=None, **wanted).order_by("code")
        self.fields[name].choices = [(str(r.pk), f"{r.code} {r.text}") for r in found]  # type: ignore[attr-defined]

    def rows(self, name: str, rows: Iterable[tuple[object, object]]) -> None:
        self.fields[name].choices = [(str(pk), str(label)) for pk, label in rows]  # type: ignore[attr-defined]

    def kept_signature(self, by: Actor, drawn: dict[str, Any] | None) -> str:
        """The SHA-256 of the drawn signature, kept; empty when nobody signed."""
        if not drawn:
            return ""
        return kept(self.stay.site, by, drawn["svg"].encode(), BlobKind.SIGNATURE)

    def kept_photo(self, by: Actor, upload: Any, kind: BlobKind = BlobKind.PHOTOGRAPH) -> str:
        return kept(self.stay.site, by, upload.read(), kind) if upload else ""


class SignedForm(StayForm):
    """An act the person signs, or refuses to sign."""

    signature = SignatureField(label=Text("本人签名", "His signature"), required=False)
    refused_to_sign = forms.CharField(label=NOT_SIGNED, required=False, max_length=120)

    def signed(self, by: Actor, said: dict[str, Any]) -> dict[str, Any]:
        return said | {"signature": self.kept_signature(by, said["signature"])}


def one_of(zh: str, en: str, *, required: bool = True, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=Text(zh, en), choices=choices, required=required)


def several(zh: str, en: str, *, required: bool = True, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=Text(zh, en), choices=choices, required=required, widget=forms.CheckboxSelectMultiple
    )


def words(
    zh: str, en: str, *, required: bool = False, long: bool = False, most: int = 240, offers: Sequence[Text] = ()
) -> forms.CharField:
    """Words in his own hand; `offers` are what is usually said, to choose from."""
    line = Suggesting(offers) if offers else forms.TextInput()
    box = forms.Textarea(attrs={"rows": 2}) if long else line
    return forms.CharField(label=Text(zh, en), required=required, max_length=most, widget=box)


def ticked(zh: str, en: str) -> forms.BooleanField:
    """What is said only when it is so."""
    return forms.BooleanField(label=Text(zh, en), required=False)


def stated(zh: str, en: str, *, required: bool = True, yes: Text = YES, no: Text = NO) -> AnswerField:
    """What somebody answers for: nothing is answered before he does (ADR 0130)."""
    return AnswerField(label=Text(zh, en), required=required, yes=yes, no=no)


class of_law(AnswerField):
    """Yes or no to a fact the law asks about, in the words of the books in force; left open it is not known."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(required=False)

    def __deepcopy__(self, memo: dict[int, Any]) -> "of_law":
        """The field of one form: the books are opened when it is drawn, not when the program starts."""
        mine: of_law = super().__deepcopy__(memo)
        mine.label = books.current().facts[self.fact].text  # type: ignore[assignment]  # spoken when shown
        return mine


def undecided(form: forms.BaseForm) -> None:
    """A choice begins with nothing chosen, unless there is but one thing to choose: whoever sends the form chose."""
    for field in form.fields.values():
        if not isinstance(field, forms.ChoiceField) or isinstance(field.widget, ALL_SEEN):
            continue
        offered = list(field.choices)
        if field.initial is None and len(offered) > 1 and all(value for value, _ in offered):
            field.choices = [("", str(CHOOSE)), *offered]


def at_post(stay: Stay, *posts: str, sex: str = "") -> list[Officer]:
    """Officers of the site's unit and above or below it who hold one of the posts, on duty first."""
    unit = stay.site.unit
    held = Posting.objects.filter(post__in=posts, until=None, unit__path__startswith=unit.path).values("officer")
    found = Officer.objects.filter(pk__in=held, is_active=True)
    if sex:
        found = found.filter(sex=sex)
    duty = set(
        stay.site.shifts.filter(handed_over_at=None).exclude(started_at=None).values_list("places__officer", flat=True)
    )
    return sorted(found, key=lambda o: (o.pk not in duty, o.number))


def team(stay: Stay) -> list[Officer]:
    """Who works on his case, else who brought him and the case officers of that unit."""
    if stay.case:
        named = [row.officer for row in stay.case.officers.filter(until=None).select_related("officer")]
        if named:
            return named
    return at_post(stay, "case_officer")
