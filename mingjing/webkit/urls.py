from django.urls import path

from mingjing.webkit import gallery, views

app_name = "webkit"
urlpatterns = [
    path("language", views.language, name="language"),
    path("appearance", views.appearance, name="appearance"),
    path("site", views.site, name="site"),
    path("search", views.search, name="search"),
    path("find", views.find, name="find"),
    path("gallery", gallery.page, name="gallery"),
    path("gallery/panel", gallery.panel, name="gallery_panel"),
    path("gallery/form", gallery.form, name="gallery_form"),
    path("gallery/table", gallery.table, name="gallery_table"),
    path("gallery/print", gallery.printed, name="gallery_print"),
]
