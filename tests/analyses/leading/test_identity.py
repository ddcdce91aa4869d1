"""A lead keeps its id while most of its evidence stands; merged and split ones tell of each other."""

from collections.abc import Mapping
from typing import Any

from analyses.leading.identity import Identity, Known, evidence_of, identities, known_leads, mark, new_evidence
from graph.linkage.inputs import EarlierAnswer, Inputs


def known(lead: str, *values: str) -> Known:
    return Known(lead, frozenset(values), frozenset(), "new", frozenset(), True)


def told(identity: Identity) -> tuple[str, tuple[str, ...]]:
    return identity.known.id if identity.known else "", identity.former_ids


def test_a_group_with_half_of_the_evidence_is_the_lead() -> None:
    assert [told(i) for i in identities([["a", "b", "x"], ["y"]], [known("lead:1", "a", "b", "c", "d")])] == [
        ("lead:1", ()),
        ("", ()),
    ]


def test_a_group_with_less_only_tells_that_a_part_went_into_it() -> None:
    assert told(identities([["a", "x"]], [known("lead:1", "a", "b", "c")])[0]) == ("", ("lead:1",))


def test_of_leads_that_merge_the_one_with_most_evidence_stands_for_both() -> None:
    merged = identities([["a", "b", "c"]], [known("lead:1", "a"), known("lead:2", "b", "c")])
    assert told(merged[0]) == ("lead:2", ("lead:1",))


def test_of_a_lead_that_splits_both_parts_tell() -> None:
    split = identities([["a", "b", "c"], ["d"]], [known("lead:1", "a", "b", "c", "d")])
    assert [told(part) for part in split] == [("lead:1", ()), ("", ("lead:1",))]


def test_known_leads_are_those_of_the_list_and_those_that_were_decided() -> None:
    row = {"id": "lead:1", "through": ["phone:+1"], "seized": ["seizure:1"], "members": ["party:1"]}
    rows: tuple[Mapping[str, Any], ...] = (row,)
    earlier = EarlierAnswer(id="r", title="", at="", analysis="leads", parameters={}, version="", rows=rows)
    inputs = Inputs(
        earlier=earlier, dispositions={"lead:2": "dismissed"}, lead_evidence={"lead:2": (mark("phone:+2"),)}
    )
    assert known_leads(inputs) == [
        Known("lead:1", frozenset(map(mark, evidence_of(row))), frozenset(["party:1"]), "new", frozenset(), True),
        Known("lead:2", frozenset([mark("phone:+2")]), frozenset(), "dismissed", frozenset([mark("phone:+2")]), False),
    ]


def test_new_is_what_was_not_there_when_it_was_decided_else_when_it_was_listed() -> None:
    listed = Known("lead:1", frozenset(map(mark, ("a", "b"))), frozenset(), "new", frozenset(), True)
    decided = Known("lead:1", frozenset(map(mark, ("a", "b"))), frozenset(), "dismissed", frozenset([mark("a")]), True)
    assert new_evidence(["a", "b", "seizure:1"], listed) == ["seizure:1"]
    assert new_evidence(["a", "b", "seizure:1"], decided) == ["b", "seizure:1"]
    assert new_evidence(["a"], None) == []
