"""Rebuilding the graph from the records, with the newest version of every profile."""

from collections.abc import Sequence

from api.services.runtime.workspace import Workspace
from graph.derivation.apply import ApplyReport
from graph.errors import BadProfile
from graph.records.store import ProfileText, RecordStore, changed_without_version
from graph.settings import Settings
from loaders.profile.profile import find_profile


def rebuild_graph(workspace: Workspace, names: Sequence[str] = ()) -> ApplyReport:
    """Makes the graph again; batches whose profile has a newer version (named, own or built in) are read again."""
    return workspace.applier.rebuild(newer_profiles(workspace.records, workspace.settings, names))


def newer_profiles(records: RecordStore, settings: Settings, names: Sequence[str] = ()) -> list[ProfileText]:
    """The profiles that a rebuild should read batches with: those named, and newer ones, own or built in."""
    newest = {}
    used_profiles = records.newest_profiles()
    for name, used in used_profiles.items():
        try:
            found = find_profile(name, settings.profiles)
        except BadProfile:
            continue  # a profile that was given by path: its text is in the record store
        if found.version > used.version:
            newest[name] = ProfileText(found.name, found.version, found.text)
    for name in names:
        found = find_profile(name, settings.profiles)
        used_before = used_profiles.get(found.name)
        if used_before and used_before.version == found.version and used_before.text != found.text:
            raise changed_without_version(found.name, found.version)
        newest[found.name] = ProfileText(found.name, found.version, found.text)
    return list(newest.values())
