"""Addresses of intake."""

from django.urls import path

from mingjing.intake.views import reports, tasks, window

app_name = "intake"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("window/", window.window, name="window"),
    path("window/queue", window.queue, name="queue"),
    path("window/exchange", window.exchange, name="exchange"),
    path("window/exchanges", window.exchanges, name="exchanges"),
    path("funnel/", window.funnel, name="funnel"),
    path("new", reports.receive, name="receive"),
    path("<uuid:report_id>/", reports.report, name="report"),
    path("<uuid:report_id>/reporter", reports.reporter, name="reporter"),
    path("<uuid:report_id>/take_over", reports.take_over, name="take_over"),
    path("<uuid:report_id>/receipt", reports.receipt, name="receipt"),
    *[path(f"<uuid:report_id>/{name}", tasks.view_of(name), name=name) for name in tasks.TASKS],
]
