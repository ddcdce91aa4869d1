"""Runs that compared parties as they are kept beside a projection, and as a later run goes on from them."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa

from analyses import resolution as resolution_code
from analyses.resolution.earlier import EarlierRun
from analyses.resolution.frequencies import Frequencies
from analyses.resolution.model import MatchModel
from analyses.resolution.rescoring import ANOTHER_NUMBER
from analyses.resolution.resolving import Resolution
from graph.columns import TEXT, as_numpy
from graph.linkage.carried import CarriedRun, carried_run
from graph.linkage.resolved import BITS, ResolutionToKeep
from graph.projection.files import KeptProjection

KIND_NAMES = {False: "companies", True: "persons"}
_WORD, _BIRTH = "word", "birth"  # forms of what is counted


def rules_of(models: Mapping[bool, MatchModel]) -> dict[str, Any]:
    """What decides beside the data: the versions of the weights, and of the code and library that compare."""
    weights = {KIND_NAMES[is_person]: model.version for is_person, model in models.items()}
    return {"weights": weights, "rules": _rules_mark()}


def to_keep(resolution: Resolution, rules: Mapping[str, Any]) -> ResolutionToKeep:
    """A resolution as it is kept."""
    counted = {KIND_NAMES[kind]: [counts.parties, counts.names] for kind, counts in resolution.frequencies.items()}
    facts = {
        "links": len(resolution.left),
        "compared": len(resolution.marks),
        "compared_again": resolution.compared_again,
        "common_values": dict(resolution.common),
        "counted": counted,
        **rules,
    }
    places = sorted(resolution.marks)
    links = {
        "left": resolution.left,
        "right": resolution.right,
        "doubt": pa.array(resolution.doubt, pa.string()),
        **{f"{BITS}{name}": column for name, column in resolution.bits.items()},
    }
    compared = {
        "id": pa.array([resolution.keys[place] for place in places], TEXT),
        "place": pa.array(places, pa.int64()),
        "mark": pa.array([resolution.marks[place] for place in places], pa.int64()),
    }
    rows = [
        (is_person, form, text, count)
        for is_person, counts in resolution.frequencies.items()
        for form, uses in ((_WORD, counts.words), (_BIRTH, counts.births))
        for text, count in uses.items()
    ]
    kinds = {"is_person": pa.bool_(), "form": pa.string(), "text": TEXT, "count": pa.int64()}
    columns = {name: pa.array([row[at] for row in rows], kind) for at, (name, kind) in enumerate(kinds.items())}
    return ResolutionToKeep(
        resolution.of_party, links, resolution.records, resolution.refusals, compared, columns, facts
    )


def frequencies_kept(run: CarriedRun) -> dict[bool, Frequencies]:
    """The counts that a run weighed by, by whether they are of persons."""
    frequencies = {}
    columns = [run.counts[name].to_pylist() for name in ("is_person", "form", "text", "count")]
    rows = list(zip(*columns, strict=True))
    for is_person, name in KIND_NAMES.items():
        words, births = (
            {text: count for of_person, is_of, text, count in rows if of_person == is_person and is_of == form}
            for form in (_WORD, _BIRTH)
        )
        parties, names = run.facts["counted"][name]
        frequencies[is_person] = Frequencies(parties, names, words, births)
    return frequencies


def earlier_run(projection: KeptProjection, rules: Mapping[str, Any]) -> EarlierRun | None:
    """The last run, where it was one by the same weights and rules."""
    run = carried_run(projection)
    if run is None or {name: run.facts.get(name) for name in rules} != rules:
        return None
    ids = run.compared["id"].to_pylist()
    id_of = dict(zip(run.compared["place"].to_pylist(), ids, strict=True))
    left, right = ([id_of[place] for place in run.links[side].to_pylist()] for side in ("left", "right"))
    bits = {name.removeprefix(BITS): as_numpy(run.links[name]) for name in run.links if name.startswith(BITS)}
    contradictions = [doubt if doubt == ANOTHER_NUMBER else "" for doubt in run.links["doubt"].to_pylist()]
    marks = dict(zip(ids, run.compared["mark"].to_pylist(), strict=True))
    return EarlierRun(frequencies_kept(run), marks, left, right, bits, contradictions)


@cache
def _rules_mark() -> str:
    """What tells the rules of comparing from others: the code of all its stages, and the version of Splink."""
    code = hashlib.blake2b(version("splink").encode(), digest_size=8)
    for path in sorted(Path(str(resolution_code.__file__)).parent.glob("*.py")):
        code.update(path.read_bytes())
    return code.hexdigest()
