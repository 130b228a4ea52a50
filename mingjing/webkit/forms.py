"""Forms of the house: bilingual labels and errors, refusals at the field they are about, and fields for the hand."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from mingjing.kernel.text import Text, seen
from mingjing.kernel.time import SHANGHAI, local, now, trim
from mingjing.kernel.verdict import Verdict
from mingjing.webkit import ink
from mingjing.webkit.body import CODES, REGIONS, SIDES

CHOOSE = Text("请选择", "Choose")
YES, NO = Text("是", "Yes"), Text("否", "No")
DASHES = "---------"  # what the framework shows where nothing is chosen
YEARS = range(1900, 2200)  # beyond lies a slip of the hand, and time zones that no calendar knows
UNKIND = Text("请选择第 {n} 处的伤情种类。", "Choose what mark {n} is.")
WIDTH, HEIGHT = 1000, 2000  # of the body map
WORDS = {
    "required": Text("请填写“{label}”。", "Please fill in “{label}”."),
    "invalid": Text("“{label}”不是能读懂的写法，请按示例填写。", "“{label}” cannot be read; follow the example."),
    "invalid_choice": Text("请从列表中选择“{label}”。", "Choose “{label}” from the list."),
    "max_length": Text("“{label}”最多 %(limit_value)d 个字。", "“{label}” has at most %(limit_value)d characters."),
    "min_length": Text("“{label}”至少 %(limit_value)d 个字。", "“{label}” has at least %(limit_value)d characters."),
    "max_value": Text("“{label}”不能大于 %(limit_value)s。", "“{label}” is at most %(limit_value)s."),
    "min_value": Text("“{label}”不能小于 %(limit_value)s。", "“{label}” is at least %(limit_value)s."),
}


CHOSEN = {"required": Text("请选择“{label}”。", "Please choose “{label}”.")}


class Form(forms.Form):
    """A form whose errors are said in the reader's language. Labels and help are Text; `{% fields %}` draws it.

    `draft = "name"` lets the browser keep what is typed until it is sent (sessionStorage of that tab, never on disk).
    """

    draft = ""
    use_required_attribute = False

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(_seen(data), *args, **kwargs)
        for field in self.fields.values():
            speak_both(field)
            if isinstance(field, forms.ModelChoiceField):
                field.label_from_instance = in_words  # type: ignore[assignment, method-assign]
                if field.empty_label == DASHES:
                    field.empty_label = str(CHOOSE)

    def unjudged(self) -> None:
        """Draw it again as it was sent, with nothing found wrong: it is not finished."""
        self._errors = ErrorDict()  # what the framework takes for “looked at already”


def in_words(row: Any) -> str:
    """A row to choose, in the reader's language when it has words in both."""
    return str(getattr(row, "text", row))


def _seen(data: Any) -> Any:
    """What was sent, without characters nobody sees."""
    if not isinstance(data, QueryDict):
        return data
    plain = data.copy()
    for name, several in data.lists():
        plain.setlist(name, [seen(one) if isinstance(one, str) else one for one in several])
    return plain


def speak_both(field: forms.Field) -> None:
    """Replace the framework's error sentences of one field by ours; a field may have `words` of its own."""
    label = field.label if field.label is not None else ""
    own = getattr(field, "words", CHOSEN if isinstance(field, forms.ChoiceField) else {})
    for code, words in {**WORDS, **own}.items():
        field.error_messages[code] = words.format(label=label)  # spoken when shown
    for validator in field.validators:
        if (told := WORDS.get(getattr(validator, "code", ""))) is not None:
            validator.message = told.format(label=label)  # type: ignore[attr-defined]


class Refused(ValidationError):
    """A verdict shown as a form error: its sentence, its code, its basis."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(str(verdict.text), code=verdict.code)


def refuse(form: forms.BaseForm, verdicts: Iterable[Verdict]) -> None:
    """Put every verdict at its field, or on top of the form when the form has no such field."""
    form.is_valid()
    for verdict in verdicts:
        form.add_error(verdict.field if verdict.field in form.fields else None, Refused(verdict))


class _Drawn:
    """A widget drawn by one of our templates."""

    template = ""
    attrs: dict[str, Any]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - the framework's signature
        box = {"name": name, "value": value or "", "attrs": {**self.attrs, **(attrs or {})}}
        context = {**box, **self.drawing(value)}
        return mark_safe(render_to_string(self.template, context))  # noqa: S308 - the template escapes

    def drawing(self, value: Any) -> dict[str, Any]:  # noqa: ARG002 - overridden by widgets that need it
        return {}


class SignaturePad(_Drawn, forms.HiddenInput):
    template = "webkit/widgets/signature.html"
    input_type = "text"


class Camera(_Drawn, forms.ClearableFileInput):
    template = "webkit/widgets/camera.html"


class Scanner(_Drawn, forms.TextInput):
    template = "webkit/widgets/scanner.html"


class BodyMap(_Drawn, forms.HiddenInput):
    template = "webkit/widgets/bodymap.html"
    input_type = "text"
    kinds: Sequence[tuple[str, Text]] = ()
    photos = False

    def drawing(self, value: Any) -> dict[str, Any]:  # noqa: ARG002 - the framework's signature
        return {"regions": REGIONS, "sides": SIDES, "kinds": self.kinds, "photos": self.photos}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> "Marked":
        found = Marked(data.get(name) or "")
        begin = f"{name}_photo_"
        found.photos = {key.removeprefix(begin): files.get(key) for key in files if key.startswith(begin)}
        return found


class Marked(str):
    """The marks as the map sends them, with the photographs chosen beside them by number."""

    __slots__ = ("photos",)
    photos: dict[str, Any]


class Suggesting(_Drawn, forms.TextInput):
    """A line to type in, with what is usually said to choose from (`offers`)."""

    template = "webkit/widgets/suggesting.html"

    def __init__(self, offers: Sequence[Text], attrs: dict[str, Any] | None = None) -> None:
        self.offers = offers
        super().__init__(attrs)

    def drawing(self, value: Any) -> dict[str, Any]:  # noqa: ARG002 - the framework's signature
        return {"offers": self.offers}


class MomentInput(forms.DateTimeInput):
    """The browser's own date and time box, in the time of Asia/Shanghai."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str | None:
        return f"{local(value):%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value


