"""What a fault looks like: RFC 9457."""

from pydantic import BaseModel, ConfigDict, Field


class Fault(BaseModel):
    """One parameter that is not as it should be."""

    field: str = Field(description="Where it stands", examples=["query.limit"])
    reason: str = Field(description="What is wrong with it", examples=["is '201'; write a number up to 200"])


class Problem(BaseModel):
    """A fault, as `application/problem+json` (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="Stable name of the kind of fault", examples=["urn:halqa:error:not-found"])
    title: str = Field(description="The kind of fault in words", examples=["Not found"])
    status: int = Field(description="HTTP status", examples=[404], ge=100, le=599)
    detail: str = Field(
        "", description="What happened, with the thing and its value", examples=["no node 'phone:+998900000001'"]
    )
    next_step: str = Field("", description="What can be done about it", examples=["`halqa search` finds ids"])
    faults: list[Fault] = Field(default_factory=list, description="Each faulty parameter, for status 422")
