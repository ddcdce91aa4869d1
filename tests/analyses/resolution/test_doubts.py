"""What joins nobody by itself: a contact without a name in common, a name that firms of several numbers bear."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from analyses.resolution.doubts import (
    BY_CONTACT,
    BY_SHARED_NAME,
    OTHER_GIVEN_NAME,
    beside_first_grouping,
    doubts_of,
    have_words_against,
)
from analyses.resolution.scoring import ScoredPairs

if TYPE_CHECKING:
    from tests.analyses.resolution.conftest import Say

FIELDS = ("name", "tax number", "identifier", "phone", "email", "address", "acted with")
NAMES = ["Karvon Trans"] * 4
NUMBERS = [("identifier:tax:UZ:301234567",), ("identifier:tax:UZ:709876543",), (), ()]


def pair(**bits: float) -> ScoredPairs:
    """The last two of four parties, with the bits that some fields add."""
    fields = {name: np.array([bits.get(name.replace(" ", "_"), 0.0)]) for name in FIELDS}
    return ScoredPairs(np.array([2]), np.array([3]), fields, -8.0)


@pytest.mark.parametrize(
    ("bits", "doubt"),
    [
        ({"phone": 7.0, "address": 8.0}, BY_CONTACT),
        ({"phone": 7.0, "address": 8.0, "name": -4.0}, BY_CONTACT),
        ({"phone": 7.0, "name": 5.0}, ""),
        ({"phone": 7.0, "address": 8.0, "tax_number": 9.0}, ""),
        ({"phone": 7.0, "name": -1.0, "acted_with": 8.0}, ""),
        ({"name": 16.0}, BY_SHARED_NAME),
        ({"name": 16.0, "phone": -2.0}, BY_SHARED_NAME),
    ],
)
def test_a_link_by_contacts_or_by_a_name_of_several_firms_is_in_doubt(
    parties: "Say", bits: dict[str, float], doubt: str
) -> None:
    assert doubts_of(pair(**bits), parties(NAMES, identifiers=NUMBERS), False) == [doubt]


@pytest.mark.parametrize("slip", ["301234568", "30123456"])
def test_a_slip_in_the_number_of_a_firm_makes_no_second_firm(parties: "Say", slip: str) -> None:
    numbers = [NUMBERS[0], (f"identifier:tax:UZ:{slip}",), (), ()]
    assert doubts_of(pair(name=16.0), parties(NAMES, identifiers=numbers), False) == [""]


@pytest.mark.parametrize(
    ("name", "other", "is_against"),
    [
        ("mark kusha", "ilona kusha", True),  # of one family
        ("john smit", "patrik smit", True),
        ("bob smit", "robert smit", False),
        ("karimov o", "karimov olim", False),
        ("karimov olim", "karimov olim rustamovich", False),
        ("adam jsneo", "adam jones", False),  # letters in a wild order
        ("karimov olim", "saidov jasur", False),  # nothing in common: their names are no reason to think of one
    ],
)
def test_persons_of_one_family_have_given_names_against_each_other(name: str, other: str, is_against: bool) -> None:
    assert have_words_against(name, other) is have_words_against(other, name) is is_against


@pytest.mark.parametrize(("bits", "doubt"), [({}, OTHER_GIVEN_NAME), ({"identifier": 10.0}, "")])
def test_only_a_number_makes_one_of_two_given_names(parties: "Say", bits: dict[str, float], doubt: str) -> None:
    family = parties(["Olim Saidov", "Olim Saidov", "Mark Kusha", "Ilona Kusha"], is_person=True)
    assert doubts_of(pair(name=3.0, phone=7.0, acted_with=5.0, **bits), family, True) == [doubt]
    assert beside_first_grouping(pair(name=9.0, phone=7.0, acted_with=5.0, **bits), family, True) == [doubt]


def test_no_pair_has_no_doubt(parties: "Say") -> None:
    nobody = np.zeros(0, dtype=np.int64)
    none = ScoredPairs(nobody, nobody, {name: np.zeros(0) for name in FIELDS}, -8.0)
    assert doubts_of(none, parties([]), True) == []
