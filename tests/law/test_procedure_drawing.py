"""Procedures as pictures: every state and move drawn, nothing over anything else, the same every time."""

from datetime import date

import pytest

from mingjing.law import books
from mingjing.law.procedure import Proceeding
from mingjing.law.procedure_drawing import Drawing, drawn

RULES = [r for r in books.current().rules.values() if isinstance(r, Proceeding)]
GRAPHS = [pytest.param(r.graphs.entries[-1][1], id=r.id) for r in RULES]


@pytest.mark.parametrize("graph", GRAPHS)
def test_every_state_and_move_is_drawn_once_from_its_state_to_its_state(graph):
    picture = drawn(graph)
    assert [b.state for b in picture.boxes] == list(graph.states)
    shown = [(line.source, line.to, move) for line in picture.lines for move in line.moves]
    assert sorted(shown) == sorted((s, m.to, m.id) for m in graph.moves.values() for s in m.sources)
    for line in picture.lines:
        assert touches(picture, line.source, line.points[0])
        assert touches(picture, line.to, line.points[-1])


@pytest.mark.parametrize("graph", GRAPHS)
def test_no_box_lies_over_another_and_all_lies_within(graph):
    picture = drawn(graph)
    for one in picture.boxes:
        assert one.x >= 0 <= one.y
        assert one.x + one.width <= picture.width
        assert one.y + one.height <= picture.height
        for other in picture.boxes:
            apart = one.x + one.width <= other.x or one.y + one.height <= other.y
            assert one is other or apart or other.x + other.width <= one.x or other.y + other.height <= one.y
    assert all(0 <= x <= picture.width and 0 <= y <= picture.height for ln in picture.lines for x, y in ln.points)


@pytest.mark.parametrize("graph", GRAPHS)
def test_lines_that_lead_on_pass_no_other_state(graph):
    picture = drawn(graph)
    for line in picture.lines:
        inner = [] if line.back or line.source == line.to else line.points[1:-1]
        for x, y in inner:
            assert not any(b.x < x < b.x + b.width and b.y < y < b.y + b.height for b in picture.boxes), line
        if not line.back and line.source != line.to:
            assert [x for x, _ in line.points] == sorted(x for x, _ in line.points)


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_same_graph_gives_the_same_picture(graph):
    assert drawn(graph) == drawn(graph)


def test_the_way_of_a_criminal_case_reads_from_left_to_right():
    picture = drawn(books.current().procedure("cn.procedure.criminal", date(2026, 11, 23)))
    way = ["accepted", "filed", "concluded", "prosecuted", "indicted", "judged", "closed"]
    assert [picture.box(s).x for s in way] == sorted({picture.box(s).x for s in way})
    backs = {(line.source, line.to) for line in picture.lines if line.back}
    assert {
        ("concluded", "filed"),
        ("supplementing", "prosecuted"),
        ("closed", "filed"),
        ("non_filed", "filed"),
    } <= backs
    with pytest.raises(KeyError):
        picture.box("nowhere")


def touches(picture: Drawing, state: str, point) -> bool:
    box, (x, y) = picture.box(state), point
    inside = box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
    return inside and (x in (box.x, box.x + box.width) or y in (box.y, box.y + box.height))
