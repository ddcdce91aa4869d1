"""Whether the values of a column can be what its heading says: they veto, and where two readings stand they decide."""

from graph.canonical import RecordKind, ValueType
from loaders.profile.records import field_type
from loaders.proposing.columns import ENOUGH, Look

HALF = 0.5
_LONGEST_PLATES = 25  # characters of a cell that holds plates
_LONGEST_UNIT = 20
_SHORTEST_NUMBER = 3  # characters, of a number that links
_MOST_KINDS = 6  # words for what a party is
_WITH_DIGITS = frozenset(
    {
        *("container", "seal", "vehicle.plate", "trailer.plate", "vehicle.vin", "vessel.imo", "transport_document"),
        *("previous_document", "master_document", "manifest_number", "declaration", "unique_reference", "case"),
        *("voyage_number",),
    }
)
_OF_WORDS = frozenset(
    {
        *("goods_description", "commodity", "commodity_group", "activity", "concealment", "detection", "place", "make"),
        *("loaded_at", "unloaded_at", "entered_at", "incoterms", "means_of_transport", "outcome", "result", "agency"),
        *("direction",),
    }
)
_PART_NEEDS = {"phone": "long", "passport": "long", "tax_number": "long", "registration_number": "digit", "email": "at"}
_SHARES = frozenset({"gross_weight_kg", "net_weight_kg", "value_amount", "customs_value"})
_TYPE_NEEDS = {ValueType.NUMBER: "number", ValueType.INTEGER: "number", ValueType.COUNTRY: "country"}


def agrees(name: str, look: Look, kind: RecordKind, scale: float = 1.0) -> bool:
    """Whether half of the values of a column can be of a field; whether all can be read is tried afterwards."""
    type_ = field_type(kind, name)
    if type_ in (ValueType.DATE, ValueType.MOMENT):
        return bool(look.formats)
    if look.formats:
        return False
    part = name.rpartition(".")[2]
    if name.endswith("_kg") and look.kilograms:
        return True
    needed = _TYPE_NEEDS.get(type_) if type_ else None
    needed = needed or (_PART_NEEDS.get(part) if "." in name else None)
    if needed and look.shares[needed] < HALF:
        return False
    if look.is_counting and (part == "key" or name in _WITH_DIGITS):
        return False
    if name in _SHARES:
        return scale >= 1000 or look.shares["small"] < ENOUGH or look.distinct <= 2
    return _is_text_of(name, part, look)


def _is_text_of(name: str, part: str, look: Look) -> bool:
    """What texts of single fields must look like."""
    shares = look.shares
    if name in _WITH_DIGITS:
        return _is_number_that_links(name, look)
    tests = {
        "hs_code": shares["hs_code"] >= HALF or (shares["integer"] >= ENOUGH and shares["long"] >= HALF),
        "value_currency": shares["currency"] >= HALF,
        "quantity_text": shares["digit"] >= ENOUGH and shares["number"] < HALF and look.length <= _LONGEST_UNIT,
        "quantity_unit": shares["number"] < HALF and look.length <= _LONGEST_UNIT,
    }
    if name in tests:
        return tests[name]
    if name == "means_of_transport" and max(shares["plate"], shares["country"]) >= HALF:
        return False
    if name in ("goods_description", "commodity") and shares["firm"] >= HALF:
        return False
    if name in ("mode_of_transport", "procedure", "office"):
        return shares["number"] - shares["integer"] < HALF
    return _is_said_of_party(name, part, look)


def _is_said_of_party(name: str, part: str, look: Look) -> bool:
    """What names, addresses and kinds of parties look like, and words of other fields."""
    shares = look.shares
    if part == "kind" and "." in name:
        return shares["letters"] >= HALF and look.distinct <= _MOST_KINDS
    if part in ("name", "surname", "given_name", "middle_name") and "." in name:
        is_other = max(shares["currency"], shares["unit"]) >= ENOUGH or _are_countries(look)
        return shares["letters"] >= HALF and not is_other
    if part in ("address", "alias") or name in _OF_WORDS:
        return shares["number"] < HALF and shares["currency"] < ENOUGH and (shares["letters"] > 0 or part == "address")
    return True


def _is_number_that_links(name: str, look: Look) -> bool:
    """Numbers of documents, containers, vehicles: digits, and neither a count nor an amount."""
    shares = look.shares
    if name == "container":
        return shares["container"] > 0 or (shares["long"] >= HALF and shares["number"] < HALF)
    is_long_enough = look.length >= _SHORTEST_NUMBER
    has_room = not name.endswith(".plate") or look.length <= _LONGEST_PLATES
    is_no_amount = shares["number"] - shares["integer"] < HALF
    return shares["digit"] >= HALF and is_long_enough and has_room and is_no_amount


def _are_countries(look: Look) -> bool:
    return look.shares["country"] >= ENOUGH and look.shares["firm"] == 0


def guess(look: Look) -> str:
    """What values look like, for a column whose heading nobody understood; "" where they look like nothing known."""
    kinds = [kind for kind in look.kinds if kind not in ("number", "integer", "currency", "tax", "unit")]
    order = ("container", "vin", "email", "phone", "date", "country", "firm", "plate", "hs_code")
    found = next((kind for kind in order if kind in kinds), "")
    words = {"hs_code": "commodity code", "vin": "chassis number", "firm": "firm", "phone": "phone number"}
    return words.get(found, found)
