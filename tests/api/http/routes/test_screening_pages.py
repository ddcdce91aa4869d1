"""The page that looks up a pasted list, a file of consignments, a loaded one; nothing is loaded for it."""

from collections.abc import Callable
from typing import Any

Read = Callable[..., Any]
HEAD = "No,Handling,Date,Consignee,Phone,Shipper,Container\n"


def test_a_pasted_list_is_looked_up(read: Read, small: Any) -> None:
    answer = small.post("/screening", data={"lines": "MSKU1234565\nNobody At All\n"}, follow_redirects=False)
    page = read(small, answer.headers["location"])
    assert "MSKU1234565" in page.text and "1 movement, " in page.text
    assert small.post("/screening", data={"lines": "# nothing"}).status_code == 422


def test_a_file_of_consignments_is_scored_and_not_loaded(read: Read, small: Any) -> None:
    before = small.get("/v1/stats").json()
    sent = {"files": {"file": ("may.csv", f"{HEAD}8,,2024-05-01,Nobody,,,MSKU1234565\n".encode())}}
    answer = small.post("/screening/file", **sent, data={"profile": "decl", "originator": "UZ"}, follow_redirects=False)
    page = read(small, answer.headers["location"])
    assert "1 consignment, " in page.text and "Not said when it is expected" in page.text
    assert "MSKU1234565: 1 movement, " in page.text
    assert small.get("/v1/stats").json() == before
    broken = small.post("/screening/file", files={"file": ("a.csv", b"A,B\n1,2\n")}, data={"originator": "UZ"})
    assert broken.status_code == 422 and "a.csv" in broken.text and "upload-" not in broken.text
    assert small.get("/screening/answer", params={"file": "upload-gone"}).status_code == 404


def test_a_file_of_one_column_is_looked_up_and_a_request_for_consignments_says_so(read: Read, small: Any) -> None:
    sent = {"files": {"file": ("list.csv", b"MSKU1234565\nNobody At All\n")}}
    answer = small.post("/screening/file", **sent, data={"originator": "UZ"}, follow_redirects=False)
    page = read(small, answer.headers["location"])
    assert "read as a bare list; lines: 2" in page.text and "1 movement, " in page.text
    asked = small.post("/v1/screening/files", **sent, data={"originator": "UZ"})
    assert asked.status_code == 422 and "/v1/screening" in asked.text and "upload-" not in asked.text


def test_a_loaded_consignment_is_scored_by_its_number(read: Read, small: Any) -> None:
    page = read(small, "/screening/one?number=2")
    assert "receiver Ipak Savdo MChJ" in page.text
    assert small.get("/screening/one", params={"number": "none"}).status_code == 404
