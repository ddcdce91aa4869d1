"""Hubs: shared values that too many hold to say anything, listed and published."""

from typing import Any

from api.services.runtime.workspace import Workspace
from graph.linkage.hubs import hub_values, hubs_of
from graph.linkage.world import World
from graph.model import EVERYONE
from graph.projection.making import project
from graph.store.base import HubRegister


def list_hubs(world: World) -> dict[str, Any]:
    """The hubs of a world, most holders first, and the version of the published register (0: none)."""
    hubs = [hub.model_dump() for hub in hubs_of(world.holders)]
    return {"register_version": world.projection.hubs.version, "hubs": hubs}


def publish_hubs(workspace: Workspace) -> HubRegister:
    """Publishes the hubs of the full view: values only, an input of every restricted run from now on."""
    return workspace.store.publish_hubs(hub_values(World(project(workspace.store, EVERYONE)).holders))
