"""Faults of a profile as sentences: the one place where what pydantic refuses becomes a `BadProfile`.

A check raises `fault("is 'x'", "write a whole number")`; the place is added here, as people find it in their file:
`records: 1: fields: gross_weight_kg: scale`, entries of lists counted from 1.
"""

from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from graph.errors import BadProfile
from graph.wording import refusal

_OURS = "profile"


def fault(what: str, next_step: str, *path: str | int) -> PydanticCustomError:
    """A fault to raise in a check: what is wrong, read after the name of its place, and what to write instead.

    `path` leads from what is being checked to what is wrong in it.
    """
    return PydanticCustomError(_OURS, "{what}", {"what": what, "next_step": next_step, "path": path})


def bad_profile(error: ValidationError, where: str) -> BadProfile:
    """The first fault of a profile, with its place; `where` names the file."""
    first = error.errors(include_url=False)[0]
    if first["type"] == _OURS:
        context = first["ctx"]
        what, next_step, path = context["what"], context["next_step"], (*first["loc"], *context["path"])
    else:
        (what, next_step), path = refusal(first), first["loc"]
    return BadProfile(f"{where}: `{place_of(path)}` {what}" if path else f"{where} {what}", next_step)


def place_of(path: Sequence[str | int]) -> str:
    """A path as people read it."""
    return ": ".join(str(step + 1) if isinstance(step, int) else step for step in path)
