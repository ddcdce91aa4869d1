"""Dossiers as requests say them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.models.texts import Text, Words

_LEAD = "lead:8c3e6abd0259b291a5a2"


class DossierForm(BaseModel):
    """Which dossier, and how it is wanted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"lead": _LEAD, "format": "zip"}]})

    lead: Text = Field(description="Id of the lead", examples=[_LEAD])
    as_of: Words = Field(
        "",
        description="Moment or day that hours are left from; when the data was loaded last if not given",
        examples=["2024-03-31T08:00:00+00:00"],
    )
    format: Literal["zip", "html"] = Field(
        "zip", description="zip: the bundle that can be made again; html: the page alone", examples=["zip"]
    )
