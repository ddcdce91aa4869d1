"""One-off history: files that came once and hold years, of which each record was known on its own day.

A monthly extract was known on its day and not before. Of a register or a book of seizures that was loaded once, the day
of the extract says when it was copied: to replay the past, its records count from their own days on.
"""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from graph.records import tables as t
from graph.records.store import RecordStore

LONGEST_EXTRACT_DAYS = 62  # what is longer and came once is no extract of a period


def history_batches(store: RecordStore) -> frozenset[int]:
    """Batches, by number, of sources (channel and profile) that came on one day and hold more than two months."""
    b = t.batch.c
    query = sa.select(b.no, b.channel, t.profile.c.name, b.extract_on, b.first_day, b.last_day).join_from(
        t.batch, t.profile
    )
    by_source: dict[tuple[int, str], list[Any]] = defaultdict(list)
    with store.reading() as connection:
        for row in connection.execute(query):
            by_source[row.channel, row.name].append(row)
    return frozenset(row.no for rows in by_source.values() if _came_once(rows) for row in rows)


def _came_once(rows: list[Any]) -> bool:
    first = [row.first_day for row in rows if row.first_day is not None]
    last = [row.last_day for row in rows if row.last_day is not None]
    is_long = bool(first and last) and max(last) - min(first) > LONGEST_EXTRACT_DAYS
    return is_long and len({row.extract_on for row in rows}) == 1
