"""Whoever stands on a later paper is who he was known as, or a stranger; the later paper joins nobody."""

from typing import TYPE_CHECKING

import numpy as np

from analyses.backtesting.recognising import Recogniser, as_known, first_known, parties_of
from graph.progress import silent

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

ROLES = {"receiver": ("CONSIGNED_TO",)}


def say(world: "SmallWorld", number: str, firm: str, **fields: str) -> None:
    said = {f"consignee__{name}": value for name, value in fields.items()}
    world.say(number=number, registered_on="2024-01-05", consignee__name=firm, consignee__country="UZ", **said)


def receivers(world: "SmallWorld", known: Recogniser) -> list[str]:
    """The known name of the receiver of each movement, "" for strangers."""
    later = world.seen()
    wanted = np.ones(later.movements.count, dtype=bool)
    entity_of = known.entities_of(later.projection, parties_of(later.movements, ROLES, wanted), silent)
    first = first_known(later.movements, ROLES["receiver"], entity_of)
    return [known.known.label(entity) if entity >= 0 else "" for entity in first.tolist()]


def test_the_same_particulars_another_spelling_and_a_stranger(world: "SmallWorld") -> None:
    say(world, "1", "Anor Savdo MChJ", tax_number="301111111", phone="+998901112233")
    say(world, "2", "Behi Trans LLC", tax_number="302222222")
    known = Recogniser(world.seen().entities)
    say(world, "3", "ANOR SAVDO LLC", tax_number="301111111")
    say(world, "4", "Chinor Impeks LLC", tax_number="303333333")
    assert receivers(world, known) == ["Anor Savdo MChJ", "Behi Trans LLC", "Anor Savdo MChJ", ""]


def test_a_later_paper_that_would_join_two_leaves_them_two(world: "SmallWorld") -> None:
    say(world, "1", "Anor Savdo MChJ", tax_number="301111111")
    say(world, "2", "Anor Savdo Plus MChJ", phone="+998905556677")
    known = Recogniser(world.seen().entities)
    before = known.known.count
    say(world, "3", "Anor Savdo MChJ", tax_number="301111111", phone="+998905556677")
    assert receivers(world, known)[0] != receivers(world, known)[1]
    assert known.known.count == before


def test_who_is_who_among_later_papers_is_as_it_was_known(world: "SmallWorld") -> None:
    say(world, "1", "Anor Savdo MChJ", tax_number="301111111")
    say(world, "2", "Behi Trans LLC", tax_number="302222222")
    known = Recogniser(world.seen().entities)
    say(world, "3", "Novza Import LLC", phone="+998905556677")
    say(world, "4", "Novza Import LLC", phone="+998905556677", tax_number="301111111")
    say(world, "5", "Chinor Impeks LLC", tax_number="303333333")
    say(world, "6", "Chinor Impeks MChJ", tax_number="303333333")
    later = world.seen()
    _, paper_of = later.movements.said(ROLES["receiver"])
    by_later = later.entities.of_node[paper_of].tolist()
    assert by_later[0] == by_later[2] == by_later[3], "by the later papers all three are one"
    parties = parties_of(later.movements, ROLES, np.ones(later.movements.count, dtype=bool))
    entities = as_known(
        later.movements, known.known, known.entities_of(later.projection, parties, silent), ROLES["receiver"]
    )
    anor, behi, novza, novza_again, chinor, chinor_again = entities.of_node[paper_of].tolist()
    assert novza == novza_again and chinor == chinor_again, "strangers are grouped as they are later"
    assert len({anor, behi, novza, chinor}) == entities.count == 4
    assert entities.first.tolist() == sorted(entities.first.tolist())


def test_whom_nobody_asked_about_stays_with_somebody_of_his_group_who_was_known(world: "SmallWorld") -> None:
    world.say(number="1", registered_on="2024-01-05", carrier__name="Tez Yuk MChJ", carrier__tax_number="304444444")
    known = Recogniser(world.seen().entities)
    world.say(number="2", registered_on="2024-02-05", carrier__name="TEZ YUK LLC", carrier__tax_number="304444444")
    later = world.seen()
    nobody = known.entities_of(later.projection, np.zeros(0, dtype=np.int64), silent)
    assert as_known(later.movements, known.known, nobody, ROLES["receiver"]).count == 1


def test_of_two_papers_of_one_movement_one_says_enough(world: "SmallWorld") -> None:
    say(world, "1", "Anor Savdo MChJ", tax_number="301111111", phone="+998905556677")
    known = Recogniser(world.seen().entities)
    spelt = {"consignee__name": "ANOR SAVDO LLC", "consignee__phone": "+998907654321", "consignee__country": "UZ"}
    by_number = {"consignee__tax_number": "301111111"}
    world.say(number="2", registered_on="2024-02-05", transport_document="CMR 7001", **spelt | by_number)
    world.say("manifest", "3", arrived_on="2024-02-05", transport_document="CMR 7001", **spelt)
    world.say(number="4", registered_on="2024-02-05", consignee__address="Termez", **spelt)
    later = world.seen()
    parties = parties_of(later.movements, ROLES, np.ones(later.movements.count, dtype=bool))
    entity_of = known.entities_of(later.projection, parties, silent)
    entities = as_known(later.movements, known.known, entity_of, ROLES["receiver"])
    movement, paper_of = later.movements.said(ROLES["receiver"])
    assert movement.tolist() == [0, 1, 1, 2]
    assert sorted(entity_of[paper_of].tolist()) == [-1, -1, 0, 0], "two are not recognised by themselves"
    assert entities.of_node[paper_of].tolist() == [0, 0, 0, 1], "one of them is by the other paper of its movement"
