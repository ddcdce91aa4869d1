"""Kept answers go with what they name: after a batch is taken away none of its text may stay."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace

from api.services.runtime.workspace import Workspace
from api.state import entities, results, saved_views, watches
from api.state.disclosures import Disclosure
from api.state.store import has_state, open_state
from graph import patterns
from graph.model import EVERYONE
from graph.records.batch import Batch
from graph.records.reading import RecordReader
from graph.schema import WHO_IS_WHO

_AT_ONCE = 500  # nodes asked for at once


def records_of(workspace: Workspace, batch: Batch) -> list[str]:
    """Ids of the records that stand in a batch."""
    with workspace.records.reading() as connection:
        reader = RecordReader(workspace.records, connection)
        return [record.node_id for lot in reader.of_batch(batch.no) for record in lot]


def drop_kept_answers(workspace: Workspace, records: Iterable[str]) -> list[Disclosure]:
    """Drops the kept answers that name one of these records, or a node that is there no more.

    Args:
        workspace: The stores after something was taken away.
        records: Ids of the records that stood in it.

    Returns:
        What they were, as far as whoever asks may know.
    """
    if not has_state(workspace.settings):
        return []
    with closing(open_state(workspace.settings)) as state:
        named = results.named_nodes(state)
        gone = set(records)
        for start in range(0, len(named), _AT_ONCE):
            some = named[start : start + _AT_ONCE]
            gone |= set(some) - {node.id for node in workspace.store.get(some, EVERYONE)}
        dropped = results.drop_naming(state, gone)
    return [kept for kept in dropped if patterns.covers(workspace.patterns, kept.patterns)]


def drop_what_is_gone(workspace: Workspace) -> None:
    """Drops the hits of the watch list whose record, or what met there, is there no more; of saved views such ids."""
    if not has_state(workspace.settings):
        return
    with closing(open_state(workspace.settings)) as state:
        for named, drop in ((watches.named_nodes, watches.drop_hits), (saved_views.named_nodes, saved_views.take_out)):
            names = named(state)
            for start in range(0, len(names), _AT_ONCE):
                some = names[start : start + _AT_ONCE]
                there = {node.id for node in workspace.store.get(some, EVERYONE)}
                if len(there) < len(some):
                    drop(state, set(some) - there)


def move_watch_hits(workspace: Workspace, old: str, new: str) -> None:
    """Lets hits of the watch list go with the records that went from one channel to another.

    Args:
        workspace: The stores after the batch was moved.
        old: Name of the channel in which the records stood.
        new: Name of that in which they stand.
    """
    if not has_state(workspace.settings):
        return
    with closing(open_state(workspace.settings)) as state:
        hits = {hit.id: (hit.met, _moved(hit.met, old, new)) for hit in watches.hits_at(state, old)}
        named = sorted({name for before, met in hits.values() for name in (before.record, met.record, met.node)})
        there: set[str] = set()
        for start in range(0, len(named), _AT_ONCE):
            there |= {node.id for node in workspace.store.get(named[start : start + _AT_ONCE], EVERYONE)}
        moved = {
            name: met
            for name, (before, met) in hits.items()
            if before.record not in there and {met.record, met.node} <= there
        }
        watches.move_hits(state, moved)


def _moved(met: watches.Met, old: str, new: str) -> watches.Met:
    """A meeting as it would be in another channel, which stands in the ids of records and of parties on papers."""
    record, node = (name.replace(f":{old}:", f":{new}:", 1) for name in (met.record, met.node))
    return replace(met, record=record, node=node, channel=new)


def forget_who_is_who(workspace: Workspace) -> None:
    """Forgets who was who in the graph, and of parties that are there no more to which entity they belonged."""
    workspace.store.remove_run(WHO_IS_WHO)
    if not has_state(workspace.settings):
        return
    with closing(open_state(workspace.settings)) as state:
        known = entities.with_members(state)
        for start in range(0, len(known), _AT_ONCE):
            some = known[start : start + _AT_ONCE]
            there = {node.id for node in workspace.store.get(some, EVERYONE)}
            entities.forget_parties(state, [party for party in some if party not in there])


def drop_of_channels(workspace: Workspace, channels: Iterable[str]) -> None:
    """Drops the kept answers that name a record of some channels: where it is not known what was taken away."""
    forget_who_is_who(workspace)
    if not has_state(workspace.settings):
        return
    wanted = tuple(f":{channel}:" for channel in channels)
    with closing(open_state(workspace.settings)) as state:
        named = results.named_nodes(state)
        results.drop_naming(state, [node for node in named if any(part in node for part in wanted)])
    drop_kept_answers(workspace, ())
    drop_what_is_gone(workspace)
