"""Kernels that are compiled where that pays: the same function, interpreted while there is little to do.

A kernel is a function over arrays, written so that numba can compile it (BSD licence). To load the compiler takes half
a second, to compile a kernel for the first time one or two; so a piece of work that the interpreter ends sooner is left
to it, until there was a larger one, and where numba cannot be loaded all is. Both ways reckon in the same order and
give the same bytes: nothing is compiled with fast mathematics, and nothing runs in parallel.

What was compiled is kept beside the source, or where `NUMBA_CACHE_DIR` says.
"""

import logging
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, ParamSpec, TypeVar

log = logging.getLogger(__name__)

WORTH_COMPILING = 500_000  # steps of the innermost loop, which take the interpreter about a quarter of a second
_ONCE_COMPILED = 500  # times fewer steps are worth a call of a kernel that this process has compiled or loaded already

Args = ParamSpec("Args")
Result = TypeVar("Result")


class Kernel(Generic[Args, Result]):
    """A function over arrays that runs interpreted or compiled, by how much there is to do."""

    def __init__(self, function: Callable[Args, Result]) -> None:
        self.interpreted = function
        self._is_loaded = False
        self.__doc__ = function.__doc__

    def of(self, work: float) -> Callable[Args, Result]:
        """The function for so many steps of its innermost loop."""
        return self.compiled() if self.is_worth_compiling(work) else self.interpreted

    def is_worth_compiling(self, work: float) -> bool:
        """Whether so many steps are better done in machine code: many, or fewer where it is at hand already."""
        return work > (WORTH_COMPILING / _ONCE_COMPILED if self._is_loaded else WORTH_COMPILING)

    def compiled(self) -> Callable[Args, Result]:
        """The function in machine code; interpreted where there is no compiler."""
        self._is_loaded = True
        return _compiled(self.interpreted)


def kernel(function: Callable[Args, Result]) -> Kernel[Args, Result]:
    """Makes a kernel of a function; it may call no other kernel."""
    return Kernel(function)


@cache
def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    try:
        from numba import njit
    except ImportError as error:
        log.warning("kernels are interpreted, which is slow: %s", error)
        return function
    try:
        compiled: Callable[..., Any] = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder where the machine code could be kept
        compiled = njit(nogil=True)(function)
    return compiled
