"""The derivation mark: which code and which profile versions turned records into this graph."""

import json
from collections.abc import Mapping

from graph.schema import SCHEMA_VERSION
from graph.values.ids import IDS_VERSION
from graph.values.names import FOLD_VERSION
from graph.values.placeholders import PLACEHOLDERS_VERSION
from graph.values.reference.places import GAZETTEER_VERSION
from graph.values.reference.tables import read_table

ASSERTIONS_VERSION = 3

CODE_MARK = (
    f"schema {SCHEMA_VERSION}, assertions {ASSERTIONS_VERSION}, names {FOLD_VERSION}, identifiers {IDS_VERSION}, "
    f"placeholders {PLACEHOLDERS_VERSION}, gazetteer {GAZETTEER_VERSION}, units {read_table('units.yaml')[1]}"
)


def derivation_mark(profiles: Mapping[str, int]) -> str:
    """The mark of a graph that was derived by this code with these profile versions."""
    return json.dumps({"code": CODE_MARK, "profiles": dict(sorted(profiles.items()))})


def differences(mark: str, profiles: Mapping[str, int]) -> list[str]:
    """In words, why a graph with this mark must be rebuilt before profiles of these versions are applied to it."""
    if not mark:
        return []
    kept = json.loads(mark)
    found = []
    if kept["code"] != CODE_MARK:
        found.append(f"it was derived by other rules ({kept['code']})")
    for name, version in sorted(profiles.items()):
        used = kept["profiles"].get(name, version)
        if used != version:
            found.append(f"profile {name} was version {used}, now it is {version}")
    return found


def merged_mark(mark: str, profiles: Mapping[str, int]) -> str:
    """The mark after more profiles have been used."""
    kept = json.loads(mark)["profiles"] if mark else {}
    return derivation_mark({**kept, **profiles})
