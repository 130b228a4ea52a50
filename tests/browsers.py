"""Debian's Chromium, started once for the tests of a module that import the fixture."""

import os
import warnings
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from mingjing.config.frontend import build

CHROMIUM = Path("/usr/bin/chromium")
CALM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"]
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="module")
def chromium():
    """Without a browser there is no walk: an error where everything is checked, else skipped for all to see. It may not
    outlive the module, for playwright keeps an event loop running in this very thread."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("no /usr/bin/chromium: apt-get install chromium")
        warnings.warn("WALKS NOT WALKED: no /usr/bin/chromium (apt-get install chromium)", stacklevel=1)
        pytest.skip("no /usr/bin/chromium")
    build()
    with sync_playwright() as player, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=[*CALM, *CAMERA])
        yield browser
        browser.close()
