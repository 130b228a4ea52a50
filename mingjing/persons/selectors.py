"""Named reads of people: who is held to be whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from mingjing.persons.models import Claim
from mingjing.persons.vocab import Held


@dataclass(frozen=True, slots=True)
class Cluster:
    """Records held to be one person by claims in force. `conflicts`: pairs inside it that somebody holds to be
    different persons; while there are any the cluster needs a human eye."""

    members: frozenset[UUID]
    conflicts: tuple[tuple[UUID, UUID], ...]

    @property
    def needs_attention(self) -> bool:
        return bool(self.conflicts)


def cluster_ids(person_id: object) -> set[UUID]:
    """Ids of all records held to be the same person, this one included."""
    known: set[UUID] = set()
    fresh = {UUID(str(person_id))}
    while fresh:
        known |= fresh
        linked = _same().filter(Q(left__in=fresh) | Q(right__in=fresh)).values_list("left", "right")
        fresh = {side for pair in linked for side in pair} - known
    return known


def clusters(person_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """For each of many records, the ids of all records held to be the same person, itself included. A query for each
    step of the longest chain of claims, however many records."""
    asked = set(person_ids)
    known, fresh = set(asked), set(asked)
    pairs: set[tuple[UUID, UUID]] = set()
    while fresh:
        linked = set(_same().filter(Q(left__in=fresh) | Q(right__in=fresh)).values_list("left", "right"))
        pairs |= linked
        fresh = {side for pair in linked for side in pair} - known
        known |= fresh
    return {one: _joined(one, pairs) for one in asked}


def _joined(one: UUID, pairs: set[tuple[UUID, UUID]]) -> frozenset[UUID]:
    found, fresh = {one}, {one}
    while fresh:
        fresh = {side for pair in pairs if fresh & set(pair) for side in pair} - found
        found |= fresh
    return frozenset(found)


def cluster(person_id: object) -> Cluster:
    """The cluster of a record, computed from the claims in force at this moment."""
    members = cluster_ids(person_id)
    apart = Claim.objects.in_force().filter(held=Held.DIFFERENT, left__in=members, right__in=members)
    return Cluster(frozenset(members), tuple(sorted(set(apart.values_list("left", "right")))))


def claims_about(person_id: object) -> list[Claim]:
    """Every claim that touches the record, newest first, withdrawn ones included."""
    return list(Claim.objects.touching(person_id).select_related("left", "right"))


def disputed(claims: list[Claim]) -> set[UUID]:
    """Ids of those claims in force that another claim in force about the same pair contradicts."""
    by_pair: dict[tuple[UUID, UUID], list[Claim]] = defaultdict(list)
    for one in claims:
        if one.withdrawn_at is None:
            by_pair[one.left_id, one.right_id].append(one)
    several = (group for group in by_pair.values() if len({c.held for c in group}) > 1)
    return {one.pk for group in several for one in group}


def _same() -> "QuerySet[Claim]":
    return Claim.objects.in_force().filter(held=Held.SAME)
