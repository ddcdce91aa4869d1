"""Which version of a record counts: never by the order of loading."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import day_number
from graph.records.current import Choice, Extract, Version, current


def extract(batch: int, on: str = "2024-01-31", **facts: object) -> Extract:
    return Extract(batch=batch, token=str(batch), channel=1, profile="decl", on=on, **facts)  # type: ignore[arg-type]


def version(
    name: str, *extracts: Extract, amended: str = "", is_deleted: bool = False, day: str = "2024-01-05"
) -> Version:
    """A version whose hash is its name; it stands in these extracts."""
    number = day_number(day) if day else None
    places = tuple((e.batch << 32, e) for e in extracts or (extract(1),))
    return Version(0, name.encode(), amended, is_deleted, number, places)


def chosen(*versions: Version, complete: tuple[Extract, ...] = (), as_of: str = "") -> str:
    """The name of the current version, "" where nothing counts."""
    choice = current(versions, complete, as_of)
    return choice.version.hash.decode() if choice.version else ""


def test_nothing_is_chosen_among_no_versions() -> None:
    assert current([], []) == Choice(None, False)


def test_the_highest_amendment_counts_whatever_the_extract() -> None:
    old = version("old", extract(2, "2024-03-31"), amended="2024-01-10")
    new = version("new", extract(1, "2024-01-31"), amended="2024-01-20T10:00Z")
    assert chosen(old, new) == "new"


def test_a_version_number_counts_by_its_size() -> None:
    assert chosen(version("2nd", amended="v000000000002"), version("10th", amended="v000000000010")) == "10th"


def test_without_amendments_the_latest_extract_counts() -> None:
    assert chosen(version("old", extract(2, "2024-01-31")), version("new", extract(1, "2024-02-29"))) == "new"


def test_a_version_is_as_late_as_the_latest_extract_that_holds_it() -> None:
    back = version("back", extract(1, "2024-01-31"), extract(3, "2024-03-31"))
    assert chosen(back, version("between", extract(2, "2024-02-29"))) == "back"


def test_of_equal_times_the_higher_hash_counts_and_it_is_a_conflict() -> None:
    choice = current([version("b"), version("a")], [])
    assert choice.version is not None and choice.version.hash == b"b"
    assert choice.in_conflict
    assert not current([version("b", extract(2, "2024-02-29")), version("a")], []).in_conflict


@pytest.mark.parametrize(
    ("amended", "is_trusted"), [("2024-02-01", True), ("2024-02-01T23:59Z", True), ("2024-02-02", False)]
)
def test_an_amendment_later_than_the_extract_and_a_day_counts_as_none(amended: str, is_trusted: bool) -> None:
    odd = version("odd", extract(1, "2024-01-31"), amended=amended)
    other = version("other", extract(2, "2024-01-31"), amended="2024-01-30")
    assert (odd.trusted_amendment == amended) is is_trusted
    assert chosen(odd, other) == ("odd" if is_trusted else "other")


def test_a_typing_error_in_the_year_does_not_win_for_ever() -> None:
    typo = version("typo", extract(1, "2024-01-31"), amended="2204-01-05")
    assert chosen(typo, version("later", extract(2, "2024-02-29"))) == "later"


def test_a_tombstone_asserts_nothing_and_is_ordered_like_any() -> None:
    dead = version("dead", extract(2, "2024-02-29"), is_deleted=True)
    assert chosen(version("alive"), dead) == ""
    assert chosen(version("alive", extract(3, "2024-03-31")), dead) == "alive"


def test_a_batch_that_is_being_recalled_holds_nothing() -> None:
    gone = version("new", extract(2, "2024-02-29", is_out=True))
    assert chosen(version("old"), gone) == "old"
    assert chosen(gone) == ""


def test_a_version_that_another_batch_holds_too_is_as_late_as_that_one() -> None:
    both = version("both", extract(1, "2024-01-31"), extract(3, "2024-03-31", is_out=True))
    assert chosen(both, version("between", extract(2, "2024-02-29"))) == "between"


# --- complete extracts ---------------------------------------------------------------------------------------------


def covering(batch: int, on: str, first: str = "2024-01-01", last: str = "2024-01-31") -> Extract:
    return extract(batch, on, complete_from=day_number(first), complete_until=day_number(last))


def test_a_later_complete_extract_without_the_record_deletes_it() -> None:
    assert chosen(version("v"), complete=(covering(2, "2024-02-29"),)) == ""


@pytest.mark.parametrize(
    "complete",
    [
        covering(2, "2024-01-31"),
        covering(2, "2023-12-31"),
        covering(2, "2024-02-29", "2024-01-06"),
        covering(2, "2024-02-29", "2023-01-01", "2024-01-04"),
        replace(covering(2, "2024-02-29"), is_out=True),
        replace(covering(2, "2024-02-29"), profile="other"),
        replace(covering(2, "2024-02-29"), channel=2),
        extract(2, "2024-02-29"),
    ],
    ids=["same age", "older", "begins later", "ends before", "recalling", "profile", "channel", "not complete"],
)
def test_a_complete_extract_says_nothing_of_what_it_does_not_cover(complete: Extract) -> None:
    assert chosen(version("v"), complete=(complete,)) == "v"


def test_a_record_without_a_day_is_covered_by_nothing() -> None:
    assert chosen(version("v", day=""), complete=(covering(2, "2024-02-29"),)) == "v"


def test_a_complete_extract_that_holds_another_version_of_it_deletes_nothing() -> None:
    later = covering(2, "2024-02-29")
    amended = version("amended", extract(1), amended="2024-01-20")
    assert chosen(amended, version("plain", later), complete=(later,)) == "amended"


# --- as of a day ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "name"),
    [("2024-01-30", ""), ("2024-01-31", "old"), ("2024-02-28", "old"), ("2024-02-29", "new"), ("", "new")],
)
def test_as_of_a_day_only_what_was_extracted_by_then_counts(day: str, name: str) -> None:
    old, new = version("old", extract(1, "2024-01-31")), version("new", extract(2, "2024-02-29"), amended="2024-01-10")
    assert chosen(old, new, as_of=day) == name


def test_a_tombstone_and_a_complete_extract_delete_from_their_day_on() -> None:
    old = version("old", extract(1, "2024-01-31"))
    gone = version("gone", extract(2, "2024-02-29"), is_deleted=True)
    assert [chosen(old, gone, as_of=day) for day in ("2024-02-28", "2024-02-29")] == ["old", ""]
    complete = (covering(3, "2024-02-29"),)
    assert [chosen(old, complete=complete, as_of=day) for day in ("2024-02-28", "2024-02-29")] == ["old", ""]


def test_the_same_row_read_by_two_profiles_is_no_conflict() -> None:
    one = version("same", extract(1))
    other = replace(version("same"), places=((2, replace(extract(2), profile="other")),))
    choice = current([one, other], [])
    assert not choice.in_conflict and choice.version is not None and choice.version.profile == "other"


# --- any order -----------------------------------------------------------------------------------------------------

_EXTRACTS = st.builds(
    extract,
    batch=st.integers(1, 9),
    on=st.sampled_from(["2024-01-31", "2024-02-29", "2024-03-31"]),
    is_out=st.booleans(),
)
_VERSIONS = st.builds(
    lambda name, extracts, amended, is_deleted: version(name, *extracts, amended=amended, is_deleted=is_deleted),
    name=st.text("abc", min_size=1, max_size=3),
    extracts=st.lists(_EXTRACTS, min_size=1, max_size=3),
    amended=st.sampled_from(["", "2024-01-05", "2024-02-10T09:00Z", "2204-01-01", "v000000000002"]),
    is_deleted=st.booleans(),
)


@given(st.lists(_VERSIONS, max_size=6, unique_by=lambda v: v.hash), st.integers())
def test_any_order_of_versions_and_places_gives_the_same_choice(versions: list[Version], seed: int) -> None:
    dice = random.Random(seed)
    complete = [covering(9, "2024-02-29"), covering(8, "2024-03-31", "2024-01-05", "2024-01-05")]
    before = current(versions, complete)
    turned = [replace(v, places=tuple(dice.sample(v.places, len(v.places)))) for v in versions]
    dice.shuffle(turned)
    after = current(turned, complete[::-1])
    assert after.in_conflict == before.in_conflict
    assert (after.version and after.version.hash) == (before.version and before.version.hash)
