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

PROFILE = "entered-results"
DATASET = "inspection-results"
FOUND, CLEARED, NOT_INSPECTED = RESULTS = ("found", "cleared", "not_inspected")
_NUMBERED = "HAS_NUMBER"
_DECLARATION = "declaration"
_TRANSPORT = "transport"
_MOST_NUMBERS = 10_000  # documents that one consignment names


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
        BadValue: it is no consignment, or has no number that an inspection can refer to.
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
        "Consignment": "",
        "Transport document": "",
        **references,
    }
    options = LoadOptions(PROFILE, originator, dataset=DATASET, extract_date=day)
    return load_frame(workspace, pd.DataFrame([row]), options, name=f"result of {number}")


def _references(workspace: Workspace, consignment: str, viewer: Viewer) -> Mapping[str, str]:
    """What tells the consignment: the transport document that its papers share, else its own number with its kind.

    A declaration is told by its own number alone.

    Raises:
        NotFound: it is not visible.
        BadValue: it is no consignment, or has neither.
    """
    if not consignment.startswith("consignment:"):
        raise BadValue(f"{consignment!r} is no consignment", "`halqa search NUMBER` finds the id of one")
    if not workspace.store.get([consignment], viewer):
        raise NotFound(f"no consignment {consignment!r}", "`halqa search NUMBER` finds the id of one")
    kind = consignment.split(":", 3)[2]
    near = workspace.store.neighbours(consignment, (_NUMBERED,), viewer, limit=_MOST_NUMBERS)
    numbers = {n.edge.role: n.edge.target for n in reversed(near) if n.outward}
    if _TRANSPORT in numbers and kind != _DECLARATION:
        return {"Transport document": value_of(numbers[_TRANSPORT])}
    if "" not in numbers:
        raise BadValue(f"{consignment} has no number", "a result needs one to refer to: load it with its own number")
    return {"Consignment": f"{kind}={value_of(numbers[''])}"}
