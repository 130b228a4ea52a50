"""Every state × every move; ranks as data."""

import pytest

from mingjing.approvals.machine import REQUEST
from mingjing.approvals.rules import deciding_posts, ranks
from mingjing.approvals.vocab import RequestState as S
from mingjing.law import books
from mingjing.org.posts import grants, posts
from tests.diagrams import committed, drawn


def test_every_move_from_every_state():
    after = {m.verb: {s: REQUEST.after(m.verb, s) for s in S if REQUEST.allows(m.verb, s)} for m in REQUEST}
    assert after == {
        "note_oral": {S.ASKED: S.ORAL},
        "grant": {S.ASKED: S.GRANTED, S.ORAL: S.GRANTED},
        "refuse": {S.ASKED: S.REFUSED, S.ORAL: S.REFUSED},
        "return": {S.ASKED: S.RETURNED},
        "ask_again": {S.RETURNED: S.ASKED},
        "withdraw": {S.ASKED: S.WITHDRAWN, S.RETURNED: S.WITHDRAWN},
        "remind": {S.ASKED: S.ASKED, S.ORAL: S.ORAL},
        "lapse": {S.ASKED: S.LAPSED, S.RETURNED: S.LAPSED},
    }
    assert committed(REQUEST) == drawn(REQUEST)
    assert {m.permission for m in REQUEST} - {""} <= grants().keys()


def test_every_rank_the_law_names_is_held_by_somebody_here():
    assert books.current().ranks.keys() <= ranks().keys()
    for rank in ranks().values():
        assert rank.posts | rank.deputies <= posts().keys()


@pytest.mark.parametrize("rank", books.current().ranks.values(), ids=lambda r: r.id)
def test_our_order_of_ranks_is_the_laws(rank):
    assert ranks()[rank.id].level == rank.level


def test_a_higher_rank_may_what_a_lower_one_may():
    assert deciding_posts("station_head") >= deciding_posts("county_chief") >= deciding_posts("prefecture_chief")


def test_whoever_may_decide_holds_the_permission():
    deciding = {p for r in ranks() for p in deciding_posts(r)} - {"case_officer"}
    assert deciding <= grants()["approvals:request:decide"].posts
