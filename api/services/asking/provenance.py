"""What every file that leaves says of itself: query, moment, user, version of the data, marking, originators, cuts."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from api.services.runtime.workspace import Workspace
from api.views.picture import HANDLING
from graph.model import Viewer

CHANNELS_NAMED = 6
NOTHING_CUT = "nothing was cut"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file answers, in words; `by` whom, "" where nobody is named; `as_of` which moment, "" for what is loaded.

    `made_at` is the moment that it names as its own, "" for now.
    """

    query: str
    by: str = ""
    as_of: str = ""
    made_at: str = ""


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
        "made at": asked.made_at or datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "data version": workspace.store.version(viewer),
        "truncation": f"cut: the notes say where ({len(cuts)})" if cuts else NOTHING_CUT,
        "originators": ", ".join(sorted({part[0] for part in parts})),
        HANDLING: max((part[2] for part in parts), default=""),
        "channels": f"{len(channels)}: {', '.join(channels[:CHANNELS_NAMED])}{more}" if channels else "",
    }
    return {name: value for name, value in facts.items() if value}


def loaded_until(workspace: Workspace, viewer: Viewer) -> str:
    """When somebody's data was loaded last, as ISO text in UTC, and the day of the newest extract; "" without any."""
    batches = [batch for batch in workspace.records.batches() if viewer.sees(batch.channel.name)]
    if not batches:
        return ""
    day = max(batch.extract_on for batch in batches)
    loaded = max(batch.loaded_at for batch in batches)
    return f"{loaded[:19]}+00:00" + (f", newest extract of {day}" if day else "")
