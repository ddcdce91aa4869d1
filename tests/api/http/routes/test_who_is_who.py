"""Who is who over HTTP: the queue, why, judging and taking back, names of an entity; and the pages that do the same."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from api.http import working
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.settings import Settings
from tests.declarations import profile_of

Open = Callable[..., AbstractContextManager[Any]]
Read = Callable[..., Any]
V1 = "/v1/who-is-who"

PROFILE = profile_of("consignee.name", "consignee.tax_number", "consignee.phone", name="firms")
ROWS = """No,Date,Consignee,Tax,Phone
D1,2024-03-01,Karvon Trans LLC,301234567,+998901234567
D2,2024-03-08,Karvon Trans LLC,301234567,
D3,2024-03-02,ООО Карвон Транс,309876543,+998901234567
D4,2024-03-09,Карвон Транс,309876543,
"""


@pytest.fixture
def firms(settings: Settings, tmp_path: Path, open_client: Open) -> Iterator[Any]:
    """A client on two firms that share a phone and a name and have other tax numbers."""
    (tmp_path / "firms.yaml").write_text(PROFILE, "utf-8")
    (tmp_path / "march.csv").write_text(ROWS, "utf-8")
    with Workspace(settings) as workspace:
        load_file(workspace, tmp_path / "march.csv", LoadOptions(str(tmp_path / "firms.yaml"), "UZ"))
    with open_client(settings) as client:
        yield client


def the_pair(client: Any) -> tuple[str, str]:
    (row,) = client.get(f"{V1}/queue").json()["queue"]
    return row["left"], row["right"]


def judged(client: Any, pair: tuple[str, str], verdict: str, path: str = "judgements") -> Any:
    body = {"left": pair[0], "right": pair[1], "why": "by the register"} | ({"verdict": verdict} if verdict else {})
    return client.post(f"{V1}/{path}", json=body)


def test_the_queue_says_why_a_pair_is_open_and_what_a_decision_would_change(firms: Any) -> None:
    answer = firms.get(f"{V1}/queue").json()
    (row,) = answer["queue"]
    assert (answer["pairs"], row["is_refusal"], row["would_join"], row["weight"]) == (1, True, 4, 3.2)
    assert "times the doubt" in answer["rule"] and row["reason"]["text"]


def test_why_tells_both_values_of_each_field(firms: Any) -> None:
    left, right = the_pair(firms)
    told = firms.get(f"{V1}/why", params={"left": left, "right": right}).json()
    fields = {field["field"]: field for field in told["fields"]}
    assert told["are_one"] is False and told["because"]
    assert fields["phone"]["common"] == ["phone:+998901234567"] and fields["phone"]["bits"] > 0
    assert fields["tax number"]["bits"] < 0
    assert told["bits"] == pytest.approx(told["prior_bits"] + sum(f["bits"] for f in told["fields"]), abs=0.1)
    assert told["bridge"]["key"] == "bridge.one" and told["names"]["verdict"] == "same"


def test_a_judgement_is_made_taken_back_and_stays_readable(firms: Any) -> None:
    pair = the_pair(firms)
    made = judged(firms, pair, "same").json()
    assert made["are_one"] and firms.get(f"{V1}/queue").json()["pairs"] == 0
    names = firms.get(f"{V1}/entity", params={"id": pair[0]}).json()
    assert {name["script"] for name in names["names"]} == {"latin", "cyrillic"}
    assert all("march.csv, line" in name["sources"][0]["source"] for name in names["names"])
    back = firms.post(f"{V1}/judgements/revoke", json={"id": made["id"], "why": "a typing error"}).json()
    assert not back["are_one"]
    (known,) = firms.get(f"{V1}/judgements", params={"id": pair[0]}).json()["judgements"]
    assert (known["verdict"], known["revoked_why"]) == ("same", "a typing error")


def test_what_is_one_is_taken_apart_for_good(firms: Any) -> None:
    pair = the_pair(firms)
    judged(firms, pair, "same")
    assert not judged(firms, pair, "", "unmerge").json()["are_one"]
    again = judged(firms, pair, "", "unmerge")
    assert again.status_code == 422 and "two entities already" in again.json()["detail"]
    assert firms.get(f"{V1}/waiting").json() == {"judgements": []}


def test_a_contradiction_is_refused_with_the_way(firms: Any) -> None:
    left, right = the_pair(firms)
    parties = firms.get(f"{V1}/entity", params={"id": left}).json()["parties"]
    assert judged(firms, (left, right), "different").status_code == 200
    other = next(party for party in parties if party != left)
    refused = judged(firms, (other, right), "same")
    assert refused.status_code == 422 and " ≠ " in refused.json()["detail"]


def test_what_is_no_party_is_not_found(firms: Any) -> None:
    left, _ = the_pair(firms)
    assert firms.get(f"{V1}/why", params={"left": left, "right": "party:x"}).status_code == 404
    assert firms.get(f"{V1}/entity", params={"id": "entity:x"}).status_code == 404


# --- pages ---------------------------------------------------------------------------------------------------------


def test_the_review_page_leads_to_two_records_side_by_side(read: Read, firms: Any) -> None:
    left, right = the_pair(firms)
    page = read(firms, "/review")
    assert "Karvon Trans LLC" in page.text and "times the doubt" in page.text
    assert "301234567 (tax, UZ)" in page.text and "309876543 (tax, UZ)" in page.text
    address = next(link for link in page.links() if link.startswith("/review/pair"))
    pair = read(firms, address)
    assert "Both values of every field" in pair.text and "one value alone holds the two together" in pair.text
    source = firms.get(address).text
    assert '<svg class="waterfall"' in source and 'class="against"' in source and "<script" not in source
    assert left in source and right in source


def test_a_decision_of_the_page_goes_back_to_the_queue_and_stands_on_the_pair(read: Read, firms: Any) -> None:
    left, right = the_pair(firms)
    form = {"left": left, "right": right, "verdict": "same", "why": "by the register"}
    answer = firms.post("/review/judge", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    assert "Nothing is open" in read(firms, "/review").text
    pair = read(firms, f"/review/pair?left={left}&right={right}".replace("+", "%2B"))
    assert "They are one entity now" in pair.text and "by the register" in pair.text
    entity = read(firms, f"/entity?id={left}")
    assert "Names this entity goes by" in entity.text and "cyrillic" in entity.text
    apart = firms.post("/review/judge", data=form | {"verdict": "different"}, follow_redirects=False)
    assert apart.status_code == 303
    assert "They are two entities now" in read(firms, f"/review/pair?left={left}&right={right}").text


def test_what_cannot_be_decided_is_told_beside_the_two_records(firms: Any) -> None:
    left, right = the_pair(firms)
    answer = firms.post("/review/judge", data={"left": left, "right": right, "verdict": "same", "why": " "})
    assert answer.status_code == 422 and "names no person or no reason" in answer.text
    assert "Both values of every field" in answer.text


def test_what_cannot_be_decided_is_told_though_the_two_records_take_long(
    firms: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, right = the_pair(firms)
    monkeypatch.setattr(working, "WAIT_SECONDS", 0)
    answer = firms.post("/review/judge", data={"left": left, "right": right, "verdict": "same", "why": " "})
    assert answer.status_code == 422 and "names no person or no reason" in answer.text
    assert "refresh" not in answer.headers, "the browser would ask for the form's address"


def test_a_judgement_is_taken_back_on_the_page(firms: Any, read: Read) -> None:
    left, right = the_pair(firms)
    made = judged(firms, (left, right), "unsure").json()
    answer = firms.post("/review/revoke", data={"judgement": made["id"], "why": "looked again"}, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/review/pair?")
    assert "looked again" in firms.get(answer.headers["location"]).text
