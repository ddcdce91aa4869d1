"""What becomes of leads and of hits of rules: decided by somebody, with what they were made of then."""

from collections.abc import Mapping
from typing import Any

from analyses.leading.identity import evidence_of, mark
from analyses.rule_hits import PREFIX as HIT
from api.state import dispositions
from api.state.dispositions import Decider, Disposition, LeadState
from api.state.store import StateStore
from graph.errors import BadValue
from graph.wording import names_known


def question(lead: str) -> tuple[str, dict[str, str]]:
    """The analysis that knows a lead or a hit, and the parameters that ask for it alone."""
    return ("rule_hits", {"hit": lead}) if lead.startswith(HIT) else ("leads", {"lead": lead})


def read_state(text: str, what: str = "lead") -> LeadState:
    """A state of a lead, or of a hit, by its name.

    Raises:
        BadValue: there is none of that name.
    """
    known = [state.value for state in LeadState]
    if text not in known:
        raise BadValue(f"a {what} is not {text!r}", names_known(text, known))
    return LeadState(text)


def decide(state: StateStore, lead: Mapping[str, Any], to: LeadState, reason: str, decider: Decider) -> Disposition:
    """Keeps a decision about a lead or a hit, a row of `leads` or `rule_hits` as JSON values.

    Raises:
        BadValue: a lead is confirmed or dismissed without a reason.
    """
    return dispositions.decide(state, str(lead["id"]), to, reason, decider, map(mark, evidence_of(lead)))


def decision_row(step: Disposition) -> dict[str, Any]:
    """A decision as it is listed."""
    return {
        "lead": step.lead,
        "state": step.state.value,
        "reason": step.reason,
        "by": step.by,
        "at": step.at,
        "patterns": step.patterns,
    }
