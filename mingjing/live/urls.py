from django.urls import path

from mingjing.live import views

app_name = "live"
urlpatterns = [path("live", views.live, name="live")]
