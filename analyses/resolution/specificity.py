"""Which values tell anybody apart: a value that many strangers share makes no pair and is no evidence either way."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from analyses.resolution.normalise import DEEDS, Parties

CAP = 200  # records with one value, above which it tells nobody apart
FEWEST = 8  # records from which the names beside a value are looked at
FEWEST_NUMBERS = 4  # tax numbers beside the name of firms from which it is looked at
NAMES_SHARE = 0.5  # of the records with a value that bear a name of their own: above it strangers share it
EVIDENCE = ("tax_numbers", "identifiers", "phones", "emails", "addresses", "places", *DEEDS)
_SHARED_BY_NATURE = frozenset(DEEDS)  # a truck has drivers of many names: the cap alone speaks


def specific(parties: Parties, published: Iterable[str] = ()) -> tuple[Parties, dict[str, int]]:
    """The parties without values that tell nobody apart, and how many values were taken away in each column.

    The name of a firm goes where it stands beside at least `FEWEST_NUMBERS` tax numbers, most of them once, as `TO WHOM
    IT MAY CONCERN` does. A value goes where more than `CAP` records have it, where at least `FEWEST` have it and more
    than `NAMES_SHARE` of them under names of their own, or where it is published as a hub.
    """
    hubs = set(published)
    columns: dict[str, list[Any]] = {}
    nobody = _names_of_nobody(parties)
    counts = {"names": len(nobody)}
    for form in ("name", "name_key", "skeleton", "rarest"):
        forms = zip(getattr(parties, form), parties.name_key, strict=True)
        columns[form] = ["" if key in nobody else value for value, key in forms]
    for name in EVIDENCE:
        column: Sequence[tuple[str, ...]] = getattr(parties, name)
        common = common_values(column, None if name in _SHARED_BY_NATURE else parties.skeleton) | hubs
        counts[name] = len(common & {value for values in column for value in values})
        columns[name] = [tuple(value for value in values if value not in common) for values in column]
    return parties.with_columns(columns), counts


def _names_of_nobody(parties: Parties) -> set[str]:
    """Names of firms that are no names."""
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    for name, held, is_person in zip(parties.name_key, parties.tax_numbers, parties.is_person, strict=True):
        if name and not is_person:
            numbers[name].update(held)
    return {
        name for name, held in numbers.items() if len(held) >= FEWEST_NUMBERS and len(held) > NAMES_SHARE * held.total()
    }


def common_values(column: Sequence[Sequence[str]], names: Sequence[str] | None) -> set[str]:
    """The values of a column that tell nobody apart; without names only those of more than `CAP` records."""
    records = Counter(value for values in column for value in values)
    often = {value for value, uses in records.items() if uses >= FEWEST}
    if names is None:
        return {value for value in often if records[value] > CAP}
    beside: dict[str, set[str]] = defaultdict(set)
    for values, name in zip(column, names, strict=True):
        for value in values:
            if name and value in often:
                beside[value].add(name)
    return {value for value in often if records[value] > CAP or len(beside[value]) > NAMES_SHARE * records[value]}
