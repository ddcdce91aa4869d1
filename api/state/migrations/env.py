"""Alembic's entry: runs the revisions over the connection that `graph.relational.migrating` hands in."""

from api.state.tables import metadata
from graph.relational.migrating import run_revisions

run_revisions(metadata)
