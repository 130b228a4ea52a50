"""Addresses of cases."""

from django.urls import path

from mingjing.cases.views import cases, moves, tasks

app_name = "cases"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("new", cases.register, name="register"),
    path("<uuid:case_id>/", cases.case, name="case"),
    *[path(f"<uuid:case_id>/{name}", tasks.view_of(name), name=name) for name in tasks.TASKS],
    path("<uuid:case_id>/way", moves.way, name="way"),
    path("<uuid:case_id>/moves/<slug:move>/propose", moves.propose, name="propose"),
    path("<uuid:case_id>/moves/<slug:move>", moves.carry_out, name="move"),
    path("<uuid:case_id>/people/add", tasks.add_person, name="add_person"),
    path("<uuid:case_id>/people/<uuid:row_id>/remove", tasks.remove_person, name="remove_person"),
    path("<uuid:case_id>/officers/<uuid:officer_id>/relieve", tasks.relieve, name="relieve"),
    path("<uuid:case_id>/officers/<uuid:officer_id>/lift-recusal", tasks.lift_recusal, name="lift_recusal"),
]
