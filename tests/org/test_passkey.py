"""A new officer's first hour in a real browser: two halves of a code, own password, one-time codes, a passkey."""

import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from mingjing.kernel.time import frozen, now
from mingjing.ledger.models import Entry
from mingjing.org.actions import activation, posting
from mingjing.org.actions import officer as officers
from tests.browsers import chromium  # noqa: F401  pytest finds the fixture here
from tests.org.conftest import SETUP

pytestmark = [pytest.mark.walk, pytest.mark.xdist_group("signin"), pytest.mark.django_db(transaction=True)]
OWN = "a-password-of-my-own"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def base(live_server) -> str:
    """By name: a passkey belongs to a host, and an address is none."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(base, chromium):  # noqa: F811  the fixture by its name
    with chromium.new_context(viewport={"width": 1366, "height": 768}) as context:
        page = context.new_page()
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if "Content Security Policy" in m.text else None)
        yield page


def press(page):
    with page.expect_navigation():
        page.locator("main button.primary, .entrance-card button.primary").first.click()


def test_from_the_two_halves_of_the_code_to_signing_in_by_passkey(county, base, page, settings):
    settings.MFA_REQUIRED = True
    enrolled = officers.enrol(by=SETUP, at=now(), number="091234", name="赵新", sex="female", unit=county.unit)
    officer = enrolled.officer
    posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.unit, post="custody_officer")

    with frozen(datetime.now(UTC)):  # the server knows nothing of the tests' hour, and the code holds for days
        second = activation.confirm(officer.pk, by=county.officer("county_chief").acting(), at=now())

    page.goto(f"{base}/accounts/login/")
    page.locator("main a[href='/org/activate/']").click()
    typed = {"number": officer.number, "first_half": enrolled.first_half, "second_half": second}
    for name, value in {**typed, "password": OWN, "again": OWN}.items():
        page.fill(f"[name={name}]", value)
    press(page)
    expect(page).to_have_url(f"{base}/accounts/login/")
    page.fill("[name=login]", officer.number)
    page.fill("[name=password]", OWN)
    press(page)

    page.goto(f"{base}/org/sites/")
    expect(page).to_have_url(f"{base}/accounts/2fa/totp/activate/")
    secret = page.locator("main form code").inner_text()
    page.fill("[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(page)
    page.goto(f"{base}/org/sites/")
    expect(page).to_have_url(f"{base}/org/sites/")

    page.goto(f"{base}/accounts/2fa/webauthn/add/")
    page.fill("[name=name]", "我的密钥")
    page.check("[name=passwordless]")
    press(page)
    assert officer.authenticator_set.filter(type="webauthn").exists()

    page.goto(f"{base}/accounts/logout/")
    press(page)
    page.goto(f"{base}/accounts/login/?next=/org/sites/")
    page.locator("form[data-passkey=login] button").click()
    expect(page).to_have_url(f"{base}/org/sites/")
    signed_in = Entry.objects.with_content().filter(tag="org.session.signed_in").order_by("id")
    assert [entry.body["method"] for entry in signed_in] == ["password", "passkey"]
    assert page.complaints == []
