"""A list that an officer holds (names, plates, containers, phones, numbers), looked up in what is known."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from analyses.screening.applying import profile_in_force
from api.services.asking.screening.files import cells_of_list
from api.services.asking.screening.known import Known, known_of
from api.services.asking.screening.matched import CANDIDATES, candidate_row, candidates_of, thing_row
from api.services.asking.screening.meaning import Meant, meant_by
from graph.errors import BadValue
from graph.linkage.inputs import NO_INPUTS, Inputs
from graph.linkage.matching import Candidate, Query
from graph.linkage.world import World
from graph.progress import Progress, Step, silent
from graph.values.reference.countries import country_code

MOST_LINES = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a list, by its number."""

    line: int
    text: str


def read_file(path: Path) -> list[Asked]:
    """The lines of a text file in UTF-8, or of the one column of a table.

    Raises:
        BadValue: it cannot be read, is no text in UTF-8, or see `read_list`.
    """
    try:
        return read_list("\n".join(cells_of_list(path.read_text("utf-8-sig"), path.suffix.lower() == ".csv")))
    except OSError as error:
        raise BadValue(f"{path}: {error.strerror}", "name a text file with a line for each") from None
    except UnicodeDecodeError:
        raise BadValue(f"{path} is no text in UTF-8", "save it as UTF-8 and ask again") from None


def read_list(text: str) -> list[Asked]:
    """The lines of a list; blank ones and those behind a # are left out.

    Raises:
        BadValue: there is none, or there are too many.
    """
    lines = [
        Asked(number, line.strip())
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not lines:
        raise BadValue("the list holds no line", "write a name, plate, container, phone or number a line")
    if len(lines) > MOST_LINES:
        raise BadValue(f"the list holds {len(lines):,} lines", f"ask about {MOST_LINES:,} at a time")
    return lines


def screen_list(
    world: World, asked: Iterable[Asked], tick: Progress = silent, own: Inputs = NO_INPUTS, originator: str = ""
) -> list[dict[str, Any]]:
    """What is known of each line: the first to be looked at first, ties by line.

    Args:
        world: What is seen.
        asked: The lines.
        tick: Told how far it is.
        own: With the risk profile of an administration, by whose weights leads are ranked where it is in force today.
        originator: Who reports the list: phones without a calling code are read for that country.

    Raises:
        BadValue: the risk profile is not whole.
    """
    country = country_code(originator) or ""
    known = known_in_force(world, own, tick)
    tick(Step("looking the list up"))
    rows = [{"line": line.line, "asked": line.text, **look_up(known, meant_by(line.text, country))} for line in asked]
    return sorted(rows, key=lambda row: (-row["weight"], row["line"]))


def known_in_force(world: World, own: Inputs, tick: Progress = silent) -> Known:
    """What a world knows, with leads ranked by the weights of a risk profile that is in force today.

    Raises:
        BadValue: the risk profile is not whole.
    """
    profile, _ = profile_in_force(own, datetime.datetime.now(datetime.UTC).date())
    return known_of(world, tick, profile.lead_weights if profile else None)


def look_up(known: Known, meant: Meant) -> dict[str, Any]:
    """What is known of what a text may mean: candidates, things, and a weight, 0-1, to order by.

    Things are vehicles and containers, and a phone that tells nobody, because too many show it.
    """
    candidates = _likeliest(known, meant)
    nodes: Sequence[int] = sorted({node for number in meant.things for node in known.things_of(number)})
    if not (candidates or nodes):
        nodes = known.world.projection.numbers_among(meant.phones)  # which many show, so that it tells nobody
    things = [thing_row(known, node) for node in nodes]
    weights = [c["score"] * max(c["lead_score"], min(1.0, c["risk"])) for c in candidates]
    seized = [1.0 if thing["seizures"] else 0.0 for thing in things]
    return {
        "weight": round(max([0.0, *weights, *seized]), 4),
        "candidates": candidates,
        "things": things,
    }


def _likeliest(known: Known, meant: Meant) -> list[dict[str, Any]]:
    """Who may be meant by the name or by the numbers, each looked up by itself: a number is no word of a name."""
    asked = (Query(names=meant.names), Query(numbers=meant.numbers, values=meant.phones))
    best: dict[int, Candidate] = {}
    for candidate in chain.from_iterable(candidates_of(known, query) for query in asked):
        if candidate.entity not in best or best[candidate.entity].bits < candidate.bits:
            best[candidate.entity] = candidate
    likeliest = sorted(best.values(), key=lambda candidate: (-candidate.bits, candidate.entity))
    return [candidate_row(known, candidate) for candidate in likeliest[:CANDIDATES]]


def is_known(row: Mapping[str, Any]) -> bool:
    """Whether anything is known of a line."""
    return bool(row["candidates"] or row["things"])
