"""Addresses of instruments and their templates."""

from django.urls import path

from mingjing.documents.views import files, instruments, tasks, templates

app_name = "documents"
urlpatterns = [
    path("", instruments.instruments, name="instruments"),
    path("print", files.batch, name="batch"),
    path("new", instruments.choose, name="choose"),
    path("new/<slug:template>", instruments.draft, name="draft"),
    path("templates/", templates.templates, name="templates"),
    path("templates/new", templates.edit, name="new_template"),
    path("templates/<slug:template>/edit", templates.edit, name="edit_template"),
    path("templates/<slug:template>/sample.png", templates.sample, name="sample"),
    path("templates/versions/<uuid:version_id>/", templates.version, name="version"),
    path("templates/versions/<uuid:version_id>/sign-off", templates.sign_off, name="sign_off"),
    path("templates/versions/<uuid:version_id>/retire", templates.retire, name="retire"),
    path("<uuid:instrument_id>/", instruments.instrument, name="instrument"),
    path("<uuid:instrument_id>/complete", tasks.complete, name="complete"),
    path("<uuid:instrument_id>/finalise", tasks.finalise, name="finalise"),
    path("<uuid:instrument_id>/void", tasks.void, name="void"),
    path("<uuid:instrument_id>/sign", tasks.sign, name="sign"),
    path("<uuid:instrument_id>/certify", tasks.certify, name="certify"),
    path("<uuid:instrument_id>/serve", tasks.serve, name="serve"),
    path("<uuid:instrument_id>/page-<int:page>.png", files.page, name="page"),
    path("<uuid:instrument_id>/file", files.file, name="file"),
]
