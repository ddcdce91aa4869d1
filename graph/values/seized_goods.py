"""Which goods a report of a seizure means, and the group that totals are given by, in the words of eleven languages."""

from collections.abc import Sequence
from functools import cache

from graph.values.names import search_text
from graph.values.reference.tables import read_table

_TABLE = "seized_goods.yaml"
_Patterns = Sequence[tuple[str, tuple[str, ...]]]


def goods_of(text: str) -> str | None:
    """The goods that a text names, such as `heroin` for "Героин, 2-й сорт"; None where the words are not known."""
    return _first(text, _goods())


def group_of_goods(goods: str) -> str:
    """The group of known goods, such as `drugs`."""
    return str(read_table(_TABLE)[0]["goods"][goods]["group"])


def group_of(text: str) -> str | None:
    """The group that a text names itself, such as `drugs` for "наркотические средства"; None where it names none."""
    return _first(text, _groups())


@cache
def _goods() -> _Patterns:
    return [(goods, tuple(map(search_text, entry["names"]))) for goods, entry in read_table(_TABLE)[0]["goods"].items()]


@cache
def _groups() -> _Patterns:
    return [(group, tuple(map(search_text, names))) for group, names in read_table(_TABLE)[0]["groups"].items()]


def _first(text: str, patterns: _Patterns) -> str | None:
    """The first entry of which a name stands in a text at the beginning of a word."""
    folded = f" {search_text(text)}"
    return next((key for key, names in patterns if any(f" {name}" in folded for name in names)), None)
