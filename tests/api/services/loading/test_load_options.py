"""What is said of a file when it is loaded: who reports."""

import pytest

from api.services.loading.load import LoadOptions
from graph.errors import BadValue


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("UZ", "UZ"),
        ("uz", "UZ"),
        ("Uzbekistan", "UZ"),
        ("Узбекистан", "UZ"),
        ("UZB", "UZ"),
        ("GB", "GB"),
        ("UNODC", "UNODC"),
        ("WCO-RILO", "WCO-RILO"),
        ("EU", "EU"),
    ],
)
def test_an_originator_is_a_country_or_an_organisation_by_its_code(said: str, kept: str) -> None:
    assert LoadOptions("decl", said).originator == kept


@pytest.mark.parametrize("said", ["", "Narnia", "XX", "unodc", "U Z", "U", "UZ/import", "Корея", "A\n"])
def test_any_other_originator_is_refused_before_anything_is_read(said: str) -> None:
    with pytest.raises(BadValue, match=r"originator .* is neither a country nor the code of an organisation"):
        LoadOptions("decl", said)
