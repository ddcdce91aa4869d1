"""Who asks, during a request: set at the door, read by whatever depends on it."""

from contextvars import ContextVar

from api.services.runtime.askers import NOBODY, Asker
from graph.patterns import narrowed

_ASKER: ContextVar[Asker] = ContextVar("asker", default=NOBODY)
_HOST: ContextVar[str] = ContextVar("host", default="")


def current_asker() -> Asker:
    """Who asks; outside of a request nobody, who sees nothing. Work in other threads must be told before it begins."""
    return _ASKER.get()


def current_caller() -> str:
    """Who takes turns with others: who asks, and from which machine."""
    return f"{current_asker().name} {_HOST.get()}"


def let_in(asker: Asker, host: str = "") -> None:
    """Says who asks, and from which machine, for the rest of the request."""
    _ASKER.set(asker)
    _HOST.set(host)


def visible_to_asker(asked: str | None) -> str | None:
    """The channel patterns that somebody asks for, never wider than those that he may see; None for every channel."""
    return narrowed(current_asker().patterns, asked or "") or None
