"""The risk profile as answers show it."""

from typing import Any

from pydantic import BaseModel, Field

from graph.messages import Message


class RiskProfileInForce(BaseModel):
    """The risk profile that the service applies."""

    profile: dict[str, Any] | None = Field(
        description="Its values; null where none is set", examples=[{"name": "our-profile", "version": 1}]
    )
    sentences: list[Message] = Field(
        description="What it is and what it changes",
        examples=[[{"key": "risk_profile.none", "values": {}, "text": "no risk profile is set"}]],
    )
