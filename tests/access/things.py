"""What addresses name: one thing of every kind in one county, and who may knock where."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from mingjing.alerts.actions.alarm import raise_alarm
from mingjing.api.actions import token
from mingjing.approvals.actions.request import ask
from mingjing.cases.actions import people as case_people
from mingjing.clocks.models import Timed
from mingjing.custody.models import Stay
from mingjing.faces.actions import portrait
from mingjing.intake.actions import disposition
from mingjing.intake.actions import report as intake
from mingjing.kernel.actor import machine
from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from mingjing.media import store
from mingjing.org.actions import posting
from mingjing.org.models import Officer, Posting, Shift, Unit
from mingjing.org.posts import grants, posts
from mingjing.persons.actions import links
from mingjing.persons.models import Person
from mingjing.presence.actions import floor_plan
from mingjing.presence.models import Device
from tests.access.test_urls import ADDRESSES
from tests.administration.conftest import lately
from tests.custody.conftest import START, Centre
from tests.faces import machine as machine_part
from tests.faces.drawn import compared, taken

SETUP, EVENING = machine("setup"), START + timedelta(hours=8)
WHO = {"adult": "欧阳晓明", "minor": "司马小青", "protected": "诸葛大海", "sealed": "上官飞燕"}
# the law, the panels of one's own site, and the door of devices, which have a key of their own
OF_NO_UNIT = {"law/rules/<str:rule_id>/", "desk/<slug:name>", "push/<str:gateway>"}
# no session opens the first: tests/api walks them with tokens; the others are forms of the house, about nobody
ELSEWHERE = ("api/v1/", "documents/templates/", "documents/new/")
NOBODY = "00000000-0000-7000-8000-000000000000"
SOMETHING = {  # what stands in an address beside the thing it names
    # these name no thing of this world: their own apps walk them; here only the way to them is asked
    "copy_id": NOBODY, "finding_id": NOBODY, "device": "none",
    "occasion": "release",
    "part": "head", "task": "assess", "what": "look", "code": "seen", "extension_id": "x", "verb": "retire",
    "move": "decide", "page": "1", "item": "no_coercion",
}  # fmt: skip
NAMED = [a for a in ADDRESSES if "<" in a.route and a.route not in OF_NO_UNIT and not a.route.startswith(ELSEWHERE)]


def names_in(route: str) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", route)


def stays(centre: Centre) -> list[str]:
    """Somebody of every kind, in custody in a case."""
    found = []
    for kind, name in WHO.items():
        born = {"born": START.date().replace(year=2011)} if kind == "minor" else {}
        who = centre.person(name=name, **born)
        case = centre.case()
        case_people.add_person(case.pk, by=SETUP, at=now(), person_id=who.pk, role="suspect")
        found.append(str(centre.received(who, case_id=case.pk).pk))
        if kind == "sealed":
            Person.objects.filter(pk=who.pk).update(sealed=True, sealed_basis="CPL 286")
        if kind == "protected":
            Person.objects.filter(pk=who.pk).update(protection="victim")
    return found


def rows(of: str) -> Callable[[Centre], list[str]]:
    """Ids of one column of what `stays` has made."""
    from mingjing.custody.models import Stay

    return lambda _: [str(pk) for pk in Stay.objects.order_by("pk").values_list(of, flat=True)]


def a_shift(centre: Centre) -> str:
    return str(Shift.objects.create(site=centre.site, starts_at=START, ends_at=now()).pk)


def a_proposal(centre: Centre) -> str:
    who = centre.officer("medic")
    return str(posting.propose(by=SETUP, at=now(), officer_id=who.pk, unit=centre.county, post="analyst").pk)


def a_picture(centre: Centre) -> str:
    drawn = b'<svg viewBox="0 0 9 9"><path d="M 1 1"/></svg>'
    by = centre.by("reception")
    return str(store.put(drawn, kind="signature", content_type="", log=centre.site.code, by=by, at=now()).sha256)


def an_alarm(centre: Centre) -> str:
    subject = Timed.objects.filter(subject_kind="stay").first().subject
    made = raise_alarm(
        by=SETUP, at=now(), log=centre.site.code, site=centre.site, rule="approval.waiting", subject=subject
    )
    return str(made.pk)


def a_request(centre: Centre) -> str:
    subject = Timed.objects.filter(subject_kind="stay").first().subject
    made = ask(
        by=centre.by("custody_officer"), at=now(), log=centre.site.code, subject=subject, kind="custody.override",
        rank="centre_head", unit=centre.county, reason="欧阳晓明需单独看管",
    )  # fmt: skip
    return str(made.pk)


def a_report(centre: Centre) -> str:
    made = intake.receive(
        by=centre.by("custody_officer"), at=now(), log=centre.site.code, unit=centre.county, channel="walk_in",
        category="criminal", what="欧阳晓明称被盗", place="虚构镇北街", reporter_role="victim",
        reporter_name="欧阳晓明",
    )  # fmt: skip
    accepting = centre.by("custody_officer")
    return str(disposition.accept(made.pk, by=accepting, at=now(), kind="criminal", cause="盗窃案").pk)


def a_claim(centre: Centre) -> str:
    first, second = Person.objects.filter(sealed=False).order_by("pk")[:2]
    made = links.claim(
        by=SETUP, at=now(), first=first.pk, second=second.pk, held="same", confidence="possible", rationale="同名同址"
    )
    return str(made.pk)


def a_device(centre: Centre) -> str:
    return str(Device.objects.create(number="B001", kind="band", site=centre.site, state_since=now()).pk)


def a_plan(centre: Centre) -> str:
    return str(floor_plan.adopt_standard(by=SETUP, at=now(), site_id=centre.site.pk).pk)


def an_integration(centre: Centre) -> str:
    """Not yet agreed to."""
    by = centre.officer("administrator", name="管理员").acting("administrator")
    told = {"name": "外接系统", "purpose": "测试", "scopes": ["custody:stay:view"], "until": now() + timedelta(days=9)}
    acted_at = centre.officer("custody_officer").postings.first()
    made, _ = token.open_for(acted_at.pk, by=by, at=now(), unit=centre.county, **told)
    return str(made.pk)


def portraits(centre: Centre) -> list[str]:
    """One of every stay, accepted."""
    by = centre.by("custody_officer")
    made = [taken(one, by=by, at=now()) for one in Stay.objects.order_by("pk")]
    return [str(portrait.accept(row.pk, by=by, at=now(), reason="测试").pk) for row in made]


def a_camera(centre: Centre) -> str:
    """Measured, and with a threshold."""
    machine_part.add_models(now())
    return str(machine_part.set_up(centre.site, now(), centre.by("custody_officer")).pk)


def comparisons(centre: Centre) -> list[str]:
    """One of every stay, beside its portrait."""
    by = centre.by("custody_officer")
    return [str(compared(one, by=by, at=now(), occasion="release").pk) for one in Stay.objects.order_by("pk")]


def an_entry_each(_: Centre) -> list[str]:
    """The number of the entry by which each stay began."""
    from mingjing.custody.models import Stay

    began = (
        Entry.objects.filter(subject_kind="stay", subject_id=str(s.pk)).order_by("id")
        for s in Stay.objects.order_by("pk")
    )
    return [str(entries.first().seq) for entries in began]


def a_measure(_: Centre) -> list[str]:
    """One against everybody of whom there is a stay."""
    from mingjing.measures.actions import measure

    told = {"by": SETUP, "at": now(), "kind": "bail", "reason": "x"}
    with_case = Stay.objects.filter(case__isnull=False).order_by("pk")
    return [str(measure.propose(**told, case_id=s.case_id, person_id=s.person_id).pk) for s in with_case]


def a_happening(_: Centre) -> str:
    from mingjing.measures.actions import happening
    from mingjing.measures.models import Measure

    of = Measure.objects.order_by("pk").first()
    return str(happening.note(of.pk, by=SETUP, at=now(), kind="change_asked", said_words="x").pk)


def an_item(_: Centre) -> str:
    from mingjing.measures.actions import item, measure

    stay = Stay.objects.filter(case__isnull=False).order_by("pk").first()
    told = {"by": SETUP, "at": now()}
    kept = measure.propose(
        **told, case_id=stay.case_id, person_id=stay.person_id, kind="evidence_preservation", reason="x"
    )
    return str(item.preserve(kept.pk, **told, name="x", quantity="1").pk)


def a_task(_: Centre) -> str:
    """Of the first case."""
    from mingjing.cases.actions import tasks
    from mingjing.cases.models import Case

    case = Case.objects.order_by("pk").first()
    due, who = now() + timedelta(days=1), case.officers.first().officer_id
    return str(tasks.give(case.pk, by=SETUP, at=now(), title="调取监控", officer_id=who, due_at=due).pk)


def a_hand_over(centre: Centre) -> str:
    from mingjing.cases.actions import handing
    from mingjing.cases.models import CaseOfficer

    held = CaseOfficer.objects.in_force().order_by("pk").first()
    told = {"giver_id": held.officer_id, "taker_id": centre.officer("medic").pk, "note": "欧阳晓明案"}
    return str(handing.offer([held.case_id], by=SETUP, at=now(), **told)[0].batch)


def a_joint_unit(centre: Centre) -> str:
    from mingjing.cases.actions import handing
    from mingjing.cases.models import Case

    case = Case.objects.order_by("pk").first()
    joined = Unit.objects.filter(path__startswith=centre.county.path).exclude(pk=case.unit_id).first()
    return str(handing.join(case.pk, by=SETUP, at=now(), unit_id=joined.pk, reason="x").pk)


def an_instrument(_: Centre) -> list[str]:
    """One about every case, naming who is on it."""
    from mingjing.cases.models import Case
    from mingjing.documents.actions import instrument
    from mingjing.kernel.ref import Ref

    made = []
    for case in Case.objects.order_by("pk"):
        refs = [Ref("person", str(one.person_id)) for one in case.people.in_force()]
        told = {"by": SETUP, "at": now(), "log": case.log, "template": "filing_decision"}
        made.append(str(instrument.draft(**told, subject=case.ref, unit=case.unit, refs=refs).pk))
    return made


def a_link(_: Centre) -> str:
    from mingjing.cases.models import Case, CaseLink

    case = Case.objects.order_by("pk").first()
    told = {"kind": "merged", "reason": "x", "stage": "accepted", "since": now()}
    return str(CaseLink.objects.create(source=case, target=case, **told).pk)


def a_review(centre: Centre) -> list[str]:
    """One of every case somebody leads, taken, with a correction."""
    from mingjing.cases.models import Case
    from mingjing.review.actions import mark, review

    made, legal = [], centre.by("legal_officer")
    for case in Case.objects.filter(officers__role="lead_investigator").order_by("pk"):
        Case.objects.filter(pk=case.pk).update(kind="criminal", stage="concluded")
        row = review.submit(case.pk, by=SETUP, at=now(), kind="prosecution")
        review.take(row.pk, by=legal, at=now())
        told = {"place": "x", "words": "欧阳晓明笔录有误", "due_at": now() + timedelta(days=1)}
        told["officer_id"] = case.officers.first().officer_id
        mark.mark(row.pk, by=legal, at=now(), item="no_coercion", answer="defect", **told)
        made.append(str(row.pk))
    return made


def a_correction(_: Centre) -> list[str]:
    from mingjing.review.models import Correction

    return [str(pk) for pk in Correction.objects.values_list("pk", flat=True)]


def a_transfer(_: Centre) -> list[str]:
    """What went over of every case."""
    from mingjing.cases.models import Case
    from mingjing.review.models import Transfer

    told = {"goes": "prosecution", "nth": 1, "body": "检察院", "handed_by": "欧阳晓明", "sent_at": now()}
    return [str(Transfer.objects.create(case=case, **told).pk) for case in Case.objects.order_by("pk")]


def a_meeting(centre: Centre) -> str:
    """Held, with a case on its agenda and a decision."""
    from mingjing.cases.models import Case
    from mingjing.review.actions import meeting

    by = {"by": SETUP, "at": now()}
    told = {"title": "联席会议", "place": "x", "planned_at": now()}
    made = meeting.call(**by, unit=centre.county, log=centre.site.code, **told)
    meeting.put(made.pk, **by, topic="欧阳晓明案", case_id=Case.objects.order_by("pk").first().pk)
    meeting.hold(made.pk, **by, attendance=["欧阳晓明"], minutes="x")
    return str(made.pk)


def a_resolution(centre: Centre) -> str:
    from mingjing.review.actions import meeting
    from mingjing.review.models import Meeting

    who, due = centre.officer("case_officer").pk, now() + timedelta(days=1)
    of = Meeting.objects.get()
    return str(meeting.resolve(of.pk, by=SETUP, at=now(), decision="x", officer_id=who, due_at=due).pk)


def an_interview(_: Centre) -> list[str]:
    """One of every stay in a case, under way, with a word in its record."""
    from mingjing.interviews.models import Interview, Record

    made = []
    for n, stay in enumerate(Stay.objects.filter(case__isnull=False).order_by("pk")):
        row = Interview.objects.create(
            number=f"X{n}", case=stay.case, person=stay.person, stay=stay, role="suspect", kind="questioning",
            unit=stay.case.unit, log=stay.site.code, where="centre", question_set="general", state="open",
            planned_for=now(), opened_at=now(), ordinal=1,
        )  # fmt: skip
        said = {"id": "a", "kind": "a", "text": "欧阳晓明在场", "item": "", "rev": 0, "at": ""}
        Record.objects.create(interview=row, set_version="general@1", lines=[said])
        made.append(str(row.pk))
    return made


def an_import(centre: Centre) -> str:
    """Read in, with somebody's name in it."""
    from mingjing.imports.actions import file

    data = "案件编号,案件性质,案由,受案时间,嫌疑人\n1,刑事,盗窃,2019-03-04,欧阳晓明\n".encode()
    told = {"log": centre.site.code, "unit": centre.county, "source": "x", "name": "欧阳晓明.csv", "basis": "x"}
    return str(file.read(by=centre.by("legal_officer"), at=now(), data=data, **told).pk)


