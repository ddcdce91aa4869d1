"""What was handed out: noted with what it holds, found by what it holds, told to whoever sees as much."""

from collections.abc import Callable
from typing import Any

import pytest

from api.state.disclosures import Answer, DisclosureKind, listed, nodes_of, note
from api.state.store import StateStore
from graph.errors import NotFound


def answer(**more: Any) -> Answer:
    given: dict[str, Any] = {
        "kind": DisclosureKind.EXPORT, "title": "Around +998901234567", "question": "around phone:+998901234567",
        "parameters": {"around": "phone:+998901234567", "limit": 300}, "format": "html", "version": "v1",
        "patterns": "UZ/*", "by": "gulnora", "nodes": frozenset(["phone:1", "party:1"]),
        "batches": frozenset(["UZ/decl/H1/customs:2024-01-31:ab"]),
    }  # fmt: skip
    return Answer(**(given | more))


def test_an_export_is_noted_with_all_that_was_said_of_it(state: StateStore) -> None:
    made = note(state, answer())
    (known,) = listed(state)
    assert (known.id, known.kind, known.by, known.version, known.format) == (
        made, DisclosureKind.EXPORT, "gulnora", "v1", "html",
    )  # fmt: skip
    assert known.parameters == {"around": "phone:+998901234567", "limit": 300} and known.at.endswith("+00:00")
    assert (known.node_count, known.batch_count) == (2, 1)
    assert nodes_of(state, made) == ["party:1", "phone:1"]


def test_answers_are_found_by_the_nodes_and_batches_that_they_hold(state: StateStore) -> None:
    first = note(state, answer())
    second = note(state, answer(kind=DisclosureKind.RESULT, nodes=frozenset(["phone:2"]), batches=frozenset(["b"])))
    assert [d.id for d in listed(state, nodes=["phone:1", "phone:9"])] == [first]
    assert [d.id for d in listed(state, batches=["b"])] == [second]
    assert [d.id for d in listed(state, kind=DisclosureKind.RESULT)] == [second]
    assert listed(state, nodes=["phone:1"], batches=["b"]) == listed(state, nodes=["phone:3"]) == []


def test_answers_come_newest_first_and_as_many_as_are_wanted(state: StateStore) -> None:
    for number in range(5):
        note(state, answer(title=str(number)))
    moments = [d.at for d in listed(state)]
    assert moments == sorted(moments, reverse=True) and len(moments) == 5
    assert len(listed(state, limit=2)) == 2


@pytest.mark.parametrize(
    ("asker", "told"),
    [("", ["", "KZ/*", "UZ/*"]), ("UZ/*", ["UZ/*"]), ("UZ/*,KZ/*", ["KZ/*", "UZ/*"]), ("UZ/import/*", []), ("-", [])],
)
def test_one_is_told_of_what_was_asked_for_with_no_more_than_his_own_patterns(
    state: StateStore, asker: str, told: list[str]
) -> None:
    for patterns in ("", "UZ/*", "KZ/*"):
        note(state, answer(patterns=patterns))
    assert sorted(d.patterns for d in listed(state, asker)) == told
    assert len(listed(state, asker, limit=1)) == min(1, len(told))


def test_the_nodes_of_a_hidden_answer_are_those_of_none(state: StateStore) -> None:
    made = note(state, answer(patterns=""))
    for unknown in (made, "disclosure:0"):
        with pytest.raises(NotFound, match="no export"):
            nodes_of(state, unknown, "UZ/*")


def test_hostile_texts_and_very_many_nodes_are_kept(state: StateStore) -> None:
    nodes = frozenset(f"node:{n}'\";--" for n in range(12_000))
    made = note(state, answer(title="a\0b\ud800<script>", parameters={"q": "\0\ud800"}, nodes=nodes))
    (known,) = listed(state, nodes=["node:11999'\";--"])
    assert known.id == made and known.node_count == 12_000 and known.parameters == {"q": "\0\ud800"}
    assert known.title == "a␀b?<script>"


def test_many_that_write_at_once_wait_for_one_another(state: StateStore, at_once: Callable[..., list[Any]]) -> None:
    made = at_once(*[lambda own: [note(own, answer()) for _ in range(10)]] * 4)
    assert [len(one) for one in made] == [10] * 4, made
    assert len(listed(state)) == 40
