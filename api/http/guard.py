"""What stands before every route: who may ask at all, how much may be sent, and headers that keep answers private.

The service answers this machine alone, as keys would cross a network in the clear: the `Host` header must name it (a
page on the web that resolves to 127.0.0.1 does not), and a request that changes something must not come from another
site's page.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.errors import answer_of, problem, problem_of

log = logging.getLogger(__name__)

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
MAX_QUERY = 16_384  # bytes, percent-encoded
MAX_BODY = 1 << 20  # bytes, of everything that is no upload
HEADERS = {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Bytes that a request body may have: of a path that takes uploads, and of any other."""

    upload_paths: frozenset[str]
    upload_bytes: int
    body_bytes: int = MAX_BODY

    def of(self, path: str) -> int:
        """The limit of a path."""
        return self.upload_bytes if path in self.upload_paths else self.body_bytes


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, limits: RequestLimits, hosts: Collection[str] = LOCAL_HOSTS) -> None:
        self._app, self._limits, self._hosts = app, limits, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers itself where a request is refused; else passes it on with a counted body."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, sending)
            return
        try:
            await self._app(scope, _counted(receive, self._limits.of(scope["path"])), sending)
        except Exception as error:
            if started:
                raise
            await answer_of(problem_of(error))(scope, receive, sending)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        for check in (self._host, self._origin, self._address, self._length):
            found = check(scope, headers)
            if found is not None:
                status, words = found
                close = {"Connection": "close"} if status == 413 else None
                return answer_of(problem(status, words), close)
        return None

    def _host(self, _: Scope, headers: Headers) -> tuple[int, str] | None:
        named = headers.getlist("host")
        if len(named) == 1 and _without_port(named[0]) in self._hosts:
            return None
        return 421, "this service answers to 127.0.0.1 and localhost alone"

    def _origin(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if scope["method"] in _READING:
            return None
        site = headers.get("sec-fetch-site", "none")
        origin = headers.get("origin", "")
        same = not origin or origin.partition("://")[2].lower() == headers["host"].lower()
        if same and site in ("none", "same-origin"):
            return None
        return 403, "a page of another site may not change anything here"

    def _address(self, scope: Scope, _: Headers) -> tuple[int, str] | None:
        query = scope["query_string"]
        if len(query) > MAX_QUERY:
            return 414, f"the query is longer than {MAX_QUERY:,} bytes"
        path = scope.get("raw_path") or scope["path"].encode()
        try:
            text = unquote_to_bytes(query).decode() + unquote_to_bytes(path).decode()
        except UnicodeDecodeError:
            return 400, "the address is not UTF-8"
        return (400, "the address holds a NUL character") if "\0" in text else None

    def _length(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        limit = self._limits.of(scope["path"])
        said = headers.get("content-length", "0")
        if not (said.isascii() and said.isdigit()):
            return 400, "Content-Length is no number"
        return (413, _too_large(limit)) if len(said) > 18 or int(said) > limit else None


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    is_port = colon and port.isascii() and port.isdigit()
    return (name if is_port else host).lower()


def _too_large(limit: int) -> str:
    return f"the body is larger than {limit:,} bytes"


def _counted(receive: Receive, limit: int) -> Receive:
    """The body as it comes, cut where it becomes too large: chunked uploads state no length."""
    count = 0

    async def receiving() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        if count > limit:
            raise HTTPException(413, _too_large(limit), {"Connection": "close"})
        return message

    return receiving
