"""Addresses of intake."""

from django.urls import path

from mingjing.intake.views import reports, tasks

app_name = "intake"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("new", reports.receive, name="receive"),
    path("<uuid:report_id>/", reports.report, name="report"),
    path("<uuid:report_id>/reporter", reports.reporter, name="reporter"),
    path("<uuid:report_id>/receipt", reports.receipt, name="receipt"),
    *[path(f"<uuid:report_id>/{name}", tasks.view_of(name), name=name) for name in tasks.TASKS],
]
