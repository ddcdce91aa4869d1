"""Results of inspections as requests say them."""

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.models.texts import NodeId, Words

CONSIGNMENT = "consignment:UZ/declarations/H1/customs:declaration:26013/01.02.2024/0000681"


class InspectionForm(BaseModel):
    """What an inspection of a consignment came to."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"consignment": CONSIGNMENT, "result": "cleared", "office": "Dusti"}]},
    )

    consignment: NodeId = Field(description="Id of the consignment", examples=[CONSIGNMENT])
    result: Literal["found", "cleared", "not_inspected"] = Field(
        description="cleared: nothing was found", examples=["cleared"]
    )
    on: datetime.date | None = Field(None, description="Day of the inspection; today", examples=["2024-03-05"])
    office: Words = Field("", description="Customs office", examples=["Dusti"])
    commodity: Words = Field("", description="What was found", examples=["heroin"])
    quantity: float | None = Field(None, description="How much of it", ge=0, examples=[2.5])
    unit: Words = Field("", description="Unit of the quantity", examples=["kg"])
    remarks: Words = Field("", description="Remarks", examples=["opened with the carrier"])
