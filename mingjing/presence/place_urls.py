"""Addresses of places, named `places:…`: floor plans, the live map, meetings."""

from django.urls import path

from mingjing.presence.views import floor_map, meetings, people_steps, plans

app_name = "places"
urlpatterns = [
    path("map/", floor_map.live, name="map"),
    path("map/panel", floor_map.panel, name="map_panel"),
    path("map/replay", floor_map.replay, name="replay"),
    path("map/why/<str:device>", floor_map.why, name="why"),
    path("steps/", people_steps.steps, name="steps"),
    path("meetings/", meetings.search, name="meetings"),
    path("plans/", plans.index, name="plans"),
    path("plans/edit", plans.edit, name="plan_edit"),
    path("plans/check", plans.checked, name="plan_check"),
    path("plans/import", plans.imported, name="plan_import"),
    path("plans/<uuid:plan_id>/", plans.page, name="plan"),
    path("plans/<uuid:plan_id>/svg", plans.svg, name="plan_svg"),
    path("plans/<uuid:plan_id>/adopt", plans.adopt, name="plan_adopt"),
    path("plans/<uuid:plan_id>/discard", plans.discard, name="plan_discard"),
]
