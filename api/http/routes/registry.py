"""One noun, one file: every module of this package that declares `router` is part of the API.

A new route file needs no other edit. Pages for people may declare `include_in_schema=False` and set their own
Content-Security-Policy: a header that a route sets is left as it is.
"""

from fastapi import APIRouter

import api.http.routes
from graph.plugins import modules_below


def all_routers() -> list[APIRouter]:
    """The routers of this package, in the order of their files' names."""
    declared = (getattr(module, "router", None) for module in modules_below(api.http.routes))
    return [router for router in declared if isinstance(router, APIRouter)]
