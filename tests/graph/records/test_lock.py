"""One writer at a time, across programs; the lock ends with its holder."""

import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

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


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.db'}"


def test_another_program_is_told_and_the_lock_ends_when_its_holder_is_killed(url: str) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", HOLDER, url]
    holder = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdin is not None and holder.stdout is not None
    with holder.stdin, holder.stdout:
        assert holder.stdout.readline() == "held\n"
        store = RecordStore(url)
        refusal = pytest.raises(WriterBusy, match=r"another program is loading into .*records\.db; wait")
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


def test_a_failure_lets_it_go(url: str) -> None:
    store = RecordStore(url)
    with pytest.raises(ZeroDivisionError), store.writer.held():
        raise ZeroDivisionError
    with closing(RecordStore(url)) as other, other.writer.held(patience_seconds=0):
        pass
    store.close()
