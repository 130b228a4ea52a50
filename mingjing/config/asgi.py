"""The server's entry point: pages through Django, `/live` as a raw stream beside it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from mingjing.live.stream import Live  # noqa: E402 - needs the loaded models

application = Live(pages)
