"""What the identity of a means of transport is: a plate, a ship's number or a name, by its mode and its form.

Modes are those of UN/ECE Recommendation 19 and of the declarations made after it, by their first digit: 1 sea, 2 rail,
3 road, 4 air, 5 post, 7 pipes and wires, 8 rivers; 9 and national ones such as `01` say nothing.
"""

import re

WATER = frozenset("18")
_LAND, _OTHERS = frozenset("23"), frozenset("14578")
_BETWEEN = re.compile(r"[/\\,;+&|\n]+")
_WORD = re.compile(r"[^\W\d_]{4,}")
IMO_NAMED = re.compile(r"(?:IMO|ИМО)\D{0,9}\d{7}(?!\d)", re.IGNORECASE)


def is_vehicle(identity: str, mode: str) -> bool:
    """Whether an identity is the plate of a truck or the number of a wagon.

    By road and rail it is unless it has no digit. By sea and air, where call signs and flights look like plates, it
    never is; where no mode is known, its form decides.
    """
    kind = mode[:1]
    if kind and kind in _LAND:
        return any(char.isdigit() for char in identity)
    return not (kind and kind in _OTHERS) and looks_like_plate(identity)


def looks_like_plate(identity: str) -> bool:
    """Whether an identity has the form of a plate, or of several: letters and digits, 5 to 12, and no word."""
    parts = [part for part in _BETWEEN.split(identity) if part.strip()]
    return bool(parts) and all(map(_is_one_plate, parts))


def _is_one_plate(part: str) -> bool:
    signs = [char for char in part if char.isalnum()]
    digits = sum(char.isdigit() for char in signs)
    return 5 <= len(signs) <= 12 and 2 <= digits < len(signs) and not _WORD.search(part)
