"""Every alarm from bands and places, on the way it takes in service: messages of a gateway, the engine, the row, the
alarm. Whoever adds a rule adds its scene here."""

from itertools import count

import pytest

from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import rules
from mingjing.custody.models import Questioning, Stay
from mingjing.kernel.actor import machine
from mingjing.org.models import Room
from mingjing.presence import geometry, record
from mingjing.presence.actions import binding, finding, floor_plan
from mingjing.presence.engine import Station
from mingjing.presence.feed import Feed
from mingjing.presence.intake import Gateway, Intake, Known, sign
from mingjing.presence.reading import Reading
from mingjing.presence.rules import BAND
from mingjing.presence.rules.judging import Judge
from mingjing.presence.rules.limits import limits
from mingjing.presence.rules.people import POST_EMPTY, RULES
from mingjing.presence.standard_plans import standard_plan
from tests.custody.conftest import SETUP

PLAN = standard_plan("county_centre")
AWAY = (-30.0, -30.0)


class House:
    """A centre with its plan in force, bands on people, a card on an officer, and a gateway that speaks for them."""

    def __init__(self, centre, bands, cards, folder):
        self.centre, self.bands, self.card = centre, bands, cards[0]
        code = centre.site.code
        kinds = {d.number: (code, d.kind) for d in (*bands, *cards)}
        self.station = Station(
            code, folder, Intake(Known({"G1": Gateway("G1", code, secrets=(b"s",))}, kinds), limits()), limits()
        )
        self.start = record.millis(centre.at(10))
        self.station.resume(self.start)
        self.messages, self.second = count(), 0
        self.feed = Feed(centre.site)

    def wears(self, stay):
        band = self.bands[len([b for b in self.bands if b.bindings.exists()])]
        binding.issue(band.pk, by=SETUP, at=self.centre.at(1), holder=stay.ref)
        return band.number

    def guard(self):
        holder = self.centre.officer("custody_guard").ref
        binding.issue(self.card.pk, by=SETUP, at=self.centre.at(1), holder=holder)
        return self.card.number

    def learns(self):
        """What the record says now."""
        self.station.learn(self.feed.look(self.centre.at(10)), self.start + self.second * 1000)

    def goes_on(self, seconds, places=None, **said):
        """Everybody is heard each second: device → space, and what the first of them says besides."""
        for _ in range(seconds):
            at, readings = self.start + self.second * 1000, []
            for n, (device, place) in enumerate((places or {}).items()):
                x, y = AWAY if place == "OUT" else geometry.centre(PLAN.by_code[place].outline)
                readings.append(Reading(device, at, x=x, y=y, accuracy=0.5, **(said if n == 0 else {})))
            self._hears(readings, at)
            self.second += 1

    def _hears(self, readings, at):
        if readings:
            import msgspec

            raw = sign(b"s", "G1", next(self.messages), msgspec.json.encode({"readings": readings}))
            taken = self.station.intake.take("G1", raw, at)
            self.station.write(raw, taken, at)
            self.station.judge(taken.readings, at)
        self.station.advance(at)

    def alarms(self):
        """Everything that was found, told; the alarms by their rules."""
        for what, found in list(self.station.owed):
            finding.tell(what, found, by=machine("sense"), at=self.centre.at(40), site=self.centre.site)
        return {alarm.rule: alarm for alarm in Alarm.objects.all()}


@pytest.fixture
def house(centre, bands, cards, tmp_path):
    floor_plan.adopt_standard(by=SETUP, at=centre.at(-50), site_id=centre.site.pk)
    return House(centre, bands, cards, tmp_path)


def a_man(house, room="HW01", **told):
    stay = house.centre.received(**told)
    Stay.objects.filter(pk=stay.pk).update(room=Room.objects.get(site=house.centre.site, code=room))
    return house.wears(stay)


def two_in_one_room(house, *others, **told):
    first = a_man(house, **told)
    second = house.wears(house.centre.received(*others, **told))
    house.learns()
    house.goes_on(60, {first: "HW01", second: "HW01"})


def co_suspects(house):
    two_in_one_room(house, case_id=house.centre.case().pk)


def both_sexes(house):
    two_in_one_room(house, house.centre.person(sex="female"))


def juvenile(house):
    from datetime import date

    two_in_one_room(house, house.centre.person(born=date(2010, 5, 1)))


def crowded(house):
    room = Room.objects.get(site=house.centre.site, code="HW01")
    worn = [house.wears(house.centre.received()) for _ in range(room.capacity + 1)]
    house.learns()
    house.goes_on(90, dict.fromkeys(worn, "HW01"))


