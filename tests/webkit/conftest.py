"""An officer with a post, signed in."""

from datetime import timedelta

import pytest
from django.test import Client

from mingjing.kernel.time import now
from mingjing.org.models import Officer, Posting, Site, Unit


@pytest.fixture
def officer(db):
    unit = Unit.objects.create(code="610921000000", name="汉阴县公安局", kind="county_bureau", path="610921000000/")
    Site.objects.create(code="HY01", unit=unit, kind="county_centre", name="汉阴执法办案管理中心")
    found = Officer.objects.create(number="610001", name="赵登记", sex="female", unit=unit)
    Posting.objects.create(officer=found, unit=unit, post="reception", since=now() - timedelta(days=1))
    return found


@pytest.fixture
def web(officer, settings):
    settings.MFA_REQUIRED = False
    client = Client()
    client.force_login(officer)
    return client
