"""Booking in: a person known already or a new one, and how he came."""

from typing import Any

from django import forms
from django.db import transaction

from mingjing.cases.models import Case
from mingjing.cases.selectors import open_cases
from mingjing.custody.actions import stay as stays
from mingjing.custody.forms.marks import kept_marks, marks_field
from mingjing.custody.forms.sections import Section, grid, rest
from mingjing.custody.forms.stayform import AT, OR_NOW, WHY_LATE, of_law, one_of, stated, ticked, undecided, words
from mingjing.custody.models import Stay
from mingjing.custody.vocab import BY_WARRANT, Ground, Mode, Role
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.law import books
from mingjing.org import throttle
from mingjing.org.models import Officer, Posting, Site
from mingjing.org.vocab import Sex
from mingjing.persons.actions import person as persons
from mingjing.persons.finding import find
from mingjing.persons.models import Person
from mingjing.persons.vocab import DocumentKind
from mingjing.webkit.forms import Form, MomentField, Refused, ScanField


def matches(officer: Officer, typed: str) -> list[Any]:
    """People within the officer's reach who fit what was typed, best first."""
    return list(find(typed, Person.objects.in_reach_of(officer)))[:8] if typed.strip() else []


def _pick(zh: str, en: str, vocab: Any, *, required: bool = True) -> forms.ChoiceField:
    return one_of(zh, en, choices=[("", "—"), *[(m.value, m.text) for m in vocab]], required=required)


HOUR_WANTED = Text(
    "请按拘留证、逮捕证填写执行时间，时限自此起算。", "Enter the hour on the warrant: the limits count from it."
)
CONTINUED = ("field_check_done", "cq_ground", "cq_excluded")


def deputies() -> list[tuple[str, object]]:
    """The words of the law for deputies of congresses and members of the CPPCC."""
    return [("", "—"), *books.current().facts["person.deputy"].values.items()]


