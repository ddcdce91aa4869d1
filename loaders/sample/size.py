"""How much of everything a sample of a given size holds."""

from dataclasses import dataclass

from graph.errors import BadValue

ORIGINATORS = ("AF", "AZ", "GE", "KG", "KZ", "PK", "TJ", "TM", "UA", "UZ")
ORIGINATOR_WEIGHTS = (7, 10, 8, 11, 20, 8, 9, 7, 4, 16)
FOREIGN = ("AE", "CN", "DE", "IN", "IR", "RU", "TR")
FOREIGN_WEIGHTS = (6, 34, 5, 6, 10, 22, 17)


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of a sample; `months` are whole calendar months from `first_year`-01, all within 2023 and 2024."""

    consignments: int
    months: int
    first_year: int
    consignees: int
    shippers: int
    carriers: int
    brokers: int
    forwarders: int
    warehouses: int
    containers: int
    rings: int
    groups: int


SIZES = {
    "small": Size(2_000, 3, 2024, 420, 260, 40, 20, 14, 10, 380, 8, 8),
    "medium": Size(50_000, 12, 2024, 6_500, 3_600, 360, 90, 60, 30, 6_000, 60, 130),
    "large": Size(1_000_000, 24, 2023, 60_000, 28_000, 3_000, 500, 300, 120, 70_000, 400, 1_000),
}


def size_of(name: str) -> Size:
    """The counts for `small`, `medium` or `large`; anything else raises `BadValue`."""
    if name not in SIZES:
        raise BadValue(f"no sample size '{name}'", f"known: {', '.join(SIZES)}")
    return SIZES[name]
