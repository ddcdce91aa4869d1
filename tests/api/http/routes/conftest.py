"""Pages as tests read them: the elements that a browser would make of them, looked over for what no page may hold."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from api.views.picture import BIDI_CONTROLS
from benchmarks.served import served
from graph.settings import Settings
from tests.api.http.routes.explored import explored, seen

__all__ = ["explored", "seen"]  # fixtures of the files on the explorer


class Elements(HTMLParser):
    """The elements of a page as a browser would make them, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]

    def links(self) -> list[str]:
        return [a["href"] for a in self.of("a")] + [a["src"] for a in self.of("iframe")]


def _read(client: Any, path: str, status: int = 200) -> Elements:
    """A page, after it was looked over for what no page may hold."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.text[:300])
    return _looked_over(answer)


def _looked_over(answer: Any) -> Elements:
    page = Elements(answer.text)
    for script in page.of("script"):  # the explorer's own files, and blocks of data
        assert script.get("src", "").startswith("/static/explore/") or script.get("type") == "application/json"
    for tag, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)
    assert all(link.startswith(("/", "#")) for link in page.links())
    assert {a["src"] for a in page.of("img")} == set()
    assert not BIDI_CONTROLS & set(answer.text)
    assert page.of("html")[0]["lang"] == "en"
    assert len(page.of("h1")) == len(page.of("main")) == 1
    assert len(page.of("caption")) == len(page.of("table"))
    assert all("scope" in cell for cell in page.of("th"))
    named = {a.get("for") for a in page.of("label")}
    inputs = [a for tag in ("input", "select") for a in page.of(tag) if a.get("type") != "hidden"]
    assert all(a["id"] in named for a in inputs)
    ids = [a["id"] for _, a in page.found if "id" in a]
    assert len(ids) == len(set(ids))
    return page


@pytest.fixture(scope="session")
def serving() -> Callable[[Settings], AbstractContextManager[str]]:
    """Runs a service for a browser, on a free port; its address."""
    return served


@pytest.fixture(scope="module")
def sample_url(sample_data: Path) -> Iterator[str]:
    """The address of a service on the sample world, for a browser that only reads."""
    with served(Settings(data_dir=sample_data)) as url:
        yield url


@pytest.fixture(scope="session")
def looked_over() -> Callable[[Any], Elements]:
    """Reads an answer that is a page."""
    return _looked_over


@pytest.fixture(scope="session")
def read() -> Callable[..., Elements]:
    """Asks a client for a page of some status, 200 where none is said."""
    return _read
