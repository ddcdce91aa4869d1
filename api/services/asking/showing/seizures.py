"""Seizures as rows and titles: what, how much, where and when."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.services.asking.explore import label
from api.services.asking.showing.amounts import amount_text, day_words
from api.services.runtime.workspace import Workspace
from graph.model import Node, Viewer

_SHORT = 60  # letters of a commodity in a title


def seizure_title(node: Node) -> str:
    """What people call a seizure: "Heroin, 38 kg, Samur, 2 Mar 2024"; its number where neither is said."""
    said = node.properties
    goods, amount = str(said.get("commodity") or ""), amount_text(said)
    if not goods and not amount:
        return label(node)
    goods = goods if len(goods) <= _SHORT else goods[: _SHORT - 1].rstrip() + "…"
    parts = (goods, amount, said.get("place"), day_words(str(said.get("seized_on") or "")))
    return ", ".join(str(part) for part in parts if part)


def seizure_row(node_id: str, said: Mapping[str, Any]) -> dict[str, str]:
    """A seizure as a row: id, number, day, goods, amount, place, country and agency; "" where it does not say."""
    return {
        "id": node_id,
        "number": node_id.rpartition(":")[2],
        "on": str(said.get("seized_on") or ""),
        "goods": str(said.get("commodity") or said.get("commodity_group") or ""),
        "amount": amount_text(said),
        "place": str(said.get("place") or ""),
        "country": str(said.get("country") or ""),
        "agency": str(said.get("agency") or ""),
    }


def seizure_rows(workspace: Workspace, viewer: Viewer, ids: Sequence[str]) -> list[dict[str, str]]:
    """The visible ones among these seizures as rows, the newest first, undated ones last, ties by id."""
    rows = [seizure_row(node.id, node.properties) for node in workspace.store.get(list(ids), viewer)]
    rows.sort(key=lambda row: row["id"])
    return sorted(rows, key=lambda row: row["on"], reverse=True)
