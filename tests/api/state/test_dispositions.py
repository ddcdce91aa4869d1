"""What became of leads: every step is kept, the last one counts."""

from collections.abc import Callable
from typing import Any

import pytest

from api.state import tables
from api.state.dispositions import Decider, LeadState, all_leads, decide, history, of_leads
from api.state.store import StateStore
from graph.errors import BadValue


def test_the_last_step_counts_and_all_are_kept(state: StateStore) -> None:
    decide(state, "lead:1", LeadState.CONFIRMED, "seized on 3 May", Decider("gulnora"))
    decide(state, "lead:1", LeadState.DISMISSED, "another firm of that name", Decider("rustam"))
    decide(state, "lead:2", LeadState.NEW, "", Decider("rustam"))
    last = of_leads(state, ["lead:1", "lead:2", "lead:3"])
    assert {lead: (d.state, d.by) for lead, d in last.items()} == {
        "lead:1": (LeadState.DISMISSED, "rustam"), "lead:2": (LeadState.NEW, "rustam"),
    }  # fmt: skip
    assert [(d.state, d.reason) for d in history(state, "lead:1")] == [
        (LeadState.CONFIRMED, "seized on 3 May"), (LeadState.DISMISSED, "another firm of that name"),
    ]  # fmt: skip
    assert history(state, "lead:3") == []


def test_many_leads_are_asked_for_in_one_go(state: StateStore) -> None:
    decide(state, "lead:1999", LeadState.CONFIRMED, "seen", Decider("gulnora"))
    assert list(of_leads(state, [f"lead:{n}" for n in range(2000)])) == ["lead:1999"]


def test_one_is_told_of_decisions_of_those_who_see_no_more_than_he_does(state: StateStore) -> None:
    decide(state, "lead:1", LeadState.CONFIRMED, "seen", Decider("gulnora", "UZ/*"))
    decide(state, "lead:1", LeadState.DISMISSED, "not there", Decider("rustam"))
    assert of_leads(state, ["lead:1"], "UZ/*")["lead:1"].state is LeadState.CONFIRMED
    assert [d.by for d in history(state, "lead:1", "UZ/*")] == ["gulnora"]
    assert of_leads(state, ["lead:1"], "KZ/*") == {}


@pytest.mark.parametrize(
    ("lead", "to", "reason", "by"),
    [
        ("lead:1", LeadState.CONFIRMED, " ", "gulnora"),
        ("lead:1", LeadState.DISMISSED, "", "gulnora"),
        ("", LeadState.NEW, "", "gulnora"),
        ("lead:1", LeadState.NEW, "", ""),
    ],
)
def test_a_decision_names_lead_person_and_reason(
    state: StateStore, lead: str, to: LeadState, reason: str, by: str
) -> None:
    with pytest.raises(BadValue):
        decide(state, lead, to, reason, Decider(by))
    assert history(state, "lead:1") == []


def test_decisions_at_once_are_all_kept_one_after_the_other(
    state: StateStore, at_once: Callable[..., list[Any]]
) -> None:
    at_once(*[lambda own: decide(own, "lead:1", LeadState.CONFIRMED, "seen", Decider("gulnora"))] * 4)
    assert len(history(state, "lead:1")) == 4


def test_the_evidence_of_a_decision_is_kept_with_it(state: StateStore) -> None:
    decide(
        state, "lead:1", LeadState.DISMISSED, "a family", Decider("gulnora"), ["phone:+1", "address:UZ:x", "phone:+1"]
    )
    assert of_leads(state, ["lead:1"])["lead:1"].evidence == ("address:UZ:x", "phone:+1")


def test_decisions_are_told_as_they_stood_on_a_day(state: StateStore) -> None:
    for step, (to, day) in enumerate(((LeadState.CONFIRMED, "2024-03-05"), (LeadState.DISMISSED, "2024-04-02")), 1):
        decide(state, "lead:1", to, "seen", Decider("gulnora"))
        with state.transaction() as connection:
            this = tables.disposition.c.step == step
            connection.execute(tables.disposition.update().where(this).values(at=f"{day}T10:00:00.000+00:00"))
    told = [all_leads(state, "", day).get("lead:1") for day in ("2024-03-04", "2024-03-05", "2024-04-02")]
    assert [step and step.state for step in told] == [None, LeadState.CONFIRMED, LeadState.DISMISSED]
