"""An interview from its plan to the signed and closed record, on real rows."""

import pytest

from mingjing.custody.models import Questioning, RecordingSpan
from mingjing.interviews.actions import interview, record
from mingjing.interviews.models import Interview, Revision, Signature
from mingjing.ledger.models import Entry
from mingjing.media import store
from mingjing.media.models import Blob
from tests.interviews.conftest import DRAWN
from tests.refusals import refusals

pytestmark = pytest.mark.django_db


def tags(row):
    return [
        t.rpartition(".")[2]
        for t in Entry.objects.filter(subject_kind="interview", subject_id=str(row.pk))
        .order_by("id")
        .values_list("tag", flat=True)
    ]


def signed(centre, row, minutes=100, **person):
    """Everybody signs every page that he must."""
    row = Interview.objects.get(pk=row.pk)
    by, pages = centre.by("case_officer"), list(range(1, row.record.pages + 1))
    record.sign(row.pk, by=by, at=centre.at(minutes), who="person", pages=pages, **(person or {"drawn": DRAWN}))
    for asker in row.askers.all():
        record.sign(row.pk, by=by, at=centre.at(minutes), who=str(asker.officer_id), pages=pages, drawn=DRAWN)
    for helper in row.helpers.all():
        record.sign(row.pk, by=by, at=centre.at(minutes), who=str(helper.pk), pages=pages, drawn=DRAWN)


def test_a_first_interrogation_from_plan_to_paper(centre, written):
    row, by = written(), centre.by("case_officer")
    assert row.ordinal == 1
    assert row.questioning.room == row.room
    record.fix(row.pk, by=by, at=centre.at(95), base=row.record.revision)
    row = Interview.objects.get(pk=row.pk)
    assert row.state == "reading"
    assert row.record.pages >= 1
    told = {"by": by, "at": centre.at(97)}
    assert refusals(record.sign, row.pk, who="person", pages=[1], drawn=DRAWN, **told) == {"interviews.sign.unread"}
    line = row.record.lines[-1]["id"]
    assert "interviews.correct.mark" in refusals(record.correct, row.pk, line=line, after="偷了两辆", **told)
    record.correct(row.pk, line=line, after="偷了两辆。", mark=DRAWN, **told)
    record.read_back(row.pk, signer="person", name="某人", how="itself", agrees=True, **told)
    assert {"cn.record.every_page", "cn.record.officers_sign"} <= refusals(record.finish, row.pk, **told)
    signed(centre, row)
    record.finish(row.pk, by=by, at=centre.at(105))
    held = Questioning.objects.get(pk=row.questioning_id)
    assert held.ended_at == centre.at(105)
    assert RecordingSpan.objects.get().until == centre.at(105)
    done = record.close(row.pk, by=by, at=centre.at(106))
    paper = store.open_bytes(Blob.objects.get(pk=done.record.sha256))
    assert paper.startswith(b"%PDF")
    assert done.record.closing == "以上笔录我看过，和我说的相符。"
    record.supplement(row.pk, by=by, at=centre.at(110), text="车锁为 U 形锁。", reason="漏记")
    assert tags(row) == [
        "planned", "opened", "drafted", "fixed", "corrected", "read_back", *["signed"] * 3, "signed_all", "closed",
        "supplemented",
    ]  # fmt: skip
    said = (
        [e.sentence for e in Entry.objects.filter(subject_id=str(row.pk)).with_content()]
        if hasattr(Entry, "sentence")
        else []
    )
    assert not any("电动车" in str(s) for s in said)


def test_who_refuses_to_sign_is_noted_and_the_record_still_closes(centre, written):
    row, by = written(), centre.by("case_officer")
    record.fix(row.pk, by=by, at=centre.at(95), base=row.record.revision)
    record.read_back(
        row.pk, by=by, at=centre.at(96), signer="person", name="某人", how="aloud", agrees=False, note="不认可第二问"
    )
    signed(centre, row, refused="本人拒绝签名")
    record.finish(row.pk, by=by, at=centre.at(105))
    assert record.close(row.pk, by=by, at=centre.at(106)).state == "closed"
    assert set(Signature.objects.exclude(refused="").values_list("signer", flat=True)) == {"person"}


