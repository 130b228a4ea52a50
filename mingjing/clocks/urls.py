from django.urls import path

from mingjing.clocks import views

app_name = "clocks"
urlpatterns = [
    path("", views.due, name="due"),
    path("panel", views.due_panel, name="due_panel"),
    path("<uuid:timed_id>/", views.timed, name="timed"),
]
