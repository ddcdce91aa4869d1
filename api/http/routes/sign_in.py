"""Signing in and out at the pages: a key is sent once, in the body of a form, and a cookie of a session comes back."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.http.dependencies import ServiceOf
from api.http.door import COOKIE, SIGN_IN, session_token
from api.http.pages import Links, PageRoute, page
from api.state.sessions import SESSION_HOURS

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_Address = Annotated[str, Query(max_length=2_000)]


@router.get(SIGN_IN)
def form(service: ServiceOf, to: _Address = "/") -> Response:
    """The form that asks for a key; where nobody needs one it leads on."""
    if service.askers.local is not None:
        return RedirectResponse(_own_address(to), 303)
    return page("sign-in.html", Links(), to=_own_address(to), is_wrong=False, hours=SESSION_HOURS)


@router.post(SIGN_IN)
def sign_in(
    service: ServiceOf,
    key: Annotated[str, Form(max_length=500)] = "",
    to: Annotated[str, Form(max_length=2_000)] = "/",
) -> Response:
    """Begins a session and goes on where somebody wanted to go; a key that opens nothing is told as such."""
    if service.askers.local is not None:
        return RedirectResponse(_own_address(to), 303)
    token = service.askers.sign_in(key.strip())
    if not token:
        return page("sign-in.html", Links(), 403, to=_own_address(to), is_wrong=True, hours=SESSION_HOURS)
    answer = RedirectResponse(_own_address(to), 303)
    answer.set_cookie(COOKIE, token, max_age=SESSION_HOURS * 3600, path="/", httponly=True, samesite="strict")
    return answer


@router.post("/sign-out")
def sign_out(request: Request, service: ServiceOf) -> Response:
    """Ends the session."""
    if service.askers.local is None:
        service.askers.sign_out(session_token(request.headers))
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


def _own_address(address: str) -> str:
    """An address of our own pages, never one of another site."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_own else "/"
