"""Addresses of kept bytes."""

from django.urls import path, register_converter

from mingjing.media import views


class Hash:
    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Hash, "sha256")

app_name = "media"
urlpatterns = [
    path("<sha256:sha256>", views.whole, name="whole"),
    path("<sha256:sha256>/small", views.reduced, name="small"),
]
