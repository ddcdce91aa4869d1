"""What a lead is, judged by the truth of a sample, and how well the product's entities match the true ones."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from benchmarks.leads import Lead, Pairs, Truth, judge, measured, members_of, pairwise, precision_at

TRUTH = Truth(
    dict.fromkeys("abcdefg", "company") | {"p": "person"},
    {
        "a": frozenset({"R1"}),
        "b": frozenset({"R1", "C1"}),
        "c": frozenset({"H1"}),
        "d": frozenset({"H1", "C1"}),
        **dict.fromkeys("efgp", frozenset()),
    },
    frozenset({"R1"}),
)


@pytest.mark.parametrize(
    ("entities", "lead"),
    [
        ("ab", Lead("ring", "R1")),
        ("abcd", Lead("ring", "R1")),
        ("abefg", Lead("touches a ring")),
        ("cde", Lead("legal group", "H1")),
        ("aee", Lead("coincidence")),
        ("aaa", Lead("one in pieces")),
        ("", Lead("unknown")),
    ],
)
def test_a_lead_is_what_half_of_its_true_entities_are(entities: str, lead: Lead) -> None:
    entity_of = {f"party:{number}": name for number, name in enumerate(entities)}
    assert judge([*entity_of, "party:nobody"], entity_of, TRUTH) == lead


def test_a_ring_counts_at_its_first_lead_alone() -> None:
    leads = [Lead("ring", "R1"), Lead("ring", "R1"), Lead("legal group", "H1"), Lead("ring", "R2")]
    assert precision_at(leads, 4) == 0.5


def test_rows_are_read_as_mappings_and_as_models() -> None:
    class Row:
        members = ("party:1",)

    assert members_of({"members": ["party:1"]}) == ["party:1"]
    assert members_of(Row()) == ("party:1",)


def test_pairs_of_parties_are_counted_a_kind_apart() -> None:
    ids = [f"party:{number}" for number in range(6)]
    entities = SimpleNamespace(
        projection=SimpleNamespace(ids=ids), parties=np.arange(6), of_party=np.array([0, 0, 0, 1, 2, 2])
    )
    entity_of = dict(zip(ids, "aabapp", strict=True))
    product = cast(Any, entities)
    assert pairwise(product, entity_of, TRUTH, "company") == Pairs(1 / 3, 1 / 3)
    assert pairwise(product, entity_of, TRUTH, "person") == Pairs(1.0, 1.0)


@pytest.mark.slow
def test_a_small_hard_world_is_measured() -> None:
    row = measured("hard", "mixed", "small", 1)
    kinds = ("ring", "legal group", "one in pieces", "touches a ring", "coincidence", "unknown")
    assert sum(int(row[kind]) for kind in kinds) == int(row["leads"])
    assert row["rings listed"].endswith("of 8")
