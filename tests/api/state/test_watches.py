"""The watch list: who sees which entry, when it stands, and that a hit is kept once."""

import pytest

from api.state.dispositions import Decider
from api.state.store import StateStore
from api.state.watches import Met, Scope, Wanted, WatchKind, add, drop_hits, end, hits_of, keep, listed, standing
from graph.errors import BadValue, NotFound

PLATE = Wanted(WatchKind.PLATE, " 01 777  AAA", "seen at night")
GULNORA, RUSTAM = Decider("gulnora", "UZ/*"), Decider("rustam", "UZ/*")


def test_an_entry_is_its_owners_or_the_administrations(state: StateStore) -> None:
    own = add(state, PLATE, GULNORA)
    shared = add(state, Wanted(WatchKind.NAME, "Karvon", "smuggled", scope=Scope.ADMINISTRATION), GULNORA)
    assert own.wanted.text == "01 777 AAA"
    assert {watch.id for watch in listed(state, GULNORA)} == {own.id, shared.id}
    assert [watch.id for watch in listed(state, RUSTAM)] == [shared.id]
    assert listed(state, Decider("gulnora", "UZ/import/*")) == listed(state, Decider("rustam", "KZ/*")) == []


def test_what_is_taken_off_or_over_stands_no_more_and_is_still_listed(state: StateStore) -> None:
    until = add(state, Wanted(WatchKind.PHONE, "+998901234567", "rang", until="2999-01-01"), GULNORA)
    ended = add(state, PLATE, GULNORA)
    with pytest.raises(NotFound, match="no entry"):
        end(state, ended.id, RUSTAM)
    assert end(state, ended.id, GULNORA, "found").ended_by == "gulnora"
    assert [watch.id for watch in standing(state, "2999-01-01")] == [until.id]
    assert standing(state, "2999-01-02") == []
    assert len(listed(state, GULNORA)) == 2


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        (Wanted(WatchKind.NAME, " ", "why"), "names ''"),
        (Wanted(WatchKind.NAME, "Karvon", " "), "without a reason"),
        (Wanted(WatchKind.NAME, "Karvon", "why", until="soon"), "is not a day"),
        (Wanted(WatchKind.NAME, "Karvon", "why", until="2020-01-01"), "is over"),
    ],
)
def test_an_entry_that_says_too_little_is_refused(state: StateStore, wanted: Wanted, fault: str) -> None:
    with pytest.raises(BadValue, match=fault):
        add(state, wanted, GULNORA)


def test_a_hit_is_kept_once_and_goes_with_its_record(state: StateStore) -> None:
    watch = add(state, PLATE, GULNORA)
    met = Met(watch.id, "consignment:UZ/a/H1/c:declaration:1", "vehicle:UZ:01777AAA", "UZ/a/H1/c", 1.0)
    other = Met(watch.id, "consignment:UZ/a/H1/c:declaration:2", "vehicle:UZ:01777AAA", "UZ/a/H1/c", 1.0)
    assert [hit.met for hit in keep(state, [met])] == [met]
    assert [hit.met for hit in keep(state, [met, other])] == [other]
    assert len(hits_of(state, [watch.id])) == 2 and hits_of(state, [watch.id], since="2999") == []
    drop_hits(state, [met.record])
    assert [hit.met for hit in hits_of(state, [watch.id])] == [other]
