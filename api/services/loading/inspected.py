"""Results of inspections that people enter: records of a channel of their own, as if a file had brought them.

Without them no clearance, no hit rate and no "right before" ever fills.
"""

import datetime
import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from api.services.loading.load import LoadOptions, LoadReport, load_frame
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, NotFound
from graph.model import Viewer
from graph.schema import value_of
from graph.wording import names_known

PROFILE = "inspection-results"
FOUND, CLEARED, NOT_INSPECTED = RESULTS = ("found", "cleared", "not_inspected")
_NUMBERED = "HAS_NUMBER"
_THINGS = {"IN_CONTAINER": "Container", "ON_VEHICLE": "Vehicle"}
_DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class InspectionResult:
    """What an inspection of a consignment came to; `on` is an ISO day, today where it is empty."""

    consignment: str
    result: str
    on: str = ""
    office: str = ""
    remarks: str = ""
    commodity: str = ""
    quantity: float | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        """Checks that the parts agree.

        Raises:
            BadValue: the result is unknown, the day is none, or what was found is said of a clearance.
        """
        if self.result not in RESULTS:
            raise BadValue(f"result {self.result!r} is not known", names_known(self.result, RESULTS))
        if (self.result == FOUND) != bool(self.commodity):
            wanted = "say what was found" if self.result == FOUND else "leave out what was found, or write found"
            raise BadValue(f"the result is {self.result}, and the commodity is {self.commodity!r}", wanted)
        if self.quantity is not None and not (self.commodity and 0 <= self.quantity < math.inf):
            raise BadValue(f"the quantity is {self.quantity:g}", "a quantity from 0 on stands beside a commodity")
        try:
            datetime.date.fromisoformat(self.on or "2000-01-01")
        except ValueError:
            raise BadValue(f"the day is {self.on!r}", "write it as 2024-03-05") from None


def enter_result(workspace: Workspace, result: InspectionResult, viewer: Viewer) -> LoadReport:
    """Keeps a result as a record of the originator of its consignment; what became of it, as of any load.

    Raises:
        NotFound: the consignment is not visible.
        BadValue: it is no consignment, or names nothing that an inspection can refer to.
    """
    import pandas as pd

    references = _references(workspace, result.consignment, viewer)
    _, channel, _, number = result.consignment.split(":", 3)
    originator = channel.split("/")[0]
    day = result.on or datetime.date.today().isoformat()
    row = {
        "Number": f"{day}-{secrets.token_hex(6)}",
        "Day": day,
        "Office": result.office,
        "Result": result.result,
        "Remarks": result.remarks,
        "Commodity": result.commodity,
        "Quantity": result.quantity,
        "Unit": result.unit,
        **dict.fromkeys(("Declaration", "Transport document", *_THINGS.values()), ""),
        **references,
    }
    options = LoadOptions(PROFILE, originator, dataset=PROFILE, extract_date=day)
    return load_frame(workspace, pd.DataFrame([row]), options, name=f"result of {number}")


def _references(workspace: Workspace, consignment: str, viewer: Viewer) -> Mapping[str, str]:
    """What tells the consignment: its declaration, else its transport document, else its containers and vehicles.

    Raises:
        NotFound: it is not visible.
        BadValue: it is no consignment, or names none of them.
    """
    if not consignment.startswith("consignment:"):
        raise BadValue(f"{consignment!r} is no consignment", "`halqa search NUMBER` finds the id of one")
    if not workspace.store.get([consignment], viewer):
        raise NotFound(f"no consignment {consignment!r}", "`halqa search NUMBER` finds the id of one")
    near = workspace.store.neighbours(consignment, (_NUMBERED, *_THINGS), viewer)
    own = [edge.target for edge in (n.edge for n in near if n.outward) if edge.type == _NUMBERED and not edge.role]
    transport = [n.edge.target for n in near if n.outward and n.edge.role == "transport"]
    if consignment.split(":", 3)[2] == _DECLARATION and own:
        return {"Declaration": value_of(own[0])}
    if transport or own:
        return {"Transport document": value_of((transport or own)[0])}
    things = {
        column: ";".join(sorted(value_of(n.edge.target) for n in near if n.outward and n.edge.type == edge_type))
        for edge_type, column in _THINGS.items()
    }
    if not any(things.values()):
        raise BadValue(
            f"{consignment} names no document, container or vehicle",
            "an inspection refers to one of them: load the declaration first",
        )
    return things
