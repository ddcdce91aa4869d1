"""Results of inspections that people enter: records of a channel of their own, as if a file had brought them.

Without them no clearance, no hit rate and no "right before" ever fills.
"""

import datetime
import math
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.services.loading.load import LoadOptions, LoadReport, load_frame
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, NotFound
from graph.linkage.movements import OWN_DOCUMENT
from graph.messages import Message, message
from graph.model import Viewer
from graph.schema import value_of
from graph.wording import names_known

PROFILE = "entered-results"
DATASET = "inspection-results"
FOUND, CLEARED, NOT_INSPECTED = RESULTS = ("found", "cleared", "not_inspected")
_DECLARATION, _TRANSPORT = "declaration", "transport"
_MOST_NEAR = 10_000  # documents that one consignment names


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
            BadValue: the result is unknown, the day is none or still to come, or what was found is said of a clearance.
        """
        if self.result not in RESULTS:
            raise BadValue(f"result {self.result!r} is not known", names_known(self.result, RESULTS))
        if (self.result == FOUND) != bool(self.commodity):
            wanted = "say what was found" if self.result == FOUND else "leave out what was found, or write found"
            raise BadValue(f"the result is {self.result}, and the commodity is {self.commodity!r}", wanted)
        if self.quantity is not None and not (self.commodity and 0 <= self.quantity < math.inf):
            raise BadValue(f"the quantity is {self.quantity:g}", "a quantity from 0 on stands beside a commodity")
        try:
            day = datetime.date.fromisoformat(self.on or "2000-01-01")
        except ValueError:
            raise BadValue(f"the day is {self.on!r}", "write it as 2024-03-05") from None
        if day > datetime.date.today():
            raise BadValue(f"the day is {self.on}, which is still to come", "write the day of the inspection")


def enter_result(workspace: Workspace, result: InspectionResult, viewer: Viewer) -> LoadReport:
    """Keeps a result as a record of the originator of its consignment; what became of it, as of any load.

    Results that stand already for the consignment are told in the remarks, and stay.

    Raises:
        NotFound: the consignment is not visible.
        BadValue: it is no consignment, or has no number that an inspection can refer to.
    """
    import pandas as pd

    numbers = _numbers(workspace, result.consignment, viewer)
    references = _references(result.consignment, numbers)
    standing = list(_standing(workspace, numbers.values(), viewer))
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
    report = load_frame(workspace, pd.DataFrame([row]), options, name=f"result of {number}")
    report.remarks += standing
    return report


def _numbers(workspace: Workspace, consignment: str, viewer: Viewer) -> Mapping[str, str]:
    """Ids of the documents that tell a consignment: its own number ("") and its transport document, where it has them.

    Raises:
        NotFound: it is not visible.
        BadValue: it is no consignment.
    """
    if not consignment.startswith("consignment:"):
        raise BadValue(f"{consignment!r} is no consignment", "`halqa search NUMBER` finds the id of one")
    if not workspace.store.get([consignment], viewer):
        raise NotFound(f"no consignment {consignment!r}", "`halqa search NUMBER` finds the id of one")
    near = workspace.store.neighbours(consignment, ("HAS_NUMBER",), viewer, limit=_MOST_NEAR)
    return {n.edge.role: n.edge.target for n in reversed(near) if n.outward and n.edge.role in OWN_DOCUMENT}


def _references(consignment: str, numbers: Mapping[str, str]) -> Mapping[str, str]:
    """What tells the consignment: the transport document that its papers share, else its own number with its kind.

    A declaration is told by its own number alone.

    Raises:
        BadValue: it has neither.
    """
    kind = consignment.split(":", 3)[2]
    if _TRANSPORT in numbers and kind != _DECLARATION:
        return {"Transport document": value_of(numbers[_TRANSPORT])}
    if "" not in numbers:
        raise BadValue(f"{consignment} has no number", "a result needs one to refer to: load it with its own number")
    return {"Consignment": f"{kind}={value_of(numbers[''])}"}


def _standing(workspace: Workspace, numbers: Iterable[str], viewer: Viewer) -> Iterator[Message]:
    """The results that stand already for what these documents tell, by their ids."""
    near = (n for number in numbers for n in workspace.store.neighbours(number, ("INSPECTED",), viewer))
    for inspection in sorted({n.node.id: n.node for n in near if not n.outward}.values(), key=lambda node: node.id):
        said = inspection.properties
        yield message(
            "inspected.stands",
            id=inspection.id,
            result=str(said.get("result", "")),
            day=str(said.get("inspected_on", "")),
        )
