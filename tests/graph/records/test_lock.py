"""One writer at a time, across programs; the lock ends with its holder."""

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from graph.errors import WriterBusy
from graph.records.store import RecordStore

HOLDER = """
import sys
from graph.records.store import RecordStore
with RecordStore(sys.argv[1]).writer.held():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_program_is_told_and_the_lock_ends_when_its_holder_is_killed(url: str) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", HOLDER, url]
    holder = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdin is not None and holder.stdout is not None
    with holder.stdin, holder.stdout:
        assert holder.stdout.readline() == "held\n"
        store = RecordStore(url)
        refusal = pytest.raises(WriterBusy, match=r"another program is loading into \w+://.+; wait until")
        with refusal, store.writer.held(patience_seconds=0):
            pass
        holder.kill()
        holder.wait()
        with store.writer.held(patience_seconds=60):
            pass
        store.close()


def test_the_holder_may_take_it_again_and_another_thread_may_not(url: str) -> None:
    store = RecordStore(url)
    refused = []

    def try_it() -> None:
        try:
            with store.writer.held(patience_seconds=0):
                pass
        except WriterBusy:
            refused.append(True)

    with store.writer.held(), store.writer.held():
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
    assert refused == [True]
    try_it()
    assert refused == [True]
    store.close()


def test_a_store_that_is_closed_holds_no_lock(url: str) -> None:
    store = RecordStore(url)
    with store.writer.held():
        pass
    store.close()
    with closing(RecordStore(url)) as other, other.writer.held(patience_seconds=0):
        pass


@pytest.mark.postgresql
def test_it_is_let_go_though_the_server_does_not_notice_yet_that_the_connection_was_closed(
    create_records: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = create_records()
    open_still: list[psycopg.Connection] = []
    with closing(RecordStore(url)) as store, closing(RecordStore(url)) as other:
        with monkeypatch.context() as patched, store.writer.held():
            patched.setattr(psycopg.Connection, "close", lambda connection: open_still.append(connection))
        with other.writer.held(patience_seconds=0):
            pass
    for connection in open_still:
        connection.close()


@pytest.mark.postgresql
def test_record_stores_of_two_databases_of_a_server_do_not_wait_for_each_other(
    create_records: Callable[[], str],
) -> None:
    one, other = RecordStore(create_records()), RecordStore(create_records())
    with closing(one), closing(other), one.writer.held(), other.writer.held(patience_seconds=0):
        pass


def test_a_failure_lets_it_go(url: str) -> None:
    store = RecordStore(url)
    with pytest.raises(ZeroDivisionError), store.writer.held():
        raise ZeroDivisionError
    with closing(RecordStore(url)) as other, other.writer.held(patience_seconds=0):
        pass
    store.close()
