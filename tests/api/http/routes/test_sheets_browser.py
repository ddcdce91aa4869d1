"""From a file that somebody drops to the first cluster and its picture, in a real browser without scripts."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from graph.settings import Settings

pytestmark = pytest.mark.browser

ROWS = "".join(
    f"{place}/24;0{place % 9 + 1}.03.2024;{name};{phone};Altyn Tekstil LLC;Алфавит\n"
    for place, name, phone in (
        (11, "Карвон Транс МЧЖ", "+998901234567"),
        (13, "Ипак Савдо МЧЖ", "+998901234567"),
        (17, "Силк Хаус МЧЖ", "+998712345678"),
        (19, "Карвон Транс МЧЖ", "+998901234567"),
        (23, "Ипак Савдо МЧЖ", "+998901234567"),
    )
)
SHEET = f"Журнал;;;;;\nБЮД рақами;Сана;Юк олувчи;Телефон;Юк жўнатувчи;Изоҳлар рўйхати\n{ROWS}"


@pytest.fixture
def page(
    settings: Settings,
    serving: Callable[[Settings], AbstractContextManager[str]],
    open_context: Callable[..., BrowserContext],
) -> Iterator[Page]:
    """A window without scripts on a service that holds nothing yet."""
    with serving(settings) as url, open_context(base_url=url, java_script_enabled=False) as context:
        yield context.new_page()


def test_a_newcomer_comes_from_his_own_sheet_to_the_first_cluster(page: Page, tmp_path: Path) -> None:
    (tmp_path / "март.csv").write_bytes(SHEET.encode("utf-8"))
    page.goto("/")
    page.click("text=Load a file of your own")
    page.set_input_files("#file", tmp_path / "март.csv")
    page.fill("#originator", "UZ")
    page.click("text=Look at it")
    page.wait_for_selector("text=What each column is taken for")
    assert page.input_value("select[name=field-2]") == "consignee.name"
    page.select_option("select[name=field-5]", "goods_description")
    page.click("text=Try it on the first rows")
    page.wait_for_selector("text=5 rows tried: 5 records, 0 rows rejected")
    assert "Алфавит" in page.inner_text("dl.facts >> nth=0")
    page.click("main >> button:text-is('Load')")
    page.wait_for_selector("text=5 rows, 5 records, 0 rows rejected")
    page.click("text=Who belongs together")
    page.wait_for_selector("tbody tr")
    assert "Карвон" in page.inner_text("main")
    page.click("tbody a[href*='/cluster'] >> nth=0")
    page.wait_for_selector("iframe")
    rows = page.frame_locator("iframe").locator("table >> text=Карвон")
    rows.first.wait_for(state="attached")  # hidden where the script draws, to be read where it does not run


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_of_a_sheet_fits(page: Page, tmp_path: Path, width: int) -> None:
    (tmp_path / "март.csv").write_bytes(SHEET.encode("utf-8"))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/load")
    page.set_input_files("#file", tmp_path / "март.csv")
    page.fill("#originator", "UZ")
    page.click("text=Look at it")
    page.wait_for_selector("text=What each column is taken for")
    for selector in ("form[method=post] table", "main h1"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
