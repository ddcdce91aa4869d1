"""A layout of one table, on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.relational.database import Database
from graph.relational.migrating import Layout

REVISION = '''
"""One table."""

import sqlalchemy as sa
from alembic import op

from graph.relational.columns import Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("note", sa.Column("name", Words, primary_key=True), sa.Column("number", sa.Integer))
'''
ENV = """
import sqlalchemy as sa
from graph.relational.migrating import run_revisions

run_revisions(sa.MetaData())
"""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A layout in a folder with a sign in its name that Alembic reads as its own."""
    folder = tmp_path / "100% ours"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENV, "utf-8")
    (folder / "versions" / "0001_note.py").write_text(REVISION, "utf-8")
    return Layout("notebook", "HALQA_NOTES", "notes.db", folder, "0001", "notes_version")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "postgresql":
        created: str = request.getfixturevalue("create_postgresql")()
        return created
    return f"sqlite:///{tmp_path / 'notes.db'}"


@pytest.fixture
def opened(layout: Layout) -> Callable[..., Database]:
    """Opens the layout's database at a URL."""
    return lambda url, **more: Database(url, layout, **more)
