"""How the methods of a store raise our errors instead of its driver's."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from graph.errors import MustRebuild, StoreProblem


def older_layout(url: str, found: str, known: int) -> MustRebuild:
    """What is said of a store that an older program wrote."""
    return MustRebuild(
        f"{url} has layout version {found}, and this program writes version {known}",
        "run `halqa rebuild`: it is made again from the records",
    )


class Addressed(Protocol):
    """What has an address to name in a message."""

    url: str


P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound=Addressed)


class Translated:
    """A decorator of a store's methods: errors of these kinds are raised as the store problem that `explain` gives."""

    def __init__(self, explain: Callable[[Any, str], StoreProblem], *kinds: type[Exception]) -> None:
        self._explain, self._kinds = explain, kinds

    def __call__(self, method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        """The method, raising `StoreProblem` where the driver raises its own errors."""
        explain, kinds = self._explain, self._kinds

        @functools.wraps(method)
        def wrapper(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return method(self, *args, **kwargs)
            except kinds as error:
                raise explain(error, self.url) from error

        return wrapper  # type: ignore[return-value]  # mypy names the first argument `self`
