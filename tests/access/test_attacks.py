"""What an attacker tries at the door and on the wire."""

import logging
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.auth import hashers
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from django.urls import reverse

from mingjing.kernel.time import now
from mingjing.org import browser_session, sweeping
from mingjing.org.models import Officer, Posting, Unit
from mingjing.webkit.middleware import POLICY
from mingjing.webkit.tables import RUNS, _plain
from mingjing.webkit.views import back, came_from
from tests.administration.conftest import lately
from tests.looking import asked

LOGIN, PASSWORD = "/accounts/login/", "horse-staple-battery"


@pytest.fixture
def officer(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    unit = Unit.objects.create(code="610921000000", name="县局", kind="county_bureau", path="610921000000/")
    made = Officer.objects.create(
        number="T1", name="甲", sex="male", unit=unit, password=make_password(PASSWORD), pinyin="jia j"
    )
    Posting.objects.create(officer=made, unit=unit, post="administrator", since=now() - timedelta(days=1))
    return made


@pytest.fixture
def web(officer):
    client = Client()
    client.force_login(officer)
    return client


def sign_in(client, **more):
    return client.post(LOGIN + more.pop("query", ""), {"login": "T1", "password": PASSWORD, **more})


# sessions and cookies


def test_the_session_key_changes_at_the_sign_in(officer):
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = session.session_key
    client.cookies[configured.SESSION_COOKIE_NAME] = planted
    assert sign_in(client).status_code == 302
    assert client.session.session_key != planted
    assert not Client(headers={"cookie": f"{configured.SESSION_COOKIE_NAME}={planted}"}).get(reverse("org:me")).context


def test_what_a_stranger_begins_is_soon_thrown_away(officer, monkeypatch):
    """A passkey asked for makes a session, and anybody may ask without end."""
    monkeypatch.setattr(sweeping, "_swept", [])
    for _ in range(2):
        Client().get(reverse("mfa_login_webauthn"), headers={"x-requested-with": "XMLHttpRequest"})
    kept = Client()
    sign_in(kept)
    assert Session.objects.count() == 3
    Session.objects.update(expire_date=F("expire_date") - timedelta(seconds=browser_session.STRANGER_SECONDS + 60))
    assert (sweeping.tick(now()), sweeping.tick(now())) == (1, 0)
    assert Session.objects.count() == 1
    assert kept.session.get_expiry_age() == configured.SESSION_COOKIE_AGE


def test_signing_out_throws_the_session_away(officer):
    client = Client()
    sign_in(client)
    kept = client.session.session_key
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = kept
    assert thief.get(reverse("org:me")).status_code == 302


def test_cookies_are_not_for_scripts_nor_for_other_sites(officer, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    client.get(LOGIN)
    sign_in(client)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "mingjing_device"):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["secure"], name
        assert cookie["samesite"] in {"Lax", "Strict"}, name


def test_behind_tls_every_cookie_is_secure_and_browsers_keep_to_it(tmp_path):
    code = (
        "from mingjing.config import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0,"
        " not s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)"
    )
    env = {**os.environ, "MINGJING_TLS": "yes", "MINGJING_DATA": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["True"] * 4, done.stderr


def test_a_data_folder_made_by_the_first_command_opens_to_its_owner_only(tmp_path):
    """Whatever the umask of who typed it: in it lie the database, the readings and the keys."""
    data = tmp_path / "data"
    env = {**os.environ, "MINGJING_DATA": str(data)}
    env.pop("MINGJING_SECRET_KEY_FILE", None)
    code = "import os; os.umask(0o022); from mingjing.config import settings"
    subprocess.run([sys.executable, "-c", code], env=env, check=True)
    assert (data / "keys" / "session.key").exists()
    assert [oct(p.stat().st_mode & 0o077) for p in (data, data / "keys")] == ["0o0", "0o0"]


# addresses


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "///e.x",
    ],
)
def test_no_address_of_ours_leads_elsewhere(officer, to):
    client = Client()
    answer = sign_in(client, next=to)
    assert answer["Location"].startswith("/")
    assert "evil" not in answer["Location"]
    for address in ("/language", "/appearance", "/site"):
        said = {"language": "en", "theme": "dark", "next": to}
        assert client.post(address, said)["Location"] == "/"


@pytest.mark.parametrize(
    ("came", "to"),
    [
        ("http://testserver/desk/alarms?q=x", "/desk/alarms"),
        ("http://testserver//evil.example/x", "/own"),  # a page of ours by its host, a foreign one by its path
        ("http://testserver/\\evil.example", "/own"),
        ("http://evil.example/", "/own"),
        ("//evil.example/", "/own"),
        ("javascript:alert(1)", "/own"),
        ("", "/own"),
    ],
)
def test_where_a_tap_was_made_is_a_page_of_ours(rf, came, to):
    assert came_from(rf.post("/x", headers={"referer": came}), "/own") == to


def test_behind_tls_no_address_of_ours_leads_back_to_plain_http(rf):
    request = rf.post("/x", {"next": "http://testserver/stays/"}, secure=True)
    assert back(request) == "/"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "localhost/x"])
def test_a_foreign_host_is_not_answered(officer, host):
    answer = Client(raise_request_exception=False).get(LOGIN, headers={"host": host})
    assert answer.status_code == 400
    assert host not in answer.content.decode()


def test_a_forwarded_host_or_address_is_not_believed(officer):
    client = Client()
    answer = client.get(reverse("org:me"), headers={"x-forwarded-host": "evil.example"})
    assert "evil" not in answer["Location"]
    client.post(
        LOGIN, {"login": "T1", "password": PASSWORD}, headers={"x-forwarded-for": "6.6.6.6", "x-real-ip": "6.6.6.6"}
    )
    assert officer.sign_ins.get().address == "127.0.0.1"


