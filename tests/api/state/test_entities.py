"""Entities: an id goes on with most of its parties, leads on when it is joined, and comes back when it is taken out."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.state.entities import EventKind, events, forget_parties, ids_of, parties_of, settle, with_members
from api.state.entity_ids import is_minted, resolved
from api.state.store import StateStore
from api.state.tables import redirect as redirects

A, B, C, D, E, F = (f"party:{letter}" for letter in "abcdef")


def told(state: StateStore, *clusters: list[str]) -> dict[str, str]:
    settle(state, clusters, "gulnora", "comparing")
    return ids_of(state, [A, B, C, D, E, F])


def test_groups_of_several_parties_get_ids_and_a_party_alone_does_not(state: StateStore) -> None:
    ids = told(state, [A, B], [C], [D, E])
    assert ids[A] == ids[B] != ids[D] == ids[E] and C not in ids
    assert is_minted(state, ids[A]) and parties_of(state, ids[A]) == [A, B]
    assert with_members(state) == [A, B, D, E]


def test_an_id_stays_when_its_cluster_grows(state: StateStore) -> None:
    before = told(state, [B, C], [A])
    assert told(state, [A, B, C, D])[A] == before[B]
    assert events(state, before[B]) == []


def test_an_entity_that_is_joined_leads_to_the_larger_one(state: StateStore) -> None:
    before = told(state, [A, B], [C, D, E])
    after = told(state, [A, B, C, D, E])
    assert after[A] == before[C]
    assert resolved(state, [before[A]]) == {before[A]: before[C]}
    (event,) = events(state, before[A])
    assert (event.kind, event.entity, event.other, event.members) == (EventKind.MERGED, before[C], before[A], (A, B))


@pytest.mark.parametrize("sizes", [(2, 2), (2, 3), (3, 2)])
def test_what_is_taken_out_again_gets_back_its_id_and_the_redirect_stays_in_the_register(
    state: StateStore, sizes: tuple[int, int]
) -> None:
    left, right = [A, C, E][: sizes[0]], [B, D, F][: sizes[1]]
    before = told(state, left, right)
    told(state, [*left, *right])
    assert told(state, left, right) == before
    assert resolved(state, before.values()) == {name: name for name in before.values()}
    with state.reading() as connection:
        ends = list(connection.scalars(sa.select(redirects.c.ended_by)))
    assert ends == ["gulnora"]
    assert [event.kind for event in sorted(events(state, before[left[0]]), key=lambda event: event.kind)] == [
        EventKind.MERGED,
        EventKind.SPLIT,
    ]


def test_entities_joined_one_after_the_other_come_back_as_they_were(state: StateStore) -> None:
    first = told(state, [A, B], [C, D], [E, F])
    told(state, [A, B, C, D], [E, F])
    told(state, [A, B, C, D, E, F])
    assert told(state, [A, B], [C, D], [E, F]) == first


def test_a_part_that_never_stood_alone_gets_an_id_of_its_own(state: StateStore) -> None:
    before = told(state, [A, B, C, D, E])
    after = told(state, [A, B, C], [D, E])
    assert after[A] == before[A] and not {after[D]} & set(before.values())
    (event,) = events(state, after[D])
    assert (event.kind, event.entity, event.other, event.members) == (EventKind.SPLIT, before[A], after[D], (D, E))


def test_what_was_recalled_is_forgotten_and_the_id_stays(state: StateStore) -> None:
    before = told(state, [A, B], [C, D])
    merged = told(state, [A, B, C, D])[A]
    forget_parties(state, [C, D])
    assert parties_of(state, merged) == [A, B] and C not in with_members(state)
    assert {party for event in events(state, merged) for party in event.members} <= {A, B}
    assert is_minted(state, before[C])


PARTITIONS = st.lists(st.integers(0, 3), min_size=6, max_size=6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARTITIONS, PARTITIONS)
def test_ids_stand_for_exactly_the_clusters_and_every_id_leads_to_one_that_stands(
    state: StateStore, first: list[int], second: list[int]
) -> None:
    parties = [A, B, C, D, E, F]
    given: set[str] = set()
    for labels in (first, second, first):
        clusters = [[p for p, label in zip(parties, labels, strict=True) if label == n] for n in range(4)]
        ids = told(state, *[cluster for cluster in clusters if cluster])
        for cluster in clusters:
            if len(cluster) > 1:
                assert len({ids[party] for party in cluster}) == 1
        assert len({frozenset(parties_of(state, name)) for name in ids.values()}) == len(set(ids.values()))
        given |= set(ids.values())
        assert all(not parties_of(state, name) or resolved(state, [name]) == {name: name} for name in given)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 2), min_size=6, max_size=6), st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_an_id_is_unchanged_whatever_parties_its_cluster_takes_in(
    state: StateStore, labels: list[int], taken_in: list[int]
) -> None:
    parties = [A, B, C, D, E, F]
    clusters = [[p for p, label in zip(parties, labels, strict=True) if label == n] for n in range(3)]
    before = told(state, *filter(None, clusters))
    for number, label in enumerate(taken_in):
        if len(clusters[label]) > 1:
            clusters[label].append(f"party:0{number}")  # before all others in the order of ids
    after = told(state, *filter(None, clusters))
    assert after == before
    told(state, *[[party] for party in {*parties, *(p for cluster in clusters for p in cluster)}])
