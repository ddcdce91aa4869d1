"""Ids of entities: never given twice, never lost, never in a circle."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa

from api.state.entity_ids import is_minted, mint, redirect, resolved, restore
from api.state.store import StateStore
from api.state.tables import redirect as redirects
from graph.errors import DamagedStore, NotFound, Refused


@pytest.fixture
def ids(state: StateStore) -> list[str]:
    return [mint(state, "gulnora") for _ in range(5)]


def lead(state: StateStore, old: str, new: str) -> None:
    redirect(state, old, new, "gulnora", "the same firm")


def test_ids_tell_no_count_and_are_known(state: StateStore, ids: list[str]) -> None:
    assert len(set(ids)) == 5 and all(name.startswith("entity:") for name in ids)
    assert is_minted(state, ids[0]) and not is_minted(state, "entity:1")


def test_an_id_leads_over_all_redirects_to_the_one_that_stands(state: StateStore, ids: list[str]) -> None:
    a, b, c, d, _ = ids
    lead(state, a, b)
    lead(state, b, c)
    lead(state, d, c)
    assert resolved(state, [a, b, c, d, "entity:unknown"]) == {
        a: c, b: c, c: c, d: c, "entity:unknown": "entity:unknown",
    }  # fmt: skip


def test_a_long_chain_and_many_ids_are_resolved(state: StateStore) -> None:
    names = [mint(state, "gulnora") for _ in range(30)]
    for old, new in pairwise(names):
        lead(state, old, new)
    asked = [*names, *(f"entity:x{n}" for n in range(2000))]
    assert {resolved(state, asked)[name] for name in names} == {names[-1]}
    assert resolved(state, []) == {}


def test_no_circle_can_be_made(state: StateStore, ids: list[str]) -> None:
    a, b, c, *_ = ids
    lead(state, a, b)
    lead(state, b, c)
    for old, new in ((c, a), (c, b), (c, c), (a, a)):
        with pytest.raises(Refused):
            lead(state, old, new)
    assert set(resolved(state, ids[:3]).values()) == {c}


def test_an_id_leads_to_one_place(state: StateStore, ids: list[str]) -> None:
    a, b, c, *_ = ids
    lead(state, a, b)
    with pytest.raises(Refused, match=f"{a} leads to {b} already"):
        lead(state, a, c)


def test_where_an_id_leads_can_be_taken_back_and_said_anew(state: StateStore, ids: list[str]) -> None:
    a, b, c, *_ = ids
    lead(state, a, b)
    restore(state, a, "rustam")
    assert resolved(state, [a]) == {a: a}
    with pytest.raises(NotFound, match="leads nowhere"):
        restore(state, a, "rustam")
    lead(state, b, a)
    lead(state, a, c)
    assert resolved(state, [a, b]) == {a: c, b: c}


def test_ids_that_were_never_given_lead_nowhere(state: StateStore, ids: list[str]) -> None:
    for old, new in ((ids[0], "entity:x"), ("entity:x", ids[0])):
        with pytest.raises(NotFound, match="no entity 'entity:x'"):
            lead(state, old, new)


def test_a_circle_that_somebody_else_wrote_is_told_as_damage(state: StateStore, ids: list[str]) -> None:
    a, b, *_ = ids
    lead(state, a, b)
    with state.transaction() as connection:
        row = connection.execute(sa.select(redirects)).one()._asdict()
        connection.execute(redirects.insert().values(row | {"id": "redirect:x", "old": b, "new": a}))
    with pytest.raises(DamagedStore, match="go in a circle"):
        resolved(state, [a])


def test_two_that_make_a_circle_together_do_not(
    state: StateStore, ids: list[str], at_once: Callable[..., list[Any]]
) -> None:
    for a, b in pairwise(ids):
        at_once(lambda own, a=a, b=b: lead(own, a, b), lambda own, a=a, b=b: lead(own, b, a))
    ends = resolved(state, ids)
    assert all(resolved(state, [end]) == {end: end} for end in ends.values())
