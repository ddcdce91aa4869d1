"""Decisions of leads as requests say them and answers show them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.models.query import ViewerQuery
from api.http.models.texts import Text, Words

_ID = "lead:8c3e6abd0259b291a5a2"
State = Literal["new", "confirmed", "dismissed"]


class DecisionForm(BaseModel):
    """What becomes of a lead."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"lead": _ID, "state": "dismissed", "reason": "two brothers, known to us"}]},
    )

    lead: Text = Field(description="Its id; of a rule's hit as `rule_hits` gives it", min_length=1, examples=[_ID])
    state: State = Field(description="confirmed, dismissed, or new again", examples=["confirmed"])
    reason: Words = Field("", description="Why; needed unless it is new again", examples=["seized on 3 May"])


class DecisionsQuery(ViewerQuery):
    """Whose decisions."""

    lead: Text = Field(description="Id of a lead", examples=[_ID])


class Decision(BaseModel):
    """One step of a lead."""

    lead: str = Field(description="Id of the lead", examples=[_ID])
    state: State = Field(description="What was decided", examples=["confirmed"])
    reason: str = Field(description="Why", examples=["seized on 3 May"])
    by: str = Field(description="Who decided", examples=["gulnora"])
    at: str = Field(description="When, UTC", examples=["2024-03-31T08:00:00.000+00:00"])
    patterns: str = Field(description="Channel patterns of whoever decided; empty: every channel", examples=["UZ/*"])


class Decisions(BaseModel):
    """What was decided of a lead."""

    steps: list[Decision] = Field(description="The first one first; the last one counts")
