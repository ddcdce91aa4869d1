"""Pictures out of the sample world: each link has its records, and each picture says what it was made from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.services.asking.export import ExportRequest, draw
from api.services.asking.provenance import NOTHING_CUT, loaded_at
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE
from graph.settings import Settings

PHONE = "phone:+994700845408"


@pytest.fixture(scope="module")
def workspace(demo: Path) -> Iterator[Workspace]:
    """The sample world, to be read."""
    with Workspace(Settings(data_dir=demo / "data")) as opened:
        yield opened


@pytest.mark.parametrize("request_", [ExportRequest(around=PHONE), ExportRequest(analysis="linked_entities")])
def test_every_link_names_records_whose_rows_are_in_the_picture(workspace: Workspace, request_: ExportRequest) -> None:
    picture = draw(workspace, request_, EVERYONE)
    rows = {row.record: row for row in picture.sources}
    assert picture.edges
    for edge in picture.edges:
        assert edge.records and set(edge.records) <= rows.keys(), edge.id
        assert len(edge.evidence) == len(edge.records)
        assert edge.days, edge.id


def test_what_a_party_holds_is_said_by_records_that_mention_it(workspace: Workspace) -> None:
    picture = draw(workspace, ExportRequest(around=PHONE), EVERYONE)
    own = next(edge for edge in picture.edges if edge.type == "HAS_PHONE" and edge.target == PHONE)
    mentions = {end.node.id for end in workspace.store.neighbours(own.source, (), EVERYONE) if not end.outward}
    assert set(own.records) <= mentions


def test_a_picture_says_who_asked_as_of_when_and_whether_it_was_cut(workspace: Workspace) -> None:
    whole = dict(draw(workspace, ExportRequest(around=PHONE, by="gulnora"), EVERYONE).facts)
    assert (whole["asked by"], whole["truncation"]) == ("gulnora", NOTHING_CUT)
    assert whole["as of"].startswith(loaded_at(workspace, EVERYONE))
    cut = draw(workspace, ExportRequest(around=PHONE, limit=4), EVERYONE)
    assert dict(cut.facts)["truncation"].startswith("cut:")
    assert "asked by" not in dict(cut.facts)


def test_the_marking_is_that_of_the_channels_that_were_read(workspace: Workspace) -> None:
    viewer = workspace.viewer("*/H1/*")
    assert draw(workspace, ExportRequest(around=PHONE), viewer).marking == "H1"
    assert draw(workspace, ExportRequest(around=PHONE), EVERYONE).marking > "H1"
