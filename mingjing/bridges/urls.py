"""Addresses for devices."""

from django.urls import path

from mingjing.bridges import push

app_name = "bridges"
urlpatterns = [path("push/<str:gateway>", push.push, name="push")]
