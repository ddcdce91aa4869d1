"""Texts as requests may say them: bounded, and without the control characters that no name and no id has."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")  # all but tab and line ends


def _check_plain(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("leave out the control characters")
    return text


_PLAIN = AfterValidator(_check_plain)
_SHOWN = Field(json_schema_extra={"pattern": r"^[^\x00-\x08\x0e-\x1f]*$"})

Words = Annotated[str, StringConstraints(max_length=100), _PLAIN, _SHOWN]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500), _PLAIN, _SHOWN]
NodeId = Annotated[str, StringConstraints(min_length=1, max_length=2_000), _PLAIN, _SHOWN]
