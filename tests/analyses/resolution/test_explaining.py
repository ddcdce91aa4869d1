"""Why two parties are one: the same bits as a run keeps, and what no run would ever compare too."""

from typing import TYPE_CHECKING

import pytest

from analyses.resolution.explaining import NOT_SAID, explain
from analyses.resolution.model import read_model
from analyses.resolution.resolving import resolved_parties
from analyses.resolution.specificity import specific
from graph.linkage.judged import NOTHING_JUDGED

if TYPE_CHECKING:
    from tests.analyses.resolution.conftest import Say

MODELS = {is_person: read_model(is_person) for is_person in (False, True)}
TAX = "identifier:tax:UZ:301234567"


@pytest.mark.parametrize("is_person", [False, True])
def test_the_bits_are_those_that_a_run_keeps(parties: "Say", is_person: bool) -> None:
    names = ["Sokol Parus Snab", "OOO «SOKOL PARUS»", "Amber Mills", "Amber Mils"]
    more = {"identifiers": [(TAX,), (), (TAX,), ()], "phones": [("phone:1",), ("phone:1",), (), ()]}
    if is_person:
        names = ["Karimov Alisher", "Alisher Karimov", "Karimov A.", "Yusupov Anvar"]
        more |= {"birth_on": ["1980-02-11", "1980-02-11", "", "1975-01-01"], "vehicles": [("v:1",), (), ("v:1",), ()]}
    these = parties(names, is_person=is_person, country=["UZ", "UZ", "", "KZ"], **more)
    run = resolved_parties(these, MODELS, NOTHING_JUDGED)
    assert len(run.left)
    for link, (left, right) in enumerate(zip(run.left.tolist(), run.right.tolist(), strict=True)):
        told = explain(these, left, right, MODELS[is_person])
        bits = {values.field: values.bits for values in told.fields}
        kept = {name: float(column[link]) for name, column in run.bits.items()}
        assert {name: round(kept[name], 6) for name in bits} == {name: round(value, 6) for name, value in bits.items()}
        assert told.prior_bits == pytest.approx(kept["prior"])


def test_both_values_stand_beside_how_they_agree(parties: "Say") -> None:
    these = parties(["Amber Mills", "Gulzor"], phones=[("phone:1", "phone:2"), ("phone:2",)], country=["UZ", ""])
    told = {values.field: values for values in explain(these, 0, 1, MODELS[False]).fields}
    assert (told["phone"].left, told["phone"].right) == (("phone:1", "phone:2"), ("phone:2",))
    assert (told["phone"].common, told["phone"].level) == (("phone:2",), "same")
    assert told["phone"].bits > 0 > told["name"].bits
    assert (told["country"].level, told["country"].bits) == (NOT_SAID, 0.0)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("ll574ss bangor", "ll574ss gwynedd", "a rare word"),
        ("s417ul chesterfield", "derbyshire chesterfield town", "a rare word"),
        ("st mary bangor", "st mary gwynedd", "words in common"),
        ("bangor", "llanrug bangor", "a rare word"),
        ("london", "llanrug london", "one within the other"),  # strangers live there, so that it is not rare
        ("llanrug london", "bangor london", "other"),
    ],
)
def test_addresses_agree_in_words(parties: "Say", one: str, other: str, level: str) -> None:
    strangers = [f"{first}{second}ova" for first in ("Bob", "Dil", "Gul") for second in ("r", "m", "s")]
    places = [f"address:UZ:{text}" for text in (one, other, *(f"london {name}" for name in strangers))]
    made, _ = specific(parties(["Karim", "Karim", *strangers], True, addresses=[(place,) for place in places]))
    told = {values.field: values for values in explain(made, 0, 1, MODELS[True]).fields}
    assert told["address"].level == level
