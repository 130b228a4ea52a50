from django.urls import path

from mingjing.alerts import views

app_name = "alerts"
urlpatterns = [
    path("", views.alarms, name="alarms"),
    path("bell", views.bell, name="bell"),
    path("open", views.open_panel, name="open"),
    path("figures", views.figures, name="figures"),
    path("hand-over", views.hand_over, name="hand_over"),
    path("<uuid:alarm_id>/", views.alarm, name="alarm"),
    path("<uuid:alarm_id>/acknowledge", views.acknowledge, name="acknowledge"),
    path("<uuid:alarm_id>/answer", views.give_answer, name="answer"),
    path("<uuid:alarm_id>/answer/<slug:code>", views.ready_answer, name="ready_answer"),
    path("<uuid:alarm_id>/shelve", views.shelve, name="shelve"),
    path("<uuid:alarm_id>/unshelve", views.unshelve, name="unshelve"),
    path("<uuid:alarm_id>/take-out", views.take_out, name="take_out"),
    path("<uuid:alarm_id>/put-back", views.put_back, name="put_back"),
]
