"""Addresses of the legal review."""

from django.urls import path

from mingjing.review.views import meetings, prosecution, reviews, tasks

app_name = "review"
urlpatterns = [
    path("", reviews.desk, name="desk"),
    path("corrections/", reviews.corrections, name="corrections"),
    path("case/<uuid:case_id>", reviews.of_case, name="of_case"),
    path("submit/<uuid:case_id>", tasks.submit, name="submit"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new", meetings.call, name="call"),
    path("meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/topic", meetings.topic, name="topic"),
    path("meetings/<uuid:meeting_id>/minutes", meetings.minutes, name="minutes"),
    path("meetings/<uuid:meeting_id>/resolve", meetings.resolve, name="resolve"),
    path("resolutions/<uuid:resolution_id>/done", meetings.done, name="resolution_done"),
    path("rates/", prosecution.rates, name="rates"),
    path("prosecution/<uuid:case_id>", prosecution.prosecution, name="prosecution"),
    path("prosecution/<uuid:case_id>/send", prosecution.send, name="send"),
    path("prosecution/<uuid:case_id>/outcome", prosecution.feed_back, name="feed_back"),
    path("transfers/<uuid:transfer_id>/receipt", prosecution.receive, name="receive"),
    path("<uuid:review_id>/", reviews.review, name="review"),
    path("<uuid:review_id>/take", tasks.take, name="take"),
    path("<uuid:review_id>/item/<slug:item>", tasks.mark, name="mark"),
    path("<uuid:review_id>/item/<slug:item>/quick", tasks.quick, name="quick"),
    *[path(f"<uuid:review_id>/{name}", tasks.view_of(name), name=name) for name in tasks.TASKS],
    path("corrections/<uuid:correction_id>/", reviews.correction, name="correction"),
    *[
        path(f"corrections/<uuid:correction_id>/{name}", tasks.correcting(name), name=f"correction_{name}")
        for name in tasks.CORRECTING
    ],
]
