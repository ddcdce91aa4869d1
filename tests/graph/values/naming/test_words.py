"""Two words compared, those that cannot be one without any measure of how unlike they are."""

import pytest

from graph.values.naming.alignment import OTHER_WORD
from graph.values.naming.distance import Meeting, likeness
from graph.values.naming.words import similarity


@pytest.mark.parametrize(("left", "right"), [("karim", "karam"), ("botir", "batir"), ("lola", "lala")])
def test_two_plain_names_of_persons_are_as_alike_as_they_sound(left: str, right: str) -> None:
    near = likeness(left, right, Meeting.CROSS)
    assert near >= OTHER_WORD
    assert similarity(left, right, Meeting.CROSS, True) == near


@pytest.mark.parametrize("is_person", [True, False])
@pytest.mark.parametrize("meeting", list(Meeting))
def test_two_words_that_are_far_apart_are_never_one(meeting: Meeting, is_person: bool) -> None:
    assert similarity("bulgar", "kontinent", meeting, is_person) < OTHER_WORD


@pytest.mark.parametrize(
    ("left", "right"), [("abdurasul", "rasul"), ("aliev", "alizoda"), ("aldabas", "dabas"), ("raxmonov", "raxmon")]
)
def test_words_far_apart_but_for_what_grammar_adds_are_one(left: str, right: str) -> None:
    assert similarity(left, right, Meeting.CROSS, True) >= OTHER_WORD
