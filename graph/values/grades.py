"""Grades of sources, such as B2: how much a report counts whose source or content was doubted."""

import re
from collections.abc import Iterable
from functools import lru_cache

from graph.values.ids.checked import in_capitals, with_latin_twins
from graph.values.reference.tables import read_table

_BETWEEN = re.compile(r"[\W_]+")
_BY_ALPHABET = str.maketrans(
    "БГДФ", "BDEF"
)  # letters of no Latin shape by their place in the alphabet; А, В, С, Е by shape


@lru_cache(maxsize=4096)
def share_of_grade(code: str) -> float | None:
    """How much a report of a grade counts, 0-1; None where the code is of no known system.

    The systems and shares stand in `graph/values/reference/grades.yaml`.
    """
    said = with_latin_twins(in_capitals(_BETWEEN.sub("", code)).translate(_BY_ALPHABET))
    for pattern, source, information in _systems():
        match = pattern.fullmatch(said)
        if match:
            return source[match["source"]] * information.get(match["information"], 1.0)
    return None


def worst_grade(codes: Iterable[str]) -> str:
    """The code that counts least, of equal ones the last by text; "" where none is said.

    A code of no known system counts whole, so that it never hides one that is doubted.
    """
    said = sorted((code for code in codes if code), reverse=True)
    return min(said, key=weight_of_grade, default="")


def weight_of_grade(code: str) -> float:
    """What a report of a grade counts, 0-1: whole where none is said, or where the code is of no known system."""
    share = share_of_grade(code)
    return 1.0 if share is None else share


@lru_cache(maxsize=1)
def _systems() -> list[tuple[re.Pattern[str], dict[str, float], dict[str, float]]]:
    table, _ = read_table("grades.yaml")
    return [(re.compile(system["pattern"]), system["source"], system["information"]) for system in table.values()]
