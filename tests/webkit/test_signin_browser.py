"""Signing in as people do: password, authenticator, passkey, in a real browser under the strict policy."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from tests.browsers import chromium  # noqa: F401  pytest finds the fixture here

pytestmark = [pytest.mark.walk, pytest.mark.xdist_group("signin")]
PASSWORD = "a-long-pass-phrase"


@pytest.fixture
def screen(live_server, officer, settings, chromium):  # noqa: F811  the fixture by its name
    settings.MFA_REQUIRED = False
    officer.set_password(PASSWORD)
    officer.save()
    with chromium.new_context(locale="en-GB") as context:
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda m: page.complaints.append(m.text) if "Content Security Policy" in m.text else None)
        page.base = live_server.url
        yield page
        assert page.complaints == []


def sign_in(page, password=PASSWORD):
    page.goto(f"{page.base}/accounts/login/?next=/gallery")
    page.get_by_label("Police number").fill("610001")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.locator(".me summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")


def code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_wrong_password_says_so_and_keeps_the_number(screen):
    sign_in(screen, "wrong-wrong-wrong")
    expect(screen.locator(".refusal, .problem:visible").first).to_be_visible()
    expect(screen.get_by_label("Police number")).to_have_value("610001")


def test_password_then_authenticator(screen):
    sign_in(screen)
    screen.wait_for_url("**/gallery")
    screen.goto(f"{screen.base}/accounts/2fa/totp/activate/")
    secret = screen.locator("code").first.text_content()
    screen.locator('input[name="code"]').fill(code(secret))
    screen.get_by_role("button", name="Activate").click()
    screen.wait_for_url("**/2fa/**")
    sign_out(screen)
    sign_in(screen)
    expect(screen.get_by_role("heading", name="Second step")).to_be_visible()
    screen.locator('input[name="code"]').fill("000000")
    screen.get_by_role("button", name="Sign in", exact=True).click()
    expect(screen.locator(".problem:visible").first).to_be_visible()


def test_a_passkey_is_added_and_signs_in_without_a_password(screen):
    wire = screen.context.new_cdp_session(screen)
    wire.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    wire.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**key, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    sign_in(screen)
    screen.wait_for_url("**/gallery")
    screen.goto(f"{screen.base}/accounts/2fa/webauthn/add/")
    screen.get_by_label("A name for the key").fill("desk key")
    screen.get_by_label("Sign in with it without a password").check()
    screen.get_by_role("button", name="Read and add").click()
    screen.wait_for_url(lambda url: "/webauthn/add" not in url)
    screen.goto(f"{screen.base}/accounts/2fa/webauthn/")
    expect(screen.get_by_text("desk key")).to_be_visible()
    sign_out(screen)
    screen.goto(f"{screen.base}/accounts/login/?next=/gallery")
    screen.get_by_role("button", name="Sign in with a passkey").click()
    screen.wait_for_url("**/gallery")
