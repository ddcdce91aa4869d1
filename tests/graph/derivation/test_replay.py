"""A graph that is stepped forward holds what was known on each day, and is the one that is made anew."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from graph.derivation.replay import Replay
from graph.errors import BadValue
from graph.model import EVERYONE
from graph.store.base import GraphStore
from graph.store.sqlite.store import SqliteStore

Hash = Callable[[GraphStore], str]
HEAD = "No,Date,Amended,Status,Shipper,Consignee,Phone,Container,Weight\n"
ENDS = ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31")


@contextmanager
def replay(desk: Any) -> Iterator[tuple[Replay, SqliteStore]]:
    with closing(SqliteStore("sqlite:///:memory:")) as store:
        store.ensure_schema()
        yield Replay(desk.records, store, desk.reading_of), store


@pytest.fixture
def past(desk: Any) -> Any:
    """Five months of new, corrected, repeated and annulled declarations, and a book of years that came once."""
    dice = random.Random(5)
    known: list[tuple[int, str]] = []
    for month, end in enumerate(ENDS):
        rows = []
        for number, day in dice.sample(known, min(4, len(known))):
            status = "annulled" if dice.random() < 0.3 else ""
            rows.append(f"{number},{day},{end},{status},Mill {dice.randrange(3)},Firm {dice.randrange(4)},,,{number}\n")
        for number in range(6 * month, 6 * month + 6):
            day = f"{end[:8]}{1 + dice.randrange(28):02d}"
            known.append((number, day))
            rows.append(f"{number},{day},,,Mill {dice.randrange(3)},Firm {dice.randrange(4)},+99890123456{month},,1\n")
        desk.load(HEAD + "".join(rows), end, name=f"{end}.csv")
    book = "".join(f"b{n},20{19 + n}-03-1{n},,,Old Mill,Firm {n % 4},,MSKU1234565,1\n" for n in range(6))
    desk.load(HEAD + book, "2024-06-30", profile=desk.profile.replace("name: decl", "name: book"), name="book.csv")
    return desk


def test_a_graph_stepped_forward_is_the_one_made_anew_on_three_days(past: Any, graph_hash: Hash) -> None:
    days = sorted(random.Random(3).sample([end[:8] + day for end in ENDS for day in ("11", "19", end[8:])], 3))
    with replay(past) as (stepped, store):
        for day in days:
            stepped.step(day)
            with replay(past) as (anew, fresh):
                anew.step(day)
                assert graph_hash(store) == graph_hash(fresh)
                assert store.version(EVERYONE) == fresh.version(EVERYONE)


def test_the_last_step_is_the_graph_of_now(past: Any, graph_hash: Hash) -> None:
    with replay(past) as (stepped, store):
        for day in ("2024-02-15", "2024-06-30"):
            stepped.step(day)
        assert graph_hash(store) == graph_hash(past.store)


def test_a_record_counts_from_the_day_of_its_extract_and_in_a_book_from_its_own(past: Any) -> None:
    with replay(past) as (stepped, store):
        counts = []
        for day in ("2019-03-09", "2019-03-10", "2024-01-30", "2024-01-31"):
            stepped.step(day)
            counts.append(store.totals(EVERYONE).nodes.get("Consignment", 0))
    assert counts == [0, 1, 5, 11]


def test_a_channel_that_does_not_count_is_not_replayed(past: Any) -> None:
    with closing(SqliteStore("sqlite:///:memory:")) as store:
        store.ensure_schema()
        stepped = Replay(past.records, store, past.reading_of, lambda channel: False)
        stepped.step("2024-06-30")
        assert (stepped.days, stepped.history, store.totals(EVERYONE).nodes) == ([], [], {})


def test_a_step_back_is_refused(past: Any) -> None:
    with replay(past) as (stepped, _):
        stepped.step("2024-03-01")
        with pytest.raises(BadValue, match="as of 2024-03-01, and 2024-02-01 is not after it"):
            stepped.step("2024-02-01")
