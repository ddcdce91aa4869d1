"""Ways in which people write a number that a node's id holds in one form: which node ids a text may mean.

A search finds every number by its letters and digits as they are (`graph.finding`); these are the ways that add
something, such as a phone number without its country, or a plate between other words.
"""

from collections.abc import Iterable, Iterator

from graph.values import ids
from graph.values.ids import CheckedId
from graph.values.reference.countries import NETWORK
from graph.values.vessels import imos


def candidates(text: str) -> list[str]:
    """Node ids that a text may be, as a phone, container, plate, ship, tax number, passport, e-mail or seal; sorted.

    A text of more than a thousand characters is no number.
    """
    text = text.strip()
    if len(text) > ids.LONGEST:
        return [text] if ":" in text else []
    found = {text} if ":" in text else set()
    found.update(_unplaced(text))
    for country in ("", *sorted(NETWORK)):
        found.update(_of_country(text, country))
    return sorted(found)


def _of_country(text: str, country: str) -> Iterator[str]:
    """Ids that carry a country, or belong to its numbers."""
    readers = (
        ("vehicle:", ids.plates),
        ("phone:", ids.phones),
        ("identifier:tax:", ids.tax_numbers),
        ("identifier:registration:", ids.registration_numbers),
        ("identifier:passport:", ids.passports),
    )
    for prefix, read in readers:
        yield from _keys(prefix, read(text, country))


def _unplaced(text: str) -> Iterator[str]:
    """Ids that carry no country."""
    readers = (
        ("container:", ids.containers),
        ("seal:", ids.seals),
        ("email:", ids.emails),
        ("vehicle:VIN:", ids.vins),
        ("vehicle:IMO:", imos),
    )
    for prefix, read in readers:
        yield from _keys(prefix, read(text))


def _keys(prefix: str, found: Iterable[CheckedId]) -> Iterator[str]:
    return (prefix + checked.key for checked in found if not checked.names_nothing)