@pytest.mark.parametrize(
    "path", ["/media/../../etc/passwd", "/media/%2e%2e/settings.py", "/media/" + "A" * 64, "/static/../mj"]
)
def test_no_path_leaves_its_folder(web, path):
    assert web.get(path).status_code == 404


# headers


MARK = "/static/webkit/mark.svg"
PAGES = [
    "/",
    LOGIN,
    "/nowhere",
    "/health",
    MARK,
    "/live",
    "/org/staff/",
    "/org/staff/new",
    "/stays/past/",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_policy(web, path):
    answer = web.get(path)
    assert answer["Content-Security-Policy"] == POLICY, answer.status_code
    assert "unsafe" not in POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    if not path.startswith("/static/"):
        assert answer["Cache-Control"] == "no-store" or "no-cache" in answer["Cache-Control"]
        assert answer["X-Frame-Options"] == "DENY"


def test_a_static_file_is_really_served(web):
    assert web.get(MARK).status_code == 200


def test_an_error_of_ours_carries_the_policy_and_tells_nothing(web, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret-detail")

    monkeypatch.setattr("mingjing.administration.views.people.selectors.staff", broken)
    quiet = Client(raise_request_exception=False)
    quiet.cookies = web.cookies
    answer = quiet.get("/org/staff/")
    assert (answer.status_code, answer["Content-Security-Policy"]) == (500, POLICY)
    assert "secret-detail" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_too_many_fields_are_refused(web):
    answer = web.post("/language", {f"f{n}": "x" for n in range(2000)})
    assert answer.status_code == 400


# text that wants to be something else


NASTY = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'


def test_a_name_stays_a_name_wherever_it_is_shown(web, officer):
    Officer.objects.filter(pk=officer.pk).update(name=NASTY[:32])
    for path in (
        "/",
        "/org/staff/",
        f"/org/staff/{officer.pk}",
        "/org/me/",
        "/search?q=T1",
        "/org/staff/?q=%3Cscript%3E",
    ):
        page = asked(web, path).content.decode()
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path


@pytest.mark.parametrize("value", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠A1"])
def test_no_cell_of_an_exported_list_is_a_formula(value):
    assert not _plain(value).startswith(RUNS)


def test_numbers_in_an_exported_list_stay_numbers():
    assert [_plain(v) for v in (-3, "+5.5", "-12")] == ["-3", "+5.5", "-12"]


def test_nobody_writes_lines_into_the_log(web, caplog):
    with caplog.at_level(logging.WARNING):
        web.get("/nowhere%0aWARNING%20forged%20line%1b[31m")
    written = [record.getMessage() for record in caplog.records]
    assert written
    assert not [line for line in written if "\n" in line or "\x1b" in line]


# signing in


def test_an_unknown_number_costs_as_many_hashes_as_a_known_one(officer, monkeypatch):
    """The time of an answer is the time of its hashes."""
    counted = []
    plain = hashers.MD5PasswordHasher.encode

    def encode(self, password, salt):
        counted.append(1)
        return plain(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)

    def hashes(number):
        counted.clear()
        Client(REMOTE_ADDR=f"10.1.1.{len(number)}").post(LOGIN, {"login": number, "password": "wrong"})
        return len(counted)

    known, unknown = hashes("T1"), hashes("nobody")
    Officer.objects.update(locked_since=now())
    locked = hashes("T1")
    Officer.objects.update(locked_since=None, is_active=False)
    suspended = hashes("T1")
    Officer.objects.update(is_active=True, password=make_password(None))
    no_password = hashes("T1")
    assert known == unknown == locked == suspended == no_password == 1


def test_what_touches_accounts_asks_again_who_it_is_and_then_does_it(web, officer):
    """Somebody else at an unlocked screen gets no further; what was typed is carried out after the password."""
    typed = {"number": "T2", "name": "乙", "sex": "male", "unit": str(officer.unit.pk)}
    answer = web.post("/org/staff/new", typed)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not Officer.objects.filter(number="T2").exists()
    wrong = web.post(answer["Location"], {"password": "wrong"})
    assert wrong.status_code == 200
    assert not Officer.objects.filter(number="T2").exists()
    web.post(answer["Location"], {"password": PASSWORD})
    assert Officer.objects.filter(number="T2").exists()


FRESH = ["confirm", "restore", "unlock", "reset_password", "reset_factor"]


@pytest.mark.parametrize("name", FRESH)
def test_every_act_on_an_account_asks_again(web, officer, name):
    other = Officer.objects.create(number="T2", name="乙", sex="male", unit=officer.unit)
    address = reverse(f"org:officer_{name}", args=[other.pk])
    assert web.post(address, {})["Location"].startswith("/accounts/reauthenticate/")
    lately(web, officer)
    stale = web.session
    stale["account_authentication_methods"][-1]["at"] -= configured.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    stale.save()
    assert web.post(address, {})["Location"].startswith("/accounts/reauthenticate/")
    lately(web, officer)
    assert not web.post(address, {}).get("Location", "").startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_deactivate_totp", "mfa_generate_recovery_codes"])
def test_ones_own_second_factor_asks_again_too(web, name):
    answer = web.get(reverse(name))
    assert answer.status_code in {302, 404}
    assert answer.status_code == 404 or answer["Location"].startswith("/accounts/reauthenticate/")


def test_a_forged_form_changes_nothing(officer):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer)
    for path in ("/org/me/end-others", "/accounts/logout/", "/org/staff/new", "/language"):
        assert strict.post(path, {}).status_code == 403
    assert officer.sign_ins.count() == 0
