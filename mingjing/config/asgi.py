"""The server's entry point: pages through Django, `/live` as a raw stream beside it."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")

from django.core.asgi import get_asgi_application

pages: Any = get_asgi_application()  # its stubs and those of the stream name the same protocol differently

from mingjing.live.stream import Live  # noqa: E402 - needs the loaded models

application = Live(pages)
