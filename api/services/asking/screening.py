"""A list that an officer holds (names, plates, containers, phones, numbers), looked up in what is known."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from analyses.leading.ranking import Ranking, ranked
from analyses.risk import RiskParams, scores_of
from graph.errors import BadValue
from graph.linkage.groups import group_id
from graph.linkage.matching import Candidate, MatchIndex, Query, match
from graph.linkage.matching.index import bare_number
from graph.linkage.world import World
from graph.progress import Progress, Step, silent
from graph.schema import value_of
from graph.values.ids.containers import container
from graph.values.naming import Verdict

MOST_LINES = 10_000
CANDIDATES = 3  # of a line
_THINGS = ("Vehicle", "Container")


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a list, by its number."""

    line: int
    text: str

    @property
    def query(self) -> Query:
        """What it asks: a text with a digit is a number, any other a name."""
        if any(unicodedata.category(sign) == "Nd" for sign in self.text):
            return Query(numbers=(self.text,))
        return Query(names=(self.text,))


def read_file(path: Path) -> list[Asked]:
    """The lines of a text file in UTF-8.

    Raises:
        BadValue: it cannot be read, is no text in UTF-8, or see `read_list`.
    """
    try:
        return read_list(path.read_text("utf-8-sig"))
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


@dataclass(frozen=True, eq=False)
class Screening:
    """What is known, made once for all lines."""

    world: World
    tick: Progress = silent

    @cached_property
    def index(self) -> MatchIndex:
        return MatchIndex.of(self.world.entities)

    @cached_property
    def ranking(self) -> Ranking:
        return ranked(self.world, self.tick)

    @cached_property
    def risks(self) -> np.ndarray:
        """The risk of each entity, as `risk` tells it without a day."""
        return scores_of(self.world, RiskParams.model_validate({}))

    def rows(self, asked: Iterable[Asked]) -> list[dict[str, Any]]:
        """What is known of each line: the first to be looked at first, ties by line."""
        self.tick(Step("looking the list up"))
        rows = [self._row(line) for line in asked]
        return sorted(rows, key=lambda row: (-row["weight"], row["line"]))

    def _row(self, asked: Asked) -> dict[str, Any]:
        candidates = [self._candidate(c) for c in match(self.index, asked.query, CANDIDATES) if _is_told(c)]
        things = [self._thing(number) for number in self._things(asked.text)]
        sure = [c["score"] * max(c["lead_score"], min(1.0, c["risk"])) for c in candidates]
        seized = [1.0 if thing["seizures"] else 0.0 for thing in things]
        return {
            "line": asked.line,
            "asked": asked.text,
            "weight": round(max([0.0, *sure, *seized]), 4),
            "candidates": candidates,
            "things": things,
        }

    def _candidate(self, found: Candidate) -> dict[str, Any]:
        place = int(self.ranking.group_of[found.entity])
        ids, members = self.world.projection.ids, self.world.entities.members
        lead = place >= 0 and self.ranking.is_lead(place)
        parties = sorted(ids[node] for e in self.ranking.members(place) for node in members[e]) if lead else []
        return {
            "id": found.party,
            "label": found.label,
            "score": round(found.score, 4),
            "verdict": found.verdict.value,
            "evidence": [
                {"kind": line.kind.value, "asked": line.asked, "known": line.known, "bits": round(line.bits, 2)}
                for line in found.evidence
            ],
            "seizures": len(self.world.seizures.get(found.entity, ())),
            "risk": round(float(self.risks[found.entity]), 6),
            "lead": group_id("lead", parties) if lead else "",
            "lead_score": round(float(self.ranking.scores[place]), 4) if place >= 0 else 0.0,
        }

    def _things(self, text: str) -> list[int]:
        """Numbers of the vehicles and containers that a text names, however it writes them."""
        read = container(text)
        return self._by_number.get(bare_number(read.value if read is not None else text), [])

    @cached_property
    def _by_number(self) -> Mapping[str, list[int]]:
        """Vehicles and containers by their numbers without country and separators."""
        p = self.world.projection
        things: dict[str, list[int]] = defaultdict(list)
        for node_type in _THINGS:
            for number in p.numbers_of(node_type).tolist():
                things[bare_number(value_of(p.ids[number]))].append(number)
        return things

    def _thing(self, number: int) -> dict[str, Any]:
        """A vehicle or container: on how many movements it stands, how many of them were seized, and who used it."""
        p, movements = self.world.projection, self.world.movements
        near = p.neighbours(number).nodes
        moved = np.unique(movements.of_node[near])
        moved = moved[moved >= 0]
        receivers, counts = np.unique(movements.receiver[moved], return_counts=True)
        users: Sequence[int] = receivers[np.lexsort((receivers, -counts))].tolist()
        return {
            "id": p.ids[number],
            "label": p.label(number),
            "movements": len(moved),
            "seizures": int(movements.is_seized[moved].sum()),
            "users": [self.world.entities.label(entity) for entity in users if entity >= 0][:CANDIDATES],
        }


def _is_told(candidate: Candidate) -> bool:
    return candidate.verdict is not Verdict.DIFFERENT


def is_known(row: Mapping[str, Any]) -> bool:
    """Whether anything is known of a line."""
    return bool(row["candidates"] or row["things"])
