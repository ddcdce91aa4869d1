"""Profiles of the small tables of declarations that tests load: number `No`, day `Date`, and what each test needs."""

COLUMNS = {
    "consignee.name": "Consignee",
    "consignee.country": "Country",
    "consignee.tax_number": "Tax",
    "consignee.phone": "Phone",
    "shipper.name": "Shipper",
    "driver.name": "Driver",
    "vehicle.plate": "Plate",
    "container": "Container",
    "goods_description": "Goods",
}
"""The column in which each field stands."""


def profile_of(*fields: str, name: str = "decl", beside: str = "") -> str:
    """The text of a profile with these fields; `beside` says more of the record, such as `handling: Handling`."""
    record = [
        f"name: {name}",
        "version: 1",
        "records:",
        "  - kind: declaration",
        "    id: No",
        *(f"    {line}" for line in beside.splitlines()),
        "    fields:",
        "      registered_on: Date",
        *(f"      {field}: {COLUMNS[field]}" for field in fields),
    ]
    return "\n".join(record) + "\n"
