"""Serving: a socket on this machine, the application on it, and a clean end."""

import logging
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from api.services.runtime.workspace import Say, Workspace
from graph.errors import BadValue
from graph.settings import Settings

# A request changes threads several times; beside busy analyses each change waits for Python's lock: 5 ms by default.
SWITCH_SECONDS = 0.0005
LOOPBACK = {"127.0.0.1": socket.AF_INET, "localhost": socket.AF_INET, "::1": socket.AF_INET6}


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens on this machine.

    Raises:
        BadValue: the address is another than loopback, or the port is taken or not allowed.
    """
    family = LOOPBACK.get(host.strip("[]"))
    if family is None:
        raise BadValue(
            f"the service does not listen on {host!r}: keys and answers would cross the network in the clear",
            f"listen on {', '.join(LOOPBACK)}",
        )
    # The protocol is named: asyncio sets TCP_NODELAY only then, and without it every answer waits 40 ms.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        address = "127.0.0.1" if family == socket.AF_INET else "::1"
        try:
            listener.bind((address, port))
            listener.listen(128)
        except OSError as error:
            raise BadValue(
                f"port {port} of {address} cannot be had: {error.strerror}", "stop what listens there, or name --port"
            ) from error
        yield listener


def run(settings: Settings, store_url: str, listener: socket.socket, say: Say) -> None:
    """Serves until it is told to stop (Ctrl-C, SIGTERM); a running load is interrupted cleanly.

    Raises:
        StoreProblem: the stores cannot be opened.
    """
    import uvicorn

    from api.http.app import create_app

    with Workspace(settings, store_url, say=say):
        pass  # a store that cannot be used is refused here, in words, and what was interrupted is finished
    sys.setswitchinterval(SWITCH_SECONDS)
    app = create_app(settings, store_url)
    host, port = listener.getsockname()[:2]
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    say(f"Halqa answers on {url} (pages) and {url}/v1 (programs; manual: {url}/docs); Ctrl-C stops it")
    logging.getLogger("python_multipart").setLevel(logging.ERROR)  # what clients get wrong is in their answer
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=10, ws="none"
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):  # uvicorn raises the signal again after a clean end
        uvicorn.Server(config).run(sockets=[listener])
