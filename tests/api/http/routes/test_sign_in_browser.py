"""Signing in with a real browser: what it sends by itself is enough, and no script is needed."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing

import pytest
from playwright.sync_api import BrowserContext, Page

from api.http.pages import Links
from api.state import users
from api.state.store import open_state
from graph.settings import Settings

pytestmark = pytest.mark.browser
KARVON = Links()("/entity", id="phone:+998901234567")


@pytest.fixture
def key(small_settings: Settings) -> str:
    with closing(open_state(small_settings)) as state:
        return users.add(state, "gulnora", "*/H1/*", "Gulnora, PCU Termez")


@pytest.fixture
def page(
    small_settings: Settings,
    key: str,
    serving: Callable[[Settings], AbstractContextManager[str]],
    open_context: Callable[..., BrowserContext],
) -> Iterator[Page]:
    """A window without scripts that asked for a node."""
    with serving(small_settings) as url, open_context(base_url=url, java_script_enabled=False) as context:
        opened = context.new_page()
        opened.goto(KARVON)
        yield opened


def enter(page: Page, key: str) -> None:
    page.fill("#key", key)
    page.press("#key", "Enter")


def test_a_key_leads_to_the_page_that_was_asked_for_with_its_picture(page: Page, key: str) -> None:
    assert page.title() == "Sign in - Halqa"
    enter(page, key)
    page.wait_for_url(f"**{KARVON}")
    assert "+998901234567" in page.inner_text("h1") and "Gulnora, PCU Termez" in page.inner_text("header")
    page.frame_locator("iframe").locator("table >> text=+998901234567").first.wait_for()  # without a script


def test_a_wrong_key_is_told_and_the_right_one_still_leads_on(page: Page, key: str) -> None:
    enter(page, "wrong")
    page.wait_for_selector("[role=alert]")
    assert "This key opens nothing here" in page.inner_text("main")
    enter(page, key)
    page.wait_for_url(f"**{KARVON}")


def test_somebody_who_signed_out_is_asked_again(page: Page, key: str) -> None:
    enter(page, key)
    page.wait_for_url(f"**{KARVON}")
    page.click("text=Sign out")
    page.wait_for_url("**/sign-in")
    page.goto(KARVON)
    assert page.title() == "Sign in - Halqa"


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_of_somebody_signed_in_fit(page: Page, key: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, key)
    page.wait_for_url(f"**{KARVON}")
    box = page.locator("header form[method=post]").bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
