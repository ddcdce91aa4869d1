"""Judgements: kept, revoked, never deleted, and told to whoever sees both sides."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from api.state import tables
from api.state.judgements import (
    Judgement,
    Opinion,
    Verdict,
    as_pairs,
    confirm,
    get,
    history,
    judge,
    revoke,
    standing,
    waiting,
)
from api.state.store import StateStore
from graph.errors import BadValue, NotFound, Refused
from graph.model import EVERYONE, Viewer

UZ, KZ = "UZ/decl/H1/customs", "KZ/decl/H1/customs"
A, B, C = f"party:{UZ}:a", f"party:{UZ}:b", f"party:{KZ}:c"


def said(state: StateStore, left: str, right: str, verdict: Verdict = Verdict.SAME, **more: Any) -> Judgement:
    given = {"channels": frozenset([UZ]), "by": "gulnora", "why": "the same register number"}
    return judge(state, Opinion((left, right), verdict, **(given | more)))


def test_a_judgement_is_kept_with_who_when_and_why_in_one_form(state: StateStore) -> None:
    made = said(state, B, A)
    assert made.pair == (A, B) and made.verdict is Verdict.SAME and made.by == "gulnora" and made.at
    assert get(state, made.id, EVERYONE) == made
    assert standing(state, EVERYONE) == history(state, A, EVERYONE) == history(state, B, EVERYONE) == [made]
    assert history(state, C, EVERYONE) == []


def test_of_a_pair_the_last_that_is_not_revoked_counts(state: StateStore) -> None:
    first = said(state, A, B, Verdict.SAME)
    second = said(state, B, A, Verdict.DIFFERENT)
    with state.transaction() as connection:  # a millisecond later, whatever the clock says
        j = tables.judgement.c
        connection.execute(
            tables.judgement.update().where(j.id == second.id).values(at="2999-01-01T00:00:00.000+00:00")
        )
    assert [judgement.verdict for judgement in standing(state, EVERYONE)] == [Verdict.DIFFERENT]
    revoke(state, second.id, EVERYONE, "rustam", "a typing error")
    assert standing(state, EVERYONE) == [first]


def test_what_is_revoked_stays_with_who_when_and_why(state: StateStore) -> None:
    made = said(state, A, B)
    gone = revoke(state, made.id, EVERYONE, "rustam", "two brothers")
    assert (gone.revoked_by, gone.revoked_why) == ("rustam", "two brothers") and gone.revoked_at
    assert standing(state, EVERYONE) == [] and history(state, A, EVERYONE) == [gone]
    with pytest.raises(Refused, match="was revoked by rustam already"):
        revoke(state, made.id, EVERYONE, "aziza", "again")
    with state.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.judgement)) == 1


def test_judgements_are_listed_by_their_pair(state: StateStore) -> None:
    for left, right in ((C, B), (A, C), (A, B)):
        said(state, left, right, Verdict.UNSURE)
    pairs = [judgement.pair for judgement in standing(state, EVERYONE)]
    assert pairs == sorted(pairs) and len(pairs) == 3


def test_one_who_does_not_see_a_side_is_told_of_nothing(state: StateStore) -> None:
    seen, hidden = said(state, A, B), said(state, A, C, channels=frozenset([UZ, KZ]))
    viewer = Viewer(frozenset([UZ]))
    assert standing(state, viewer) == history(state, A, viewer) == [seen]
    messages = []
    for unknown in (hidden.id, "judgement:0"):
        with pytest.raises(NotFound) as caught:
            get(state, unknown, viewer)
        messages.append(str(caught.value).replace(unknown, "ID"))
        with pytest.raises(NotFound):
            revoke(state, unknown, viewer, "rustam", "why not")
    assert messages[0] == messages[1]
    assert get(state, hidden.id, EVERYONE) == hidden


@pytest.mark.parametrize(
    ("left", "right", "more"),
    [(A, A, {}), ("", A, {}), (A, B, {"by": ""}), (A, B, {"why": " "})],
)
def test_a_judgement_names_two_sides_a_person_and_a_reason(
    state: StateStore, left: str, right: str, more: dict[str, str]
) -> None:
    with pytest.raises(BadValue):
        said(state, left, right, **more)
    assert standing(state, EVERYONE) == []


def test_of_two_that_revoke_at_once_one_succeeds(state: StateStore, at_once: Callable[..., list[Any]]) -> None:
    made = said(state, A, B)
    done = at_once(*[lambda own: revoke(own, made.id, EVERYONE, "rustam", "wrong")] * 2)
    assert sorted(type(one).__name__ for one in done) == ["Judgement", "Refused"]


def test_one_that_needs_a_second_person_counts_when_another_one_has_said_so(state: StateStore) -> None:
    made = said(state, A, B, needs_second=True)
    assert made.is_waiting and standing(state, EVERYONE) == [] and waiting(state, EVERYONE) == [made]
    with pytest.raises(Refused, match="another person has to confirm it"):
        confirm(state, made.id, EVERYONE, "gulnora")
    done = confirm(state, made.id, EVERYONE, "rustam")
    assert (done.second_by, done.is_waiting) == ("rustam", False)
    assert standing(state, EVERYONE) == [done] and waiting(state, EVERYONE) == []
    with pytest.raises(Refused, match="does not wait for a second person"):
        confirm(state, made.id, EVERYONE, "aziza")


def test_judgements_as_pairs_come_by_verdict_and_what_is_the_same_in_time(state: StateStore) -> None:
    for left, right, verdict in ((B, C, Verdict.SAME), (A, C, Verdict.DIFFERENT), (A, B, Verdict.UNSURE)):
        said(state, left, right, verdict)
    pairs = as_pairs(standing(state, EVERYONE))
    assert (pairs.same, pairs.different, pairs.unsure) == (((C, B),), ((C, A),), ((A, B),))


def test_judgements_are_told_as_they_stood_on_a_day(state: StateStore) -> None:
    made = said(state, A, B)
    revoke(state, made.id, EVERYONE, "rustam", "another firm")
    with state.transaction() as connection:
        times = {"at": "2024-03-05T10:00:00.000+00:00", "revoked_at": "2024-04-02T10:00:00.000+00:00"}
        connection.execute(tables.judgement.update().values(times))
    days = ("2024-03-04", "2024-03-05", "2024-04-01", "2024-04-02")
    assert [len(standing(state, EVERYONE, day)) for day in days] == [0, 1, 1, 0]
