"""The derivation mark: which code and profiles made a graph."""

import json

from graph.mark import CODE_MARK, derivation_mark, differences, merged_mark

UZ, KZ = "UZ/decl/H1/customs", "KZ/decl/H1/customs"


def test_an_empty_store_differs_from_nothing() -> None:
    assert differences("", {(UZ, "decl"): 7}) == []


def test_the_same_code_and_profiles_do_not_differ() -> None:
    assert differences(derivation_mark({(UZ, "decl"): 1, (UZ, "other"): 2}), {(UZ, "decl"): 1}) == []


def test_a_profile_that_was_not_used_yet_is_no_difference() -> None:
    assert differences(derivation_mark({(UZ, "decl"): 1}), {(UZ, "new"): 3, (KZ, "decl"): 2}) == []


def test_another_version_of_a_profile_is_told_in_words() -> None:
    mark = derivation_mark({(UZ, "decl"): 2, (UZ, "seizures"): 1})
    assert differences(mark, {(UZ, "seizures"): 4, (UZ, "decl"): 1}) == [
        "profile decl was version 2, now it is 1",
        "profile seizures was version 1, now it is 4",
    ]


def test_of_channels_that_are_hidden_nothing_is_told() -> None:
    mark = derivation_mark({(UZ, "decl"): 2, (KZ, "seizures"): 1})
    now = {(UZ, "decl"): 3, (KZ, "seizures"): 2}
    assert differences(mark, now, lambda channel: channel == KZ) == ["profile seizures was version 1, now it is 2"]


def test_other_code_is_told_in_words() -> None:
    mark = json.dumps({"code": "schema 0", "profiles": {"decl": 1}})
    assert differences(mark, {("decl", "decl"): 2}) == ["it was derived by other rules (schema 0)"]


def test_the_mark_grows_with_the_profiles_and_does_not_depend_on_their_order() -> None:
    a, b = {(UZ, "a"): 1}, {(KZ, "b"): 2}
    assert merged_mark(merged_mark("", a), b) == merged_mark(merged_mark("", b), a) == derivation_mark(a | b)


def test_the_mark_of_the_code_names_every_table_that_ids_depend_on() -> None:
    for word in ("schema", "assertions", "names", "identifiers", "placeholders", "gazetteer"):
        assert word in CODE_MARK