def test_nothing_is_fixed_without_what_a_first_interrogation_asks(centre, begun):
    row, by = begun(), centre.by("case_officer")
    found = refusals(record.fix, row.pk, by=by, at=centre.at(80), base=0)
    assert {"cn.record.first_items", "cn.record.rights_noted"} <= found
    assert Interview.objects.get(pk=row.pk).state == "open"


def test_a_recorder_that_fails_pauses_and_must_run_again_where_it_is_mandatory(centre, arrived, planned):
    """Public-order questioning at the centre: recorded in full (PSL 97)."""
    row, by = planned(arrived("public_order")), centre.by("case_officer")
    interview.begin(row.pk, by=by, at=centre.at(60))
    interview.tell_recorder(row.pk, by=by, at=centre.at(65), state="failed", note="断电")
    row = Interview.objects.get(pk=row.pk)
    assert row.state == "paused"
    assert RecordingSpan.objects.get().failure == "断电"
    assert refusals(interview.resume, row.pk, by=by, at=centre.at(66)) == {"cn.interview.go_on_recorded"}
    interview.tell_recorder(row.pk, by=by, at=centre.at(67), state="healthy")
    assert interview.resume(row.pk, by=by, at=centre.at(68)).state == "open"
    assert interview.pause(row.pk, by=by, at=centre.at(70), why="meal").why == "meal"
    assert interview.break_off(row.pk, by=by, at=centre.at(75), reason="身体不适").state == "broken_off"
    assert Questioning.objects.get().ended_at == centre.at(75)


def test_a_refused_opening_leaves_nothing(centre, arrived, planned):
    row = planned(arrived(), officers=1)
    assert "cn.interrogation.two_officers" in refusals(
        interview.begin, row.pk, by=centre.by("case_officer"), at=centre.at(60)
    )
    assert Questioning.objects.count() == 0
    assert Interview.objects.get(pk=row.pk).state == "planned"


def test_one_room_holds_one_interview(centre, arrived, planned):
    one, other = planned(arrived()), planned(arrived(), officers=3)
    interview.begin(one.pk, by=centre.by("case_officer"), at=centre.at(60))
    found = refusals(interview.begin, other.pk, by=centre.by("case_officer"), at=centre.at(61))
    assert {"cn.interview.room_free", "cn.interrogation.officer_in_one_room"} <= found


def test_a_draft_is_merged_line_by_line_and_tells_its_digest_seldom(centre, begun):
    row, by = begun(), centre.by("case_officer")
    second = centre.officer("case_officer", name="办二").acting("case_officer")
    lines = [{k: one[k] for k in ("id", "kind", "text", "item")} for one in row.record.lines]

    def saved(actor, minutes, base, **texts):
        sent = [{**one, "text": texts.get(one["id"], one["text"])} for one in lines]
        return record.keep(row.pk, by=actor, at=centre.at(minutes), base=base, lines=sent, touched=list(texts), head={})

    first = saved(by, 61, 0, **{"rights-a": "明白。"})
    assert first.revision == 1
    assert saved(by, 61.5, 1, **{"rights-a": "明白。", "recusal-a": "不申请。"}).revision == 2
    assert tags(row).count("drafted") == 1
    assert refusals(saved, second, 62, 1, **{"rights-a": "明白。", "recusal-a": "申请。"}) == {"interviews.draft.clash"}
    both = saved(second, 62, 0, **{"health-a": "健康。"})
    texts = {one["id"]: one["text"] for one in both.lines}
    assert (texts["rights-a"], texts["recusal-a"], texts["health-a"]) == ("明白。", "不申请。", "健康。")
    assert tags(row).count("drafted") == 2
    assert saved(second, 68, 3, **{"rights-a": "明白。", "recusal-a": "不申请。", "health-a": "好。"}).revision == 4
    assert tags(row).count("drafted") == 3
    assert len({r.digest for r in Revision.objects.all()}) == 4
    assert refusals(saved, by, 69, 99) == {"interviews.draft.base"}
