from django.urls import path

from mingjing.desks.views import duty, law

app_name = "desks"
urlpatterns = [
    path("", duty.duty, name="duty"),
    path("desk/<slug:name>", duty.panel, name="panel"),
    path("wall/", duty.wall, name="wall"),
    path("law/", law.rules, name="rules"),
    path("law/rules/<str:rule_id>/", law.rule, name="rule"),
    path("law/moved", law.moved, name="moved"),
    path("law/sign-off", law.sign_off, name="sign_off"),
]
