"""The risk profile of the administration, that consignments and leads are ranked by."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.http.dependencies import ServiceOf
from api.http.models.query import QueryModel
from api.http.models.risk_profile import RiskProfileInForce
from api.http.strict import StrictRoute
from api.services.asking.risk_profiles import described, read_file
from graph.messages import message

router = APIRouter(prefix="/v1/risk-profile", tags=["leads"], route_class=StrictRoute)


@router.get("", summary="Show the risk profile", response_model=RiskProfileInForce)
def risk_profile(service: ServiceOf, _: Annotated[QueryModel, Query()]) -> dict[str, Any]:
    """What it changes of points, thresholds and weights, and its rules; `rule_results` tells what came of them."""
    path = service.settings.risk_profile
    if path is None:
        return {"profile": None, "sentences": [message("risk_profile.none")]}
    profile = read_file(path)
    return {"profile": profile.model_dump(mode="json"), "sentences": list(described(profile))}
