"""The first password: two halves of a code, two people, and nobody but the officer who knows the whole."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mingjing.kernel.time import frozen, now
from mingjing.ledger.models import Entry
from mingjing.org.actions import activation
from mingjing.org.actions import officer as officers
from mingjing.org.models import Activation, Officer, Throttle
from tests.administration.conftest import lately
from tests.org.conftest import PLAIN, SETUP, refused

OWN = "a-battery-of-my-own"


@pytest.fixture(autouse=True)
def _quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MFA_REQUIRED = False


@pytest.fixture
def administrator(county) -> Officer:
    return county.officer("administrator")


@pytest.fixture
def enrolled(county, administrator):
    return officers.enrol(
        by=administrator.acting(), at=now(), number="090001", name="赵新", sex="female", unit=county.unit
    )


def choose(first, second, number="090001", password=OWN, address="10.0.0.1"):
    return activation.set_first_password(
        by=SETUP, at=now(), number=number, first_half=first, second_half=second, password=password, address=address
    )


def test_two_halves_from_two_people_open_the_account(county, enrolled):
    leader = county.officer("county_chief")
    second = activation.confirm(enrolled.officer.pk, by=leader.acting(), at=now())
    choose(enrolled.first_half.upper(), second.replace("-", " "))
    officer = Officer.objects.get(number="090001")
    assert officer.check_password(OWN)
    assert not Activation.objects.exists()
    assert Entry.objects.get(tag="org.session.first_password").actor_id == str(officer.pk)
    with refused("org.activation.wrong"):
        choose(enrolled.first_half, second, password="stolen-by-somebody")


def test_whoever_made_the_account_never_holds_a_password_that_works(county, administrator, enrolled):
    """All he can try with what he was shown."""
    assert not enrolled.officer.has_usable_password()
    with refused("org.activation.same_person"):
        activation.confirm(enrolled.officer.pk, by=administrator.acting(), at=now())
    for first, second in [(enrolled.first_half, ""), (enrolled.first_half, enrolled.first_half), ("", "")]:
        with refused("org.activation.wrong"):
            choose(first, second)
    leader = county.officer("legal_officer")
    second = activation.confirm(enrolled.officer.pk, by=leader.acting(), at=now())
    again = officers.reset_password(enrolled.officer.pk, by=administrator.acting(), at=now())
    for half in (enrolled.first_half, again):
        with refused("org.activation.wrong"):  # the confirmed half went with the code it belonged to
            choose(half, second)
    with refused("org.officer.password"):
        officers.enrol(
            by=administrator.acting(), at=now(), number="090002", name="乙", sex="male", unit=county.unit,
            encoded_password=PLAIN,
        )  # fmt: skip


def test_whoever_confirmed_cannot_open_the_account_either(county, enrolled):
    leader = county.officer("county_chief")
    second = activation.confirm(enrolled.officer.pk, by=leader.acting(), at=now())
    with refused("org.activation.wrong"):
        choose(second, second)
    with refused("access.post"):
        officers.reset_password(enrolled.officer.pk, by=leader.acting(), at=now())


def test_only_those_entitled_confirm_and_only_there(county, enrolled):
    for stranger, code in [
        (county.officer("custody_officer"), "access.post"),
        (county.officer("county_chief", at=county.beside), "access.elsewhere"),
        (enrolled.officer, "access.post"),
    ]:
        with refused(code):
            activation.confirm(enrolled.officer.pk, by=stranger.acting(), at=now())
    with refused("org.activation.none"):
        activation.confirm(county.officer().pk, by=county.officer("county_chief").acting(), at=now())


def test_nobody_confirms_himself(county):
    leader = county.officer("county_chief")
    officers.reset_password(leader.pk, by=SETUP, at=now())
    with refused("org.officer.self"):
        activation.confirm(leader.pk, by=leader.acting(), at=now())


def test_a_code_that_is_too_old_opens_nothing(county, enrolled, settings):
    second = activation.confirm(enrolled.officer.pk, by=county.officer("county_chief").acting(), at=now())
    with frozen(now() + timedelta(hours=settings.ACTIVATION_HOURS)), refused("org.activation.wrong"):
        choose(enrolled.first_half, second)


def test_a_weak_password_is_refused_and_the_code_still_holds(county, enrolled):
    second = activation.confirm(enrolled.officer.pk, by=county.officer("county_chief").acting(), at=now())
    for weak in ("short", "123456789012"):
        with refused("org.password.weak"):
            choose(enrolled.first_half, second, password=weak)
    choose(enrolled.first_half, second)


def test_no_half_stands_in_a_row_or_an_entry(county, enrolled):
    second = activation.confirm(enrolled.officer.pk, by=county.officer("county_chief").acting(), at=now())
    kept = str(list(Activation.objects.values())) + str([e.content.fields for e in Entry.objects.with_content()])
    assert enrolled.first_half not in kept
    assert second not in kept


def test_an_address_that_guesses_codes_waits_whatever_the_number(county, enrolled, settings):
    for n in range(settings.SIGN_IN_ATTEMPTS):
        with refused("org.activation.wrong"):
            choose("x", "y", number=f"0900{n}")
    with refused("throttle.wait"):
        choose("x", "y")
    with refused("org.activation.wrong"):
        choose("x", "y", address="10.0.0.2")
    assert "10.0.0" not in str(list(Throttle.objects.values()))


def test_in_the_browser_from_enrolment_to_the_sign_in(county, enrolled, settings):
    leader, his = Client(), Client()
    chief = county.officer("county_chief")
    leader.force_login(chief)
    lately(leader, chief)
    assert "赵新" in leader.get(reverse("org:staff")).content.decode()
    assert leader.get(reverse("org:officer", args=[enrolled.officer.pk])).status_code == 200
    shown = leader.post(reverse("org:officer_confirm", args=[enrolled.officer.pk]))
    assert shown["Cache-Control"] == "no-store"
    second = shown.context["half"]
    typed = {"number": "090001", "first_half": enrolled.first_half, "second_half": second, "password": OWN}
    page = his.post(reverse("org:activate"), {**typed, "again": "other"})
    assert (page.status_code, page.context["form"]["number"].value()) == (422, "090001")
    assert OWN not in page.content.decode()
    answer = his.post(reverse("org:activate"), {**typed, "again": OWN})
    assert answer["Location"] == "/accounts/login/"
    his.post("/accounts/login/", {"login": "090001", "password": OWN})
    assert his.get(reverse("org:me")).status_code == 200


def test_whoever_holds_the_first_half_sees_why_he_does_not_give_the_second(county, administrator, enrolled):
    browser = Client()
    browser.force_login(administrator)
    page = browser.get(reverse("org:officer", args=[enrolled.officer.pk])).content.decode()
    assert "同一人不得持有启用码的两半" in page


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "密码至少 12 位"), ("en", "at least 12 characters")])
def test_a_short_password_is_refused_in_the_readers_language(county, enrolled, language, said):
    second = activation.confirm(enrolled.officer.pk, by=county.officer("county_chief").acting(), at=now())
    told = {"number": "090001", "first_half": enrolled.first_half, "second_half": second}
    told |= {"password": "kurz", "again": "kurz"}
    browser = Client()
    browser.cookies["mingjing_language"] = language
    answer = browser.post(reverse("org:activate"), told)
    assert answer.status_code == 409
    assert said in answer.content.decode()
