"""Addresses of the interview desk."""

from django.urls import path

from mingjing.interviews.views import desk, tasks

app_name = "interviews"
urlpatterns = [
    path("", desk.interviews, name="interviews"),
    path("new", desk.choose, name="choose"),
    path("new/<uuid:case_id>", desk.plan, name="plan"),
    path("case/<uuid:case_id>", desk.of_case, name="of_case"),
    path("<uuid:interview_id>/", desk.interview, name="interview"),
    path("<uuid:interview_id>/draft", desk.draft, name="draft"),
    path("<uuid:interview_id>/save", desk.save, name="save"),
    path("<uuid:interview_id>/standing", desk.standing, name="standing"),
    path("<uuid:interview_id>/sheet", desk.sheet, name="sheet"),
    *[path(f"<uuid:interview_id>/{name}", tasks.view_of(name), name=name) for name in tasks.TASKS],
]
