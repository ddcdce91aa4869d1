"""What a name says alone: signs in common of names that are alike, counts, and the blocks of long names of firms."""

import numpy as np
import pytest

from graph.linkage.name_marks import Marks, blocks_of

NAMES = ("karimov rustam", "karimow rustam", "i petrov", "alfa 7 treid", "")


def test_counts_are_told_of_each_name() -> None:
    marks = Marks.of(NAMES)
    assert marks.count.tolist() == [2, 2, 2, 3, 0]
    assert marks.shortest.tolist() == [6, 6, 1, 1, 0]
    assert marks.has_digit.tolist() == [False, False, False, True, False]


def test_names_with_a_word_of_the_same_consonants_have_a_sign_in_common_and_others_none() -> None:
    one, spelling, other = Marks.of(NAMES[:3]).sign
    assert (one & spelling).any()
    assert not (one & other).any()


def test_a_name_whose_blank_is_lost_has_the_signs_of_all_letters() -> None:
    joined, apart = Marks.of(("altinkum", "altin kum")).sign
    assert int(np.bitwise_count(joined & apart).sum()) >= 2


def test_no_names_have_no_marks() -> None:
    assert len(Marks.of(()).sign) == len(Marks.of(()).count) == 0


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("altin vadi logistik", "altyn vady logistik", True),  # all consonants
        ("altin vadi logistik", "altin vadi lojistik", True),  # all but one word and its first letter
        ("altin vadi logistik", "altin dere trans", False),
    ],
)
def test_long_names_share_a_block_where_they_are_alike_but_for_one_word(one: str, other: str, share: bool) -> None:
    assert (not set(blocks_of(one)).isdisjoint(blocks_of(other))) == share


def test_names_of_few_words_share_a_block_by_all_their_letters_alone() -> None:
    assert set(blocks_of("altin vadilogistik")) & set(blocks_of("altinvadi logistik"))
    assert set(blocks_of("altin vadilogistik")).isdisjoint(blocks_of("altin vadilojistik"))
    assert blocks_of("nur kum") == ()
