"""Addresses of imports."""

from django.urls import path

from mingjing.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("new", views.upload, name="upload"),
    path("<uuid:import_id>/", views.one, name="import"),
    path("<uuid:import_id>/match", views.match, name="match"),
    path("<uuid:import_id>/progress", views.progress, name="progress"),
    path("<uuid:import_id>/start", views.start, name="start"),
    path("<uuid:import_id>/stop", views.stop, name="stop"),
    path("<uuid:import_id>/drop", views.drop, name="drop"),
    path("<uuid:import_id>/report", views.report, name="report"),
    path("<uuid:import_id>/refused", views.refused, name="refused"),
]
