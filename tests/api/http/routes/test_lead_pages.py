"""The forms beside leads and consignments: a decision, a list that is kept, the result of an inspection."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import sqlalchemy as sa

from api.state import tables as t

Read = Callable[..., Any]
NODE = "consignment:UZ/decl/H1/customs:declaration:2"


def settled(client: Any, path: str, said: dict[str, str]) -> Any:
    """Sends a form, and reads the page that it leads to once the work is done."""
    answer = client.post(path, data=said)
    while "refresh" in answer.headers:
        answer = client.get(str(answer.url))
    return answer


def test_a_lead_is_decided_of_on_its_page_and_an_earlier_list_is_compared_with(read: Read, small: Any) -> None:
    (lead,) = small.post("/v1/analyses/leads", json={"groups": "all", "limit": 1}).json()["rows"]
    kept = settled(small, "/leads/keep", {})
    assert kept.status_code == 200 and small.get("/v1/results").json()["results"][0]["analysis"] == "leads"
    decision = {"lead": lead["id"], "state": "dismissed", "reason": "one family"}
    assert small.post("/leads/decide", data=decision | {"reason": " "}).status_code == 422
    answer = settled(small, "/leads/decide", decision)
    assert answer.status_code == 200 and "dismissed" in answer.text
    (step,) = small.get("/v1/leads/decisions", params={"lead": lead["id"]}).json()["steps"]
    assert (step["state"], step["reason"]) == ("dismissed", "one family")
    page = read(small, f"/analyses/leads?lead={lead['id']}")
    assert [form for form in page.of("form") if form.get("action") == "/leads/decide"]


def test_what_an_inspection_came_to_is_entered_on_the_page_of_the_consignment(read: Read, small: Any) -> None:
    page = read(small, f"/entity?id={NODE}")
    assert [form for form in page.of("form") if form.get("action") == "/inspected"]
    said = {"consignment": NODE, "result": "found", "commodity": "heroin", "quantity": "2,5", "unit": "kg"}
    wrong = small.post("/inspected", data=said | {"quantity": "much"})
    assert wrong.status_code == 422 and "the quantity is" in wrong.text
    answer = settled(small, "/inspected", said)
    assert answer.status_code == 200 and "Back to the consignment" in answer.text
    assert small.get("/v1/stats").json()["nodes"]["Seizure"] == 1


def test_a_lead_that_went_into_another_leads_there(read: Read, small: Any) -> None:
    small.post("/v1/results", json={"analysis": "leads", "params": {"groups": "all"}})
    state = small.app.state.service.askers.state()
    with state.transaction() as connection:
        body = json.loads(connection.scalar(sa.select(t.result.c.body)))
        body["rows"].append(body["rows"][0] | {"id": "lead:other"})
        connection.execute(t.result.update().values(body=json.dumps(body)))
    answer = small.get("/analyses/leads", params={"lead": "lead:other"}, follow_redirects=False)
    assert answer.status_code == 303
    assert unquote(answer.headers["location"]).startswith(f"/analyses/leads?lead={body['rows'][0]['id']}")
    assert "lead:other went into this one" in read(small, answer.headers["location"]).text