def alone(house):
    worn, guard = a_man(house), house.guard()
    house.learns()
    house.goes_on(320, {worn: "HW01", guard: "BG01"})


def in_a_corridor(house):
    worn, guard = a_man(house), house.guard()
    house.learns()
    house.goes_on(30, {worn: "HW01", guard: "BG01"})
    house.goes_on(40, {worn: "PB1", guard: "BG01"})


def questioned(house):
    stay = house.centre.received()
    worn, room = house.wears(stay), Room.objects.get(site=house.centre.site, code="SX01")
    Questioning.objects.create(stay=stay, room=room, kind="interrogation", started_at=house.centre.at(5), first=True)
    house.learns()
    house.goes_on(120, {worn: "SX01"})


def elsewhere(house):
    worn, guard = a_man(house), house.guard()
    house.learns()
    house.goes_on(120, {worn: "HW04", guard: "BG01"})


def where_nobody_is_taken(house):
    worn = a_man(house)
    house.learns()
    house.goes_on(30, {worn: "ZB01"})


def wrong_way(house):
    """Back through the first one-way door of the plan that does not lead outside."""
    door = next(d for d in PLAN.doors if d.one_way and "OUT" not in (d.first, d.second))
    worn, guard = a_man(house), house.guard()
    house.learns()
    house.goes_on(60, {worn: door.second, guard: door.second})
    house.goes_on(90, {worn: door.first, guard: door.first})


def empty_post(house):
    worn, guard = a_man(house), house.guard()
    house.learns()
    house.goes_on(30, {worn: "HW01", guard: "PB1"})
    house.goes_on(150, {worn: "HW01", guard: "OUT"})


def outside(house):
    worn = a_man(house)
    house.learns()
    house.goes_on(30, {worn: "PA1"})
    house.goes_on(60, {worn: "OUT"})


def nowhere(house):
    worn = a_man(house)
    house.learns()
    house.goes_on(30, {worn: "HW01"})
    house.goes_on(240)


def says(seconds=10, then=0, **said):
    def scene(house):
        worn = a_man(house)
        house.learns()
        house.goes_on(seconds, {worn: "HW01"}, **said)
        if then:
            house.goes_on(then, {worn: "HW01"}, peak=1.0)

    return scene


def silent(house):
    worn = a_man(house)
    house.learns()
    house.goes_on(5, {worn: "HW01"})
    house.goes_on(400)


SCENES = {
    "seen.co_suspect": co_suspects, "seen.sex": both_sexes, "seen.juvenile": juvenile, "seen.crowded": crowded,
    "presence.unattended": alone, "presence.unescorted": in_a_corridor, "presence.officers_missing": questioned,
    "presence.wrong_room": elsewhere, "presence.shut_room": where_nobody_is_taken, "presence.against": wrong_way,
    "presence.left_area": outside, "presence.place_unknown": nowhere, POST_EMPTY: empty_post,
    "body.pulse_high": says(hr=150), "body.pulse_low": says(hr=35), "body.oxygen_low": says(spo2=80),
    "body.fever": says(temp=39.0), "body.fall": says(1, then=8, peak=5.0), "body.sos": says(sos=True),
    "device.off": says(worn=False), "device.cut": says(cut=True), "device.battery_low": says(battery=5),
    "device.forbidden_zone": says(zone="roof"), "device.silent": silent,
}  # fmt: skip


def test_every_rule_has_its_scene():
    band = Judge(BAND, limits(), "B").rules
    assert {*SCENES} == {*[r.code for r in RULES], *[r.code for r in band], POST_EMPTY}


@pytest.mark.parametrize("rule", SCENES)
def test_what_is_heard_becomes_the_alarm(house, rule):
    SCENES[rule](house)
    alarm = house.alarms()[rule]
    assert (alarm.grade, alarm.active) == (rules()[rule].grade, True)
    assert alarm.text.zh
    assert alarm.text.en
    assert "{" not in alarm.text.zh + alarm.text.en


def test_a_band_handed_out_that_never_says_anything_is_an_alarm(house):
    worn = a_man(house)
    house.learns()
    house.goes_on(limits().silent_after // 1000 + 1)
    alarm = house.alarms()["device.silent"]
    assert (alarm.subject_id, alarm.active) == (str(Stay.objects.get().pk), True)
    assert worn in alarm.text_en


def test_an_ordinary_quarter_of_an_hour_calls_nobody(house):
    worn, guard = a_man(house), house.guard()
    house.learns()
    house.goes_on(900, {worn: "HW01", guard: "PB1"}, hr=78, spo2=98, temp=36.5, battery=80, worn=True, peak=1.0)
    assert not house.alarms().keys() & SCENES.keys()
