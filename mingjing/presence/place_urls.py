"""Addresses of places, named `places:…`: floor plans, the live map, meetings."""

from django.urls import path

from mingjing.presence.views import plans

app_name = "places"
urlpatterns = [
    path("plans/", plans.index, name="plans"),
    path("plans/edit", plans.edit, name="plan_edit"),
    path("plans/check", plans.checked, name="plan_check"),
    path("plans/import", plans.imported, name="plan_import"),
    path("plans/<uuid:plan_id>/", plans.page, name="plan"),
    path("plans/<uuid:plan_id>/svg", plans.svg, name="plan_svg"),
    path("plans/<uuid:plan_id>/adopt", plans.adopt, name="plan_adopt"),
    path("plans/<uuid:plan_id>/discard", plans.discard, name="plan_discard"),
]
