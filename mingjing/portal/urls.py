from django.urls import path

from mingjing.portal import views

app_name = "portal"
urlpatterns = [path("", views.check, name="check")]
