"""The form of every act: drawn for everybody who sees the stay, and harmless when filled with nothing or nonsense."""

import pytest

from mingjing.custody.forms.sections import every
from mingjing.custody.tasks import FORMS, GROUPS, STEP_TASK
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db
HARMLESS_WHEN_EMPTY = {  # every field of these may stay empty, or has a usual value
    "recheck", "sign-case", "sign-centre", "depart", "care", "contact", "check", "belongings", "collect",
}  # fmt: skip
NONSENSE = "<script>胡言</script>"


@pytest.fixture
def stay(centre):
    """In a room, on a case of the case officer who brought him."""
    one = centre.received(case_id=centre.case().pk)
    placed(centre, one, settled(centre, one, calm()) + 1)
    one.refresh_from_db()
    return one


def address(stay, task):
    return f"/stays/{stay.pk}/do/{task}"


def test_every_act_has_a_button_or_is_a_step():
    offered = {task for group in GROUPS for task in group.tasks} | set(STEP_TASK.values())
    assert offered == set(FORMS)


@pytest.mark.parametrize(("post", "language"), [("custody_officer", "zh-hans"), ("case_officer", "en")])
def test_every_form_is_drawn(web, stay, post, language):
    client = web(post)
    client.cookies["mingjing_language"] = language
    for task in FORMS:
        answer = client.get(address(stay, task))
        drawn = answer.content.decode()
        assert answer.status_code == 200, task
        assert "Text(" not in drawn, task
        assert stay.person.name in drawn, task


def test_sections_hold_every_field_once(centre, stay):
    for task, form_class in FORMS.items():
        form = form_class(stay=stay, officer=centre.officer("custody_officer"))
        drawn = [field.name for section in form.sections() for field in every(section)]
        assert sorted(drawn) == sorted(form.fields), task


def test_nonsense_writes_nothing_and_is_kept(web, stay, entered):
    client, before = web(), entered()
    for task in FORMS:
        names = client.get(address(stay, task)).context["form"].fields
        answer = client.post(address(stay, task), dict.fromkeys(names, NONSENSE))
        drawn = answer.content.decode()
        assert answer.status_code in {403, 409, 422}, task
        assert NONSENSE not in drawn, task
        assert "胡言" in drawn or answer.context["form"].nothing, task
        assert entered() == before, task


def test_nothing_filled_in_writes_nothing(web, stay, entered):
    client, before = web(), entered()
    for task in set(FORMS) - HARMLESS_WHEN_EMPTY:
        answer = client.post(address(stay, task), {})
        assert answer.status_code in {403, 409, 422}, task
        assert entered() == before, task


def test_an_unknown_act_is_not_found(web, stay):
    assert web().get(address(stay, "fly")).status_code == 404
