"""Which edge a link field becomes, by tables: what it leads to, in which role, and what reads its cells."""

from collections.abc import Callable, Mapping

from graph.values import ids
from graph.values.ids import CheckedId
from graph.values.vessels import imos

EDGE_OF_KIND = {
    "seizure": "SEIZED_IN",
    "inspection": "INSPECTED",
    "vehicle": "REGISTERS",
    "container": "REGISTERS",
    "case": "CONCERNS",
    "party": "KEEPS",
}
# link -> the edge, the beginning of the target's id, the role of the edge, and what reads a cell
NUMBERS: Mapping[str, tuple[str, str, str, Callable[[str], tuple[CheckedId, ...]]]] = {
    "container": ("IN_CONTAINER", "container:", "", ids.containers),
    "seal": ("SEALED_WITH", "seal:", "", ids.seals),
    "vehicle.vin": ("ON_VEHICLE", "vehicle:VIN:", "vin", ids.vins),
    "goods.vin": ("INCLUDES", "vehicle:VIN:", "", ids.vins),
    "vessel.imo": ("ON_VEHICLE", "vehicle:IMO:", "imo", imos),
}
# link -> whether the number is one country's, the type in the document's id, the role of the edge
DOCUMENTS = {
    "transport_document": (False, "transport", "transport"),
    "master_document": (False, "transport", "master"),
    "previous_document": (True, "declaration", "previous"),
    "declaration": (True, "declaration", "previous"),
    "manifest_number": (True, "manifest", "manifest"),
    "unique_reference": (False, "reference", "reference"),
}
