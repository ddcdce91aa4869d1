"""The distance of two strings of sounds, against the plain rule without its shortcuts."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.values.naming.distance import Meeting, is_one_sound, likeness
from graph.values.naming.sounds import sounds

SOUNDS = st.text(alphabet="abdegiklmnorstuvyzCGJSxjq", min_size=1, max_size=10)


def test_what_two_scripts_do_to_a_sound_costs_little() -> None:
    assert likeness(sounds("гасан"), sounds("hasan"), Meeting.CROSS) > 0.95
    assert likeness(sounds("gasan"), sounds("hasan"), Meeting.SAME) < 0.95


def test_vowels_weigh_nothing_against_the_abjad() -> None:
    assert likeness(sounds("رشید"), sounds("rashid"), Meeting.ABJAD) > 0.95
    assert likeness(sounds("рашид"), sounds("rashad"), Meeting.CROSS) < 0.85


def test_g_and_h_are_one_initial_across_scripts() -> None:
    assert is_one_sound("g", "h")
    assert not is_one_sound("m", "n")


@settings(max_examples=80, deadline=None)
@given(SOUNDS, SOUNDS, st.sampled_from(list(Meeting)))
def test_likeness_is_symmetric_and_a_share(left: str, right: str, meeting: Meeting) -> None:
    near = likeness(left, right, meeting)
    assert 0.0 <= near <= 1.0
    assert abs(near - likeness(right, left, meeting)) < 1e-9


@settings(max_examples=80, deadline=None)
@given(SOUNDS, SOUNDS, st.sampled_from(list(Meeting)), st.floats(0, 1))
def test_stopping_early_changes_nothing_above_the_least(left: str, right: str, meeting: Meeting, least: float) -> None:
    whole = likeness(left, right, meeting)
    assume(abs(whole - least) > 1e-9)
    assert abs(likeness(left, right, meeting, least) - (whole if whole >= least else 0.0)) < 1e-9
