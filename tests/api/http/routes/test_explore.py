"""The explorer's page as it is sent: its first scene, what it says without one, its scripts, and what it refuses."""

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from api.http.pages import Links
from api.http.routes.explore import LIBRARY
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.settings import Settings
from tests.declarations import profile_of

KARVON = "phone:+998901234567"
HOSTILE = """\
No,Date,Consignee,Phone,Shipper,Container
x,2024-03-01,</script><script>top.__xss=1</script>,+998905555555,\u202egnp.exe,
"""
PROFILE = profile_of("consignee.name", "consignee.phone", "shipper.name", "container")


def block(text: str, name: str) -> Any:
    """What a block of data of a page holds, as a browser reads it: up to the first end of a script."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def opened(client: Any, **values: Any) -> Any:
    return client.get(Links()("/explore", values))


def test_without_anything_to_begin_with_it_says_what_to_do(small: Any) -> None:
    page = small.get("/explore")
    assert page.status_code == 200
    assert "Search above for a firm" in page.text
    assert '<script type="application/json"' not in page.text


def test_a_text_leads_to_scenes_to_begin_with(small: Any) -> None:
    page = small.get("/explore?q=karvon")
    links = [html.unescape(link) for link in re.findall(r'href="(/explore\?focus=[^"]+)"', page.text)]
    assert len(links) == 1
    assert "Karvon Trans LLC" in block(small.get(links[0]).text, "scene")["title"]


def test_a_text_that_finds_nothing_says_what_to_try(small: Any) -> None:
    assert "Nothing found" in small.get("/explore?q=zzzyyyxxx").text


def test_the_scene_of_the_page_is_that_of_the_api(small: Any) -> None:
    scene = block(opened(small, focus=KARVON).text, "scene")
    answer = small.post("/v1/explore/scenes", json={"focus": [KARVON]}).json()
    assert scene == answer
    assert {node["id"] for node in scene["nodes"]} >= {KARVON}


def test_the_first_scene_is_there_without_javascript(small: Any) -> None:
    text = opened(small, focus=KARVON).text
    scene, plain = block(text, "scene"), text[text.index('<section class="without">') :]
    for node in scene["nodes"]:
        assert html.escape(node["label"]) in plain
    assert f"Entities ({len(scene['nodes'])})" in plain
    assert f"Links ({len(scene['links'])})" in plain


def test_what_was_cut_is_said_with_how_much(client: Any) -> None:
    lead = client.post("/v1/analyses/leads", json={"limit": 1}).json()["rows"][0]["id"]
    whole = block(opened(client, lead=lead).text, "scene")
    assert whole["truncated"] == [] and len(whole["nodes"]) > 3
    text = opened(client, lead=lead, limit="3").text
    [cut] = block(text, "scene")["truncated"]
    assert cut["values"] == {"shown": 3, "count": len(whole["nodes"]) - 3}
    note = text[text.index('id="cut"') : text.index('id="status"')]
    assert cut["text"][1:] in note and " hidden" not in note.partition(">")[0]


def test_a_saved_view_that_is_not_there_is_not_found(small: Any) -> None:
    assert small.get("/explore?view=view:0").status_code == 404


def test_the_policy_allows_our_own_files_alone(small: Any) -> None:
    answer = opened(small, focus=KARVON)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy and "http" not in policy and policy.startswith("default-src 'none'")
    scripts = re.findall(r"<script(?: type=\"module\"| defer)? src=\"([^\"]+)\"", answer.text)
    assert scripts == [f"/static/explore/{LIBRARY}", "/static/explore/main.js"]
    assert not re.search(r"<[^>]+ (style|on\w+)=", answer.text)


def test_what_cannot_be_seen_looks_like_what_is_not_there(small: Any) -> None:
    hidden = small.get("/explore", params={"focus": "consignment:UZ/decl/H3/customs:declaration:3", "as": "UZ/*/H1/*"})
    absent = small.get("/explore", params={"focus": "consignment:UZ/decl/H3/customs:declaration:9", "as": "UZ/*/H1/*"})
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("declaration:3", "declaration:9") == absent.text


def test_the_viewer_is_carried_on(small: Any) -> None:
    page = small.get("/explore", params={"focus": KARVON, "as": "UZ/*/H1/*"}).text
    assert block(page, "page")["patterns"] == "UZ/*/H1/*"
    assert '<input type="hidden" name="as" value="UZ/*/H1/*">' in page


def test_a_name_cannot_end_the_block_that_holds_it(settings: Settings, open_client: Callable[..., Any]) -> None:
    assert settings.profiles is not None
    (settings.profiles / "decl.yaml").write_text(PROFILE, encoding="utf-8")
    rows = settings.data_dir.parent / "hostile.csv"
    rows.write_text(HOSTILE, encoding="utf-8")
    with Workspace(settings) as workspace:
        load_file(workspace, rows, LoadOptions("decl", "UZ"))
    with open_client(settings) as client:
        text = opened(client, focus="phone:+998905555555").text
    labels = {node["label"] for node in block(text, "scene")["nodes"]}
    assert "</script><script>top.__xss=1</script>" in labels
    assert "<script>top" not in text
    assert "\u202e" not in text and "gnp.exe" in labels


@pytest.mark.parametrize("name", ["main.js", "state.js", "fitting.js", LIBRARY, "explore.css"])
def test_a_browser_that_has_a_file_is_told_to_keep_it(small: Any, name: str) -> None:
    first = small.get(f"/static/explore/{name}")
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    assert first.status_code == 200 and first.headers["content-type"].startswith(kind)
    again = small.get(f"/static/explore/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fpages.css", "__init__.py"])
def test_nothing_else_is_a_file_of_it(small: Any, name: str) -> None:
    assert small.get(f"/static/explore/{name}").status_code == 404


def test_a_search_brings_rows_that_the_list_shows(small: Any) -> None:
    answer = small.post("/explore/data/searches", json={"q": "karvon"}).json()
    assert [row["label"] for row in answer["found"]] == ["Karvon Trans LLC"]
    assert not answer["truncated"]


def test_a_search_for_nothing_is_refused_in_words(small: Any) -> None:
    answer = small.post("/explore/data/searches", json={"q": " "})
    assert answer.status_code == 422
    assert answer.json()["next_step"]
