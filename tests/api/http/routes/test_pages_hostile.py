"""The pages against what is hostile: names, addresses, other sites; and the headers that keep them private."""

import html
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.http.pages import Links
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.settings import Settings

Open = Callable[..., AbstractContextManager[Any]]
Read = Callable[..., Any]

KARVON = "phone:+998901234567"
BAD = "<script>window.__xss=1</script>\"'><img src=x onerror=alert(1)>\u202egnp.exe {{ 7 * 7 }}"
BAD_COLUMN = "<img src=x onerror=alert(2)>"
BAD_PROFILE = f"""
name: bad
version: 1
records:
  - kind: declaration
    id: No
    fields:
      registered_on: Date
      consignee.name: "{BAD_COLUMN}"
      consignee.phone: Phone
      shipper.name: Shipper
"""
at = Links()


@pytest.fixture
def hostile(settings: Settings, tmp_path: Path, open_client: Open) -> Iterator[Any]:
    """A client on two versions of two records whose every field holds what would run or turn the text around."""
    assert settings.profiles is not None
    (settings.profiles / "bad.yaml").write_text(BAD_PROFILE, encoding="utf-8")
    quoted = BAD.replace('"', '""')
    header = f'No,Date,"{BAD_COLUMN}",Phone,Shipper\n'
    with Workspace(settings) as workspace:
        for day, more in (("2024-03-01", ""), ("2024-04-01", " again")):
            path = tmp_path / f'{day}"><script>x.csv'
            rows = [f'javascript:alert({n}),{day},"{quoted}{more}",+998901234567,"{quoted}"' for n in (1, 2)]
            path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
            load_file(workspace, path, LoadOptions("bad", "UZ", extract_date=day))
    with open_client(settings) as client:
        yield client


# --- hostile data --------------------------------------------------------------------------------------------------


def test_nothing_of_hostile_data_becomes_an_element(read: Read, hostile: Any) -> None:
    record = "consignment:UZ/bad/H1/customs:declaration:javascript:alert(1)"
    found = read(hostile, "/search?q=script")
    party = next(link for link in found.links() if link.startswith("/entity"))
    for path in ("/", party, at("/entity", id=record), at("/entity", id=KARVON), "/analyses/linked_entities"):
        read(hostile, path)
    assert "<script>window.__xss=1</script>" in read(hostile, party).text
    history = read(hostile, at("/entity", id=record)).text
    assert BAD_COLUMN in history
    assert '2024-04-01"><script>x.csv' in history


@pytest.mark.parametrize(
    "path",
    [
        "/search?q={}",
        "/search?q=a&type={}",
        "/entity?id={}",
        "/entity?id=phone:%2B998901234567&type={}",
        "/entity?id=phone:%2B998901234567&after={}",
        "/entity?id=phone:%2B998901234567&rank={}",
        "/analyses/{}",
        "/analyses/paths?source={}",
        "/analyses/paths?source={}&target={}",
        "/analyses/centrality?limit={}",
        "/analyses/centrality?{}=1",
        "/cluster?id={}",
        "/?as={}",
    ],
)
def test_nothing_of_a_hostile_address_becomes_an_element(read: Read, small: Any, path: str) -> None:
    for text in (BAD, "javascript:alert(1)", '" autofocus onfocus="alert(1)', "\u202e\u2066x"):
        address = path.replace("{}", quote(text, safe=""))
        read(small, address, small.get(address).status_code)
        assert small.get(address).status_code in (200, 404, 422)


def test_a_fault_in_the_place_of_a_picture_is_escaped_too(small: Any) -> None:
    answer = small.get("/picture?around=" + quote(BAD, safe=""))
    assert answer.status_code == 404
    assert "<script" not in answer.text and "<img" not in answer.text
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


# --- headers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/search?q=karvon", "/entity?id=nothing", "/analyses/paths", "/docs"])
def test_a_page_allows_no_script_no_other_site_and_no_copy(small: Any, path: str) -> None:
    headers = small.get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert headers["content-type"] == "text/html; charset=utf-8"


def test_a_picture_is_shut_in_a_box_and_may_stand_in_our_frame(small: Any) -> None:
    answer = small.get(at("/picture", around=KARVON))
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; ") and "same-origin" not in policy
    assert "connect-src 'none'" in policy and "frame-ancestors 'self'" in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert "default-src 'none'; script-src 'sha256-" in html.unescape(answer.text)
    assert "content-disposition" not in answer.headers


def test_a_picture_can_be_kept_as_a_file(small: Any) -> None:
    kept = small.get(at("/picture", around=KARVON, file="html"))
    assert kept.headers["content-disposition"] == 'attachment; filename="halqa-picture.html"'
    assert "Around +998901234567" in kept.text
