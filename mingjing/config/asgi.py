"""The server's entry point: pages through Django, `/live` as a raw stream beside it."""

import gc
import os
import warnings
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")

import django

django.setup(set_prefix=False)

# style sheets and scripts are read from the disk in one piece each; that is meant
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

from django.conf import settings  # noqa: E402 - needs the loaded settings
from django.urls import get_resolver  # noqa: E402 - as above

from mingjing.bridges.socket import Sockets  # noqa: E402 - as above
from mingjing.config.bounds import Bounded  # noqa: E402 - as above
from mingjing.config.pages import Pages  # noqa: E402 - as above
from mingjing.law import books  # noqa: E402 - as above
from mingjing.live.stream import Live  # noqa: E402 - needs the loaded models

pages: Any = Pages()  # its stubs and those of the stream name the same protocol differently
application = Bounded(Sockets(Live(pages), Path(settings.READING_STORE)))

# What every request uses is loaded before the first one, and then set apart from what the collector walks through: a
# full collection in the middle of a page cost that page a fifth of a second.
books.current()
get_resolver().url_patterns  # noqa: B018 - read once, it stays loaded
gc.collect()
gc.freeze()
