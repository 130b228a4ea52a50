"""The second factor, and who keeps whose account."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse

from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from mingjing.org.actions import officer as officers
from mingjing.org.factor_seal import SEALED
from tests.org.conftest import SETUP, refused
from tests.org.signing import HOME, SECRET, code_for, from_address, is_in, sign_in, tags

pytestmark = pytest.mark.usefixtures("quick_signing")


def test_without_a_second_factor_nothing_opens_where_one_is_demanded(officer, settings):
    settings.MFA_REQUIRED = True
    client, _ = sign_in(officer)
    assert client.get(HOME)["Location"] == reverse("mfa_activate_totp")
    TOTP.activate(officer, SECRET)
    assert is_in(client)


def test_setting_up_one_time_codes_in_the_browser(officer, settings):
    settings.MFA_REQUIRED = True
    client, _ = sign_in(officer)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert Authenticator.objects.filter(user=officer, type="totp").exists()
    assert is_in(client)


@pytest.mark.django_db(transaction=True)
def test_setting_up_and_removing_a_factor_is_entered(county, officer):
    client, _ = sign_in(officer)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    assert [t for t in tags() if "factor" in t] == 2 * ["org.session.factor_added"] + 2 * [
        "org.session.factor_removed"  # the recovery codes come and go with it
    ]


def test_the_code_is_asked_for_after_the_password(officer):
    TOTP.activate(officer, SECRET)
    client, answer = sign_in(officer)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert "org.session.signed_in" not in tags()
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_for()})
    assert is_in(client)
    assert Entry.objects.with_content().get(tag="org.session.signed_in").body["method"] == "password+totp"


def test_a_code_is_used_once(officer):
    """Also by another process: nothing of it is kept in the library's memory alone."""
    TOTP.activate(officer, SECRET)
    code = code_for()
    for expected in (True, False):
        cache.clear()
        client, _ = sign_in(officer)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) == expected


@pytest.mark.parametrize("dress", ["{0}-{1}", " {0} {1} ", "{0}.{1}", "{0}_{1}", "({0}{1})"])
def test_a_code_in_another_dress_is_the_same_code(officer, dress):
    """The library compares codes without punctuation, and so must who remembers which were used."""
    TOTP.activate(officer, SECRET)
    code = code_for()
    first, _ = sign_in(officer)
    first.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(first)
    cache.clear()  # another process answers
    thief, _ = sign_in(officer)
    thief.post(reverse("mfa_authenticate"), {"code": dress.format(code[:3], code[3:])})
    assert not is_in(thief)


def test_second_factors_lie_sealed_in_the_database(officer):
    """A copy of the database or a backup with sealed keys signs nobody in."""
    TOTP.activate(officer, SECRET)
    RecoveryCodes.activate(officer)
    kept = [str(one.data) for one in Authenticator.objects.filter(user=officer)]
    assert len(kept) == 2
    assert not [one for one in kept if SECRET in one]
    assert [one for one in kept if one.count(SEALED)] == kept
    client, _ = sign_in(officer)
    client.post(reverse("mfa_authenticate"), {"code": code_for()})
    assert is_in(client)


def test_a_factor_sealed_with_another_key_opens_nothing(officer, tmp_path, settings):
    """After a restore without keys: the sign-in answers that the code is wrong, it does not break."""
    TOTP.activate(officer, SECRET)
    settings.KEY_STORE = tmp_path / "other"
    client, _ = sign_in(officer)
    assert client.post(reverse("mfa_authenticate"), {"code": code_for()}).status_code == 200
    assert not is_in(client)


def test_who_guesses_codes_waits(officer, settings):
    TOTP.activate(officer, SECRET)
    client, _ = sign_in(officer, client=from_address(3))
    for _ in range(settings.SIGN_IN_ATTEMPTS):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_for()})
    assert not is_in(client)
    elsewhere, _ = sign_in(officer, client=from_address(4))
    elsewhere.post(reverse("mfa_authenticate"), {"code": code_for()})
    assert is_in(elsewhere)


def test_the_last_second_factor_stays_where_one_is_demanded(officer, settings):
    settings.MFA_REQUIRED = True
    TOTP.activate(officer, SECRET)
    client, _ = sign_in(officer)
    client.post(reverse("mfa_authenticate"), {"code": code_for()})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=officer).exists()


def test_nobody_resets_both_halves_of_one_account(county, officer):
    TOTP.activate(officer, SECRET)
    one, other = county.officer("administrator"), county.officer("administrator")
    officers.reset_password(officer.pk, by=one.acting(), at=now())
    with refused("org.officer.both_resets"):
        officers.reset_second_factor(officer.pk, by=one.acting(), at=now())
    officers.reset_second_factor(officer.pk, by=other.acting(), at=now())
    assert not Authenticator.objects.filter(user=officer).exists()


@pytest.mark.parametrize("verb", ["suspend", "restore", "unlock", "reset_password", "reset_second_factor"])
def test_nobody_keeps_his_own_account(county, verb):
    administrator = county.officer("administrator")
    more = {"why": "x"} if verb == "suspend" else {}
    with refused("org.officer.self"):
        getattr(officers, verb)(administrator.pk, by=administrator.acting(), at=now(), **more)


@pytest.mark.parametrize("verb", ["suspend", "restore", "unlock", "reset_password", "reset_second_factor"])
def test_accounts_are_kept_by_administrators_of_their_county_only(county, officer, verb):
    more = {"why": "x"} if verb == "suspend" else {}
    for stranger, code in [
        (county.officer("administrator", at=county.beside), "access.elsewhere"),
        (county.officer("legal_officer"), "access.post"),
    ]:
        with refused(code):
            getattr(officers, verb)(officer.pk, by=stranger.acting(), at=now(), **more)


@pytest.mark.parametrize("number", ["01001", "0 1", "警号1", ""])
def test_a_number_is_letters_and_digits_and_used_once(county, number):
    county.officer()
    with refused("org.officer.number_taken" if number == "01001" else "org.officer.number"):
        officers.enrol(by=SETUP, at=now(), number=number, name="甲", sex="male", unit=county.unit)
