"""The list of integrations."""

from django.db.models import Q
from django.urls import reverse

from mingjing.api.models import Integration
from mingjing.api.vocab import Standing
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.guard import OfficerRequest
from mingjing.webkit.tables import Column, Filter, Table


def integrations_table(request: OfficerRequest) -> Table:
    """Those the reader may see, found by name or by officer."""
    rows = Integration.objects.visible_to(request.user).select_related("posting__officer", "posting__unit", "unit")
    states = [(one.value, one.text) for one in Standing]
    return Table(
        request, rows, COLUMNS, search=["name", "purpose", "posting__officer__name", "posting__officer__number", "key"],
        filters=[Filter("standing", Text("状态", "Standing"), states, standing)],
    )  # fmt: skip


def standing(value: str) -> Q:
    """As `Integration.standing`, as a condition."""
    over = Q(expires_at__lte=now())
    return {
        Standing.REVOKED: Q(revoked_at__isnull=False),
        Standing.EXPIRED: Q(revoked_at__isnull=True) & over,
        Standing.OPEN: Q(revoked_at__isnull=True, confirmed_at__isnull=False) & ~over,
        Standing.WAITING: Q(revoked_at__isnull=True, confirmed_at__isnull=True) & ~over,
    }[Standing(value)]


COLUMNS = [
    Column("name", Text("系统", "System"), lambda i: i.name, sort="name",
           url=lambda i: reverse("api:integration", args=[i.pk])),
    Column("standing", Text("状态", "Standing"), lambda i: i.standing.text),
    Column("officer", Text("代表", "Acts for"), lambda i: i.posting.officer.name, sort="posting__officer__name"),
    Column("post", Text("岗位", "Post"), lambda i: i.posting.text, sort="posting__post"),
    Column("unit", Text("限于单位", "Unit"), lambda i: i.unit.text, sort="unit__path"),
    Column("scopes", Text("权限数", "Permissions"), lambda i: len(i.scopes), number=True),
    Column("until", Text("有效期至", "Good until"), lambda i: i.expires_at, sort="expires_at"),
    Column("used", Text("最近使用", "Last used"), lambda i: i.used_at, sort="used_at"),
    Column("opened", Text("开设", "Opened"), lambda i: i.opened_at, sort="opened_at", shown=False),
    Column("key", Text("标识", "Key"), lambda i: i.key, shown=False),
]  # fmt: skip
