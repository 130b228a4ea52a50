"""What every template may name: `shell`, `server_now`, `officer`."""

from typing import Any

from django.http import HttpRequest

from mingjing.webkit.shell import shell_of


def shell(request: HttpRequest) -> dict[str, Any]:
    frame = shell_of(request)
    return {"shell": frame, "server_now": frame.now, "officer": frame.officer}
