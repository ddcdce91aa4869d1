from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.linkage import kept
from graph.linkage.identity import entities_of
from graph.linkage.kept import kept_entities
from graph.projection.files import open_projection, write_projection
from graph.projection.projection import Projection

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


@pytest.fixture
def projection(world: "SmallWorld", tmp_path: Path) -> Projection:
    for name in ("Karvon Trans", "Karvon Trans", "Amber Mills"):
        world.say(consignee__name=name, consignee__country="UZ", consignee__tax_number="301234567")
    write_projection(world.project(), tmp_path)
    return open_projection(tmp_path)


def test_who_is_who_is_found_once_for_the_files_of_a_projection(
    projection: Projection, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept_entities(projection)
    monkeypatch.setattr(kept, "entities_of", lambda _: pytest.fail("found again"))
    again = kept_entities(projection)
    assert again.of_party.tolist() == first.of_party.tolist() == entities_of(projection).of_party.tolist()
    assert again.count == first.count


def test_what_another_grouping_kept_is_not_read(projection: Projection, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_entities(projection)
    calls = []
    monkeypatch.setattr(kept, "_file_name", lambda: "entities-other.arrow")
    monkeypatch.setattr(kept, "entities_of", lambda p: calls.append(p) or entities_of(p))
    kept_entities(projection)
    assert calls == [projection]


def test_damaged_files_are_made_again(projection: Projection, tmp_path: Path) -> None:
    expected = kept_entities(projection).of_party.tolist()
    (path,) = tmp_path.glob("entities-*.arrow")
    path.write_bytes(b"no table")
    assert kept_entities(projection).of_party.tolist() == expected
    assert path.stat().st_size > 100


def test_where_nothing_can_be_kept_they_are_found_all_the_same(projection: Projection, tmp_path: Path) -> None:
    for path in tmp_path.iterdir():
        path.unlink()
    tmp_path.rmdir()
    assert kept_entities(projection).count == entities_of(projection).count
    assert not tmp_path.exists()
