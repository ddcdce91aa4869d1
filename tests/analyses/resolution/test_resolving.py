"""The whole way on a few parties: spellings join, what contradicts is held back, and judgements hold."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from analyses.resolution.model import LevelWeight, read_model
from analyses.resolution.normalise import Parties, parties_of
from analyses.resolution.resolving import Resolution, records_of, resolved, resolved_parties
from graph.errors import BadValue
from graph.linkage.joins import Joins, Reason
from graph.linkage.judged import JudgedIds

if TYPE_CHECKING:
    from tests.analyses.resolution.conftest import Say
    from tests.conftest import SmallWorld

MODELS = {is_person: read_model(is_person) for is_person in (False, True)}
TAX = [f"identifier:tax:UZ:{number}" for number in ("301234567", "309876543")]
NAMES = [
    'ООО "Сокол Парус Снаб"',
    "Sokol Parus Snab LLC",
    "OOO «SOKOL PARUS SNAB»",
    "Amber Mills",
    "Gulzor Invest",
    "GULZOR INVEST MCHJ",
    "Tong Savdo",
]
NUMBERS = [(TAX[0],), (TAX[0],), (), (), (), (), (TAX[1],)]
PHONES = [("phone:1",), (), ("phone:1",), (), (), (), ()]


@pytest.fixture
def firms(parties: "Say") -> Parties:
    return parties(NAMES, identifiers=NUMBERS, phones=PHONES, country=["UZ"] * len(NAMES))


def groups(resolution: Resolution) -> list[int]:
    return resolution.of_party.tolist()


def test_spellings_of_a_firm_are_one_and_others_are_not(firms: Parties) -> None:
    resolution = resolved_parties(firms, MODELS, JudgedIds())
    assert groups(resolution) == [0, 0, 0, 1, 2, 2, 3]
    assert resolution.entities == 4


def test_the_bits_of_a_link_are_told_by_field(firms: Parties) -> None:
    resolution = resolved_parties(firms, MODELS, JudgedIds())
    link = next(i for i in range(len(resolution.left)) if (resolution.left[i], resolution.right[i]) == (0, 1))
    says = {field: round(float(bits[link]), 1) for field, bits in resolution.bits.items() if abs(bits[link]) > 0.05}
    assert says.keys() == {"name", "tax number", "prior"}
    assert says["name"] > 0 < says["tax number"]


def test_judgements_count_more_than_what_was_compared(firms: Parties) -> None:
    a, b, *_, last = firms.keys
    judged = JudgedIds(same=((a, last),), different=((firms.keys[4], firms.keys[5]), (a, "party:gone")))
    resolution = resolved_parties(firms, MODELS, judged)
    assert groups(resolution) == [0, 0, 0, 1, 2, 3, 0]
    assert [held.reason for held in resolution.refusals] == [Reason.HELD_JUDGED_DIFFERENT]
    assert resolution.dormant == 1
    assert b == firms.keys[1]


def test_what_somebody_is_unsure_of_joins_nothing(firms: Parties) -> None:
    resolution = resolved_parties(firms, MODELS, JudgedIds(unsure=((firms.keys[5], firms.keys[4]),)))
    assert groups(resolution) == [0, 0, 0, 1, 2, 3, 4]
    assert [(held.reason, held.detail) for held in resolution.refusals] == [(Reason.HELD_IN_DOUBT, "judged unsure")]


def test_judgements_that_contradict_are_refused(firms: Parties) -> None:
    pair = (firms.keys[0], firms.keys[1])
    with pytest.raises(BadValue, match="were judged different, and the same by"):
        resolved_parties(firms, MODELS, JudgedIds(same=(pair,), different=(pair,)))


def test_persons_are_told_apart_by_their_passports(parties: "Say") -> None:
    passports = [("identifier:passport:UZ:AA1234567",), ("identifier:passport:UZ:AB7654321",), ()]
    truck = [("vehicle:UZ:01777AAA",)] * 3
    persons = parties(
        ["Karim Aliyev"] * 3, is_person=True, identifiers=passports, vehicles=truck, carriers=[("c",)] * 3
    )
    resolution = resolved_parties(persons, MODELS, JudgedIds())
    assert resolution.entities == 2
    assert {held.reason for held in resolution.refusals} == {Reason.HELD_PASSPORTS_DIFFER}


def test_nobody_is_nobody(parties: "Say") -> None:
    resolution = resolved_parties(parties([]), MODELS, JudgedIds())
    assert (resolution.entities, len(resolution.left), resolution.refusals) == (0, 0, [])
    assert resolution.of_party.dtype == np.int64


def test_dates_of_birth_hold_persons_apart_unless_they_are_often_wrong(parties: "Say") -> None:
    persons = parties(["Karim Aliyev"], is_person=True, birth_on=["1980-02-11"])
    assert records_of(persons, MODELS).birth_dates == [("1980-02-11",)]
    births = {**MODELS[True].fields["birth"], "other": LevelWeight(m=0.3, u=0.9)}
    often_wrong = MODELS[True].model_copy(update={"fields": {**MODELS[True].fields, "birth": births}})
    assert records_of(persons, {**MODELS, True: often_wrong}).birth_dates == [()]


def test_what_could_be_read_off_stands_and_links_add_to_it(world: "SmallWorld") -> None:
    for name in ("Karvon Trans", "Kravon Trans"):
        world.say(consignee__name=name, consignee__kind="company", consignee__phone="+998901234567")
    world.say(notify__name="N/A", notify__phone="+998901234567")
    seen = world.seen()
    assert resolved_parties(parties_of(seen), MODELS, JudgedIds()).entities > 1
    assert resolved(seen, MODELS).entities == 1


def test_of_parties_that_were_read_off_to_be_one_and_say_the_same_one_is_compared(parties: "Say") -> None:
    made = parties(["Karvon Trans", "Karvon Trans", "KARVON TRANS"], phones=[("phone:1",)] * 3, country=["UZ"] * 3)
    pairs = {0: 1, 1: 2}
    first = Joins.of(np.array([*pairs]), np.array([*pairs.values()]), Reason.SAME_COMPANY_NAME, -1)
    alone = resolved_parties(made, MODELS, JudgedIds())
    after = resolved_parties(made, MODELS, JudgedIds(), read_off=first)
    assert (alone.entities, len(alone.left)) == (1, 3)
    assert (after.entities, len(after.left)) == (1, 0)


@pytest.mark.parametrize(("name", "entities"), [("Zarafshonov Muminjon", 2), ("Zarafshonov Muminjon Rustamovich", 1)])
def test_persons_of_one_name_alone_are_left_to_people_unless_it_is_full(
    parties: "Say", name: str, entities: int
) -> None:
    others = [f"{first}ov {given}" for first in ("Salim", "Kamol", "Nodir") for given in ("Olim", "Jasur", "Bahrom")]
    made = parties([name, name, *others], is_person=True)
    resolution = resolved_parties(made, MODELS, JudgedIds(), read_off=Joins.none())
    assert resolution.entities == entities + len(others)
