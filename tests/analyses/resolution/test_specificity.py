"""Values that many strangers share are taken away; those of one firm's many spellings stay."""

from typing import TYPE_CHECKING

from analyses.resolution.specificity import CAP, FEWEST, specific

if TYPE_CHECKING:
    from tests.analyses.resolution.conftest import Say

PHONE = "phone:+998901234567"
STRANGERS = [f"{first}{second}ova Trans" for first in ("Bob", "Dil", "Gul") for second in ("r", "m", "s")]


def test_a_phone_of_strangers_is_taken_away(parties: "Say") -> None:
    made = parties(STRANGERS, phones=[(PHONE, f"phone:{n}") for n in range(len(STRANGERS))])
    narrowed, counts = specific(made)
    assert [len(phones) for phones in narrowed.phones] == [1] * len(STRANGERS)
    assert counts["phones"] == 1


def test_a_phone_of_few_strangers_stays(parties: "Say") -> None:
    made = parties(STRANGERS[: FEWEST - 1], phones=[(PHONE,)] * (FEWEST - 1))
    assert specific(made)[0].phones == made.phones


def test_a_phone_of_one_firm_in_many_records_stays(parties: "Say") -> None:
    made = parties(["Karvon Trans", "KARVON TRANS MCHJ"] * FEWEST, phones=[(PHONE,)] * (2 * FEWEST))
    assert specific(made)[0].phones == made.phones


def test_a_value_above_the_cap_is_taken_away_whoever_has_it(parties: "Say") -> None:
    made = parties(["Karvon Trans"] * (CAP + 1), phones=[(PHONE,)] * (CAP + 1))
    assert specific(made)[1]["phones"] == 1


def test_a_truck_with_many_drivers_stays(parties: "Say") -> None:
    made = parties(STRANGERS, is_person=True, vehicles=[("vehicle:UZ:01777AAA",)] * len(STRANGERS))
    assert specific(made)[0].vehicles == made.vehicles


def test_a_word_that_stands_in_the_addresses_of_strangers_tells_nobody_apart(parties: "Say") -> None:
    made = parties(STRANGERS, addresses=[(f"address:UZ:termez {n + 100}",) for n in range(len(STRANGERS))])
    narrowed, counts = specific(made)
    assert narrowed.places == [(str(n + 100),) for n in range(len(STRANGERS))]
    assert (counts["places"], counts["addresses"]) == (1, 0)


def test_a_published_hub_is_taken_away_however_rare_it_looks(parties: "Say") -> None:
    made = parties(["Karvon Trans"], phones=[(PHONE,)])
    assert specific(made, [PHONE])[0].phones == [()]


def test_a_name_beside_many_tax_numbers_is_no_name(parties: "Say") -> None:
    numbers = [(f"identifier:tax:UZ:{n}",) for n in range(301234560, 301234564)]
    made = parties(["TO WHOM IT MAY CONCERN"] * 4 + ["Karvon Trans"] * 4, identifiers=[*numbers, *numbers[:1] * 4])
    narrowed, counts = specific(made)
    assert narrowed.name_key == [""] * 4 + ["karvon trans"] * 4
    assert counts["names"] == 1
