"""Addresses of cases."""

from django.urls import path

from mingjing.cases.views import cases, handing, moves, tasks

app_name = "cases"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("new", cases.register, name="register"),
    path("find", cases.find, name="find"),
    path("work", handing.work, name="work"),
    path("work/hand-all", handing.hand_all, name="hand_all"),
    path("work/<uuid:batch>/accept", handing.take_over, name="take_over"),
    path("work/<uuid:batch>/refuse", handing.answer_offer, {"verb": "refuse"}, name="refuse_offer"),
    path("work/<uuid:batch>/withdraw", handing.answer_offer, {"verb": "withdraw"}, name="withdraw_offer"),
    path("<uuid:case_id>/", cases.case, name="case"),
    path("<uuid:case_id>/split", handing.split, name="split"),
    path("<uuid:case_id>/links/<uuid:link_id>/undo", handing.unmerge, name="unmerge"),
    path("<uuid:case_id>/units/<uuid:joint_id>/leave", handing.leave, name="leave"),
    path("<uuid:case_id>/officers/<uuid:officer_id>/hand-over", handing.hand_over, name="hand_over"),
    path("<uuid:case_id>/tasks/<uuid:task_id>/done", handing.end_task, {"verb": "done"}, name="task_done"),
    path("<uuid:case_id>/tasks/<uuid:task_id>/call-off", handing.end_task, {"verb": "call-off"}, name="call_off"),
    path("<uuid:case_id>/recusals/<uuid:request_id>/carry", handing.carry_recusal, name="carry_recusal"),
    *[path(f"<uuid:case_id>/{name}", tasks.view_of(name), name=name) for name in tasks.TASKS],
    path("<uuid:case_id>/way", moves.way, name="way"),
    path("<uuid:case_id>/moves/<slug:move>/propose", moves.propose, name="propose"),
    path("<uuid:case_id>/moves/<slug:move>", moves.carry_out, name="move"),
    path("<uuid:case_id>/people/add", tasks.add_person, name="add_person"),
    path("<uuid:case_id>/people/<uuid:row_id>/remove", tasks.remove_person, name="remove_person"),
    path("<uuid:case_id>/officers/<uuid:officer_id>/relieve", tasks.relieve, name="relieve"),
    path("<uuid:case_id>/officers/<uuid:officer_id>/lift-recusal", tasks.lift_recusal, name="lift_recusal"),
]
