"""The derivation mark: which code and which profile versions, by channel, turned records into this graph."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from graph.schema import SCHEMA_VERSION
from graph.values.ids import IDS_VERSION
from graph.values.names import FOLD_VERSION
from graph.values.placeholders import PLACEHOLDERS_VERSION
from graph.values.reference.places import GAZETTEER_VERSION
from graph.values.reference.tables import read_table

ASSERTIONS_VERSION = 6

CODE_MARK = (
    f"schema {SCHEMA_VERSION}, assertions {ASSERTIONS_VERSION}, names {FOLD_VERSION}, identifiers {IDS_VERSION}, "
    f"placeholders {PLACEHOLDERS_VERSION}, gazetteer {GAZETTEER_VERSION}, units {read_table('units.yaml')[1]}"
)

ProfileVersions = Mapping[tuple[str, str], int]  # (channel, profile) -> version


def derivation_mark(profiles: ProfileVersions) -> str:
    """The mark of a graph that was derived by this code with these profile versions."""
    by_channel: dict[str, dict[str, int]] = {}
    for (channel, name), version in sorted(profiles.items()):
        by_channel.setdefault(channel, {})[name] = version
    return json.dumps({"code": CODE_MARK, "profiles": by_channel})


def differences(mark: str, profiles: ProfileVersions, sees: Callable[[str], bool] = lambda _: True) -> list[str]:
    """In words, why a graph with this mark must be rebuilt before profiles of these versions are applied to it.

    Args:
        mark: The mark of the graph, "" of one to which nothing has been applied.
        profiles: The versions that are wanted now.
        sees: Of which channels it may be told.
    """
    if not mark:
        return []
    before = json.loads(mark)
    reasons = []
    if before["code"] != CODE_MARK:
        reasons.append(f"it was derived by other rules ({before['code']})")
    for (channel, name), version in sorted(profiles.items()):
        used = _used(before, channel).get(name, version)
        if used != version and sees(channel):
            reasons.append(f"profile {name} was version {used}, now it is {version}")
    return list(dict.fromkeys(reasons))


def merged_mark(mark: str, profiles: ProfileVersions) -> str:
    """The mark after more profiles have been used."""
    before = json.loads(mark)["profiles"] if mark else {}
    used = {(channel, name): version for channel, names in before.items() for name, version in names.items()}
    return derivation_mark({**used, **profiles})


def _used(mark: Mapping[str, Any], channel: str) -> Mapping[str, int]:
    versions = mark["profiles"].get(channel, {})
    return versions if isinstance(versions, dict) else {}  # marks of older programs name no channels
