"""Whether values can be what a heading says, field by field."""

import pytest

from graph.canonical import RECORD_KINDS
from loaders.proposing.columns import look
from loaders.proposing.values import agrees, guess


@pytest.mark.parametrize(
    ("kind", "field", "values", "is_one"),
    [
        ("declaration", "container", ["1", "2"], False),
        ("declaration", "container", ["MSKU1234565", "TEMP000001"], True),
        ("party", "party.key", ["1", "2", "3"], False),
        ("party", "party.key", ["1", "2", "7"], True),
        ("declaration", "vehicle.plate", ["12.5", "13.5"], False),
        ("declaration", "transport_document", ["1", "2"], False),
        ("declaration", "value_currency", ["48213.55", "1"], False),
        ("declaration", "value_amount", ["0.1", "0.2", "0.3"], False),
        ("declaration", "gross_weight_kg", ["0.1", "0.2", "30"], True),
        ("declaration", "consignee.name", ["Uzbekistan", "Tajikistan"], False),
        ("declaration", "consignee.name", ["7707083893", "7728168971"], False),
        ("declaration", "goods_description", ["ООО Карвон", "АО Барака"], False),
        ("declaration", "means_of_transport", ["01A123BC", "30777AAA"], False),
        ("declaration", "means_of_transport", ["Professor Gul", "Merkuri-2"], True),
        ("seizure", "quantity_text", ["12 т", "0,5 kg"], True),
        ("seizure", "quantity", ["12 т", "0,5 kg"], False),
        ("seizure", "seized_on", ["heroin", "opium"], False),
    ],
)
def test_values_veto(kind: str, field: str, values: list[str], is_one: bool) -> None:
    assert agrees(field, look(values), RECORD_KINDS[kind]) is is_one


def test_a_guess_names_what_is_checked_before_what_is_only_a_shape() -> None:
    assert guess(look(["MSKU1234565"])) == "container"
    assert guess(look(["+998901234567"])) == "phone number"
    assert guess(look(["2024-03-05"])) == "date"
    assert guess(look(["слова", "и слова"])) == ""
