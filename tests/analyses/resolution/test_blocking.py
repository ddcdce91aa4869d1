"""Who is compared: whoever shares a value or a form of the name, unless too many do."""

from typing import TYPE_CHECKING

from analyses.resolution.blocking import MOST_DOMAINS, blocks_of, mailboxes
from analyses.resolution.specificity import CAP

if TYPE_CHECKING:
    from tests.analyses.resolution.conftest import Say


def test_what_two_share_is_a_block_and_what_one_has_is_none(parties: "Say") -> None:
    blocks = blocks_of(parties(["Karvon Trans", "Amber Mills"], phones=[("1", "2"), ("2",)])).of_kind
    assert blocks["phone"] == [["2"], ["2"]]
    assert blocks["name_key"] == [[], []]


def test_a_block_of_too_many_makes_no_pairs(parties: "Say") -> None:
    blocks = blocks_of(parties(["Karvon Trans"] * (CAP + 1))).of_kind
    assert not any(blocks["name_key"])


def test_spellings_of_one_name_meet(parties: "Say") -> None:
    blocks = blocks_of(parties(["Trans Karvon", "КАРВОН ТРАНС", "Kirvan Trans"], country=["UZ"] * 3)).of_kind
    assert blocks["name_key"][:2] == [["karvon trans"]] * 2
    assert blocks["skeleton"] == [["krn trns"]] * 3


def test_a_vehicle_makes_a_block_only_with_a_word_of_the_name(parties: "Say") -> None:
    truck = [("vehicle:UZ:01777AAA",)] * 3
    blocks = blocks_of(parties(["Karim Aliyev", "Aliyev K.", "Olim Saidov"], is_person=True, vehicles=truck)).of_kind
    assert blocks["acted_and_word"][0] == blocks["acted_and_word"][1] != []
    assert blocks["acted_and_word"][2] == []


def test_a_word_of_an_address_makes_a_block_only_with_a_word_of_the_name(parties: "Say") -> None:
    said = ["address:UZ:navoi 12 termez", "address:UZ:navoi", "address:UZ:navoi 12"]
    made = parties(["Charles Warren", "Charles Wa5ren", "Olim Saidov"], True, addresses=[(text,) for text in said])
    blocks = blocks_of(made).of_kind["word_and_place"]
    assert blocks == [["char navoi"], ["char navoi"], []]


def test_persons_of_one_day_of_birth_meet_whatever_their_names(parties: "Say") -> None:
    blocks = blocks_of(parties(["Green", "Thoas Green"], is_person=True, birth_on=["1974-10-05", "1974-10-05"])).of_kind
    assert blocks["birth"] == [["1974-10-05"]] * 2
    assert blocks["word_and_year"] == [["grin 1974"]] * 2


def test_mails_of_one_mailbox_meet_whatever_the_domain_and_those_of_every_firm_do_not() -> None:
    offices = [[f"office@firm{number}.example"] for number in range(MOST_DOMAINS + 1)]
    mails = [["karimov.o@mills.example"], ["karimov.o@mils.example", "ko@mills.example"], *offices]
    assert mailboxes(mails) == [["karimov.o"], ["karimov.o"], *[[] for _ in offices]]


def test_a_short_form_meets_the_formal_name(parties: "Say") -> None:
    blocks = blocks_of(parties(["Bob Smith", "Smith Robert"], is_person=True)).of_kind
    assert set(blocks["formal"][0]) & set(blocks["formal"][1])
