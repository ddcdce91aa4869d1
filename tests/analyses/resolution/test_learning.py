"""Weights learnt without labels: from parties of which the truth is known and not told."""

import random
from typing import TYPE_CHECKING

import pytest

from analyses.resolution.learning import learn
from analyses.resolution.levels import COMPANY_FIELDS, PERSON_FIELDS
from analyses.resolution.model import read_model, usual_weights, write_model
from analyses.resolution.resolving import JudgedIds, learnt_models, resolved_parties

if TYPE_CHECKING:
    from pathlib import Path

    from tests.analyses.resolution.conftest import Say

SYLLABLES = ("ka", "ru", "mo", "ti", "shen", "dal", "go", "vir")


def test_usual_weights_leave_something_for_those_that_agree_in_nothing() -> None:
    for field in COMPANY_FIELDS:
        assert list(usual_weights(field)) == list(field.labels)


def test_of_few_parties_nothing_is_learnt_and_the_usual_weights_stay(parties: "Say") -> None:
    model = learn(parties(["Karvon Trans", "Amber Mills"]), False, "two firms")
    assert model.fields["name"] == usual_weights(COMPANY_FIELDS[0])


def test_a_model_that_was_learnt_is_read_before_the_one_that_comes_with_halqa(tmp_path: "Path") -> None:
    shipped = read_model(False, tmp_path)
    write_model(shipped.model_copy(update={"learnt_from": "elsewhere"}), tmp_path)
    assert read_model(False, tmp_path).learnt_from == "elsewhere"
    assert read_model(False, tmp_path).version != shipped.version == read_model(False).version


def test_a_way_to_agree_that_a_model_does_not_know_yet_has_its_usual_weight(tmp_path: "Path") -> None:
    shipped, address = read_model(False), next(field for field in COMPANY_FIELDS if field.name == "address")
    older = {label: weight for label, weight in shipped.fields["address"].items() if label != "a rare word"}
    write_model(shipped.model_copy(update={"fields": {**shipped.fields, "address": older}}), tmp_path)
    completed = read_model(False, tmp_path).fields["address"]
    assert completed == {**shipped.fields["address"], "a rare word": usual_weights(address)["a rare word"]}


@pytest.mark.slow
def test_what_was_learnt_finds_spellings_that_were_not_labelled(parties: "Say") -> None:
    dice = random.Random(1)
    firms = [" ".join("".join(dice.choices(SYLLABLES, k=3)).title() for _ in range(2)) for _ in range(150)]
    truth = [firm for firm in range(150) for _ in range(3)]
    names = [firms[firm] if dice.random() < 0.8 else firms[firm][:-1] for firm in truth]
    numbers = [(f"identifier:tax:UZ:{300000000 + 7919 * firm}",) if dice.random() < 0.7 else () for firm in truth]
    made = parties(names, identifiers=numbers, country=["UZ"] * len(names))
    models = learnt_models(made, "firms made up here")
    of_party = resolved_parties(made, models, JudgedIds()).of_party.tolist()
    pairs = [(a, b) for a in range(len(truth)) for b in range(a)]
    joined = {pair for pair in pairs if of_party[pair[0]] == of_party[pair[1]]}
    true = {pair for pair in pairs if truth[pair[0]] == truth[pair[1]]}
    assert len(joined & true) >= 0.95 * len(joined)
    assert len(joined & true) >= 0.9 * len(true)


@pytest.mark.slow
def test_of_names_alone_the_weights_of_true_pairs_stay_as_they_usually_are(parties: "Say") -> None:
    made = parties([f"Karvon {chr(97 + n % 26)}{n}" for n in range(120)])
    model = learn(made, False, "names")
    usual = usual_weights(COMPANY_FIELDS[0])
    assert [weight.m for weight in model.fields["name"].values()][::-1] == [weight.m for weight in usual.values()]


def test_a_way_to_agree_that_nobody_was_met_in_keeps_its_usual_weight(parties: "Say") -> None:
    made = parties([f"Karim {chr(97 + n % 26)}{n}" for n in range(120)], is_person=True)
    learnt, usual = learn(made, True, "names").fields["name"], usual_weights(PERSON_FIELDS[0])
    assert learnt["a short form"] == usual["a short form"]
    assert learnt["a word"] != usual["a word"]
