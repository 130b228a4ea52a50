"""The list of staff: columns, filters, search."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from mingjing.kernel.text import Text
from mingjing.org import selectors
from mingjing.org.guard import OfficerRequest
from mingjing.org.models import Officer, Posting, Unit
from mingjing.org.posts import posts
from mingjing.org.vocab import Sex
from mingjing.webkit.tables import Column, Filter, Table

AUXILIARY, POLICE = Text("辅警", "Auxiliary officer"), Text("民警", "Officer")
SUSPENDED, LOCKED = Text("停用", "suspended"), Text("锁定", "locked")
TO_BE_OPENED, OPEN = Text("待启用", "to be opened"), Text("正常", "open")


def staff_table(request: OfficerRequest) -> Table:
    """Staff the reader may see; found by name, pinyin, initials or number."""
    units = Unit.objects.visible_to(request.user)
    return Table(
        request,
        selectors.staff(request.user),
        COLUMNS,
        find=lambda rows, words: rows.matching(words),
        filters=[
            Filter("unit", Text("单位", "Unit"), [(str(u.pk), u.text) for u in units], lambda pk: _within(units, pk)),
            Filter("post", Text("岗位", "Post"), [(code, post.text) for code, post in posts().items()], _in_post),
        ],
    )


def account(officer: Officer) -> Text:
    """How the account stands."""
    if not officer.is_active:
        return SUSPENDED
    if officer.locked_since:
        return LOCKED
    return OPEN if officer.has_usable_password() else TO_BE_OPENED


def _posts(officer: Any) -> Text:
    held = [posting.text for posting in officer.in_post]
    return Text("、".join(one.zh for one in held) or "—", ", ".join(one.en for one in held) or "—")


def _within(units: Any, pk: str) -> Q:
    return Q(unit__path__startswith=units.get(pk=pk).path)


def _in_post(code: str) -> Q:
    return Q(pk__in=Posting.objects.in_force().filter(post=code).values("officer"))


def _url(officer: Officer) -> str:
    return reverse("org:officer", args=[officer.pk])


COLUMNS = [
    Column("name", Text("姓名", "Name"), lambda o: o.name, sort="name", url=_url),
    Column("number", Text("警号", "Number"), lambda o: o.number, sort="number"),
    Column("auxiliary", Text("身份", "Status"), lambda o: AUXILIARY if o.auxiliary else POLICE, sort="auxiliary"),
    Column("sex", Text("性别", "Sex"), lambda o: Sex(o.sex).text, sort="sex"),
    Column("unit", Text("单位", "Unit"), lambda o: o.unit.text, sort="unit__path"),
    Column("posts", Text("岗位", "Posts"), _posts, template="administration/_posts.html"),
    Column("account", Text("账号", "Account"), account, template="administration/_standing.html"),
]
