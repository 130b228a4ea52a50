"""Addresses of measures."""

from django.urls import path

from mingjing.measures.views import books, measures, under

app_name = "measures"
urlpatterns = [
    path("", measures.measures, name="measures"),
    path("calendar", books.calendar, name="calendar"),
    path("bail", books.bail_book, name="bail_book"),
    path("penalties", books.penalties, name="penalties"),
    path("case/<uuid:case_id>", measures.of_case, name="of_case"),
    path("propose/<uuid:case_id>", measures.propose, name="propose"),
    path("<uuid:measure_id>/", measures.measure, name="measure"),
    path("<uuid:measure_id>/move/<slug:move>", measures.move, name="move"),
    path("<uuid:measure_id>/move/<slug:move>/draft", measures.draft, name="draft"),
    *[path(f"<uuid:measure_id>/{name}", under.view_of(name), name=name) for name in under.TASKS],
    path("<uuid:measure_id>/penalty", under.penalty_of, name="penalty"),
    path("happenings/<uuid:happening_id>/answer", under.answer_happening, name="answer"),
    path("items/<uuid:item_id>/dispose", under.dispose_item, name="dispose"),
]
