"""What the law warns of is read right after the act and in the record, in the reader's language."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "told"), [("zh-hans", "距此前传唤拘传时间过短"), ("en", "The earlier summons was too recent")]
)
def test_a_chained_summons_is_warned_of_on_the_screen_and_in_the_record(centre, web, language, told):
    stay = centre.received(case_id=centre.case("criminal").pk)
    client = web("case_officer")
    client.cookies["mingjing_language"] = language
    said = {"ground": "forced_summons_criminal", "instrument": "拘传字〔2026〕3号", "reason": "不配合"}
    page = client.post(f"/stays/{stay.pk}/do/ground", said, follow=True).content.decode()
    assert page.count(told) == 2
    assert told in client.get(f"/stays/{stay.pk}/part/timeline").content.decode()
