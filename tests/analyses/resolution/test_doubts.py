"""What joins nobody by itself: a contact without a name in common, a name that firms of several numbers bear."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from analyses.resolution.doubts import (
    BY_CONTACT,
    BY_NAME_ALONE,
    BY_NAME_OF_BIRTHS,
    BY_SHARED_NAME,
    FEWEST_NAMES,
    OTHER_GIVEN_NAME,
    beside_first_grouping,
    doubts_of,
    have_words_against,
    names_are_of_one,
)
from analyses.resolution.levels import OTHER
from analyses.resolution.model import LevelWeight, read_model
from analyses.resolution.scoring import ScoredPairs

if TYPE_CHECKING:
    from tests.analyses.resolution.conftest import Say

FIELDS = ("name", "tax number", "identifier", "phone", "email", "address", "acted with")
MODELS = {is_person: read_model(is_person) for is_person in (False, True)}
PRIOR = -8.0  # bits
NAMES = ["Karvon Trans"] * 4
NUMBERS = [("identifier:tax:UZ:301234567",), ("identifier:tax:UZ:709876543",), (), ()]


def pair(**bits: float) -> ScoredPairs:
    """The last two of four parties, with the bits that some fields add."""
    fields = {name: np.array([bits.get(name.replace(" ", "_"), 0.0)]) for name in FIELDS}
    return ScoredPairs(np.array([2]), np.array([3]), fields, PRIOR)


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
    assert doubts_of(pair(**bits), parties(NAMES, identifiers=NUMBERS), MODELS[False]) == [doubt]


@pytest.mark.parametrize("slip", ["301234568", "30123456"])
def test_a_slip_in_the_number_of_a_firm_makes_no_second_firm(parties: "Say", slip: str) -> None:
    numbers = [NUMBERS[0], (f"identifier:tax:UZ:{slip}",), (), ()]
    assert doubts_of(pair(name=16.0), parties(NAMES, identifiers=numbers), MODELS[False]) == [""]


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
    assert doubts_of(pair(name=3.0, phone=7.0, acted_with=5.0, **bits), family, MODELS[True]) == [doubt]
    assert beside_first_grouping(pair(name=9.0, phone=7.0, acted_with=5.0, **bits), family, MODELS[True]) == [doubt]


@pytest.mark.parametrize(
    ("births", "bits", "alone", "beside"),
    [
        (["1974-10-05", "1974-10-05", "", ""], 10.2, "", ""),  # the name of one
        (["1974-10-05", "1974-10-50", "", ""], 10.2, "", ""),
        (["1974-10-05", "1981-03-12", "", ""], 16.0, BY_NAME_OF_BIRTHS, BY_NAME_ALONE),  # the name of several
        (["1974-10-05", "", "", ""], 10.2, BY_NAME_ALONE, BY_NAME_ALONE),
        (["1974-10-05", "", "", ""], 16.0, "", BY_NAME_ALONE),  # so rare that it says enough, alone
    ],
)
def test_days_of_birth_of_those_who_bear_a_name_say_whether_it_is_that_of_one(
    parties: "Say", births: list[str], bits: float, alone: str, beside: str
) -> None:
    bearers = parties(["Karim Aliyev"] * 4, is_person=True, birth_on=births)
    assert doubts_of(pair(name=bits), bearers, MODELS[True]) == [alone]
    assert beside_first_grouping(pair(name=bits), bearers, MODELS[True]) == [beside]


@pytest.mark.parametrize(
    ("told_by", "share_of_one", "doubt"),
    [
        ("birth_on", 0.97, ""),
        ("identifiers", 0.97, ""),
        ("birth_on", 0.8, BY_NAME_ALONE),  # namesakes, of whom families have many
        ("identifiers", 0.8, BY_NAME_ALONE),
        ("birth_on", 0.0, BY_NAME_ALONE),
    ],
)
def test_names_of_two_words_join_where_such_names_are_nearly_always_of_one(
    parties: "Say", told_by: str, share_of_one: float, doubt: str
) -> None:
    of_one = round(FEWEST_NAMES * 2 * share_of_one)
    names = [f"{first}{second}m {first}{second}kov" for first in "bcdfghklmn" for second in "aeiouyxvzw"]
    assert len(names) == FEWEST_NAMES * 2
    says = {
        "birth_on": ("1974-10-05", "1981-03-12"),
        "identifiers": (("identifier:passport:KZ:N1234567",), ("identifier:passport:KZ:N7654890",)),
    }[told_by]
    nothing = "" if told_by == "birth_on" else ()
    first, second = says[0], [says[0] if number < of_one else says[1] for number in range(len(names))]
    said = [nothing, nothing, nothing, nothing, *([first] * len(names)), *second]
    bearers = parties(["Olim Saidov"] * 4 + names + names, is_person=True, **{told_by: said})
    assert names_are_of_one(bearers, MODELS[True], PRIOR) is (doubt == "")
    assert beside_first_grouping(pair(name=16.0), bearers, MODELS[True]) == [doubt]
    few = bearers.take(range(4 + FEWEST_NAMES // 2))
    assert not names_are_of_one(few, MODELS[True], PRIOR)


def test_one_word_is_never_enough_by_itself(parties: "Say") -> None:
    names = [f"{first}{second}m {first}{second}kov" for first in "bcdfghklmn" for second in "aeiouyxvzw"]
    bearers = parties(["Olim"] * 4 + names * 2, is_person=True, birth_on=[""] * 4 + ["1974-10-05"] * 200)
    assert names_are_of_one(bearers, MODELS[True], PRIOR)
    assert beside_first_grouping(pair(name=16.0), bearers, MODELS[True]) == [BY_NAME_ALONE]


def test_days_of_birth_that_are_often_wrong_say_nothing_of_a_name(parties: "Say") -> None:
    births = {**MODELS[True].fields["birth"], OTHER: LevelWeight(m=0.4, u=0.9)}
    model = MODELS[True].model_copy(update={"fields": {**MODELS[True].fields, "birth": births}})
    bearers = parties(["Karim Aliyev"] * 4, is_person=True, birth_on=["1974-10-05", "1981-03-12", "", ""])
    assert doubts_of(pair(name=16.0), bearers, model) == [""]


def test_no_pair_has_no_doubt(parties: "Say") -> None:
    nobody = np.zeros(0, dtype=np.int64)
    none = ScoredPairs(nobody, nobody, {name: np.zeros(0) for name in FIELDS}, PRIOR)
    assert doubts_of(none, parties([]), MODELS[True]) == []
