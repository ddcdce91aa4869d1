"""What was derived while a file was staged comes back as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.canonical import Record
from graph.derivation import spool as spools
from graph.derivation.assertions import Assertions, assertions
from graph.derivation.spool import DerivedSpool
from graph.model import Channel
from graph.records import tables as t

CHANNEL = Channel("UZ", "decl", "H1", "customs")


def said(number: int) -> Assertions:
    values = {
        "registered_on": "2024-03-05",
        "gross_weight_kg": 12.5,
        "goods": ({"line": "1", "hs_code": "0702000007"},),
        "consignee.name": f"Buyer {number} ÖÜ خان LLC",
        "consignee.phone": ("+998901234567", "12"),
        "shipper.name": "N/A",
        "container": ("MSKU1234565", "MSKU1234566"),
    }
    return assertions(Record("declaration", f"D\x1e{number}", values, flags=("odd: x",)), CHANNEL)


def place(batch: int, unit: int, slot: int = 0) -> int:
    return batch << t.BATCH_SHIFT | unit << t.SLOT_SHIFT | slot


@pytest.fixture(params=[(100, 1), (0, spools.IN_MEMORY), (0, 1), (7, 1)], ids=["as is", "packed", "in a file", "both"])
def spool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[DerivedSpool]:
    monkeypatch.setattr(spools, "KEPT_AS_THEY_ARE", request.param[0])
    monkeypatch.setattr(spools, "IN_MEMORY", request.param[1])
    with DerivedSpool(tmp_path) as opened:
        yield opened


def test_everything_comes_back_in_any_order(spool: DerivedSpool) -> None:
    places = {place(batch, unit, slot): said(batch * 100 + unit * 3 + slot)
              for unit in range(5) for batch in (1, 2) for slot in range(3)}  # fmt: skip
    for at, assertion in places.items():
        spool.keep(at, assertion)
    for at, wanted in reversed(places.items()):
        got = spool.get(at)
        assert got is not None
        assert (got.node, got.edges, got.flags, got.placeholders) == (
            wanted.node, wanted.edges, wanted.flags, wanted.placeholders,
        )  # fmt: skip
        parties = [(party.node, party.edges) for party in wanted.parties]
        assert [(party.node, party.edges) for party in got.parties] == parties


def test_of_a_place_that_was_not_kept_nothing_is_known(spool: DerivedSpool) -> None:
    spool.keep(place(1, 5), said(1))
    assert [spool.get(place(*key)) for key in ((1, 4), (1, 6), (2, 5), (1, 5, 1))] == [None] * 4


def test_beyond_its_size_nothing_more_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spools, "KEPT_AS_THEY_ARE", 0)
    with DerivedSpool(tmp_path, most_bytes=4_000) as small:
        for unit in range(20):
            small.keep(place(1, unit), said(unit))
        known = [small.get(place(1, unit)) is not None for unit in range(20)]
    assert known[0] and not known[-1] and known == sorted(known, reverse=True)


def test_its_file_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spools, "IN_MEMORY", 1)
    with DerivedSpool(tmp_path) as opened:
        opened.keep(place(1, 1), said(1))
        assert list(tmp_path.iterdir()) == []
