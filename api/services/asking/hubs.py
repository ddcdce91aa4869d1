"""Hubs: shared values that too many hold to say anything, listed and published."""

from dataclasses import asdict
from typing import Any

from api.services.runtime.workspace import Workspace
from graph.linkage.holders import holders_of
from graph.linkage.hubs import hub_values, hubs_of
from graph.linkage.identity import entities_of
from graph.model import EVERYONE
from graph.projection import Projection, project
from graph.store.base import HubRegister


def list_hubs(projection: Projection) -> dict[str, Any]:
    """The hubs of a projection, most holders first, and the version of the published register (0: none)."""
    found = hubs_of(holders_of(entities_of(projection)))
    return {"register_version": projection.hubs.version, "hubs": [asdict(hub) for hub in found]}


def publish_hubs(workspace: Workspace) -> HubRegister:
    """Publishes the hubs of the full view: values only, an input of every restricted run from now on."""
    return workspace.store.publish_hubs(hub_values(project(workspace.store, EVERYONE)))
