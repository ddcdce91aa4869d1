"""What a text of a paper is read as."""

from typing import TYPE_CHECKING

import pytest

from analyses.screening.columns import headings, letters, minute_of
from analyses.screening.reading import consignments_of

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("0702000007", [70200]),
        ("2915.24.00 00", [291524]),
        ("2915 24, 2915-21-0000; 84", [291524, 291521]),
        ('["2915240000","0703101900"]', [291524, 70310]),
        ("N/A", []),
        (None, []),
    ],
)
def test_commodity_codes_are_read_to_six_digits(text: str | None, codes: list[int]) -> None:
    assert headings(text) == codes


def test_codes_of_letters_and_moments_are_read_as_numbers() -> None:
    assert (letters("uz"), letters("UZ") == letters("uz "), letters("U1"), letters(None)) == (593, True, -1, -1)
    assert minute_of("1970-01-01T05:01:00+05:00") == 1
    assert (minute_of("1970-01-01"), minute_of("soon, on some day")) == (-1, -1)


def test_the_papers_of_a_movement_are_one_row(world: "SmallWorld") -> None:
    paper = {"transport_document": "CMR-1", "consignee__name": "Anor Savdo"}
    codes = ("0702000007", "2915240000")
    world.say(number="D1", registered_on="2024-02-02", hs_code=codes, packages=10, **paper)
    world.say("manifest", "M1", arrived_on="2024-02-01", gross_weight_kg=500.0, packages=12, **paper)
    world.say("arrival", "A1", expected_on="2024-02-03", gross_weight_kg=700.0, **paper)
    c = consignments_of(world.seen())
    assert (len(c), c.papers.tolist(), c.is_announced.tolist()) == (1, [3], [False])
    assert (c.packages.tolist(), c.gross_kg.tolist(), c.weight_ratio.round(2).tolist()) == ([10], [500.0], [1.4])
    assert (c.heading.tolist(), c.headings.value.tolist()) == ([70200], [70200, 291524])