THINGS: dict[str, Callable[[Centre], str | list[str]]] = {
    "stay_id": stays,
    "seq": an_entry_each,
    "portrait_id": portraits,
    "comparison_id": comparisons,
    "camera_id": a_camera,
    "person_id": rows("person"),
    "case_id": rows("case"),
    "row_id": rows("case__people"),
    "timed_id": lambda _: [str(pk) for pk in Timed.objects.order_by("pk").values_list("pk", flat=True)[:3]],
    "site_id": lambda c: str(c.site.pk),
    "unit_id": lambda c: str(c.county.pk),
    "room_id": lambda c: str(c.site.rooms.first().pk),
    "officer_id": lambda c: str(c.officer("case_officer").pk),
    "posting_id": lambda c: str(c.officer("case_officer").postings.first().pk),
    "proposal_id": a_proposal,
    "shift_id": a_shift,
    "sha256": a_picture,
    "alarm_id": an_alarm,
    "request_id": a_request,
    "claim_id": a_claim,
    "report_id": a_report,
    "interview_id": an_interview,
    "device_id": a_device,
    "plan_id": a_plan,
    "measure_id": a_measure,
    "happening_id": a_happening,
    "item_id": an_item,
    "integration_id": an_integration,
    "task_id": a_task,
    "instrument_id": an_instrument,
    "batch": a_hand_over,
    "joint_id": a_joint_unit,
    "link_id": a_link,
    "review_id": a_review,
    "correction_id": a_correction,
    "transfer_id": a_transfer,
    "import_id": an_import,
    "meeting_id": a_meeting,
    "resolution_id": a_resolution,
}


