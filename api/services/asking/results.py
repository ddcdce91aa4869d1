"""Answers that somebody keeps: under a title, with what was asked, of which data."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analyses.registry import Analysis, AnalysisParams, Answer
from api.state import disclosures, results
from api.state.disclosures import Disclosure, DisclosureKind
from api.state.store import StateStore
from graph.errors import BadValue
from graph.schema import TYPE_OF_PREFIX

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Keeping:
    """How an answer is to be kept.

    Attributes:
        title: What it is called; the question of the analysis where it is empty.
        patterns: Channel patterns of whoever asked, "" for every channel.
        by: Who asked.
    """

    title: str
    patterns: str
    by: str


def keep(state: StateStore, analysis: Analysis, params: AnalysisParams, answer: Answer, keeping: Keeping) -> str:
    """Keeps an answer; its id.

    Raises:
        BadValue: the title is too long.
    """
    title = " ".join(keeping.title.split()) or analysis.title
    if len(title) > LONGEST_TITLE:
        raise BadValue(f"the title has {len(title)} characters", f"write at most {LONGEST_TITLE}")
    values = answer.model_dump(mode="json")
    parameters = params.model_dump(mode="json")
    body = {
        "id": "",
        "title": title,
        "at": "",
        "analysis": analysis.name,
        "parameters": parameters,
        "version": answer.population.version,
        "rows": values["rows"],
    }
    noted = disclosures.Answer(
        kind=DisclosureKind.RESULT,
        title=title,
        question=f"analysis {analysis.name}",
        parameters={"analysis": analysis.name, "params": parameters},
        format="json",
        version=answer.population.version,
        patterns=keeping.patterns,
        by=keeping.by,
        nodes=frozenset(_ids_in(values)),
    )
    return results.keep(state, noted, json.dumps(body | {"answer": values}, ensure_ascii=False))


def _ids_in(value: Any) -> Iterator[str]:
    """The ids of nodes that stand in a JSON value: a text that begins as one does."""
    if isinstance(value, dict):
        for part in value.values():
            yield from _ids_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _ids_in(part)
    elif isinstance(value, str) and value.partition(":")[0] in TYPE_OF_PREFIX:
        yield value


def kept_answers(state: StateStore, patterns: str = "", limit: int = 0) -> list[Disclosure]:
    """The kept answers of whoever sees no more than these patterns do, newest first; `limit` 0 is all."""
    return disclosures.listed(state, patterns, DisclosureKind.RESULT, limit=limit)


def result_row(kept: Disclosure) -> dict[str, Any]:
    """A kept answer as it is listed."""
    return {
        "id": kept.id,
        "title": kept.title,
        "analysis": kept.parameters["analysis"],
        "parameters": kept.parameters["params"],
        "version": kept.version,
        "patterns": kept.patterns,
        "by": kept.by,
        "at": kept.at,
        "nodes": kept.node_count,
    }


def kept_answer(state: StateStore, result: str, patterns: str = "") -> dict[str, Any]:
    """A kept answer with all that it says.

    Raises:
        NotFound: there is none of that id for him.
    """
    known, body = results.read(state, result, patterns)
    return result_row(known) | {"answer": json.loads(body)["answer"]}
