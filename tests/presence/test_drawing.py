"""Plans as SVG: there and back, what other programs draw, and what is refused."""

import pytest

from mingjing.kernel.verdict import Refusal
from mingjing.presence.drawing import SVG, from_svg, to_svg
from mingjing.presence.plan import OUT
from mingjing.presence.plan_faults import check
from mingjing.presence.standard_plans import standard_plan


@pytest.mark.parametrize(("drawing", "said"), [
    ('<rect x="0" y="0" width="5" height="4"/>', "data-room"),
    ('<script>alert(1)</script><image href="http://evil.example/x.png"/>', "data-room"),
])  # fmt: skip
def test_a_drawing_that_marks_no_room_does_not_empty_the_sheet(drawing, said):
    with pytest.raises(Refusal) as why:
        from_svg(f'<svg xmlns="{SVG}" viewBox="0 0 40 20">{drawing}</svg>'.encode())
    [verdict] = why.value.verdicts
    assert said in verdict.text.zh
    assert said in verdict.text.en


def test_a_sheet_of_a_hundred_kilometres_is_told_to_check_its_unit():
    with pytest.raises(Refusal) as why:
        from_svg(f'<svg xmlns="{SVG}" viewBox="0 0 99999 9"><rect data-room="A" width="5" height="4"/></svg>'.encode())
    assert "每单位" in why.value.verdicts[0].text.zh


@pytest.mark.parametrize("template", ["city_centre", "county_centre", "station_area"])
def test_a_plan_drawn_and_read_is_the_same(template):
    plan = standard_plan(template)
    assert from_svg(to_svg(plan).encode()) == plan


BY_HAND = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2000 1000"><title>二层</title>
<rect data-passage="P1" data-name="走廊" data-name-en="Corridor" x="0" y="400" width="2000" height="200"/>
<path data-room="HW01" d="M0 0h500v400H0z"/>
<polygon data-room="SX01" points="500,0 1000,0 1000,400 500,400"/>
<line data-door="D1" x1="150" y1="400" x2="250" y2="400"/>
<circle data-door="D2" cx="700" cy="400" r="9" data-one-way=""/>
<rect data-door="D3" x="690" y="395" width="20" height="10"/>
<circle data-door="D4" cx="0" cy="500" r="9"/>
<circle data-anchor="A1" cx="250" cy="200" r="3"/><text>ignored</text></svg>"""


def test_a_drawing_by_hand_in_centimetres():
    plan = from_svg(BY_HAND.encode(), metres=0.01)
    assert plan.width == 20
    assert plan.by_code["HW01"].outline == ((0, 0), (5, 0), (5, 4), (0, 4))
    assert plan.by_code["P1"].name.en == "Corridor"
    doors = {d.code: d for d in plan.doors}
    assert {doors["D1"].first, doors["D1"].second} == {"HW01", "P1"}
    assert doors["D2"].one_way
    assert OUT in (doors["D4"].first, doors["D4"].second)
    assert check(plan, ["HW01", "SX01"]) == []


def svg(inside, box='viewBox="0 0 100 100"'):
    return f"<svg {box}>{inside}</svg>".encode()


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<svg viewBox="0 0 9 9"><text>&b;</text></svg>'
)
REFUSED = {
    "no XML": b"\x89PNG\r\n",
    "nothing": b"",
    "another root": b"<html/>",
    "entities": BOMB,
    "an external document": b'<!doctype svg SYSTEM "file:///etc/hostname"><svg viewBox="0 0 9 9"/>',
    "a NUL": svg("\0"),
    "another encoding": b'<?xml version="1.0" encoding="nonsense"?><svg/>',
    "too large": b"<svg>" + b" " * (2 * 1024 * 1024) + b"</svg>",
    "no size": svg("", ""),
    "a box from elsewhere": svg("", 'viewBox="5 5 100 100"'),
    "a transform": svg('<g transform="scale(2)"><rect data-room="A" width="9" height="9"/></g>'),
    "curves": svg('<path data-room="A" d="M0 0C1 1 2 2 3 3z"/>'),
    "half an outline": svg('<polygon data-room="A" points="0,0 1,1"/>'),
    "a circle as a room": svg('<circle data-room="A" r="9"/>'),
    "a door to nowhere": svg('<circle data-door="D" r="1"/>'),
    "an endless number": svg('<rect data-room="A" width="1e999" height="3"/>'),
    "an endless path": svg('<path data-room="A" d="M0 0 L1e999 0 L1e999 5z"/>'),
    "too much": svg('<circle data-anchor="A" r="1"/>' * 900),
    "an endless sheet": svg("", 'viewBox="0 0 9e9 9e9"'),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_taken_is_refused_with_a_reason(what):
    with pytest.raises(Refusal) as refusal:
        from_svg(REFUSED[what])
    verdict = refusal.value.verdicts[0]
    assert verdict.text.zh
    assert verdict.text.en


BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>&b;</title>'
    '<rect data-room="R1" x="0" y="0" width="5" height="5"/></svg>'
)


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-16", "utf-16-le", "utf-32", "utf-7", "cp037", "cp500", "cp1026"])
def test_a_declaration_in_another_alphabet_is_no_declaration(alphabet):
    """In EBCDIC `<!DOCTYPE` has other bytes: what the file calls its own encoding is not believed."""
    head = f'<?xml version="1.0" encoding="{alphabet}"?>'.encode()
    for data in (head + BOMB.encode(alphabet), BOMB.encode(alphabet), head + b"\n" + BOMB.encode()):
        with pytest.raises(Refusal):
            from_svg(data)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e308", "-1e308", "9" * 400])
@pytest.mark.parametrize("path", ["M{0} 0L5 0L5 5z", "M0 0h{0}v5z", "M0 0L5 {0}L5 5z", "m{0} {0}l{0} {0}l5 5z"])
def test_no_number_of_a_path_leads_out_of_the_world(path, number):
    drawn = svg(f'<path data-room="R1" d="{path.format(number)}"/>')
    for metres in (1.0, 1000.0, 0.0001):
        with pytest.raises(Refusal):
            from_svg(drawn if isinstance(drawn, bytes) else drawn.encode(), metres=metres)


def test_a_drawing_nested_without_end_is_read_or_refused(tmp_path):
    inside = "<g>" * 100_000 + "</g>" * 100_000
    drawn = svg(inside + '<rect data-room="R1" x="0" y="0" width="50" height="50"/>')
    assert from_svg(drawn if isinstance(drawn, bytes) else drawn.encode()).by_code["R1"]
