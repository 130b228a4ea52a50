from django.urls import path

from mingjing.approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("waiting", views.waiting_panel, name="waiting"),
    path("extensions/<uuid:timed_id>", views.extensions, name="extensions"),
    path("extend/<uuid:timed_id>/<slug:extension_id>", views.extend, name="extend"),
    path("<uuid:request_id>/", views.one, name="request"),
    path("<uuid:request_id>/decide", views.decide, name="decide"),
    path("<uuid:request_id>/oral", views.oral, name="oral"),
    path("<uuid:request_id>/ask-again", views.ask_again, name="ask_again"),
    path("<uuid:request_id>/withdraw", views.withdraw, name="withdraw"),
]
