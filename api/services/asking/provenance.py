"""What every file that leaves says of itself: query, moment, user, version of the data, marking, originators, cuts."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from api.services.runtime.workspace import Workspace
from api.views.picture import HANDLING
from graph.model import Viewer
from graph.records.batch import Batch

CHANNELS_NAMED = 6
NOTHING_CUT = "nothing was cut"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file answers, in words; who asks, "" where nobody is named; `as_of` which moment, "" for what is loaded.

    One that `is_repeatable` names no moment of its making, so that its bytes are the same when it is made again.
    """

    query: str
    by: str = ""
    as_of: str = ""
    is_repeatable: bool = False


def facts_of(workspace: Workspace, viewer: Viewer, asked: Asked, cuts: Collection[str]) -> dict[str, str]:
    """The facts of a file, in the order in which they are shown; those that nobody knows are left out.

    The marking is the highest handling code of all channels that were read for it.
    """
    channels = [name for name in workspace.store.channels() if viewer.sees(name)]
    parts = [name.split("/") for name in channels]
    more = ", ..." if len(channels) > CHANNELS_NAMED else ""
    facts = {
        "query": asked.query,
        "asked by": asked.by,
        "as of": asked.as_of or loaded_until(workspace, viewer),
        "made at": "" if asked.is_repeatable else datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "data version": workspace.store.version(viewer),
        "truncation": f"cut: the notes say where ({len(cuts)})" if cuts else NOTHING_CUT,
        "originators": ", ".join(sorted({part[0] for part in parts})),
        HANDLING: max((part[2] for part in parts), default=""),
        "channels": f"{len(channels)}: {', '.join(channels[:CHANNELS_NAMED])}{more}" if channels else "",
    }
    return {name: value for name, value in facts.items() if value}


def loaded_until(workspace: Workspace, viewer: Viewer) -> str:
    """When somebody's data was loaded last, and the day of its newest extract; "" without any."""
    moment = loaded_at(workspace, viewer)
    days = [batch.extract_on for batch in _batches(workspace, viewer)]
    return f"{moment}, newest extract of {max(days)}" if any(days) else moment


def loaded_at(workspace: Workspace, viewer: Viewer) -> str:
    """The moment at which somebody's data was loaded last, as ISO text in UTC; "" without any."""
    return max((batch.loaded_at for batch in _batches(workspace, viewer)), default="")


def _batches(workspace: Workspace, viewer: Viewer) -> list[Batch]:
    return [batch for batch in workspace.records.batches() if viewer.sees(batch.channel.name)]
