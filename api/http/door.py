"""The door: who asks, before any route is looked for. As long as there are no users, everybody on this machine may.

Programs show a key (`Authorization: Bearer KEY`), people sign in on a page and have a cookie of a session. A program is
never let in by a cookie, so that no page of another site can make a browser do what a program may.
"""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.asker import let_in
from api.http.errors import answer_of, problem
from api.services.runtime.askers import NOBODY, Asker, Askers

SIGN_IN = "/sign-in"
COOKIE = "halqa_session"
OPEN = frozenset({"/v1/health", "/v1/openapi.json", "/static/pages.css", SIGN_IN})
FOR_ANYBODY = "/v1/ready"  # who has no key is told of no channel
_MOST_REMEMBERED = 2_000  # characters of an address that is come back to after signing in


class Door:
    """ASGI middleware inside the guard."""

    def __init__(self, app: ASGIApp, askers: Askers) -> None:
        self._app, self._askers = app, askers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets somebody in, or answers itself."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        found = await self._found(scope)
        if isinstance(found, Asker):
            let_in(found, (scope.get("client") or [""])[0])
            await self._app(scope, receive, send)
        else:
            await found(scope, receive, send)

    async def _found(self, scope: Scope) -> Asker | Response:
        """Who asks, or what he is answered instead."""
        path: str = scope["path"]
        if path in OPEN:
            return NOBODY
        local = self._askers.local
        if local is not None:
            return local
        headers = Headers(scope=scope)
        if path == "/v1" or path.startswith("/v1/"):
            return await self._program(path, headers)
        asker = await run_in_threadpool(self._askers.of_session, session_token(headers))
        return asker or _to_sign_in(scope)

    async def _program(self, path: str, headers: Headers) -> Asker | Response:
        key = _bearer_key(headers)
        asker = await run_in_threadpool(self._askers.of_key, key)
        if asker is not None:
            return asker
        if path == FOR_ANYBODY and "authorization" not in headers:
            return NOBODY
        return _refusal(was_shown=bool(key))


def session_token(headers: Headers) -> str:
    """The token of the session in the cookies of a request, "" where there is none."""
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""


def _bearer_key(headers: Headers) -> str:
    shown = headers.getlist("authorization")
    scheme, _, key = shown[0].strip().partition(" ") if len(shown) == 1 else ("", "", "")
    return key.strip() if scheme.lower() == "bearer" else ""


def _refusal(was_shown: bool) -> Response:
    """The same for a key that nobody has and for one of somebody who is disabled."""
    fault = ', error="invalid_token"' if was_shown else ""
    words = "this key opens nothing here" if was_shown else "a key is needed"
    next_step = "send `Authorization: Bearer KEY`; who looks after this service makes keys with `halqa user`"
    return answer_of(problem(401, words, next_step), {"WWW-Authenticate": f'Bearer realm="halqa"{fault}'})


def _to_sign_in(scope: Scope) -> Response:
    query = scope["query_string"].decode("latin-1")
    back = quote(scope["path"]) + (f"?{query}" if query else "")
    wanted = scope["method"] in ("GET", "HEAD") and scope["path"] != "/" and len(back) <= _MOST_REMEMBERED
    return RedirectResponse(f"{SIGN_IN}?to={quote(back, safe='')}" if wanted else SIGN_IN, 303)
