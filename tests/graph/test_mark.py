"""The derivation mark: which code and profiles made a graph."""

import json

from graph.mark import CODE_MARK, derivation_mark, differences, merged_mark


def test_an_empty_store_differs_from_nothing() -> None:
    assert differences("", {"decl": 7}) == []


def test_the_same_code_and_profiles_do_not_differ() -> None:
    assert differences(derivation_mark({"decl": 1, "other": 2}), {"decl": 1}) == []


def test_a_profile_that_was_not_used_yet_is_no_difference() -> None:
    assert differences(derivation_mark({"decl": 1}), {"new": 3}) == []


def test_another_version_of_a_profile_is_told_in_words() -> None:
    mark = derivation_mark({"decl": 2, "seizures": 1})
    assert differences(mark, {"seizures": 4, "decl": 1}) == [
        "profile decl was version 2, now it is 1",
        "profile seizures was version 1, now it is 4",
    ]


def test_other_code_is_told_in_words() -> None:
    mark = json.dumps({"code": "schema 0", "profiles": {}})
    assert differences(mark, {}) == ["it was derived by other rules (schema 0)"]


def test_the_mark_grows_with_the_profiles_and_does_not_depend_on_their_order() -> None:
    one = merged_mark(merged_mark("", {"a": 1}), {"b": 2})
    other = merged_mark(merged_mark("", {"b": 2}), {"a": 1})
    assert one == other == derivation_mark({"a": 1, "b": 2})


def test_the_mark_of_the_code_names_every_table_that_ids_depend_on() -> None:
    for word in ("schema", "assertions", "names", "identifiers", "placeholders", "gazetteer"):
        assert word in CODE_MARK
