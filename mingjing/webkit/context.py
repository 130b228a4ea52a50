"""What the shell around every page needs."""

from typing import Any

from django.http import HttpRequest

from mingjing.kernel.time import now


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"server_now": now(), "officer": getattr(request, "user", None)}
