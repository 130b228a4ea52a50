"""Likeness of reports: pure rules, and the candidates an officer is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from mingjing.intake.repeats import candidates
from mingjing.intake.rules import likeness
from mingjing.intake.rules.likeness import Told
from mingjing.kernel.time import now

AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
ONE = Told("虚构镇北街 12 号", "停在楼下的电动车被盗", AT, frozenset({"a"}), "赵甲子", "13800000001")


def kinds(other):
    return [r.text.en for r in likeness.reasons(ONE, other)]


def test_the_same_matter_told_by_another():
    other = Told("虚构镇北街12号楼下", "邻居的电动车被偷，停在楼下", AT + timedelta(hours=3), name="钱乙丑", phone="2")
    assert kinds(other) == ["like place", "near in time", "like words"]
    assert likeness.worth_showing(likeness.reasons(ONE, other))


def test_another_matter_of_the_same_man_is_no_repeat_by_name_alone():
    other = Told("虚构镇南路", "丢失身份证", AT - timedelta(days=9), name="赵甲子")
    assert kinds(other) == ["same name"]
    assert not likeness.worth_showing(likeness.reasons(ONE, other))


@pytest.mark.parametrize(("hours", "near"), [(12, True), (-12, True), (12.01, False)])
def test_near_in_time_at_the_limit(hours, near):
    other = Told("别处", "别的", AT + timedelta(hours=hours))
    assert ("near in time" in kinds(other)) == near


@pytest.mark.parametrize(
    ("a", "b", "share"), [("", "x", 0), ("甲", "甲", 1), ("甲乙丙", "甲 乙，丙", 1), ("甲乙", "丙丁", 0)]
)
def test_the_share_of_common_pairs(a, b, share):
    assert likeness.share(a, b) == share == likeness.share(b, a)


@pytest.mark.django_db
class TestCandidates:
    def test_the_first_report_is_named_with_reasons(self, received, staff):
        first, again = received(), received(what="楼下停的电动车早上被盗了")
        received(what="噪音扰民", place="虚构镇南路", reporter_name="孙丙寅", reporter_phone="139 0000 0002")
        [one] = candidates(staff("case_officer", "east"), again)
        assert (one.report, one.open) == (first, True)
        assert {r.text.en for r in one.reasons} >= {"same name", "same telephone", "like place", "like words"}

    def test_of_another_unit_no_word_is_shown(self, received, staff):
        received("west")
        [one] = candidates(staff("case_officer", "east"), received())
        assert not one.open

    def test_older_than_the_window_is_not_looked_at(self, received, staff):
        received(at=now() - likeness.window() - timedelta(days=1))
        assert candidates(staff("case_officer", "east"), received()) == []

    @pytest.mark.parametrize("secret", [(True, False), (False, True)])
    def test_a_reporter_kept_secret_is_told_by_no_likeness(self, received, staff, secret):
        received(identity_secret=secret[0])
        [one] = candidates(staff("case_officer", "east"), received(identity_secret=secret[1]))
        assert not {r.text.en for r in one.reasons} & {"same name", "same telephone", "same reporter"}
