"""The exports: one file under `api/views` for each, found by the suffix it writes.

A module is an export when it has `SUFFIX` (such as `.html`), `MEDIA_TYPE` and `render(picture) -> bytes`. Nothing else
has to be registered. Heavy libraries are imported inside `render`, so that looking for a writer costs nothing.
"""

import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import api.views
from api.views.picture import Picture
from graph.errors import BadValue
from graph.plugins import modules_below

Render = Callable[[Picture], bytes]
Told = Callable[[Picture], None]


def untold(_: Picture) -> None:
    """Nobody is told of a picture that is not handed out."""


@cache
def renderers() -> dict[str, Render]:
    """Return the function that makes the bytes, for each suffix, in the order of the suffixes."""
    exports: dict[str, Render] = {}
    for module in modules_below(api.views):
        if hasattr(module, "SUFFIX") and hasattr(module, "render"):
            if module.SUFFIX in exports:
                raise ValueError(f"two exports write {module.SUFFIX!r}; one of them is {module.__name__}")
            exports[module.SUFFIX] = module.render
    return dict(sorted(exports.items()))


@cache
def media_types() -> dict[str, str]:
    """Return the media type that a browser is told, for each suffix, in the order of the suffixes."""
    modules = {module.SUFFIX: module for module in modules_below(api.views) if hasattr(module, "SUFFIX")}
    return {suffix: modules[suffix].MEDIA_TYPE for suffix in renderers()}


def write(picture: Picture, path: Path, told: Told = untold) -> None:
    """Write a picture in the format that the suffix names; the file appears whole or not at all.

    `told` is called with the picture when all is ready, before the file appears: where it raises, there is no file.

    Raises `BadValue` for a suffix no export writes, a picture that cannot be drawn, and a place that cannot be
    written to. An existing file is replaced.
    """
    render = renderers().get(path.suffix.lower())
    if render is None:
        raise BadValue(f"no export writes {path.suffix or path.name!r}", f"known: {', '.join(renderers())}")
    check_place(path)
    checked = picture.checked()
    content = render(checked)
    told(checked)
    replace_file(path, content)


def check_place(path: Path) -> None:
    """Raises `BadValue` where a file cannot be written since a folder has its name, or there is no folder for it."""
    if path.is_dir():
        raise BadValue(f"{path} is a folder", "name a file in it")
    if not path.parent.is_dir():
        raise BadValue(f"there is no folder {path.parent}", "make it first")


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file that appears whole or not at all.

    Raises `BadValue` where the place cannot be written to.
    """
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
        part.replace(path)
    except OSError as error:
        raise BadValue(
            f"{path} cannot be written: {error.strerror}", "choose another place or ask for access"
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()
