"""The verb `resolve`: comparing parties, and comparing who is who with labels."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.declarations import profile_of

if TYPE_CHECKING:
    from tests.conftest import Ran

Run = Callable[..., "Ran"]

PROFILE = profile_of("consignee.name", "consignee.tax_number")
ROWS = "No,Date,Consignee,Tax\n1,2024-03-01,Karvon Trans LLC,301234567\n2,2024-03-08,Karvon Trans,301234567\n"
LABELS = "originator,kind,source_id,role,cluster\nUZ,declaration,1,consignee,A\nUZ,declaration,2,consignee,A\n"


@pytest.fixture
def loaded(halqa: Run, tmp_path: Path) -> None:
    """Two declarations of one firm, and labels that say so."""
    for name, text in (("decl.yaml", PROFILE), ("march.csv", ROWS), ("labels.csv", LABELS)):
        (tmp_path / name).write_text(text, "utf-8")
    halqa("load", "march.csv", "--profile", "decl.yaml", "--originator", "UZ")


def test_who_is_who_is_compared_with_labels(halqa: Run, loaded: None) -> None:
    companies = json.loads(halqa("resolve", "--evaluate", "labels.csv", "--json").stdout)["kinds"][0]
    assert (companies["kind"], companies["items"], companies["recall"]) == ("company", 2, 1.0)
    assert "2 of 2 labels name a party in the store" in halqa("resolve", "--evaluate", "labels.csv").stdout


def test_parties_are_compared_and_the_answer_is_kept_until_it_is_forgotten(halqa: Run, loaded: None) -> None:
    found = json.loads(halqa("resolve", "--json").stdout)
    assert (found["parties"], found["entities"], found["held_back"]) == (2, 1, 0)
    assert halqa("resolve").stdout.splitlines() == [
        "2 parties were compared",
        "0 of them were compared again, of 1 that differ; the rest stands as before",
        "They are 1 entity (as read off: 1)",
        "0 links between two parties are kept",
    ]
    told = [halqa("resolve", "--forget").stderr for _ in range(2)]
    assert ["forgotten" in told[0], "nothing was kept" in told[1]] == [True, True]


def test_what_goes_one_at_a_time_is_refused_together(halqa: Run) -> None:
    done = halqa("resolve", "--learn", "--forget")
    assert done.returncode == 2
    assert "one at a time" in done.stderr
