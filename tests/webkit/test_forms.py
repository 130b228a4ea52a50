"""Fields for the hand: what they give, and what they refuse."""

import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from mingjing.kernel.text import Text
from mingjing.kernel.time import frozen
from mingjing.webkit.body import CODES, REGIONS
from mingjing.webkit.forms import BodyMapField, Form, MomentField, PhotoField, SignatureField, speak_both

AT = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)


def field(kind, **more):
    made = kind(label=Text("时间", "Time"), **more)
    speak_both(made)
    return made


def test_a_moment_typed_in_shanghai_is_utc():
    assert field(MomentField).clean("2026-11-23T22:20") == AT


@pytest.mark.parametrize(
    "typed",
    ["yesterday", "2026-13-01T00:00", "22:20", "0001-01-01T00:00", "9999-12-31T23:59", "2026-11-23T22:20-05:00"],
)
def test_a_moment_that_cannot_be_read_is_refused(typed):
    with pytest.raises(ValidationError):
        field(MomentField).clean(typed)


def test_an_empty_moment():
    with frozen(AT):
        assert field(MomentField, or_now=True).clean("") == AT
    assert field(MomentField, required=False).clean("") is None
    with pytest.raises(ValidationError, match="请填写“时间”"):
        field(MomentField).clean("")


def test_a_moment_is_shown_on_the_wall_clock():
    assert 'value="2026-11-23T22:20"' in field(MomentField).widget.render("at", AT)


def test_a_signature_keeps_its_strokes():
    strokes = [[[1, 2, 0, 0.5], [30, 40, 16, 0.6]], [[5, 5, 90, 0.4]]]
    signed = field(SignatureField).clean(json.dumps({"strokes": strokes, "svg": "<script>"}))
    assert signed["strokes"] == strokes
    assert signed["svg"].startswith("<svg ")
    assert signed["svg"].count("<path") == 2
    assert "script" not in signed["svg"]


@pytest.mark.parametrize(
    "value", ["x", "[" * 100_000, "{}", '{"strokes": []}', '{"strokes": [[[1, 2]]]}', '{"strokes": [["<"]]}', "[1]"]
)
def test_a_broken_signature_is_refused(value):
    with pytest.raises(ValidationError):
        field(SignatureField).clean(value)


def test_nobody_signed():
    assert field(SignatureField, required=False).clean("") is None
    with pytest.raises(ValidationError):
        field(SignatureField).clean("")


def test_body_marks():
    mark = {"region": "left_hand_front", "x": 812.6, "y": 1001, "note": "擦伤", "else": "dropped"}
    assert field(BodyMapField).clean(json.dumps([mark])) == [
        {"region": "left_hand_front", "x": 812, "y": 1001, "note": "擦伤", "kind": "", "photo": None}
    ]


@pytest.mark.parametrize("value", [[{"region": "tail"}], [{"x": 1}], [{"region": "face_front", "x": "far"}]])
def test_marks_outside_the_body_are_refused(value):
    with pytest.raises(ValidationError):
        field(BodyMapField).clean(json.dumps(value))


def test_every_region_is_named_once_and_both_sides_have_both_hands():
    codes = [r.code for r in REGIONS]
    assert len(codes) == len(set(codes))
    for side in ("front", "back"):
        for hand in ("left", "right"):
            assert f"{hand}_hand_{side}" in codes


def test_the_left_hand_of_the_person_is_on_the_readers_right_in_front():
    paths = {r.code: r.path for r in REGIONS}
    first_x = {code: int(path.lstrip("M ").split()[0]) for code, path in paths.items() if "_hand_" in code}
    assert first_x["left_hand_front"] > 500 > first_x["right_hand_front"]
    assert first_x["left_hand_back"] < 500 < first_x["right_hand_back"]


@pytest.mark.parametrize(
    ("data", "kind", "good"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg", True),
        (b"\x89PNGrest", "image/png", True),
        (b"<svg/>", "image/svg+xml", False),
        (b"<script>", "image/png", False),
        (b"%PDF-", "application/pdf", False),
    ],
)
def test_a_photograph_is_a_picture(data, kind, good):
    upload = SimpleUploadedFile("a", data, content_type=kind)
    if good:
        assert field(PhotoField).clean(upload).read() == data
    else:
        with pytest.raises(ValidationError, match="照片"):
            field(PhotoField).clean(upload)


def test_a_photograph_of_unreasonable_size_is_refused(monkeypatch):
    monkeypatch.setattr(PhotoField, "most_bytes", 8)
    with pytest.raises(ValidationError):
        field(PhotoField).clean(SimpleUploadedFile("a", b"\xff\xd8\xff" + b"0" * 9, content_type="image/jpeg"))


@pytest.mark.parametrize(
    "mark", ['"x": 1e999', '"x": 1000000000000000000000', '"y": -1', '"note": "\\u0000"', '"note": "\\ud800"']
)
def test_a_mark_beside_the_body_or_that_cannot_be_kept_is_refused(mark):
    region = next(iter(CODES))
    with pytest.raises(ValidationError):
        field(BodyMapField).clean(f'[{{"region": "{region}", {mark}}}]')


class Reasoned(Form):
    reason = forms.CharField(label=Text("理由", "Reason"))


@pytest.mark.parametrize("nothing", ["\u200b", "\u202e\u2066", "\ufeff \u2060", "\u00ad", "\U000e0041"])
def test_a_reason_nobody_sees_is_no_reason(nothing):
    """Where a reason is owed, a character that takes no room gave none and passed."""
    assert not Reasoned(QueryDict(f"reason={quote(nothing)}")).is_valid()


def test_what_was_typed_reads_the_same_on_paper_and_in_the_record():
    """Characters that turn round what follows them, or steer a terminal, are left out; the joiners of scripts stay."""
    typed = "已释放\u202e拒绝\u202c\x1b[2J\u200b，مى\u200cخواهم\n第二行\t👨\u200d👩"
    form = Reasoned(QueryDict(f"reason={quote(typed)}"))
    assert form.is_valid()
    assert form.cleaned_data["reason"] == "已释放拒绝[2J，مى\u200cخواهم\n第二行\t👨\u200d👩"
