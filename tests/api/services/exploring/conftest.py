"""What a viewer looks at: four declarations, the sample world."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.services.exploring.showing import Showing
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE
from graph.settings import Settings


@pytest.fixture
def few(small_settings: Settings) -> Iterator[Showing]:
    """Four declarations, seen by everybody."""
    with Workspace(small_settings) as workspace:
        yield Showing.of(workspace, EVERYONE)


@pytest.fixture(scope="module")
def sample(sample_data: Path) -> Iterator[Showing]:
    """The sample world, which is only read."""
    with Workspace(Settings(data_dir=sample_data)) as workspace:
        yield Showing.of(workspace, EVERYONE)
