"""Addresses of presence."""

from django.urls import path

from mingjing.presence.views import devices, gateways

app_name = "presence"
urlpatterns = [
    path("", devices.devices, name="devices"),
    path("register", devices.register, name="register"),
    path("issue/<uuid:stay_id>", devices.issue, name="issue"),
    path("gateways", gateways.gateways, name="gateways"),
    path("findings", gateways.findings, name="findings"),
    path("findings/<uuid:finding_id>", gateways.why, name="why"),
    path("<uuid:device_id>/gateway/<slug:verb>", gateways.do, name="gateway"),
    path("<uuid:device_id>/", devices.one, name="device"),
    path("<uuid:device_id>/do/<slug:verb>", devices.do, name="do"),
]
