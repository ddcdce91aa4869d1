import re
from pathlib import Path

import pytest

from graph.codes import code, codes

SOURCES = [path for folder in ("graph", "loaders") for path in Path(__file__).parents[2].joinpath(folder).rglob("*.py")]
PROBLEM = re.compile(r'CheckedId\([^)\n]*"([a-z_]+)"\)|problem = "([a-z_]+)"|flags\.append\(f?"([a-z_]+)[":]')
REASON = re.compile(r'(?:Rejection|rejected)\(\s*[^)]*?, "([a-z]+_[a-z]+)", ')


@pytest.mark.parametrize("level", ["flags", "rejects"])
def test_every_code_says_what_it_means_and_what_to_do(level: str) -> None:
    assert all(found.means and found.next_step for found in codes(level).values())


def test_every_code_in_the_sources_is_explained() -> None:
    texts = [path.read_text("utf-8") for path in SOURCES]
    flags = {name for text in texts for names in PROBLEM.findall(text) for name in names if name}
    reasons = {name for text in texts for name in REASON.findall(text)}
    assert len(flags) > 15 and len(reasons) >= 4
    assert {name for name in flags if not code(name)} == set()
    assert {name for name in reasons if not code(name, "rejects")} == set()


def test_a_code_that_follows_from_a_field_is_explained_by_its_form() -> None:
    found = code("consignee.country_unknown")
    assert found is not None and found.means == "not a country by its code or one of its names"
    assert code("gross_weight_kg_unit_unknown") is codes("flags")["*_unit_unknown"]


def test_the_longer_form_is_not_hidden_by_the_shorter() -> None:
    forms = [name for name in codes("flags") if name.startswith("*")]
    assert all(not one.endswith(other[1:]) for at, one in enumerate(forms) for other in forms[:at])


def test_what_is_no_code_of_ours_has_no_meaning() -> None:
    assert code("x") is None and code("place_unknown", "rejects") is None
