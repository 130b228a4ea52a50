"""The screens of imports."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mingjing.cases.models import Case
from mingjing.imports import reading, working
from mingjing.imports.models import Import
from mingjing.imports.rules import words
from mingjing.kernel.time import now
from tests.imports.conftest import HEADER, as_csv, as_xlsx, row, worked

pytestmark = pytest.mark.django_db
HOME = "/cases/imports/"


@pytest.fixture
def desk(client, keeper):
    client.force_login(keeper)
    return client


def sent(data, name="案件.csv"):
    return SimpleUploadedFile(name, data)


def upload(desk, bureau, data, **told):
    asked = {"source": "旧系统", "basis": "移交清单", "unit": bureau["county"].pk, **told}
    return desk.post(f"{HOME}new", {"file": sent(data), **asked})


def matched(batch, **more):
    at = {f"at_{name}": str(n) for name, n in words.guessed(batch.columns).items()}
    return {**at, "any_cause": "on", "keep_number": "on", **more}


def test_a_file_goes_its_whole_way_in_the_browser(desk, bureau):
    lines = [
        row(),
        row(案件编号="N2", 主办民警="谁", 简要案情="=cmd|' /C calc'!A0"),
        row(案件编号="N3", 案件性质="行政"),
    ]
    page = desk.get(upload(desk, bureau, as_xlsx(*lines)).url)
    batch = Import.objects.get()
    assert "汉公(刑)立字〔2019〕0123号" in page.content.decode()
    assert page.context["form"]["at_suspect_ids"].value() == str(HEADER.index("嫌疑人身份证号"))
    desk.post(f"{HOME}{batch.pk}/match", matched(batch))
    page = desk.get(f"{HOME}{batch.pk}/").content.decode()
    assert "没有这名在职民警" in page
    assert "案件性质“行政”" in page
    desk.post(f"{HOME}{batch.pk}/match", matched(batch, means_0="public_order", means_1="-"))
    batch.refresh_from_db()
    assert (batch.good, batch.refused, batch.meanings) == (
        3, 0, {"kind": {"行政": "public_order"}, "lead": {"谁": "-"}},
    )  # fmt: skip
    assert not Case.objects.exists()
    desk.post(f"{HOME}{batch.pk}/start")
    assert "every 3s" in desk.get(f"{HOME}{batch.pk}/progress").content.decode()
    worked(batch)
    assert desk.get(f"{HOME}{batch.pk}/progress").headers["HX-Refresh"] == "true"
    assert Case.objects.count() == 3
    assert all(
        c.number in desk.get(f"{HOME}{batch.pk}/").content.decode() for c in Case.objects.filter(kind="criminal")
    )
    assert "案件.csv" in desk.get(HOME).content.decode()


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"", as_xlsx(row())[:999], "a,b\n1,2\n".encode("utf-16")])
def test_a_bad_file_is_refused_with_a_sentence_and_nothing_typed_is_lost(desk, bureau, data):
    answer = upload(desk, bureau, data, basis="很长的依据")
    assert answer.status_code in {409, 422}
    assert "很长的依据" in answer.content.decode()
    assert not Import.objects.exists()


def test_refused_rows_are_taken_away_mended_and_read_in_again(desk, bureau):
    upload(
        desk,
        bureau,
        as_csv(row(), row(案件编号="N2", 受案时间="坏", 简要案情="=1+1"), row(案件编号="N3", 主办民警="谁")),
    )
    batch = Import.objects.get()
    desk.post(f"{HOME}{batch.pk}/match", matched(batch))
    desk.post(f"{HOME}{batch.pk}/start")
    worked(batch)
    for kind in ("csv", "xlsx"):
        data = desk.get(f"{HOME}{batch.pk}/refused?as={kind}").content
        sheet = reading.read(data)
        assert sheet.columns[:-1] == HEADER
        assert [cells[0] for _, cells in sheet.rows] == ["N2", "N3"]
        assert sheet.rows[0][1][HEADER.index("简要案情")] == "=1+1"
        assert "不是能读懂的日期" in sheet.rows[0][1][-1]
    assert b"'=1+1" in desk.get(f"{HOME}{batch.pk}/refused").content
    mended = desk.get(f"{HOME}{batch.pk}/refused?as=csv").content.replace("坏".encode(), b"2019-03-04")
    assert "旧系统" in desk.get(f"{HOME}new?mends={batch.pk}").content.decode()
    asked = {"file": sent(mended), "source": "旧系统", "basis": "同上", "unit": bureau["county"].pk}
    desk.post(f"{HOME}new?mends={batch.pk}", asked)
    second = Import.objects.exclude(pk=batch.pk).get()
    assert second.mends == batch
    desk.post(f"{HOME}{second.pk}/match", matched(second))
    desk.post(f"{HOME}{second.pk}/start")
    assert worked(second).made == 1
    assert Case.objects.count() == 2


def test_the_report_names_row_field_code_and_both_sentences_and_runs_nothing(desk, bureau):
    upload(desk, bureau, as_csv(row(), row(案件编号="=cmd|' /C calc'!A0", 案件性质="行政")))
    batch = Import.objects.get()
    desk.post(f"{HOME}{batch.pk}/match", matched(batch))
    text = desk.get(f"{HOME}{batch.pk}/report").content.decode("utf-8-sig")
    good, bad = text.splitlines()[1:]
    assert good.startswith("2,汉公(刑)立字〔2019〕0123号,可以导入")
    assert bad.startswith("3,'=cmd|' /C calc'!A0,不能导入,,案件性质,imports.kind.unknown,不认识这个值")
    assert "Nobody knows this word" in bad
    assert desk.get(f"{HOME}{batch.pk}/report?as=xlsx").content.startswith(b"PK")


def test_what_rows_say_is_seen_by_nobody_but_their_importer(desk, client, bureau, staff):
    upload(desk, bureau, as_csv(row(嫌疑人="欧阳晓明")))
    batch = Import.objects.get()
    client.force_login(staff("legal_officer", "county", "别人"))
    seen = client.get(HOME).content.decode()
    assert batch.blob_id[:12] in seen
    assert "案件.csv" not in seen, "a file may be called after somebody"
    for name in ("", "progress", "report", "refused", "drop"):
        assert client.get(f"{HOME}{batch.pk}/{name}").status_code == 404
    for name in ("match", "start", "stop", "drop"):
        assert client.post(f"{HOME}{batch.pk}/{name}").status_code == 404
    assert client.get(f"/media/{batch.blob_id}").status_code == 404
    client.force_login(staff("legal_officer", "west"))
    assert "案件.csv" not in client.get(HOME).content.decode()
    client.force_login(staff("case_officer", "east"))
    assert client.get(HOME).status_code == 403


def test_a_page_costs_the_same_however_many_rows(desk, bureau, django_assert_max_num_queries):
    upload(desk, bureau, as_csv(*[row(案件编号=f"N{n}", 主办民警=f"谁{n}") for n in range(1, 301)]))
    batch = Import.objects.get()
    with django_assert_max_num_queries(40):
        desk.post(f"{HOME}{batch.pk}/match", matched(batch))
    with django_assert_max_num_queries(16):
        page = desk.get(f"{HOME}{batch.pk}/")
    assert len(page.context["form"].meanings) == 100
    assert len(page.context["faulty"]) == 100
    working.tick(now())
