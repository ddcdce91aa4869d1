"""Rebuilding the graph from the records, with the newest version of every profile."""

import logging
from collections.abc import Sequence

from api.services.runtime.workspace import Workspace
from graph.derivation.report import ApplyReport
from graph.errors import BadProfile
from graph.records.batch import ProfileText
from graph.records.store import RecordStore, changed_without_version
from graph.settings import Settings
from graph.worklog import logged
from loaders.profile.profile import find_profile

log = logging.getLogger(__name__)


def rebuild_graph(workspace: Workspace, names: Sequence[str] = ()) -> ApplyReport:
    """Makes the graph again; files whose profile has a newer version (named, own or built in) are read again."""
    with logged(log, "rebuild") as counts:
        report = workspace.applier.rebuild(newer_profiles(workspace.records, workspace.settings, names))
        workspace.forget_worlds()
        counts |= {"records": report.records, "nodes": report.counts.nodes, "edges": report.counts.edges}
        return report


def newer_profiles(records: RecordStore, settings: Settings, names: Sequence[str] = ()) -> list[ProfileText]:
    """The profiles that a rebuild should read files with: those named, and newer ones, own or built in.

    Raises:
        BadProfile: a named one was changed under a version that is in use.
    """
    newest: dict[str, ProfileText] = {}
    used_profiles = records.newest_profiles()
    used_versions: dict[str, int] = {}
    for (_, name), used in used_profiles.items():
        used_versions[name] = max(used.version, used_versions.get(name, 0))
    for name, version in used_versions.items():
        try:
            known = find_profile(name, settings.profiles)
        except BadProfile:
            continue  # a profile that was given by path: its text is in the record store
        if known.version > version:
            newest[name] = ProfileText(known.name, known.version, known.text)
    for name in names:
        named = find_profile(name, settings.profiles)
        for (_, used_name), used in used_profiles.items():
            if (used_name, used.version) == (named.name, named.version) and used.text != named.text:
                raise changed_without_version(named.name, named.version)
        newest[named.name] = ProfileText(named.name, named.version, named.text)
    return list(newest.values())
