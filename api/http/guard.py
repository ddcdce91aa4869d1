"""What stands before every route: who may ask at all, how much may be sent, and headers that keep answers private.

The service answers this machine alone, as keys would cross a network in the clear: the `Host` header must name it (a
page on the web that resolves to 127.0.0.1 does not), and no request may come from another site's page, which would set
this machine to work. Whoever followed a link from there is shown a page that leads on. A body must keep coming.
"""

import asyncio
import logging
import time
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.errors import answer_of, problem, problem_of
from api.http.pages import Links, page

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
    """Bytes that a request body may have, of a path that takes uploads and of any other, and how slowly they may come.

    A body is waited for `grace_seconds`, and a second more for each `bytes_per_second` of it that have come.
    """

    upload_paths: frozenset[str]
    upload_bytes: int
    body_bytes: int = MAX_BODY
    grace_seconds: float = 20.0
    bytes_per_second: int = 4096

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
            await self._app(scope, _Body(receive, self._limits, scope["path"]).receive, sending)
        except Exception as error:
            if started:
                raise
            await answer_of(problem_of(error))(scope, receive, sending)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        for check in (self._host, self._address, self._origin, self._length):
            fault = check(scope, headers)
            if fault is not None:
                status, words = fault
                if check == self._origin and _follows_a_link(scope, headers):
                    return _led_on(scope)
                close = {"Connection": "close"} if status == 413 else None
                return answer_of(problem(status, words), close)
        return None

    def _host(self, _: Scope, headers: Headers) -> tuple[int, str] | None:
        named = headers.getlist("host")
        if len(named) == 1 and _without_port(named[0]) in self._hosts:
            return None
        return 421, "this service answers to 127.0.0.1 and localhost alone"

    def _origin(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        site = headers.get("sec-fetch-site", "none")
        origin = headers.get("origin", "")
        same = not origin or origin.partition("://")[2].lower() == headers["host"].lower()
        if same and site in ("none", "same-origin"):
            return None
        does = "set this service to work" if scope["method"] in _READING else "change anything here"
        return 403, f"a page of another site may not {does}"

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


def _follows_a_link(scope: Scope, headers: Headers) -> bool:
    """Whether somebody follows a link to one of our pages, not in a frame and not by a script."""
    is_page = scope["path"] != "/v1" and not scope["path"].startswith("/v1/")
    is_whole = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return scope["method"] == "GET" and is_page and is_whole


def _led_on(scope: Scope) -> Response:
    """A page with a link to where the request wanted to go, on this service whatever the path is."""
    query = scope["query_string"].decode("latin-1")
    address = f"/{quote(scope['path'].lstrip('/'))}" + (f"?{query}" if query else "")
    return page("elsewhere.html", Links(), 403, address=address)


def _too_large(limit: int) -> str:
    return f"the body is larger than {limit:,} bytes"


class _Body:
    """The body of a request as it comes, cut where it becomes too large (chunked ones state no length) or too slow."""

    def __init__(self, receive: Receive, limits: RequestLimits, path: str) -> None:
        self._receive, self._limits, self._most = receive, limits, limits.of(path)
        self._count, self._waited, self._has_ended = 0, 0.0, False

    async def receive(self) -> Message:
        """The next message of the server; behind the body it may be long in coming.

        Raises:
            HTTPException: the body is larger than it may be (413), or comes more slowly than it must (408).
        """
        if self._has_ended:
            return await self._receive()
        limits, started = self._limits, time.monotonic()
        left = limits.grace_seconds + self._count / limits.bytes_per_second - self._waited
        try:
            message = await asyncio.wait_for(self._receive(), max(left, 0.0))
        except TimeoutError:
            words = f"the body stopped coming, or comes at less than {limits.bytes_per_second:,} bytes a second"
            raise HTTPException(408, words, {"Connection": "close"}) from None
        self._waited += time.monotonic() - started
        self._count += len(message.get("body", b""))
        self._has_ended = not message.get("more_body", False)
        if self._count > self._most:
            raise HTTPException(413, _too_large(self._most), {"Connection": "close"})
        return message
