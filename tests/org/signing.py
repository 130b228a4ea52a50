"""What tests of signing in share: an officer with a password, the form, the code of this half minute."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from mingjing.ledger.models import Entry

PASSWORD = "horse-staple-battery"
LOGIN, PASSWORD_CHANGE, HOME = "/accounts/login/", "/accounts/password/change/", "/org/sites/"
SECRET = "JBSWY3DPEHPK3PXP"


def sign_in(officer, password=PASSWORD, client=None):
    client = client or Client()
    return client, client.post(LOGIN, {"login": officer.number, "password": password})


def is_in(client, page=HOME) -> bool:
    return client.get(page).status_code == 200


def tags():
    return list(Entry.objects.order_by("id").filter(tag__startswith="org.session").values_list("tag", flat=True))


def code_for(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def from_address(n: int) -> Client:
    return Client(REMOTE_ADDR=f"10.0.{n // 250}.{n % 250 + 1}")
