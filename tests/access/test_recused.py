"""Whoever is recused from a case sees nothing of it and of its people, at any address, whatever his post; that somebody
is in the house, and rings, he knows by a number."""

import pytest

from mingjing.alerts.actions.alarm import answer as answer_alarm
from mingjing.alerts.actions.alarm import raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.cases.models import Case, Recusal
from mingjing.custody.models import Incident, Stay
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.live import topics
from mingjing.media import store
from mingjing.media.selectors import may_open
from mingjing.org.models import Officer
from mingjing.org.posts import grants, posts
from tests.access.test_urls import ADDRESSES, each_post
from tests.access.things import (
    NAMED,
    SETUP,
    TYPED,
    WHO,
    browser,
    may_knock,
    names_in,
    share,
)
from tests.looking import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]
OF_A_CASE = {"stay_id", "seq", "person_id", "case_id", "timed_id", "alarm_id", "request_id", "report_id",
    "measure_id", "happening_id", "item_id", "task_id", "instrument_id", "batch", "joint_id", "link_id"}  # fmt: skip
CALLING = [p for p in posts() if p in grants()["custody:incident:report"].posts and posts()[p].sees == "subtree"]


def recused(world, post):
    """(a browser, its officer): he holds the post over the whole county and is recused from every case."""
    client = browser(world, post, world.centre.county)
    officer = Officer.objects.get(pk=client.session["_auth_user_id"])
    for case in Case.objects.all():
        Recusal.objects.create(case=case, officer=officer, reason="近亲属", since=now())
    return client, officer


def told(page: str, asked: str = "") -> list[str]:
    return [name for name in WHO.values() if name in page and name not in asked]


@each_post()
def test_no_address_of_a_thing_of_his_case_opens_or_takes_anything(world, post):
    client, _ = recused(world, post)
    before, wrong = Entry.objects.count(), []
    for address in (a for a in NAMED if may_knock(a, post)):
        urls = share(world, address, post)
        of_case = bool(OF_A_CASE & set(names_in(address.route))) and not address.route.endswith("/call")
        for send, url in [(client.get, u) for u in urls] + [(client.post, urls[0])] * of_case:
            answer = send(url, TYPED, HTTP_HX_REQUEST="true") if send == client.post else send(url)
            leaked = told(answer.content.decode(errors="replace"))
            if leaked or (of_case and answer.status_code not in {403, 404, 405}):
                wrong.append(f"{answer.request['REQUEST_METHOD']} {url}: {answer.status_code} {leaked}")
    assert not wrong, "\n".join(wrong)
    assert Entry.objects.count() == before


@each_post()
def test_no_list_file_search_count_or_bell_names_anybody_of_his_case(world, post):
    client, _ = recused(world, post)
    fell(world)
    plain = [a.route for a in ADDRESSES if "<" not in a.route and may_knock(a, post)]
    panels = [f"desk/{name}" for name in ("people", "rooms", "alarms", "queue", "roster", "wall")]
    typed = [f"search?q={name}" for name in WHO.values()] + [f"persons/?q={name}" for name in WHO.values()]
    lists = ["stays/past/?as=csv", "approvals/?as=csv", "cases/?as=csv", "alarms/?as=csv"]
    ringing = f"live?topics={','.join(f'stay:{pk}' for pk in world.things['stay_id'])}"
    wrong = []
    for url in [*plain, *panels, *typed, *lists, ringing]:
        page = asked(client, f"/{url}").content.decode(errors="replace")
        things = world.things["case_id"] + world.things["person_id"]
        leaked = told(page, asked=url) + [one for one in things if one in page]
        if leaked:
            wrong.append(f"{url}: {leaked}")
    assert not wrong, "\n".join(wrong)


def fell(world) -> Alarm:
    """He is on the floor, as a band says."""
    stay = Stay.objects.get(pk=world.things["stay_id"][0])
    said = Text(f"{WHO['adult']}疑似跌倒", f"{WHO['adult']} may have fallen")
    return raise_alarm(
        by=SETUP, at=now(), log=stay.site.code, site=stay.site, rule="body.fall", subject=stay.ref, text=said
    )


@pytest.mark.parametrize("post", CALLING)
def test_on_duty_he_knows_that_somebody_is_there_hears_him_and_calls(world, post):
    client, officer = recused(world, post)
    stay = Stay.objects.get(pk=world.things["stay_id"][0])
    desk = client.get("/desk/people").content.decode()
    assert stay.number in desk
    assert f"/stays/{stay.pk}/call" in desk
    assert f'"num">{Stay.objects.present().count()}</b>' in desk, "the head count is everybody's"
    page = client.get(f"/stays/{stay.pk}/call").content.decode()
    assert stay.number in page
    assert not told(page)
    client.post(f"/stays/{stay.pk}/call", {"kind": "illness", "what": "倒地"})
    assert Incident.objects.get(stay=stay).what == "倒地"
    assert not topics.permitted(officer, [f"stay:{stay.pk}"])


def test_an_alarm_about_a_body_rings_without_its_words_and_another_answers_it(world):
    client, officer = recused(world, "custody_guard")
    alarm = fell(world)
    stay = Stay.objects.get(pk=alarm.subject_id)
    for url in ("/alarms/bell", "/desk/alarms", f"/alarms/{alarm.pk}/"):
        page = client.get(url).content.decode()
        assert "疑似跌倒" in page
        assert not told(page)
        assert f"/stays/{stay.pk}/" not in page
    assert client.post(f"/alarms/{alarm.pk}/acknowledge").status_code == 302
    with pytest.raises(Refusal, match=r"access\.recused"):
        answer_alarm(alarm.pk, by=officer.acting(), at=now(), note="没事")
    seen = Alarm.objects.visible_to(officer)
    assert set(seen.values_list("rule", flat=True)) == {"body.fall"}, "how the case is handled is not his to hear"


def test_a_picture_he_took_himself_is_shut_once_he_is_recused(world):
    client, officer = recused(world, "search_officer")
    stay = Stay.objects.get(pk=world.things["stay_id"][0])
    drawn = b'<svg viewBox="0 0 9 9"><path d="M 2 2"/></svg>'
    kept = store.put(drawn, kind="signature", content_type="", log=stay.site.code, by=officer.acting(), at=now())
    assert may_open(officer, kept.sha256)
    from mingjing.custody import entering
    from mingjing.custody.entries.control import Happened
    from mingjing.custody.tags import Tag
    from mingjing.kernel.ref import Ref
    from mingjing.ledger.act import act

    with act(by=SETUP, at=now()) as it:
        entering.enter(it, stay, Tag.INCIDENT, Happened("illness", "x", ""), Ref("blob", kept.sha256))
    assert not may_open(officer, kept.sha256)
    assert client.get(f"/media/{kept.sha256}").status_code == 404
