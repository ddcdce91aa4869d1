"""The service on a free port of this machine, in a thread of the program that looks at it in a browser."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from api.http.app import create_app
from graph.settings import Settings


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Its address, as long as the block lasts.

    Raises:
        RuntimeError: it ended before it answered; what is wrong stands in its log.
    """
    server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the service ended before it answered")
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
