"""A batch: one file of one load in one channel; how people call it, and where it stands."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from graph.model import Channel
from graph.records import tables as t
from graph.records.current import Extract

HASH_DIGITS = 12


class BatchState(StrEnum):
    """Where a batch stands in the record store; only what is staged counts."""

    STAGED = "staged"
    RECALLING = "recalling"  # being taken away
    SETTING_ASIDE = "setting_aside"  # it could not be applied, and what was applied of it is being taken back
    SET_ASIDE = "set_aside"  # kept, and out of the graph until a rebuild tries it again


@dataclass(frozen=True, slots=True)
class ProfileText:
    """A mapping profile as it was used: its name, version and whole text."""

    name: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """One file of one load in one channel.

    `id` is how people call it, `token` how the marks of graph stores do (another one after each reading), `no` is
    internal. `load_channel` is the channel asked for; `is_moved`: it was reclassified; `is_dated`: whoever loaded it
    said its day. `problem` says why it was set aside.
    """

    no: int
    id: str
    token: str
    channel: Channel
    load_channel: str
    is_moved: bool
    file_name: str
    sha256: str
    profile: ProfileText
    header: tuple[str, ...]
    extract_on: str
    is_dated: bool
    loaded_at: str
    unit: str
    grade: str
    retain_until: str
    state: BatchState
    problem: str
    units: int
    records: int
    rejected: int

    @property
    def counts(self) -> bool:
        """Whether its versions may be current."""
        return self.state is BatchState.STAGED


def batch_id(channel: str, extract_on: str, sha256: str) -> str:
    """`UZ/import/H1/customs:2024-03-31:9f3c2a1b04de`: channel, day of the extract, beginning of the file's hash."""
    return f"{channel}:{extract_on}:{sha256[:HASH_DIGITS]}"


BATCHES = (
    sa.select(t.batch, t.channel.c.name.label("channel_name"), t.profile.c.name.label("profile_name"))
    .add_columns(t.profile.c.version.label("profile_version"), t.profile.c.text.label("profile_text"))
    .join(t.channel, t.channel.c.no == t.batch.c.channel)
    .join(t.profile, t.profile.c.no == t.batch.c.profile)
)

EXTRACTS = sa.select(
    t.batch.c.no,
    t.batch.c.token,
    t.batch.c.channel,
    t.profile.c.name,
    t.batch.c.extract_on,
    t.batch.c.grade,
    t.batch.c.state,
    t.batch.c.complete_from,
    t.batch.c.complete_until,
).join(t.profile, t.profile.c.no == t.batch.c.profile)


def batch_of(row: Any) -> Batch:
    """A batch from a row of `BATCHES`."""
    return Batch(
        no=row.no,
        id=row.id,
        token=row.token,
        channel=Channel.parse(row.channel_name),
        load_channel=row.load_channel,
        is_moved=bool(row.is_moved),
        file_name=row.file_name,
        sha256=row.sha256,
        profile=ProfileText(row.profile_name, row.profile_version, row.profile_text),
        header=tuple(json.loads(row.header)),
        extract_on=row.extract_on,
        is_dated=bool(row.is_dated),
        loaded_at=row.loaded_at,
        unit=row.unit,
        grade=row.grade,
        retain_until=row.retain_until,
        state=BatchState(row.state),
        problem=row.problem,
        units=row.units,
        records=row.records,
        rejected=row.rejected,
    )


def extract_of(row: Any) -> Extract:
    """What a batch says of its age and completeness, from a row of `EXTRACTS`."""
    no, token, channel, profile, on, grade, state, first, last = row
    return Extract(no, token, channel, profile, on, grade, state != BatchState.STAGED, first, last)
