"""Addresses of many records, composed instead of searched for."""

from uuid import uuid4

from django.test import override_settings
from django.urls import clear_script_prefix, reverse, set_script_prefix

from mingjing.webkit import addresses


def test_it_is_the_address_the_framework_gives():
    ident = uuid4()
    assert addresses.of("custody:stay", ident) == reverse("custody:stay", args=[ident])


def test_below_another_path_it_follows():
    ident = uuid4()
    before = addresses.of("custody:stay", ident)
    set_script_prefix("/mingjing/")
    try:
        assert addresses.of("custody:stay", ident) == reverse("custody:stay", args=[ident]) == f"/mingjing{before}"
    finally:
        clear_script_prefix()


def test_what_no_app_offers_is_empty():
    assert addresses.of("nobody:nothing", uuid4()) == ""
    with override_settings(ROOT_URLCONF="mingjing.live.urls"):
        assert addresses.of("live:nothing", uuid4()) == ""
