"""Protected and sealed people on the screens of custody: no way round the question for the purpose."""

import pytest
from django.urls import reverse

from mingjing.persons.models import Person
from tests.looking import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(centre, client, settings):
    settings.MFA_REQUIRED = False
    client.force_login(centre.officer("legal_officer"))
    return client


def kept(stay, **how):
    """The person of the stay under protection or seal."""
    Person.objects.filter(pk=stay.person_id).update(**how)
    return stay


@pytest.mark.parametrize("task", ["contact", "rights"])
def test_a_form_of_a_protected_person_asks_for_the_purpose_first(centre, browser, task):
    stay = kept(centre.received(centre.person(name="欧阳晓明")), protection="victim")
    page = browser.get(reverse("custody:do", args=[stay.pk, task]))
    assert (page.status_code, "欧阳晓明" in page.content.decode()) == (403, False)


@pytest.mark.parametrize("as_file", ["", "csv"])
def test_the_list_of_stays_masks_the_protected_and_leaves_out_the_sealed(centre, browser, as_file):
    kept(centre.received(centre.person(name="欧阳晓明")), protection="victim")
    kept(centre.received(centre.person(name="司马小青")), sealed=True, sealed_basis="CPL 286")
    plain = centre.received(centre.person(name="诸葛大海"))
    page = browser.get(reverse("custody:past"), {"as": as_file}).content.decode()
    assert plain.number in page
    assert "诸葛大海" in page
    assert "欧阳晓明" not in page
    assert "司马小青" not in page
    assert "司马" not in asked(browser, f"{reverse('custody:past')}?q=司马小青&as=csv").content.decode()
