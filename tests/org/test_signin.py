"""Signing in: password, lock-out, sessions that end, posts one acts at, closed doors."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from mingjing.kernel.time import frozen, now
from mingjing.ledger.models import Entry
from mingjing.org.actions import officer as officers
from mingjing.org.actions import session
from mingjing.org.models import Officer, SignIn, Throttle
from tests.org.conftest import SETUP
from tests.org.signing import HOME, LOGIN, PASSWORD, PASSWORD_CHANGE, from_address, is_in, sign_in, tags

pytestmark = pytest.mark.usefixtures("quick_signing")


def test_signing_in_and_out_is_entered(officer):
    client, answer = sign_in(officer)
    assert answer.status_code == 302
    assert is_in(client)
    entry = Entry.objects.with_content().get(tag="org.session.signed_in")
    assert (entry.log, entry.body["method"], entry.body["address"]) == ("610921-org", "password", "127.0.0.1")
    client.post("/accounts/logout/")
    assert not is_in(client)
    assert tags() == ["org.session.signed_in", "org.session.signed_out"]
    assert SignIn.objects.get().until


@pytest.mark.parametrize("number", ["T0000", "", "'; drop table"])
def test_an_unknown_number_is_answered_like_a_wrong_password(officer, number):
    known = sign_in(officer, "wrong")[1]
    unknown = Client().post(LOGIN, {"login": number or "x", "password": "wrong"})
    assert known.status_code == unknown.status_code == 200
    assert str(known.context["form"].errors) == str(unknown.context["form"].errors)


def locked_out(officer, settings):
    """Guessed at from so many addresses that waiting does not help."""
    for n in range(settings.SIGN_IN_LOCK):
        assert not officer.locked_since
        sign_in(officer, "wrong", from_address(n))
        officer.refresh_from_db()
    assert officer.locked_since


def test_failures_from_everywhere_lock_the_account_until_an_administrator_unlocks_it(officer, settings):
    locked_out(officer, settings)
    assert tags() == ["org.session.locked_out"]
    client, answer = sign_in(officer, client=from_address(999))
    assert answer.status_code == 200
    assert not is_in(client)
    officers.unlock(officer.pk, by=SETUP, at=now())
    client, _ = sign_in(officer)
    assert is_in(client)


def test_who_knows_only_the_number_keeps_nobody_out(officer, settings):
    """One stranger waits; the officer himself signs in meanwhile from where he sits."""
    stranger = from_address(1)
    for _ in range(settings.SIGN_IN_LOCK + 1):
        sign_in(officer, "wrong", stranger)
    officer.refresh_from_db()
    assert not officer.locked_since
    assert not is_in(sign_in(officer, client=stranger)[0]), "even with the right password the stranger waits"
    assert is_in(sign_in(officer, client=from_address(2))[0])


def test_the_wait_after_failures_grows_and_ends(officer, settings):
    stranger, start = from_address(1), now()
    for _ in range(settings.SIGN_IN_ATTEMPTS):
        sign_in(officer, "wrong", stranger)
    waits = []
    for _ in range(4):
        row = Throttle.objects.get()
        waits.append(row.until - now())
        with frozen(row.until - timedelta(seconds=1)):
            sign_in(officer, "wrong", stranger)
        assert Throttle.objects.get().count == row.count, "a try while waiting is no try"
        start = row.until + timedelta(seconds=1)
        with frozen(start):
            sign_in(officer, "wrong", stranger)
            waits[-1] = (Throttle.objects.get().until - now()).total_seconds()
    assert waits == sorted(set(waits))
    with frozen(Throttle.objects.get().until):
        assert is_in(sign_in(officer, client=stranger)[0])


def test_a_locked_account_opens_at_a_machine_its_officer_knows(officer, settings):
    known, _ = sign_in(officer)
    known.post("/accounts/logout/")
    locked_out(officer, settings)
    assert is_in(sign_in(officer, client=known)[0])
    forged = from_address(500)
    forged.cookies["mingjing_device"] = "eyJtYWNoaW5lIjoieCJ9:1:forged"
    assert not is_in(sign_in(officer, client=forged)[0])


def test_a_machine_is_forgotten_when_the_password_changes(officer, settings):
    known, _ = sign_in(officer)
    officer.password = make_password("quite-another-battery")
    officer.save(update_fields=["password"])
    known.post("/accounts/logout/")
    locked_out(officer, settings)
    assert not is_in(sign_in(officer, "quite-another-battery", known)[0])


@pytest.mark.parametrize("number", ["01001", "T0000"])
def test_unknown_numbers_wait_as_known_ones_do(officer, settings, number):
    client = from_address(7)
    for _ in range(settings.SIGN_IN_ATTEMPTS + 1):
        answer = client.post(LOGIN, {"login": number, "password": "wrong"})
    assert re.search(r"失败次数过多，请过 \d+ 秒再试", answer.content.decode())


def test_success_forgives_earlier_failures(officer, settings):
    for _ in range(settings.SIGN_IN_ATTEMPTS - 1):
        sign_in(officer, "wrong")
    sign_in(officer)
    sign_in(officer, "wrong")
    officer.refresh_from_db()
    assert (officer.failed_sign_ins, officer.locked_since) == (1, None)


def test_a_wrong_password_for_nobody_locks_nobody(officer):
    Client().post(LOGIN, {"login": "nobody", "password": "x"})
    assert not Officer.objects.filter(failed_sign_ins__gt=0).exists()


def test_suspension_ends_every_session_at_once(officer):
    client, _ = sign_in(officer)
    officers.suspend(officer.pk, by=SETUP, at=now(), why="停职")
    assert not is_in(client)
    assert not is_in(sign_in(officer)[0])
    officers.restore(officer.pk, by=SETUP, at=now())
    assert not is_in(client)
    assert is_in(sign_in(officer)[0])


def test_a_reset_ends_every_session_and_the_old_password(county, officer):
    client, _ = sign_in(officer)
    half = officers.reset_password(officer.pk, by=SETUP, at=now())
    assert not is_in(client)
    assert not is_in(sign_in(officer)[0])
    assert not is_in(sign_in(officer, half)[0])


def test_what_a_page_fetches_by_itself_is_not_led_to_the_second_factor(officer, settings):
    settings.MFA_REQUIRED = True
    client, _ = sign_in(officer)
    for headers in ({"HX-Request": "true"}, {"Accept": "text/event-stream"}):
        fetched = client.get(HOME, headers=headers)
        assert (fetched.status_code, "HX-Redirect" in fetched) == (403, False)


def test_a_changed_password_ends_every_other_session(officer):
    here, there = sign_in(officer)[0], sign_in(officer)[0]
    fresh = "a-new-and-long-password"
    here.post(PASSWORD_CHANGE, {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert is_in(here)
    assert not is_in(there)
    assert "org.session.password_changed" in tags()
    assert SignIn.objects.filter(until__isnull=True).count() == 1
    assert is_in(sign_in(officer, fresh)[0])
    assert not is_in(sign_in(officer)[0])


@pytest.mark.parametrize("weak", ["short", "123456789012"])
def test_a_weak_password_is_not_taken(officer, weak):
    client, _ = sign_in(officer)
    client.post(PASSWORD_CHANGE, {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert is_in(sign_in(officer)[0])


@pytest.mark.parametrize("headers", [{"X-Mingjing-Bell": "1"}, {"Accept": "text/event-stream"}])
def test_an_idle_session_ends_and_a_bell_keeps_nobody_signed_in(officer, settings, headers):
    client, _ = sign_in(officer)
    start, step = now(), timedelta(seconds=settings.SESSION_IDLE_SECONDS - 1)
    with frozen(start + step):
        assert is_in(client)
    with frozen(start + 2 * step):
        assert client.get(HOME, headers=headers).status_code == 200
    with frozen(start + 2 * step + timedelta(seconds=2)):
        assert not is_in(client)
    assert Entry.objects.with_content().get(tag="org.session.signed_out").body["why"] == "idle"


def test_no_session_outlives_its_age_however_busy(officer, settings):
    client, _ = sign_in(officer)
    start, busy = now(), timedelta(seconds=settings.SESSION_IDLE_SECONDS // 2)
    steps = int(settings.SESSION_COOKIE_AGE / busy.total_seconds())
    for n in range(1, steps):
        with frozen(start + n * busy):
            assert is_in(client)
    with frozen(start + steps * busy):
        assert not is_in(client)


def test_ending_the_other_sessions_keeps_this_one(officer):
    here, there = sign_in(officer)[0], sign_in(officer)[0]
    here.post(reverse("org:end_other_sessions"))
    assert is_in(here)
    assert not is_in(there)
    assert SignIn.objects.filter(until__isnull=True).count() == 1


CLOSED = ["signup/", "email/", "confirm-email/", "password/set/", "password/reset/", "login/code/confirm/", "nothing/"]


@pytest.mark.parametrize("route", CLOSED)
def test_what_makes_no_sense_here_is_closed(db, route):
    assert Client().get(f"/accounts/{route}").status_code == 404
    assert Client().post(f"/accounts/{route}").status_code == 404


OWN = ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_change_password"]


@pytest.mark.parametrize("name", OWN)
def test_ones_own_pages_of_the_library_open_to_their_officer_only(officer, name):
    assert Client().get(reverse(name))["Location"].startswith(LOGIN)
    client, _ = sign_in(officer)
    assert client.get(reverse(name)).status_code == 200


def test_acting_at_one_post_narrows_what_one_may(county, officer):
    from mingjing.org.actions import posting

    given = posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.unit, post="medic")
    client, _ = sign_in(officer)
    assert client.get(reverse("org:staff")).status_code == 200
    client.post(reverse("org:act_as"), {"posting": str(given.pk)})
    assert client.get(reverse("org:staff")).status_code == 403
    assert client.post(reverse("org:act_as"), {"posting": ""}).status_code == 404
    client.post(reverse("org:act_as"), {"posting": str(officer.postings.get(post="custody_officer").pk)})
    assert client.get(reverse("org:staff")).status_code == 200


def test_who_holds_several_posts_begins_at_one_and_sees_what_it_sees(county, officer):
    """Each posting counts at its own unit only, for what he may do and for what he sees."""
    from mingjing.org.actions import posting

    posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.beside, post="custody_officer")
    posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.beside, post="medic")
    here, there = county.officer("medic"), county.officer("medic", at=county.beside)
    client, _ = sign_in(officer)

    def seen():
        return [client.get(reverse("org:officer", args=[one.pk])).status_code for one in (here, there)]

    assert seen() == [200, 404]
    client.post(reverse("org:act_as"), {"posting": str(officer.postings.get(unit=county.beside, post="medic").pk)})
    assert seen() == [403, 403]
    client.post(
        reverse("org:act_as"), {"posting": str(officer.postings.get(unit=county.beside, post="custody_officer").pk)}
    )
    assert seen() == [404, 200]


def test_a_chosen_post_that_ended_gives_way_to_the_next(county, officer):
    from mingjing.org.actions import posting

    given = posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.unit, post="medic")
    client, _ = sign_in(officer)
    client.post(reverse("org:act_as"), {"posting": str(given.pk)})
    assert client.get(reverse("org:staff")).status_code == 403
    posting.end(given.pk, by=SETUP, at=now())
    assert client.get(reverse("org:staff")).status_code == 200


def test_nobody_acts_at_a_post_of_somebody_else(county, officer):
    other = county.officer("city_chief").postings.get()
    client, _ = sign_in(officer)
    assert client.post(reverse("org:act_as"), {"posting": str(other.pk)}).status_code == 404


def test_a_session_begun_before_the_number_changed_is_over(officer):
    client, _ = sign_in(officer)
    session.end_others(officer.pk, by=officer.acting(), at=now(), sign_in_id=None)
    assert not is_in(client)
