"""What the identity of a means of transport is: by its mode, and by its form."""

import pytest

from loaders.documents.means import is_vehicle, looks_like_plate


@pytest.mark.parametrize(
    ("identity", "has_form"),
    [
        ("10AB777", True),
        ("10 AB 777", True),
        ("40A123BC/407788AA", True),
        ("10AB777/10CD778", True),
        ("BA16CHA8099", True),
        ("PROFESSOR GUL", False),
        ("MV XAZAR DALGASI 2", False),
        ("52345678", False),  # a wagon or a ship: digits alone say nothing
        ("V24E", False),
        ("9074729", False),
        ("", False),
    ],
)
def test_a_plate_is_letters_and_digits_and_no_word(identity: str, has_form: bool) -> None:
    assert looks_like_plate(identity) is has_form


@pytest.mark.parametrize(
    ("mode", "identity", "is_one"),
    [
        ("30", "40A123BC", True),
        ("3", "52345678", True),
        ("2", "52345678", True),
        ("3", "PROFESSOR GUL", False),
        ("10", "10AB777", False),
        ("8", "10AB777", False),
        ("4", "HY771", False),
        ("5", "10AB777", False),
        ("", "10AB777", True),
        ("01", "10AB777", True),
        ("9", "10AB777", True),
        ("", "52345678", False),
    ],
)
def test_the_mode_decides_and_else_the_form(mode: str, identity: str, is_one: bool) -> None:
    assert is_vehicle(identity, mode) is is_one
