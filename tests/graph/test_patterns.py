"""Channel patterns: what they match, what covers what, and that narrowing never widens."""

from itertools import product

import pytest
from hypothesis import given, strategies

from graph.errors import BadValue
from graph.patterns import NONE, check, covers, matches, narrowed

CHANNELS = ["/".join(parts) for parts in product(("UZ", "KZ", "U"), ("import", "i"), ("H1", "H12"), ("customs",))]
PIECES = strategies.sampled_from(["UZ", "KZ", "*", "?Z", "U", "[UK]Z", "im*", "import", "i", "H1", "H1*", "H?", "*s"])
PATTERN = strategies.lists(PIECES, min_size=1, max_size=4).map("/".join)
PATTERNS = strategies.lists(
    strategies.lists(PATTERN, min_size=1, max_size=2).map("&".join), min_size=0, max_size=3
).map(",".join)


def seen(patterns: str) -> set[str]:
    return {channel for channel in CHANNELS if matches(patterns, channel)}


@pytest.mark.parametrize(
    ("patterns", "channel", "is_match"),
    [
        ("", "UZ/import/H1/customs", True),
        ("UZ/*", "UZ/import/H1/customs", True),
        ("KZ/*, UZ/*", "UZ/import/H1/customs", True),
        ("uz/*", "UZ/import/H1/customs", False),
        ("UZ/*&*/H1/*", "UZ/import/H1/customs", True),
        ("UZ/*&*/H2/*", "UZ/import/H1/customs", False),
        (NONE, "UZ/import/H1/customs", False),
    ],
)
def test_alternatives_match_alone_and_parts_of_one_together(patterns: str, channel: str, is_match: bool) -> None:
    assert matches(patterns, channel) is is_match


@given(PATTERNS, PATTERNS)
def test_what_is_narrowed_shows_what_both_show(own: str, asked: str) -> None:
    assert seen(narrowed(own, asked)) == seen(own) & seen(asked)


@given(PATTERNS, PATTERNS)
def test_what_is_narrowed_is_covered_by_ones_own_and_stays_as_it_is(own: str, asked: str) -> None:
    once = narrowed(own, asked)
    assert covers(own, once)
    assert seen(narrowed(own, once)) == seen(once)


@given(PATTERNS, PATTERNS)
def test_patterns_that_cover_others_show_all_that_these_show(outer: str, inner: str) -> None:
    if covers(outer, inner):
        assert seen(inner) <= seen(outer)


@pytest.mark.parametrize(
    ("outer", "inner", "is_covered"),
    [
        ("", "", True),
        ("", "UZ/*", True),
        ("UZ/*", "", False),
        ("*", "UZ/*", True),
        ("UZ/*,KZ/*", "KZ/import/*", True),
        ("UZ/*", "UZ/*,KZ/*", False),
        ("UZ/*", "UZ/*&*/H1/*", True),
        ("?Z/*", "*Z/*", False),
        ("?Z/*", "?Z/*", True),
        ("UZ/*", NONE, False),
    ],
)
def test_whether_patterns_cover_others_is_told_by_the_patterns_alone(outer: str, inner: str, is_covered: bool) -> None:
    assert covers(outer, inner) is is_covered


@pytest.mark.parametrize(
    ("written", "form"), [("", ""), ("  ", ""), ("KZ/*, UZ/*,KZ/*", "KZ/*,UZ/*"), ("UZ/* & */H1/*", "UZ/*&*/H1/*")]
)
def test_patterns_have_one_form(written: str, form: str) -> None:
    assert check(written) == form


@pytest.mark.parametrize("written", [",", "UZ/*,,KZ/*", "UZ/*&", "*" * 501])
def test_empty_and_endless_patterns_are_refused(written: str) -> None:
    with pytest.raises(BadValue, match="channel patterns"):
        check(written)
