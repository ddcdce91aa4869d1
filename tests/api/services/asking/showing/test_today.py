"""What a shift begins with."""

import datetime
from typing import Any

from api.services.asking.showing.today import ARRIVALS_SHOWN, first_leads, new_files, next_arrivals
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE, Viewer
from graph.settings import Settings

HOUR = datetime.timedelta(hours=1)


def test_what_was_loaded_in_the_last_day_is_new_to_whoever_sees_it(small_settings: Settings) -> None:
    with Workspace(small_settings) as workspace:
        loaded = max(batch.loaded_at for batch in workspace.records.batches())
        at = datetime.datetime.fromisoformat(loaded)
        new = new_files(workspace, EVERYONE, at + 23 * HOUR)
        assert ({row["file"] for row in new["files"]}, new["count"], new["last"]) == ({"rows.csv"}, 2, loaded[:10])
        mine = new_files(workspace, Viewer(frozenset(["UZ/decl/H1/customs"])), at)
        assert (mine["count"], mine["batches"]) == (1, 1)
        old = new_files(workspace, EVERYONE, at + 25 * HOUR)
        assert (old["files"], old["count"], old["rows"], old["last"], old["batches"]) == ([], 0, 0, loaded[:10], 2)
        assert new_files(workspace, Viewer(frozenset()), at)["batches"] == 0


def test_the_newest_files_stand_first(settings: Settings, tmp_path: Any) -> None:
    with Workspace(settings) as workspace:
        for name in ("a.csv", "b.csv"):
            row = f"{name},,2024-03-01,Karvon,,,\n"
            (tmp_path / name).write_text("No,Handling,Date,Consignee,Phone,Shipper,Container\n" + row, "utf-8")
            load_file(workspace, tmp_path / name, LoadOptions("decl", "UZ"))
        new = new_files(workspace, EVERYONE, datetime.datetime.now(datetime.UTC))
    assert [row["file"] for row in new["files"]] == ["b.csv", "a.csv"] and new["rows"] == 2


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