def addresses(world, route: str) -> list[str]:
    """The route with every thing of the world it can name."""
    wanted = names_in(route)
    unknown = set(wanted) - THINGS.keys() - SOMETHING.keys()
    assert not unknown, f"{route}: say in THINGS how to make one for {sorted(unknown)}"
    of = {name: world.things.get(name, SOMETHING.get(name)) for name in wanted}
    most = max(len(v) if isinstance(v, list) else 1 for v in of.values())
    found = []
    for n in range(most):
        chosen = {k: v[min(n, len(v) - 1)] if isinstance(v, list) else v for k, v in of.items()}
        found.append("/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m, c=chosen: c[m[1]], route))
    return found


def browser(world, post: str, where) -> Client:
    officer = Officer.objects.create(number=f"X{Officer.objects.count()}", name="外人", sex="male", unit=where)
    Posting.objects.create(officer=officer, unit=where, post=post, since=START)
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    return lately(client, officer)


def may_knock(address, post: str) -> bool:
    """Others are refused by the mark before the thing is looked for: tests/access/test_urls.py walks them."""
    return not address.mark.permissions or any(post in grants()[p].posts for p in address.mark.permissions)


def share(world, address, post: str) -> list[str]:
    """The addresses this post walks: those of all things when few posts may knock, else his part of them. Between them
    the posts walk an address with every thing, and each post walks it with one at least."""
    urls, among = addresses(world, address.route), [p for p in posts() if may_knock(address, p)]
    step = min(len(urls), len(among))
    return [u for n, u in enumerate(urls) if n % step == among.index(post) % step]


TYPED = {"reason": "x", "note": "x", "why": "x", "decision": "grant", "name": "外人改", "post": "medic", "notes": "x"}
"""What somebody types into any form."""
