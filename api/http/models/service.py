"""The service about itself."""

from typing import Literal

from pydantic import BaseModel, Field


class Health(BaseModel):
    """It is alive."""

    status: Literal["alive"] = Field(description="Always `alive`", examples=["alive"])


class ReadinessCheck(BaseModel):
    """One thing that was looked at, and is well."""

    subject: str = Field(description="What was looked at", examples=["graph store"])
    finding: str = Field(description="What was found", examples=["it answers"])


class Readiness(BaseModel):
    """It is ready."""

    status: Literal["ready"] = Field(description="Always `ready`", examples=["ready"])
    checks: list[ReadinessCheck] = Field(description="What was looked at")


class Rebuilt(BaseModel):
    """What a rebuild wrote."""

    records: int = Field(description="Records applied", examples=[4645], ge=0)
    nodes: int = Field(description="Nodes written", examples=[26_385], ge=0)
    edges: int = Field(description="Edges written", examples=[45_400], ge=0)
    set_aside: dict[str, str] = Field(description="Batches that could not be applied, with the reason", examples=[{}])
