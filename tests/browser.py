"""Chromium for tests: one for all files that follow one another, and a window of its own for whoever asks for one.

All tests that use it carry the marker `browser` and run in one process. While playwright runs, no other test could run
an event loop of its own: it ends before the first file whose tests need no browser.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.requiring import give_up

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

PATIENCE_SECONDS = 300  # with whatever a loaded machine is slow at
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Two pop-ups of the address bar are pages that cost as much as ours; the rest is what playwright would leave out.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,"
    "MediaRouter,PaintHolding,OptimizationHints,NetworkTimeServiceQuerying,DestroyProfileOnBrowserClose",
]


class Chromium:
    """The browser that runs now, if one does."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._browser: Browser | None = None

    def started(self) -> "Browser":
        """The browser, started where none runs; skips where there is none, and fails where `HALQA_REQUIRE` names it."""
        if self._browser is None:
            program = shutil.which("chromium")
            if program is None:
                give_up("browser", "Chromium is not installed: apt-get install chromium fonts-noto-core")
            from playwright.sync_api import sync_playwright

            playwright = self._open.enter_context(sync_playwright())
            self._browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
            self._open.callback(self._browser.close)
        return self._browser

    def end(self) -> None:
        """Ends the browser, and playwright with it."""
        self._browser = None
        self._open.close()


_CHROMIUM = Chromium()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Ends the browser at the end of a file where the next one needs none, and after what was opened in it."""
    yield
    if nextitem is None or (nextitem.path != item.path and not nextitem.get_closest_marker("browser")):
        _CHROMIUM.end()


@pytest.fixture(scope="module")
def browser() -> "Browser":
    """Chromium as it runs now."""
    return _CHROMIUM.started()


@pytest.fixture(scope="module")
def open_context(browser: "Browser") -> "Callable[..., BrowserContext]":
    """Opens a window of its own in the browser, which waits as long as a loaded machine may take."""

    def make(**options: Any) -> "BrowserContext":
        context = browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        return context

    return make
