"""The server's entry point: pages through Django, `/live` as a raw stream beside it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
