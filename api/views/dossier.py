"""The dossier of a lead: one HTML file for paper and screen that opens without a network: one page, then the rows.

It runs no script; its content security policy allows its one style by its hash and nothing else. Same dossier, same
bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from api.views import svg
from api.views.picture import CAUTION, Picture, SourceRow, plain
from api.views.policy import policy_of
from graph.wording import score_text

FIRST_PAGE = {"shares": 6, "entities": 6, "names": 4, "links": 5, "seizures": 6, "arrivals": 5, "unknown": 6}
NARROWEST = 460  # pixels of the drawing, which takes half the width of the sheet: its letters stay readable
"""How many of each stand on the first page; the pages after it have all of them."""


@dataclass(frozen=True, slots=True)
class DossierEntity:
    """A firm or person: its names in every script as they were written, sorted, and what is known of it."""

    id: str
    label: str
    kind: str
    names: tuple[str, ...]
    countries: tuple[str, ...]
    numbers: tuple[str, ...]
    mentions: int


@dataclass(frozen=True, slots=True)
class DossierLink:
    """Two of them, and what they have in common: a sentence for each thing, with the lines of its records."""

    one: str
    other: str
    shared: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class DossierSeizure:
    """A seizure: what, how much, where and when, and the line of its record."""

    id: str
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class DossierArrival:
    """A consignment that is expected; `left` says how many hours are left, or why that is not known."""

    id: str
    label: str
    post: str
    expected: str
    left: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is handed over of a lead; `shares` are sentences with the points that each adds to `constant`."""

    lead: str
    title: str
    kind: str
    score: float
    constant: float
    sentences: tuple[str, ...]
    shares: tuple[tuple[str, float], ...]
    entities: tuple[DossierEntity, ...]
    links: tuple[DossierLink, ...]
    seizures: tuple[DossierSeizure, ...]
    arrivals: tuple[DossierArrival, ...]
    innocent: str
    check: str
    unknown: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    facts: tuple[tuple[str, str], ...]
    picture: Picture

    @property
    def marking(self) -> str:
        """The highest handling code, "" where the facts name none."""
        return self.picture.marking


def page_of(dossier: Dossier, links: Mapping[str, str] | None = None) -> bytes:
    """The dossier as UTF-8; `links` are the addresses of what can be done with it on a screen, by their words."""
    drawing = replace(dossier.picture.checked(), title="Who they are and what they share", question="", notes=())
    page: str = _template().render(
        policy=policy(),
        style=Markup(_style()),
        drawing=Markup(svg.drawn(replace(drawing, facts=()), NARROWEST).text),  # made of escaped text
        dossier=dossier,
        first=FIRST_PAGE,
        links=links or {},
        caution=CAUTION,
    )
    return page.encode()


def policy() -> str:
    """The content security policy of the page."""
    return policy_of((_style(),))


@cache
def _style() -> str:
    return (files("api.views") / "assets" / "dossier.css").read_text("utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"plain": plain, "points": _points, "score": score_text}
    return environment.from_string((files("api.views") / "assets" / "dossier.html").read_text("utf-8"))


def _points(value: Any) -> str:
    return f"{value:+.2f}"
