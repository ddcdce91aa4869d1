"""Shared nodes are found by value: which node ids a text may mean."""

from collections.abc import Iterator

from graph.values import ids
from graph.values.ids import CheckedId
from graph.values.reference.countries import NETWORK
from graph.values.vessels import imo


def candidates(text: str) -> list[str]:
    """Node ids that a text may be, as a phone, container, plate, ship, tax number, passport, e-mail or seal; sorted."""
    text = text.strip()
    found = {text} if ":" in text else set()
    found.update(_unplaced(text))
    for country in ("", *sorted(NETWORK)):
        found.update(f"vehicle:{checked.value}" for checked in ids.plates(text, country))
        found.update(f"phone:{checked.value}" for checked in ids.phones(text, country))
        for prefix, checked in (
            ("identifier:tax:", ids.tax_number(text, country)),
            ("identifier:passport:", ids.passport(text, country)),
        ):
            if checked is not None:
                found.add(prefix + checked.value)
        number = ids.document_number(text)
        if number is not None:
            found.update(
                f"document:{country}:{kind}:{number.value}" for kind in ("declaration", "manifest", "transport")
            )
    return sorted(found)


def _unplaced(text: str) -> Iterator[str]:
    """Ids that carry no country."""
    readers = (
        ("container:", ids.container),
        ("seal:", ids.seal),
        ("email:", ids.email),
        ("vehicle:VIN:", ids.vin),
        ("vehicle:IMO:", imo),
    )
    for prefix, read in readers:
        checked: CheckedId | None = read(text)
        if checked is not None:
            yield prefix + checked.value
