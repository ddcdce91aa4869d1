"""The state database: where it is, what it takes for its own, and that its revisions make its tables."""

from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.state.store import LAYOUT, StateStore, has_state, moment, now, open_state
from api.state.tables import metadata
from graph.errors import StoreProblem
from graph.records.store import RecordStore
from graph.settings import Settings


def test_it_is_in_the_data_directory_unless_a_url_is_set(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert not has_state(settings)
    open_state(settings).close()
    assert has_state(settings) and (tmp_path / "state.db").exists()
    other = Settings(data_dir=tmp_path / "none", state=f"sqlite:///{tmp_path / 'other.db'}")
    assert has_state(other)
    open_state(other).close()
    assert (tmp_path / "other.db").exists()


def test_the_revisions_make_the_tables_that_the_program_works_with(state: StateStore) -> None:
    with state.reading() as connection:
        inspector = sa.inspect(connection)
        made = {name: {c["name"] for c in inspector.get_columns(name)} for name in inspector.get_table_names()}
        indexes = {index["name"] for name in made for index in inspector.get_indexes(name)}
    del made[LAYOUT.version_table]
    assert made == {table.name: {column.name for column in table.columns} for table in metadata.sorted_tables}
    assert {index.name for table in metadata.sorted_tables for index in table.indexes} <= indexes


def test_the_layout_names_the_newest_revision() -> None:
    revisions = sorted(path.stem.partition("_")[0] for path in (LAYOUT.folder / "versions").glob("[0-9]*.py"))
    assert revisions[-1] == LAYOUT.head


def test_a_record_store_and_a_state_never_take_each_other_for_their_own(tmp_path: Path) -> None:
    records, state = f"sqlite:///{tmp_path / 'records.db'}", f"sqlite:///{tmp_path / 'state.db'}"
    RecordStore(records).close()
    StateStore(state).close()
    with pytest.raises(StoreProblem, match="holds tables that are not ours; name another database in HALQA_STATE"):
        StateStore(records)
    with pytest.raises(StoreProblem, match="holds tables that are not ours; name another database in HALQA_RECORDS"):
        RecordStore(state)


@pytest.mark.postgresql
def test_both_may_be_in_one_database_of_a_server_in_schemas_of_their_own(create_postgresql: object) -> None:
    url: str = create_postgresql()  # type: ignore[operator]
    with closing(RecordStore(url)) as records:
        with records.transaction() as connection:
            connection.exec_driver_sql("CREATE SCHEMA state")
        with closing(StateStore(f"{url}?options=-csearch_path%3Dstate")) as state, state.reading() as connection:
            assert "judgement" in sa.inspect(connection).get_table_names()
        with records.reading() as connection:
            assert "judgement" not in sa.inspect(connection).get_table_names()


def test_moments_are_utc_and_sort_as_texts() -> None:
    import datetime

    tashkent = datetime.timezone(datetime.timedelta(hours=5))
    assert moment(datetime.datetime(2024, 3, 31, 2, 0, tzinfo=tashkent)) == "2024-03-30T21:00:00.000+00:00"
    assert len(now()) == 29 and now() <= now()
