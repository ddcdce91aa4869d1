"""The other end of `workers`: a process that is told by a line what to do, and ends when its parent does."""

import importlib
import json
import os
import sys
import threading
import time
from queue import SimpleQueue
from typing import Any

from graph.errors import HalqaError
from graph.progress import Step

_EVERY_SECONDS = 0.1  # progress is told no oftener


class Stopped(KeyboardInterrupt):
    """Raised by the tick when the parent wants the answer no more."""


class _Line:
    """What comes from the parent and goes to him."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)  # what a library prints is no answer
        self._orders: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._must_stop = False
        self._told = 0.0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin.buffer:
            message = json.loads(line)
            if "stop" in message:
                self._must_stop = True
            else:
                self._must_stop = False
                self._orders.put(message)
        os._exit(0)  # the parent has gone

    def order(self) -> dict[str, Any]:
        """The next piece of work."""
        return self._orders.get()

    def tick(self, step: Step) -> None:
        """Tells how far the work is.

        Raises:
            Stopped: nobody wants it any more.
        """
        if self._must_stop:
            raise Stopped
        now = time.monotonic()
        if now - self._told >= _EVERY_SECONDS:
            self._told = now
            self._say({"is": "step", "name": step.name, "done": step.done, "total": step.total})

    def answer(self, kind: str, body: bytes) -> None:
        """Hands over what came of it."""
        self._say({"is": kind, "bytes": len(body)}, body)

    def _say(self, message: dict[str, Any], body: bytes = b"") -> None:
        self._out.write(json.dumps(message).encode() + b"\n" + body)
        self._out.flush()


def main() -> None:
    """Does one piece of work after the other."""
    line = _Line()
    while True:
        order = line.order()
        module, _, name = order["function"].partition(":")
        try:
            body = getattr(importlib.import_module(module), name)(line.tick, **order["arguments"])
        except Stopped:
            line.answer("fault", json.dumps(["Stopped", "", ""]).encode())
        except HalqaError as error:
            line.answer("fault", json.dumps([type(error).__name__, error.message, error.next_step]).encode())
        except Exception as error:
            line.answer("fault", json.dumps([type(error).__name__, str(error), ""]).encode())
        else:
            line.answer("answer", body)


if __name__ == "__main__":
    main()
