import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Ran

PROFILE = """
name: decl
version: 1
records:
  - kind: declaration
    id: No
    fields:
      registered_on: Date
      consignee.name: Consignee
      consignee.tax_number: Tax
"""
ROWS = "No,Date,Consignee,Tax\n1,2024-03-01,Karvon Trans LLC,301234567\n2,2024-03-08,Karvon Trans,301234567\n"
LABELS = "originator,kind,source_id,role,cluster\nUZ,declaration,1,consignee,A\nUZ,declaration,2,consignee,A\n"


def test_who_is_who_is_compared_with_labels(halqa: "Callable[..., Ran]", tmp_path: Path) -> None:
    for name, text in (("decl.yaml", PROFILE), ("march.csv", ROWS), ("labels.csv", LABELS)):
        (tmp_path / name).write_text(text, "utf-8")
    halqa("load", "march.csv", "--profile", "decl.yaml", "--originator", "UZ")
    companies = json.loads(halqa("resolve", "--evaluate", "labels.csv", "--json").stdout)["kinds"][0]
    assert (companies["kind"], companies["items"], companies["recall"]) == ("company", 2, 1.0)
    assert "2 of 2 labels name a party in the store" in halqa("resolve", "--evaluate", "labels.csv").stdout
