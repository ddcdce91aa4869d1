"""Leads as the terminal shows them."""

from typing import Any

import pytest

from api.cli.leads import print_reasoned

LEAD: dict[str, Any] = {
    "id": "lead:1",
    "label": "Anor Savdo",
    "score": 0.9996,
    "entities": 2,
    "movements": 1_200,
    "seized_movements": 3,
    "cleared_movements": 4,
    "state": "new",
    "shares": [],
    "innocence": {"reason": {"text": "a family"}, "check": {"text": "who owns what"}},
    "came": [],
    "new_evidence": [],
    "is_listed_before": False,
}


def test_a_lead_says_what_is_to_come_and_what_is_overdue(capsys: pytest.CaptureFixture[str]) -> None:
    arrivals = [("expected", 5.2, "astara"), ("missed", -1_030.0, ""), ("undated", None, "")]
    rows = [
        {"state": state, "label": state[0], "post_label": post, "hours_left": left} for state, left, post in arrivals
    ]
    print_reasoned([{**LEAD, "next_arrivals": rows}])
    told = capsys.readouterr().out
    assert "1. 0.999  Anor Savdo" in told, "nothing is certain"
    assert "2 entities, 1,200 movements, 3 seized, 4 cleared; new  lead:1" in told
    assert "expected: e at astara, 5 hours left" in told
    assert "missed: m, 1,030 hours ago" in told
    assert "undated: u\n" in told


def test_what_is_new_is_told_since_it_was_decided_and_not_at_length(capsys: pytest.CaptureFixture[str]) -> None:
    seizures = [f"seizure:{number}" for number in range(7)]
    print_reasoned([{**LEAD, "state": "dismissed", "came": ["party:1"], "new_evidence": seizures, "next_arrivals": []}])
    shown = capsys.readouterr().out
    assert "members that came since the last list: party:1" in shown
    assert f"new since it was dismissed: {', '.join(seizures[:5])} and 2 more" in shown
