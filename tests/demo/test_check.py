"""The browser of the check reads forms as they are drawn and sends what stands in them."""

from mingjing.demo.browser import Page

PAGE = b"""<form action="/language" method="post"><input name="language" value="en"></form>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<textarea name="note">
what stands there</textarea>
<select name="room"><option value="">-</option><option value="1" selected>JC-1 first</option>
<option value="2">JC-2</option></select>
<label><input type="checkbox" name="who" value="7">Officer Seven (210007)</label>
<label><input type="checkbox" name="who" value="8" checked>Officer Eight</label>
<label><input type="radio" name="q" value="no">No</label><input type="checkbox" name="on_camera" checked></form>"""


def test_a_form_is_found_by_a_field_and_holds_what_would_be_sent():
    form = Page(200, "http://x/", PAGE).form("room")
    assert form.values == {
        "csrfmiddlewaretoken": ["t"], "note": ["what stands there"], "room": ["1"], "who": ["8"], "on_camera": ["on"],
    }  # fmt: skip


def test_choices_are_found_by_their_labels():
    form = Page(200, "http://x/", PAGE).form("room")
    assert form.pick("who", "210007") == "7"
    assert form.pick("room", "JC-2") == "2"
    assert form.pick("room", "") == "1"
