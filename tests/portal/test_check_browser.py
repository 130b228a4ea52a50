"""The public check in a real browser: what is found is read where the code was typed."""

import pytest
from playwright.sync_api import expect

from tests.browsers import chromium  # noqa: F401  pytest finds the fixture here

pytestmark = [pytest.mark.walk, pytest.mark.xdist_group("signin")]


@pytest.mark.parametrize(
    ("typed", "told"), [("aaaa-bbbb-cccc-dddd", "没有签发过这样的记录"), ("1234", "验证码应为 16 位")]
)
def test_the_answer_is_shown(live_server, chromium, typed, told):  # noqa: F811  the fixture by its name
    with chromium.new_context(locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/verify/")
        page.locator("[name=code]").fill(typed)
        page.get_by_role("button", name="核验").click()
        expect(page.get_by_text(told)).to_be_visible()
        expect(page.locator("[name=code]")).to_have_value(typed)
