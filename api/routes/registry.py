"""One noun, one file: every module of this package that declares `router` is part of the API.

A new route file needs no other edit. Pages for people may declare `include_in_schema=False` and set their own
Content-Security-Policy: a header that a route sets is left as it is.
"""

import importlib
import pkgutil

from fastapi import APIRouter

import api.routes


def all_routers() -> list[APIRouter]:
    """The routers of this package, in the order of their files' names."""
    found = []
    for module in pkgutil.iter_modules(api.routes.__path__):
        router = getattr(importlib.import_module(f"{api.routes.__name__}.{module.name}"), "router", None)
        if isinstance(router, APIRouter):
            found.append(router)
    return found
