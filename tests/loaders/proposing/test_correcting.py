"""A proposal corrected by choosing."""

from pathlib import Path

import pytest

from graph.errors import BadValue
from loaders.profile.profile import parse_profile
from loaders.proposing.correcting import Corrections
from loaders.proposing.proposal import propose

TABLE = "No;Consignee;Driver, passport;Weight t\nD1;A;X Y, AA1234567;2\nD2;B;Z W, AB1234567;3\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")
    return tmp_path / "a.csv"


def test_what_is_chosen_takes_the_place_of_what_was_proposed(path: Path) -> None:
    chosen = Corrections({1: "shipper.name", 2: "marks", 3: "net_weight_kg"}, (0, 1))
    record = parse_profile(propose(path, "declaration", corrections=chosen).profile).records[0]
    assert record.id == ("No", "Consignee")
    assert {name: (m.sources, m.pattern, m.scale) for name, m in record.fields.items()} == {
        "shipper.name": (("Consignee",), "", 1.0),
        "marks": (("Driver, passport",), "", 1.0),
        "net_weight_kg": (("Weight t",), "", 1000.0),
    }


def test_a_choice_of_what_was_proposed_changes_nothing(path: Path) -> None:
    found = propose(path, "declaration")
    same = Corrections({place: " + ".join(column.fields) for place, column in enumerate(found.columns)}, (0,))
    again = propose(path, "declaration", corrections=same)
    assert parse_profile(again.profile).records[0].fields == parse_profile(found.profile).records[0].fields


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({1: "nonsense"}, "'nonsense' is not a field of a declaration"),
        ({3: "consignee.name"}, "'Consignee' and 'Weight t' are both consignee.name"),
        ({9: "marks"}, "the file has no column 10"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_in_words(path: Path, fields: dict[int, str], words: str) -> None:
    with pytest.raises(BadValue, match=words):
        propose(path, "declaration", corrections=Corrections(fields))
