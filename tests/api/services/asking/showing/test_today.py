"""What a shift begins with."""

import datetime
from typing import Any

from api.services.asking.showing.today import ARRIVALS_SHOWN, FILES_SHOWN, first_leads, new_files, next_arrivals


def batch(file: str, at: str, rows: int = 3) -> dict[str, Any]:
    return {"file": file, "loaded_at": at, "rows": rows}


def test_what_was_loaded_in_the_last_day_is_new_the_newest_first() -> None:
    names = ["old.csv", "a.csv", "b.csv"]
    moments = ["2024-03-01T08:00:00+00:00", "2024-03-05T08:00:00+00:00", "2024-03-05T09:00:00+00:00"]
    loaded = [batch(name, at) for name, at in zip(names, moments, strict=True)]
    new = new_files(loaded, datetime.datetime(2024, 3, 6, 7, tzinfo=datetime.UTC))
    assert [row["file"] for row in new["files"]] == ["b.csv", "a.csv"]
    assert (new["count"], new["rows"], new["last"], new["batches"]) == (2, 6, "2024-03-05", 3)


def test_what_is_older_than_a_day_is_not_new_and_its_day_is_told() -> None:
    loaded = [batch("a.csv", "2024-03-05T08:00:00+00:00")]
    new = new_files(loaded, datetime.datetime(2024, 3, 6, 9, tzinfo=datetime.UTC))
    assert (new["files"], new["count"], new["rows"], new["last"], new["batches"]) == ([], 0, 0, "2024-03-05", 1)
    assert new_files([], datetime.datetime(2024, 3, 6, tzinfo=datetime.UTC))["last"] == ""


def test_many_new_files_are_counted_and_the_first_named() -> None:
    loaded = [batch(f"{n}.csv", "2024-03-05T08:00:00+00:00") for n in range(FILES_SHOWN + 2)]
    new = new_files(loaded, datetime.datetime(2024, 3, 5, 9, tzinfo=datetime.UTC))
    assert (len(new["files"]), new["count"]) == (FILES_SHOWN, FILES_SHOWN + 2)


def test_a_lead_tells_the_reason_with_most_points() -> None:
    def share(points: float, words: str) -> dict[str, Any]:
        return {"points": points, "reason": {"text": words}}

    row = dict.fromkeys(("id", "label", "score", "entities", "movements", "seized_movements", "arriving", "state"), "")
    rows = [{**row, "shares": [share(0.5, "weak"), share(2, "strong"), share(-9, "against")]}, {**row, "shares": []}]
    told = first_leads({"rows": rows, "population": {"leads": 7}})
    assert [one["why"] for one in told["rows"]] == ["strong", ""] and told["count"] == 7


def test_the_next_arrivals_are_those_with_time_left(world: Any) -> None:
    now = datetime.datetime(2024, 3, 5, tzinfo=datetime.UTC)
    for day in range(1, 20):
        world.say("arrival", number=f"{day:02d}", expected_on=f"2024-03-{day:02d}", consignee__name="Karvon")
    told = next_arrivals(world.seen(), now)
    assert [row["number"] for row in told["rows"]] == [f"{day:02d}" for day in range(4, 4 + ARRIVALS_SHOWN)]
    assert (told["states"], told["all"]) == ({"expected": 16, "missed": 3, "undated": 0}, 19)
