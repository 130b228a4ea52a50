"""Claims: never a merge, always reversible, conflicts shown."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as some

from mingjing.kernel.actor import machine
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.persons import selectors
from mingjing.persons.actions import links
from mingjing.persons.models import Claim

pytestmark = pytest.mark.django_db
ROBOT = machine("test")


def claim(one, other, held="same", by=ROBOT, **changes):
    told = {"confidence": "likely", "rationale": "同一指纹", **changes}
    return links.claim(by=by, at=now(), first=one.pk, second=other.pk, held=held, **told)


def test_both_sides_see_the_claim_and_its_entry(register):
    one, other = register("甲某"), register("乙某")
    made = claim(one, other)
    for side in (one, other):
        assert selectors.claims_about(side.pk) == [made]
        assert selectors.cluster_ids(side.pk) == {one.pk, other.pk}
        assert Entry.objects.about(side.ref).filter(tag="persons.claim.made").count() == 1
    assert made.other(one.pk) == other


def test_the_order_of_naming_does_not_matter(register):
    one, other = register("甲某"), register("乙某")
    first = claim(other, one)
    assert str(first.left_id) < str(first.right_id)
    with pytest.raises(Refusal) as refused:
        claim(one, other)
    assert refused.value.code == "persons.claim.again"


def test_a_cluster_follows_chains_and_only_claims_of_sameness(register):
    a, b, c, d, e = (register(n) for n in ("甲某", "乙某", "丙某", "丁某", "戊某"))
    claim(a, b), claim(b, c), claim(c, d, held="maybe"), claim(a, e, held="different")
    assert selectors.cluster_ids(c.pk) == {a.pk, b.pk, c.pk}
    assert not selectors.cluster(a.pk).needs_attention


def test_a_conflict_inside_a_cluster_needs_a_human(register, staff):
    a, b, c = (register(n) for n in ("甲某", "乙某", "丙某"))
    claim(a, b), claim(b, c)
    apart = claim(a, c, held="different", by=machine("other"))
    assert selectors.cluster(b.pk).conflicts == ((apart.left_id, apart.right_id),)
    against = claim(a, b, held="different", by=machine("other"))
    assert {x.held for x in Claim.objects.filter(pk__in=selectors.disputed(selectors.claims_about(a.pk)))} == {
        "same", "different"
    }  # fmt: skip
    links.withdraw(against.pk, by=ROBOT, at=now(), reason="误判")
    assert selectors.disputed(selectors.claims_about(a.pk)) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rationale": " "}, "persons.claim.rationale"),
        ({"held": "twin"}, "persons.claim.held"),
        ({"confidence": "sure"}, "persons.claim.confidence"),
    ],
)
def test_what_a_claim_needs(register, changes, code):
    with pytest.raises(Refusal) as refused:
        claim(register("甲某"), register("乙某"), **changes)
    assert refused.value.code == code


def test_nobody_is_linked_with_himself(register):
    one = register()
    with pytest.raises(Refusal) as refused:
        claim(one, one)
    assert refused.value.code == "persons.claim.self"


def test_one_mind_at_a_time(register):
    one, other = register("甲某"), register("乙某")
    claim(one, other)
    with pytest.raises(Refusal) as refused:
        claim(one, other, held="different")
    assert refused.value.code == "persons.claim.other"


def test_a_claim_is_withdrawn_once_and_with_a_reason(register):
    made = claim(register("甲某"), register("乙某"))
    with pytest.raises(Refusal) as refused:
        links.withdraw(made.pk, by=ROBOT, at=now(), reason=" ")
    assert refused.value.code == "persons.reason.missing"
    links.withdraw(made.pk, by=ROBOT, at=now(), reason="比对有误")
    with pytest.raises(Refusal) as refused:
        links.withdraw(made.pk, by=ROBOT, at=now(), reason="再来")
    assert refused.value.code == "persons.claim.withdrawn"
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("post", ["reception", "custody_guard", "medic", "administrator", "inspector"])
def test_only_named_posts_claim(register, staff, post):
    one, other = register("甲某"), register("乙某")
    with pytest.raises(Refusal) as refused:
        claim(one, other, by=staff(post).acting())
    assert refused.value.code == "access.post"


def test_records_out_of_reach_are_not_linked(register, staff):
    theirs, mine = register("甲某"), register("乙某", by=staff("case_officer", "west"))
    with pytest.raises(Refusal) as refused:
        claim(theirs, mine, by=staff("case_officer", "west").acting())
    assert refused.value.code == "access.elsewhere"


PAIRS = some.lists(some.tuples(some.integers(0, 4), some.integers(0, 4)).filter(lambda p: p[0] != p[1]), max_size=8)


@tries(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=PAIRS, undone=some.integers(0, 8))
def test_withdrawing_restores_exactly_what_would_have_been(register, pairs, undone):
    """Clusters are the components of the claims in force, whatever was made and withdrawn in between."""
    people = [register(f"某{n}") for n in "甲乙丙丁戊"]
    made = [claim(people[i], people[j], by=machine(str(n))) for n, (i, j) in enumerate(pairs)]
    for one in made[:undone]:
        links.withdraw(one.pk, by=ROBOT, at=now(), reason="撤回")
    kept = pairs[undone:]
    for n, person in enumerate(people):
        component, grew = {n}, True
        while grew:
            more = {x for i, j in kept for x in (i, j) if {i, j} & component}
            grew, component = not more <= component, component | more
        assert selectors.cluster_ids(person.pk) == {people[x].pk for x in component}
