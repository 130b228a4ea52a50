"""Every address that names a thing × every post of another county: nothing of the thing comes out, nothing goes in.

The thing may be anybody's: an adult's, a minor's, a protected person's, a sealed record's. A new address is walked by
itself; one that names a new kind of thing fails until `things.THINGS` says how to make one.
"""

from itertools import chain

import pytest
from django.test import Client

from mingjing.custody.models import Stay
from mingjing.interviews.views.tasks import TASKS
from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from mingjing.presence.actions import binding
from mingjing.presence.models import Device
from tests.access.test_urls import ADDRESSES, each_post
from tests.access.things import NAMED, THINGS, TYPED, WHO, addresses, browser, may_knock, names_in, share
from tests.looking import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def test_every_kind_of_thing_an_address_names_can_be_made(world):
    for address in NAMED:
        assert addresses(world, address.route)
    used = {name for address in NAMED for name in names_in(address.route)}
    assert not THINGS.keys() - used, "things that no address names"


@each_post()
def test_nothing_of_another_county_comes_out_or_goes_in(world, post):
    client, before, wrong = browser(world, post, world.centre.beside), Entry.objects.count(), []
    for address in (a for a in NAMED if may_knock(a, post)):
        urls = share(world, address, post)
        tries = [(client.get, url) for url in urls]
        for send, url in [*tries, (lambda u: client.post(u, TYPED, HTTP_HX_REQUEST="true"), urls[0])]:
            answer = send(url)
            told = [name for name in WHO.values() if name in answer.content.decode(errors="replace")]
            if answer.status_code not in {403, 404, 405} or told:
                wrong.append(f"{answer.request['REQUEST_METHOD']} {url}: {answer.status_code} {told}")
    assert not wrong, "\n".join(wrong)
    assert Entry.objects.count() == before


LED = {200, 302, 405, 409, 422}
INSIDE = ["legal_officer", "custody_officer", "administrator", "county_chief", "reception", "case_officer"]


def test_the_same_addresses_lead_somewhere_for_those_inside(world):
    """Or the walk above would prove nothing: it may not be the address that is wrong."""
    inside = {post: browser(world, post, world.centre.county) for post in INSIDE}
    of_custody = Client(raise_request_exception=False)
    of_custody.force_login(world.centre.officer("reception"))
    lost = []
    for address in NAMED:
        urls = addresses(world, address.route)
        asked = (c.get(url).status_code for url in urls for c in [*inside.values(), of_custody])
        acted = (c.post(url, {"what": "drink"}).status_code for url in urls for c in inside.values())
        if not any(status in LED for status in chain(asked, acted)):
            lost.append(address.route)
    assert not [one for one in lost if not one.startswith(tuple(ONLY_BY_FORM))], "\n".join(lost)


def test_an_administrator_reaches_devices_and_learns_of_nobody(world):
    centre = world.centre
    stay, by = Stay.objects.get(pk=world.things["stay_id"][0]), centre.by("reception")
    band = Device.objects.get(pk=world.things["device_id"])
    binding.issue(band.pk, by=by, at=now(), holder=stay.ref)
    client = browser(world, "administrator", centre.county)
    pages = {url: client.get(url) for url in (band.url, "/devices/", "/devices/gateways")}
    assert {url: page.status_code for url, page in pages.items()} == dict.fromkeys(pages, 200)
    assert band.number in pages[band.url].content.decode()
    for page in pages.values():
        assert not [w for w in (stay.number, *WHO.values()) if w in page.content.decode()]
    assert stay.number in browser(world, "custody_officer", centre.county).get(band.url).content.decode()
    assert client.get("/devices/findings").status_code == 403


ONLY_BY_FORM = (
    "devices/<uuid:device_id>/gateway/",
    "stays/<uuid:stay_id>/call",  # leads those who are recused: tests/access/test_recused.py
    "approvals/extend/",
    "review/submit/<uuid:case_id>",  # these four for the lead of the case or who was given it: tests/review
    "review/<uuid:review_id>/resubmit",
    "review/<uuid:review_id>/withdraw",
    "review/corrections/<uuid:correction_id>/answer",
    "interviews/new/<uuid:case_id>",  # these for officers on the case: tests/interviews
    *(f"interviews/<uuid:interview_id>/{name}" for name in TASKS),
    "cases/imports/<uuid:import_id>/",  # for who read the file in: tests/imports
    "cases/<uuid:case_id>/moves/",  # called as the graph calls them: tests/cases/test_moves.py
    *(a.route for a in NAMED if {"copy_id", "finding_id", "device"} & set(names_in(a.route))),
)  # needs an extension that is on offer: tests/approvals/test_extension.py


@each_post()
def test_lists_searches_bells_and_counts_hold_nothing_of_another_county(world, post):
    """No id is needed where a list tells."""
    client, wrong = browser(world, post, world.centre.beside), []
    things = [one for v in world.things.values() for one in (v if isinstance(v, list) else [v]) if len(one) > 20]
    plain = [a for a in ADDRESSES if "<" not in a.route and may_knock(a, post)]
    queries = [f"search?q={name}" for name in WHO.values()]
    lists = ["stays/past/?as=csv", "approvals/?as=csv", "persons/?q=欧阳晓明", "cases/?as=csv", "alarms/?as=csv"]
    topics = ",".join(f"stay:{pk}" for pk in world.things["stay_id"])
    for url in [*(a.route for a in plain), *queries, *lists, f"live?topics={topics}"]:
        page = asked(client, f"/{url}").content.decode(errors="replace")
        told = [name for name in WHO.values() if name in page and f"q={name}" not in url]
        told += [one for one in things if one in page]
        if told:
            wrong.append(f"{url}: {told}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("post", ["custody_officer", "legal_officer", "county_chief", "inspector"])
def test_a_sealed_name_stands_nowhere_and_a_protected_one_in_no_list(world, post):
    """Also for those of the same county: on lists, files, alarms, bells, searches, in refusals."""
    client, wrong = browser(world, post, world.centre.county), []
    plain = [a.route for a in ADDRESSES if "<" not in a.route and may_knock(a, post)]
    more = ["stays/past/?as=csv", "approvals/?as=csv", "alarms/?as=csv", "search?q=上官", "search?q=诸葛"]
    of_kind = dict(zip(WHO, world.things["stay_id"], strict=True))
    person = dict(zip(WHO, world.things["person_id"], strict=True))
    shut = [f"stays/{of_kind[k]}/" for k in ("sealed", "protected")] + [f"persons/{person['protected']}/"]
    for url in [*plain, *more, *shut, f"persons/{person['sealed']}/", f"stays/{of_kind['sealed']}/record.mjr"]:
        page = asked(client, f"/{url}").content.decode(errors="replace")
        wrong += [f"{url}: {WHO[kind]}" for kind in ("sealed", "protected") if WHO[kind] in page]
    assert not wrong, "\n".join(wrong)
