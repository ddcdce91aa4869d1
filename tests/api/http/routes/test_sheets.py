"""A sheet on its way in through the pages: looked at, corrected, tried, loaded, recalled; nothing is loaded before."""

import re
from collections.abc import Callable
from typing import Any

from graph.settings import Settings

Read = Callable[..., Any]

SHEET = """\
№ ДТ;Дата;Получатель;Контейнер;Прочее
D7;05.03.2024;Карвон Транс;MSKU1234565;Алфавит
D9;06.03.2024;Ипак Савдо;MSKU1234565;Бета
D8;00.00.0000;Силк Хаус;CSQU3054383;Гамма
"""


def bring(client: Any, text: str = SHEET, **said: str) -> str:
    """Sends a sheet; the address that the answer leads to."""
    form = {"originator": "UZ", "handling": "H1", "kind": "declaration", **said}
    answer = client.post("/load", files={"file": ("март.csv", text.encode())}, data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def choices(text: str) -> dict[str, Any]:
    """What the form of a sheet would send as it stands."""
    form: dict[str, Any] = dict(re.findall(r'<input type="hidden" name="(file|shown_kind)" value="(.*?)">', text))
    form |= {"kind": form["shown_kind"], "number": re.findall(r'name="number" value="(\d+)" checked', text)}
    for name, options in re.findall(r'name="(field-\d+)">(.*?)</select>', text, re.DOTALL):
        form[name] = "".join(re.findall(r"<option selected>(.*?)</option>", options))
    return form


def chosen(client: Any, form: dict[str, Any], **more: Any) -> Any:
    """Sends choices, and reads the page that the answer leads to."""
    answer = client.post("/load/sheet", data={**form, **more}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    answer = client.get(address)
    while "refresh" in answer.headers:
        answer = client.get(address)
    return answer


def field_of(page: Any, column: str) -> str:
    """The field that is chosen for a column."""
    row = re.search(rf'<label for="(field-\d+)" dir="auto">{re.escape(column)}</label>(.*?)</select>', page, re.DOTALL)
    assert row is not None
    selected = re.search(r"<option selected>(.*?)</option>", row[2])
    return selected[1] if selected else ""


def test_a_choice_is_kept_and_tried_before_anything_is_loaded(read: Read, small: Any, looked_over: Read) -> None:
    address = bring(small)
    text = looked_over(small.get(address)).text
    assert "Карвон Транс" in text and "март.csv" in text and "known already" not in text
    form = choices(small.get(address).text)
    assert list(form.values())[4:] == ["", "registered_on", "consignee.name", "container", ""] and form["number"] == [
        "0"
    ]
    tried = chosen(small, form | {"field-4": "goods_description"}, do="try")
    page = looked_over(tried)
    assert "3 rows tried: 3 records, 0 rows rejected" in page.text and "Алфавит" in page.text
    assert "registered_on_unknown" in page.text and field_of(tried.text, "Прочее") == "goods_description"
    assert "март.csv" not in read(small, "/").text
    assert field_of(chosen(small, form, kind="seizure", do="look").text, "Дата") == "seized_on"


def test_a_loaded_sheet_shows_its_flags_and_can_be_recalled(read: Read, small: Any, looked_over: Read) -> None:
    rows = "".join(f"E{n};0{n % 9 + 1}.03.2024;A;MSKU1234565;x\n" for n in range(40))
    sheet = f"{SHEET}{rows};07.03.2024;Силк Хаус;CSQU3054383;Гамма\n"
    report = looked_over(chosen(small, choices(small.get(bring(small, sheet)).text), do="load"))
    assert "44 rows, 43 records, 1 row rejected" in report.text and "/analyses/linked_entities" in report.links()
    assert "registered_on_unknown" in report.text
    rejected = small.get(next(link for link in report.links() if link.startswith("/load/rejects")))
    assert "missing_id" in rejected.text and rejected.headers["content-type"].startswith("text/csv")
    assert "The same bytes are loaded already" in read(small, bring(small, sheet)).text
    assert "3 of 3 record numbers are known already" in read(small, bring(small)).text
    batch = next(a["value"] for a in report.of("input") if a.get("name") == "batch")
    answer = small.post("/load/recall", data={"batch": batch})
    while "refresh" in answer.headers:
        answer = small.get(str(answer.url))
    assert "Recalled" in answer.text and "март.csv" not in read(small, "/").text


def test_a_choice_that_cannot_be_is_refused_in_words(small: Any) -> None:
    file = bring(small).partition("file=")[2]
    for changes, words in (
        ({"file": file, "field-x": "container"}, "a choice names no column"),
        ({"file": "upload-" + "0" * 32}, "this sheet is not kept any more"),
        ({"file": "../../decl.yaml"}, "this sheet is not kept any more"),
    ):
        answer = small.post("/load/sheet", data={**changes, "do": "look"})
        assert answer.status_code in (404, 422) and words in answer.text.lower()


def test_an_upload_without_an_originator_is_refused_and_leaves_nothing(small: Any, small_settings: Settings) -> None:
    answer = small.post("/load", files={"file": ("a.csv", b"No\n1\n")}, data={"originator": "?"})
    assert answer.status_code == 422 and "originator" in answer.text
    assert list(small_settings.data_dir.glob("uploads/upload-*")) == []
