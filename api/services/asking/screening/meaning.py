"""What a text without a heading may mean: a name, a plate, a container, a phone, a number; each by its own reading."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.state.watches import WatchKind
from graph.values.ids.containers import containers
from graph.values.ids.phones import phones
from graph.values.ids.plates import plates

_OF_PLATES = "plate_"  # what problems of plates begin with
_FORMLESS = "container_format"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text may mean.

    Attributes:
        names: Names of firms and persons.
        numbers: Numbers of whatever kind as somebody writes them, whatever their country.
        things: Those that vehicles and containers may have.
        phones: Ids of phones.
    """

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


def meant_by(text: str, country: str = "") -> Meant:
    """What a text may mean of which nobody says what it is.

    A text with a letter may be a name, one with a digit may be each kind of number, and one with both (`Alfa 5`,
    `01777AAA`) may be either.

    Args:
        text: The text.
        country: Country that a phone without a calling code is read for.
    """
    names = (text,) if any(map(str.isalpha, text)) else ()
    if not any(map(str.isdecimal, text)):
        return Meant(names)
    things = tuple(dict.fromkeys((text, *_plates(text, country), *_containers(text))))
    return Meant(names, things, things, _phones(text, country))


def meant_as(kind: WatchKind, text: str, country: str = "") -> Meant:
    """What a text means that is of a kind, as `meant_by`."""
    if kind is WatchKind.NAME:
        return Meant(names=(text,))
    if kind is WatchKind.PHONE:
        return Meant(phones=_phones(text, country))
    readings = {WatchKind.PLATE: lambda: _plates(text, country), WatchKind.CONTAINER: lambda: _containers(text)}
    numbers = tuple(readings[kind]()) if kind in readings else ()
    return Meant(numbers=numbers or (text,), things=numbers or (text,))


def _plates(text: str, country: str) -> Iterator[str]:
    return (read.number for read in plates(text, country) if not read.problem.startswith(_OF_PLATES))


def _containers(text: str) -> Iterator[str]:
    return (read.value for read in containers(text) if not read.names_nothing and read.problem != _FORMLESS)


def _phones(text: str, country: str) -> tuple[str, ...]:
    return tuple(f"phone:{read.value}" for read in phones(text, country) if not read.problem)
