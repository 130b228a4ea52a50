from django.urls import path

from mingjing.custody import views

app_name = "custody"
urlpatterns = [
    path("", views.present, name="present"),
    path("past/", views.past, name="past"),
    path("rooms/", views.rooms, name="rooms"),
    path("tap/", views.tap, name="tap"),
    path("receive/", views.receive, name="receive"),
    path("<uuid:stay_id>/", views.stay, name="stay"),
    path("<uuid:stay_id>/part/<slug:part>", views.stay_panel, name="panel"),
    path("<uuid:stay_id>/call", views.call, name="call"),
    path("<uuid:stay_id>/do/<slug:task>", views.do, name="do"),
    path("<uuid:stay_id>/amend/<int:seq>", views.amend, name="amend"),
    path("<uuid:stay_id>/record/", views.record, name="record"),
    path("<uuid:stay_id>/record/<uuid:copy_id>/", views.issued, name="issued"),
    path("<uuid:stay_id>/record/<uuid:copy_id>.mjr", views.record_file, name="record_file"),
]
