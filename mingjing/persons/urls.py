"""Addresses of people."""

from django.urls import path

from mingjing.persons.views import people, tasks

app_name = "persons"
urlpatterns = [
    path("", people.people, name="people"),
    path("looks", people.looked, name="looks"),
    path("search", people.search, name="search"),
    path("new", tasks.register, name="register"),
    path("<uuid:person_id>/", people.person, name="person"),
    *[path(f"<uuid:person_id>/{name}", tasks.view_of(name), name=name) for name in tasks.TASKS],
    path("<uuid:person_id>/link", tasks.link, name="link"),
    path("claims/<uuid:claim_id>/withdraw", tasks.withdraw, name="withdraw"),
]
