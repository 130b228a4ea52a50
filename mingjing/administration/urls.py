"""Addresses of the organisation's screens, named `org:…`."""

from django.urls import path

from mingjing.administration.views import access, account, activate, people, rooms, roster, sites

app_name = "org"
urlpatterns = [
    path("sites/", sites.index, name="sites"),
    path("sites/new", sites.new, name="site_new"),
    path("sites/<uuid:site_id>", sites.page, name="site"),
    path("sites/<uuid:site_id>/rooms/new", rooms.new, name="room_new"),
    path("units/new", sites.unit_new, name="unit_new"),
    path("rooms/<uuid:room_id>", rooms.page, name="room"),
    path("rooms/<uuid:room_id>/edit", rooms.edit, name="room_edit"),
    path("rooms/<uuid:room_id>/close", rooms.close, name="room_close"),
    path("rooms/<uuid:room_id>/reopen", rooms.reopen, name="room_reopen"),
    path("rooms/<uuid:room_id>/certify", rooms.certify, name="room_certify"),
    path("staff/", people.index, name="staff"),
    path("staff/new", people.new, name="officer_new"),
    path("staff/<uuid:officer_id>", people.page, name="officer"),
    path("staff/<uuid:officer_id>/edit", people.edit, name="officer_edit"),
    path("staff/<uuid:officer_id>/suspend", people.suspend, name="officer_suspend"),
    path("staff/<uuid:officer_id>/restore", people.restore, name="officer_restore"),
    path("staff/<uuid:officer_id>/unlock", people.unlock, name="officer_unlock"),
    path("staff/<uuid:officer_id>/reset-password", people.reset_password, name="officer_reset_password"),
    path("staff/<uuid:officer_id>/reset-factor", people.reset_factor, name="officer_reset_factor"),
    path("staff/<uuid:officer_id>/posts/new", people.give_post, name="post_give"),
    path("staff/<uuid:officer_id>/confirm", people.confirm, name="officer_confirm"),
    path("proposals/<uuid:proposal_id>/confirm", people.confirm_post, name="post_confirm"),
    path("proposals/<uuid:proposal_id>/decline", people.decline_post, name="post_decline"),
    path("activate/", activate.page, name="activate"),
    path("postings/<uuid:posting_id>/end", people.end_post, name="post_end"),
    path("access/", access.page, name="access"),
    path("roster/", roster.here, name="roster_here"),
    path("roster/<uuid:site_id>", roster.week, name="roster"),
    path("roster/<uuid:site_id>/duty", roster.duty, name="roster_duty"),
    path("roster/<uuid:site_id>/new", roster.new, name="shift_new"),
    path("roster/<uuid:site_id>/week", roster.plan_week, name="shift_week"),
    path("shifts/<uuid:shift_id>/change", roster.change, name="shift_change"),
    path("shifts/<uuid:shift_id>/start", roster.start, name="shift_start"),
    path("shifts/<uuid:shift_id>/offer", roster.offer, name="shift_offer"),
    path("shifts/<uuid:shift_id>/relieve", roster.relieve, name="shift_relieve"),
    path("me/", account.page, name="me"),
    path("me/act-as", account.act_as, name="act_as"),
    path("me/display", account.display, name="display"),
    path("me/end-others", account.end_others, name="end_other_sessions"),
]