class ReceiveForm(Form):
    """Everything reception asks at the door. With `person_id` the person is known and not asked for again."""

    draft = "receive"
    document_kind = _pick("证件种类", "Document", DocumentKind, required=False)
    document_number = ScanField(
        label=Text("证件号码（可刷卡、扫码）", "Number (scan or type)"), max_length=48, required=False
    )
    name = words("姓名", "Name", most=96)
    sex = _pick("性别", "Sex", Sex, required=False)
    birth_date = forms.DateField(
        label=Text("出生日期", "Date of birth"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    identity_unknown = ticked("身份不明", "Identity unknown")
    age_about = forms.IntegerField(label=Text("估计年龄", "Estimated age"), required=False, min_value=0)
    features = words("体貌特征（身份不明时）", "Features (when unknown)", most=500)
    role = one_of("身份", "Role", choices=Role.choices)
    ground = _pick("到案依据", "Ground", Ground)
    instrument = words("文书编号", "Number of the instrument", most=64)
    mode = _pick("到案方式", "Mode of appearance", Mode)
    held_since = MomentField(
        label=Text("文书载明的执行时间或者到案时间", "Executed, or in the hands of the police, since"), required=False,
        help_text=Text("拘留、逮捕必填；先带至其他公安机关的，填到达该处的时间。", "Always for detention and arrest; else when he was with the police elsewhere first."),
    )  # fmt: skip
    case_id = one_of("案件", "Case", required=False)
    case_number = words("案号（由送达民警告知）", "Number of the case (told by who brings him)", most=32)
    brought_by = one_of("送达民警", "Brought by", required=False)
    condition = words("到达时状况", "Condition on arrival", long=True)
    marks = marks_field("体表伤情（在图上点选）", "Marks on the body (click on the map)")
    directly = stated("直接带入办案区", "Taken straight into the area")
    deputy = one_of("代表委员身份", "Deputy or CPPCC member", required=False, choices=deputies)
    permission = of_law("receive.permission_of_congress")
    has_defender = of_law("person.has_defender")
    field_check_done = of_law("receive.field_check_done")
    cq_ground = of_law("receive.cq_ground")
    cq_excluded = of_law("receive.cq_excluded")
    approved = ticked("依法须批准的已经批准", "Approved where the law wants approval")
    late_reason = words(WHY_LATE.zh, WHY_LATE.en, most=200)
    at = MomentField(label=AT, or_now=True, required=False, help_text=OR_NOW)

    HOW_HE_CAME = (
        "role",
        "ground",
        "instrument",
        "held_since",
        "mode",
        "case_id",
        "case_number",
        "brought_by",
        "directly",
        "approved",
        "deputy",
        "permission",
        "has_defender",
        "at",
        "late_reason",
    )
    ABOUT_PERSON = (
        "document_kind",
        "document_number",
        "name",
        "sex",
        "birth_date",
        "identity_unknown",
        "age_about",
        "features",
    )

    def __init__(self, *args: Any, site: Site, officer: Officer, person_id: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site, self.officer = site, officer
        self.person = self._known(person_id)
        if self.person:
            for name in self.ABOUT_PERSON:
                del self.fields[name]
        self.fields["brought_by"].choices = [("", "—"), *self._bringers()]  # type: ignore[attr-defined]
        self._offer_cases()
        undecided(self)

    def sections(self) -> list[Section]:
        person = [] if self.person else [grid(self, Text("人员", "Person"), self.ABOUT_PERSON)]
        came = grid(self, Text("如何到案", "How he came"), self.HOW_HE_CAME)
        asked = grid(self, Text("继续盘问", "Continued questioning"), CONTINUED, only="continued-questioning")
        parts = [*person, came, asked]
        return [*parts, rest(self, parts, Text("到达时状况", "Condition on arrival"))]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("ground") == Ground.CONTINUED_QUESTIONING:
            for name in CONTINUED:
                if said.get(name) is None and name not in self.errors:
                    words = self.fields[name].error_messages["required"]
                    self.add_error(name, str(words))
        if said.get("ground") in BY_WARRANT and not said.get("held_since") and "held_since" not in self.errors:
            self.add_error("held_since", str(HOUR_WANTED))
        return said

    def _known(self, person_id: str) -> Person | None:
        try:
            return Person.objects.in_reach_of(self.officer).filter(pk=person_id).first() if person_id else None
        except (ValueError, forms.ValidationError):
            return None

    def _bringers(self) -> list[tuple[str, str]]:
        held = Posting.objects.filter(post="case_officer", until=None, unit__path__startswith=self.site.unit.path)
        found = Officer.objects.filter(pk__in=held.values("officer"), is_active=True).select_related("unit")
        return [(str(o.pk), f"{o.name}（{o.number}，{o.unit.text}）") for o in found.order_by("unit__path", "number")]

    def _offer_cases(self) -> None:
        """Whoever sees cases chooses among the open ones he sees. Reception sees none and is shown none: it types the
        number it was told, and learns nothing but whether there is such a case."""
        rows = [(str(c.pk), f"{c.number} {c.cause}") for c in open_cases(self.officer)]
        if rows:
            self.fields["case_id"].choices = [("", "—"), *rows]  # type: ignore[attr-defined]
        else:
            del self.fields["case_id"]

    def clean_case_number(self) -> str:
        """The id of the open case of this bureau with the number typed, empty when none was."""
        typed: str = self.cleaned_data["case_number"].strip()
        if not typed:
            return ""
        try:
            throttle.spend("case_number", self.officer.pk, now())
        except Refusal as why:
            raise Refused(why.verdicts[0]) from why
        open_here = Case.objects.filter(state="open", sealed=False, unit__path__startswith=self.site.unit.path)
        case = open_here.filter(number=typed).values_list("pk", flat=True).first()
        if case is None:
            said = "没有这个案号的在办案件，请核对后再填。", "No open case has this number: check it."
            raise Refused(no("custody.case.number", *said, field="case_number"))
        return str(case)

    def do(self, by: Actor, said: dict[str, Any]) -> Stay:
        """Register the person if he is new, then receive him; both or neither."""
        with transaction.atomic():
            person = self.person or self._register(by, said)
            return stays.receive(
                by=by, at=said["at"], site_id=self.site.pk, person_id=person.pk, ground=said["ground"],
                mode=said["mode"], role=said["role"], case_id=said.get("case_id") or said["case_number"] or None, instrument=said["instrument"],
                brought_by=said["brought_by"] or None, condition=said["condition"], held_since=said["held_since"], late_reason=said["late_reason"], injuries=kept_marks(self.site, by, said["marks"]),
                declared_facts=_declared(said),
            )  # fmt: skip

    def _register(self, by: Actor, said: dict[str, Any]) -> Person:
        unknown = said["identity_unknown"]
        return persons.register(
            by=by, at=said["at"], log=self.site.code, name=said["name"], sex=said["sex"], birth_date=said["birth_date"],
            identity_known=not unknown, age_about=said["age_about"], features=said["features"],
            document_kind=said["document_kind"], document_number=said["document_number"],
            document_seen=bool(said["document_number"]),
        )  # fmt: skip


def _declared(said: dict[str, Any]) -> dict[str, Any]:
    """What the officer states besides; what continued questioning wants only when that is the ground."""
    asked = CONTINUED if said["ground"] == Ground.CONTINUED_QUESTIONING else ()
    return {
        "receive.directly_to_area": said["directly"],
        "receive.approved_by_rank": True if said["approved"] else None,
        "receive.permission_of_congress": said["permission"],
        "person.deputy": said["deputy"] or None,
        "person.has_defender": said["has_defender"],
        **{f"receive.{name}": said[name] for name in asked},
    }
