"""Addresses of face verification."""

from django.urls import path

from mingjing.faces.views import cameras, stays

app_name = "faces"
urlpatterns = [
    path("stay/<uuid:stay_id>/", stays.stay, name="stay"),
    path("stay/<uuid:stay_id>/portrait", stays.portrait, name="portrait"),
    path("stay/<uuid:stay_id>/portrait/<uuid:portrait_id>/", stays.accept, name="accept"),
    path("stay/<uuid:stay_id>/portrait/<uuid:portrait_id>/flaws", stays.flaws, name="flaws"),
    path("stay/<uuid:stay_id>/compare/<slug:occasion>", stays.compare, name="compare"),
    path("stay/<uuid:stay_id>/comparison/<uuid:comparison_id>/", stays.comparison, name="comparison"),
    path("stay/<uuid:stay_id>/comparison/<uuid:comparison_id>/machine", stays.machine, name="machine"),
    path("cameras/", cameras.cameras, name="cameras"),
    path("cameras/register", cameras.register, name="register"),
    path("cameras/<uuid:camera_id>/", cameras.camera, name="camera"),
    path("cameras/<uuid:camera_id>/choose", cameras.choose, name="choose"),
]
