"""Whoever stands on a later paper is who he was known as, or a stranger; the later paper joins nobody."""

from typing import TYPE_CHECKING

import numpy as np

from analyses.backtesting.recognising import Recogniser, first_known, parties_of
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