class MomentField(forms.Field):
    """When it happened. Gives an aware UTC datetime; empty gives None, or now when `or_now`."""

    widget = MomentInput

    def __init__(self, *, or_now: bool = False, **kwargs: Any) -> None:
        self.or_now = or_now
        super().__init__(**{"required": not or_now, **kwargs})

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return now() if self.or_now else None
        if isinstance(value, datetime):
            return trim(value)
        try:
            typed = datetime.fromisoformat(str(value))
            if typed.tzinfo is not None or typed.year not in YEARS:
                raise ValueError("not a time on the wall clock")
            return trim(typed.replace(tzinfo=SHANGHAI))
        except ValueError:
            raise ValidationError(str(self.error_messages["invalid"]), code="invalid")


class SignatureField(forms.Field):
    """A signature by hand. Gives `{"svg": str, "strokes": [[[x, y, ms, pressure], …], …]}`, or None: nobody signed."""

    widget = SignaturePad

    def to_python(self, value: Any) -> dict[str, Any] | None:
        if value in self.empty_values:
            return None
        try:
            drawn = ink.strokes(json.loads(value)["strokes"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ValidationError(str(self.error_messages["invalid"]), code="invalid")
        return {"svg": ink.svg(drawn), "strokes": drawn}


class PhotoField(forms.FileField):
    """A photograph from the camera or a file. Gives the uploaded file (JPEG, PNG or WebP, at most 8 MiB)."""

    widget = Camera
    kinds = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG", "image/webp": b"RIFF"}
    most_bytes = 8 * 1024 * 1024

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and (upload.size > self.most_bytes or not self._is_picture(upload)):
            said = Text("请提供 8 MB 以内的 JPEG、PNG 或 WebP 照片。", "Give a JPEG, PNG or WebP picture up to 8 MB.")
            raise ValidationError(str(said), code="photo")
        return upload

    def _is_picture(self, upload: Any) -> bool:
        magic = self.kinds.get(upload.content_type)
        start = upload.read(4)
        upload.seek(0)
        return bool(magic) and start.startswith(magic)


class BodyMapField(forms.Field):
    """Marks on the body map. Gives `[{"region": "head_front", "x": 0–1000, "y": 0–2000, "note": str, "kind": str,
    "photo": upload or None}, …]`; `kind` is one of `kinds`, and wanted where there are any. `photos`: one may be taken
    of each mark."""

    widget = BodyMap

    def __init__(self, *, kinds: Sequence[tuple[str, Text]] = (), photos: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds = kinds
        self.widget.kinds, self.widget.photos = kinds, photos

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        try:
            found = [_mark(m) for m in _marks(value)]
        except (ValueError, KeyError, TypeError, OverflowError):
            raise ValidationError(str(self.error_messages["invalid"]), code="invalid")
        photos = getattr(value, "photos", {})
        return [self._whole(n, mark, photos.get(mark["photo"])) for n, mark in enumerate(found, 1)]

    def _whole(self, n: int, mark: dict[str, Any], photo: Any) -> dict[str, Any]:
        """Raises ValidationError for a mark without its kind and for a file that is no picture."""
        if self.kinds and mark["kind"] not in {value for value, _ in self.kinds}:
            raise ValidationError(str(UNKIND.format(n=n)), code="kind")
        return {**mark, "photo": PhotoField(required=False).clean(photo)}


class AnswerField(forms.TypedChoiceField):
    """A statement somebody answers for: yes or no, never answered beforehand. Gives a bool; None when not required and
    left open."""

    widget = forms.RadioSelect
    words = {"required": Text("请回答“{label}”：是或否。", "Answer “{label}”: yes or no.")}

    def __init__(self, *, yes: Text = YES, no: Text = NO, **kwargs: Any) -> None:
        told: dict[str, Any] = {"coerce": "yes".__eq__, "empty_value": None}
        told["choices"] = lambda: [("yes", str(yes)), ("no", str(no))]
        super().__init__(**{**told, **kwargs})


class ScanField(forms.CharField):
    """A code read by a keyboard-wedge scanner, or typed."""

    widget = Scanner


def _mark(given: dict[str, Any]) -> dict[str, Any]:
    if given["region"] not in CODES:
        raise ValueError(given["region"])
    x, y = int(given.get("x", 0)), int(given.get("y", 0))
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        raise ValueError("beside the map")
    told = {name: plain(str(given.get(name, "")))[:200] for name in ("note", "kind", "photo")}
    return {"region": given["region"], "x": x, "y": y, **told}


def plain(words: str) -> str:
    """The words, when a database can keep them. Raises ValueError for NUL and for half a character."""
    if "\0" in words:
        raise ValueError("NUL")
    words.encode()
    return words


def _marks(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return value
    try:
        found = json.loads(value or "[]")
    except (ValueError, RecursionError):
        return []
    return [m for m in found if isinstance(m, dict)] if isinstance(found, list) else []
