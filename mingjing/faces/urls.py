"""Addresses of face verification."""

from django.urls import path

from mingjing.faces import views

app_name = "faces"
urlpatterns = [
    path("stay/<uuid:stay_id>/", views.stay, name="stay"),
    path("stay/<uuid:stay_id>/portrait", views.portrait, name="portrait"),
    path("stay/<uuid:stay_id>/portrait/<uuid:portrait_id>/", views.accept, name="accept"),
    path("stay/<uuid:stay_id>/compare/<slug:occasion>", views.compare, name="compare"),
    path("stay/<uuid:stay_id>/comparison/<uuid:comparison_id>/", views.comparison, name="comparison"),
    path("stay/<uuid:stay_id>/comparison/<uuid:comparison_id>/machine", views.machine, name="machine"),
]
