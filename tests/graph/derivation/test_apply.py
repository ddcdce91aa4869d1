"""From records to the graph: any order, recall, rebuild, other rules, other stores, stops; on small CSV texts.

One file, because every rule is told of the same few rows and most of them hold together or not at all.
"""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import BadProfile, Refused, StoreProblem, TooManyRejects
from graph.model import EVERYONE, Channel, Viewer
from graph.progress import Step
from graph.records import reading
from graph.store.base import GraphStore
from tests.declarations import profile_of

Desks = Callable[..., Any]
Hash = Callable[[GraphStore], str]

HEADER = "No,Date,Amended,Status,Shipper,Consignee,Phone,Container,Weight\n"
ROWS = {
    "1": "1,2024-01-05,,,Amber Mills LLC,Silk Road LLC,+998901234567,MSKU1234565,100\n",
    "2": "2,2024-01-06,,,Amber Mills LLC,Steppe Trade LLC,+998907654321,TGHU7654320,200\n",
    "3": "3,2024-01-07,,,Other House LLC,Silk Road LLC,+998901234567,,300\n",
    "2 corrected": "2,2024-01-06,2024-02-10,,Amber Mills LLC,Desert Import LLC,+998935556677,MSKU1234565,250\n",
    "3 annulled": "3,2024-01-07,2024-02-11,annulled,Other House LLC,Silk Road LLC,+998901234567,,300\n",
    "4": "4,2024-02-12,,,Fourth House LLC,Steppe Trade LLC,+998907654321,,400\n",
}


SERVERS = [pytest.param(name, marks=getattr(pytest.mark, name)) for name in ("neo4j", "postgresql")]


@pytest.fixture(params=["embedded", *SERVERS])
def desk_of(request: pytest.FixtureRequest, embedded_desk_of: Desks) -> Desks:
    """Makes desks; with Neo4j the first graph is there, with PostgreSQL the first records: others are embedded."""
    if request.param == "embedded":
        return embedded_desk_of
    if request.param == "postgresql":
        urls = iter([request.getfixturevalue("create_records")()])
        return lambda *args, **kwargs: embedded_desk_of(*args, **kwargs, records_url=next(urls, ""))
    servers = iter([request.getfixturevalue("open_neo4j")])
    return lambda *args, **kwargs: embedded_desk_of(*args, **kwargs, server=next(servers, None))


def csv_of(*rows: str) -> str:
    return HEADER + "".join(ROWS[row] for row in rows)


JANUARY = csv_of("1", "2", "3"), "2024-01-31"
OVERLAP = csv_of("2", "3"), "2024-02-05"
FEBRUARY = csv_of("2 corrected", "3 annulled", "4"), "2024-02-29"
AGAIN = csv_of("1", "2 corrected", "4"), "2024-03-31"


def consignees(desk: Any) -> dict[str, str]:
    """Name of the consignee of each declaration number."""
    found = {}
    for record, _ in desk.store.all_applied():
        for one in desk.store.neighbours(record, ("CONSIGNED_TO",), EVERYONE):
            found[record.rpartition(":")[2]] = one.node.properties["name"]
    return found


# --- any order -----------------------------------------------------------------------------------------------------


def test_a_file_becomes_the_graph_of_its_records(desk: Any) -> None:
    desk.load(*JANUARY)
    assert consignees(desk) == {"1": "Silk Road LLC", "2": "Steppe Trade LLC", "3": "Silk Road LLC"}
    assert desk.store.totals(EVERYONE).nodes == {
        "Consignment": 3,
        "Container": 2,
        "Document": 3,
        "Party": 4,
        "Phone": 2,
    }


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_any_order_of_overlapping_and_corrected_files_gives_the_same_graph(
    desk_of: Desks, graph_hash: Hash, every: int
) -> None:
    hashes = set()
    for order in list(itertools.permutations((JANUARY, OVERLAP, FEBRUARY, AGAIN)))[::every]:
        desk = desk_of()
        for text, extract_on in order:
            desk.load(text, extract_on)
        hashes.add((graph_hash(desk.store), desk.store.version(EVERYONE)))
        assert consignees(desk) == {"1": "Silk Road LLC", "2": "Desert Import LLC", "4": "Steppe Trade LLC"}
    assert len(hashes) == 1


def test_staging_all_files_before_applying_any_gives_the_same_graph(desk_of: Desks, graph_hash: Hash) -> None:
    one, other = desk_of(), desk_of()
    files = (JANUARY, FEBRUARY, AGAIN)
    for file in files:
        one.load(*file)
    numbers = [number for file in files for number in other.stage(*file)]
    other.apply(numbers[::-1])
    assert graph_hash(one.store) == graph_hash(other.store)


def test_applying_a_batch_again_changes_nothing(desk: Any, graph_hash: Hash) -> None:
    numbers = desk.load(*JANUARY)
    before = graph_hash(desk.store), desk.store.version(EVERYONE)
    report = desk.apply(numbers)
    assert report.records == report.removed == 0
    assert (graph_hash(desk.store), desk.store.version(EVERYONE)) == before


def test_the_same_rows_in_another_order_are_another_batch_of_the_same_graph(desk: Any, graph_hash: Hash) -> None:
    desk.load(*JANUARY)
    before = graph_hash(desk.store), desk.store.version(EVERYONE)
    numbers = desk.stage(csv_of("3", "1", "2"), "2024-01-31")
    assert desk.apply(numbers).records == 0
    assert (graph_hash(desk.store), desk.store.version(EVERYONE)) == before


def test_columns_in_another_order_are_the_same_versions(desk: Any) -> None:
    desk.load(*JANUARY)
    lines = [line.split(",") for line in JANUARY[0].splitlines()]
    turned = "".join(",".join(cells[::-1]) + "\n" for cells in lines)
    assert desk.apply(desk.stage(turned, "2024-01-31")).records == 0


def test_a_record_that_stands_twice_in_a_file_is_one(desk: Any) -> None:
    desk.load(csv_of("1", "1"))
    assert len(list(desk.store.all_applied())) == 1


def test_two_contents_at_one_time_are_a_conflict_and_the_same_one_wins(desk_of: Desks) -> None:
    other = ROWS["1"].replace("Silk Road", "Velvet Road")
    texts = HEADER + ROWS["1"] + other, HEADER + other + ROWS["1"]
    found = set()
    for text in texts:
        desk = desk_of()
        report = desk.apply(desk.stage(text))
        assert report.conflicts == ["declaration 1 of UZ/decl/H1/customs"]
        found.add(consignees(desk)["1"])
    assert len(found) == 1


def test_of_rows_without_amendments_the_latest_extract_counts(desk: Any) -> None:
    desk.load(HEADER + ROWS["1"].replace("Silk", "Velvet"), "2024-02-29")
    desk.load(*JANUARY)
    assert consignees(desk)["1"] == "Velvet Road LLC"


def test_a_row_with_an_amendment_counts_more_than_the_original_beside_it(desk: Any) -> None:
    desk.load(HEADER + ROWS["1"] + ROWS["1"].replace(",,,Amber", ",2024-01-20,,Amber").replace("Silk", "Velvet"))
    assert consignees(desk) == {"1": "Velvet Road LLC"}


def test_records_of_two_channels_are_two_nodes_that_share_values(desk: Any) -> None:
    desk.load(*JANUARY)
    other = Channel("KZ", "decl", "H2", "customs")
    desk.load(*JANUARY, channel=other)
    assert desk.store.totals(EVERYONE).nodes["Consignment"] == 6
    assert desk.store.totals(EVERYONE).nodes["Container"] == 2
    assert desk.store.totals(Viewer(frozenset({other.name}))).nodes["Consignment"] == 3


def test_an_update_of_one_record_does_not_touch_the_others_of_its_party(desk: Any) -> None:
    desk.load(csv_of("1", "3"))
    changed = ROWS["1"].replace(",,,Amber", ",2024-01-20,,Amber").replace("Silk Road", "Velvet Road")
    desk.load(HEADER + changed, "2024-01-31")
    assert consignees(desk) == {"1": "Velvet Road LLC", "3": "Silk Road LLC"}


# --- deletion ------------------------------------------------------------------------------------------------------


def test_a_tombstone_takes_the_record_and_what_only_it_mentioned(desk: Any, graph_hash: Hash, desk_of: Desks) -> None:
    desk.load(*JANUARY)
    desk.load(csv_of("3 annulled"), "2024-02-29")
    never = desk_of()
    never.load(csv_of("1", "2"))
    assert graph_hash(desk.store) == graph_hash(never.store)
    assert desk.store.version(EVERYONE) == never.store.version(EVERYONE)


def test_a_tombstone_loaded_before_its_record_counts_too(desk: Any) -> None:
    desk.load(csv_of("3 annulled"), "2024-02-29")
    desk.load(*JANUARY)
    assert set(consignees(desk)) == {"1", "2"}


def test_a_newer_version_revives_an_annulled_record(desk: Any) -> None:
    desk.load(csv_of("3 annulled"), "2024-02-29")
    desk.load(HEADER + ROWS["3"].replace(",,,Other", ",2024-03-01,,Other"), "2024-03-31")
    assert consignees(desk) == {"3": "Silk Road LLC"}


def complete(profile: str) -> str:
    return profile.replace("name: decl", "name: whole\ncomplete: true")


def test_a_complete_extract_takes_away_what_it_leaves_out_in_any_order(desk_of: Desks, graph_hash: Hash) -> None:
    first = csv_of("1", "2", "3"), "2024-01-31"
    second = csv_of("1", "3"), "2024-02-29"  # covers 5 to 7 January, without 2
    hashes = set()
    for order in ((first, second), (second, first)):
        desk = desk_of()
        for text, on in order:
            desk.load(text, on, complete(desk.profile))
        assert set(consignees(desk)) == {"1", "3"}
        hashes.add(graph_hash(desk.store))
    assert len(hashes) == 1


def test_a_complete_extract_says_nothing_of_other_days(desk: Any) -> None:
    profile = complete(desk.profile)
    desk.load(csv_of("1", "2", "3"), "2024-01-31", profile)
    desk.load(csv_of("2", "3"), "2024-02-29", profile)  # covers 6 and 7 January; 1 is of the 5th
    assert set(consignees(desk)) == {"1", "2", "3"}


def test_recalling_a_complete_extract_brings_back_what_it_left_out(desk: Any, graph_hash: Hash) -> None:
    profile = complete(desk.profile)
    desk.load(csv_of("1", "2", "3"), "2024-01-31", profile)
    before = graph_hash(desk.store)
    numbers = desk.load(csv_of("1", "3"), "2024-02-29", profile)
    desk.recall(*numbers)
    assert graph_hash(desk.store) == before


# --- recall and reclassify -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken", [0, 1, 2, 3])
def test_a_recalled_file_leaves_what_never_loading_it_leaves(desk_of: Desks, graph_hash: Hash, taken: int) -> None:
    files = [JANUARY, OVERLAP, FEBRUARY, AGAIN]
    desk, never = desk_of(), desk_of()
    batches = [desk.load(*file) for file in files]
    desk.recall(*batches[taken])
    for file in files[:taken] + files[taken + 1 :]:
        never.load(*file)
    assert graph_hash(desk.store) == graph_hash(never.store)
    assert desk.store.version(EVERYONE) == never.store.version(EVERYONE)
    assert desk.store.channels() == never.store.channels()


def test_recalling_everything_leaves_nothing(desk: Any) -> None:
    empty = desk.store.version(EVERYONE)
    numbers = desk.load(*JANUARY) + desk.load(*FEBRUARY)
    desk.recall(*numbers)
    assert desk.store.totals(EVERYONE).nodes == {}
    assert desk.store.version(EVERYONE) == empty
    assert desk.records.batches() == []


def test_a_recall_brings_back_the_version_before(desk: Any) -> None:
    desk.load(*JANUARY)
    numbers = desk.load(*FEBRUARY)
    assert consignees(desk)["2"] == "Desert Import LLC"
    desk.recall(*numbers)
    assert consignees(desk) == {"1": "Silk Road LLC", "2": "Steppe Trade LLC", "3": "Silk Road LLC"}


def test_a_recalled_file_may_be_loaded_again(desk: Any, graph_hash: Hash) -> None:
    desk.load(*JANUARY)
    numbers = desk.load(*FEBRUARY)
    before = graph_hash(desk.store)
    desk.recall(*numbers)
    desk.load(*FEBRUARY)
    assert graph_hash(desk.store) == before


def test_reclassify_moves_a_file_as_if_it_had_been_loaded_there(desk_of: Desks, graph_hash: Hash) -> None:
    desk, directly = desk_of(), desk_of()
    desk.load(*JANUARY)
    (number,) = desk.load(*FEBRUARY)
    desk.applier.reclassify(desk.records.batch(number), "H3")
    directly.load(*JANUARY)
    directly.load(*FEBRUARY, channel=directly.channel.with_handling("H3"))
    assert graph_hash(desk.store) == graph_hash(directly.store)
    assert desk.store.version(EVERYONE) == directly.store.version(EVERYONE)
    assert [batch.channel.handling for batch in desk.records.batches()] == ["H1", "H3"]


def test_reclassify_to_the_same_handling_is_refused(desk: Any, graph_hash: Hash) -> None:
    (number,) = desk.load(*JANUARY)
    before = graph_hash(desk.store)
    with pytest.raises(Refused, match=r"has handling H1 already"):
        desk.applier.reclassify(desk.records.batch(number), "H1")
    assert graph_hash(desk.store) == before


def test_reclassify_is_refused_where_the_file_is_in_the_other_channel_already(desk: Any, graph_hash: Hash) -> None:
    (number,) = desk.load(*JANUARY)
    desk.load(*JANUARY, channel=desk.channel.with_handling("H3"))
    before = graph_hash(desk.store)
    with pytest.raises(Refused, match=r"is batch UZ/decl/H3/customs:2024-01-31:\w{12} already"):
        desk.applier.reclassify(desk.records.batch(number), "H3")
    assert graph_hash(desk.store) == before
    assert desk.applier.resume() == []


# --- handling in the rows ------------------------------------------------------------------------------------------

HANDLED = profile_of("consignee.name", name="handled", beside="handling: Handling")
HANDLED_ROWS = "No,Date,Handling,Consignee\n1,2024-01-05,,A LLC\n2,2024-01-05,H3,B LLC\n3,2024-01-05,H1,C LLC\n"


def test_a_file_whose_rows_name_their_handling_becomes_one_batch_a_channel(desk: Any) -> None:
    numbers = desk.load(HANDLED_ROWS, profile=HANDLED)
    assert [desk.records.batch(n).channel.handling for n in numbers] == ["H1", "H3"]
    assert [desk.records.batch(n).records for n in numbers] == [2, 1]
    h3 = Viewer(frozenset({"UZ/decl/H3/customs"}))
    assert desk.store.node_columns("Consignment", (), h3).ids == ["consignment:UZ/decl/H3/customs:declaration:2"]


def test_one_of_the_batches_of_a_file_may_be_recalled_alone(desk: Any) -> None:
    numbers = desk.load(HANDLED_ROWS, profile=HANDLED)
    desk.recall(numbers[1])
    assert consignees(desk) == {"1": "A LLC", "3": "C LLC"}


# --- other rules: rebuild ------------------------------------------------------------------------------------------


def newer(profile: str, **replaced: str) -> str:
    """The second version of a profile."""
    for old, new in (("version: 1", "version: 2"), *((k.replace("__", ": "), v) for k, v in replaced.items())):
        assert old in profile
        profile = profile.replace(old, new)
    return profile


def test_a_rebuild_changes_nothing(desk: Any, graph_hash: Hash) -> None:
    for file in (JANUARY, OVERLAP, FEBRUARY):
        desk.load(*file)
    before = graph_hash(desk.store), desk.store.version(EVERYONE), desk.store.derivation()
    desk.applier.rebuild()
    assert (graph_hash(desk.store), desk.store.version(EVERYONE), desk.store.derivation()) == before
    assert desk.applier.resume() == []


def test_another_version_of_a_profile_is_refused_until_the_rebuild(desk: Any, graph_hash: Hash) -> None:
    desk.load(*JANUARY)
    before = graph_hash(desk.store)
    second = newer(desk.profile)
    with pytest.raises(StoreProblem, match=r"profile decl was version 1, now it is 2.*halqa rebuild"):
        desk.load(*FEBRUARY, profile=second)
    assert graph_hash(desk.store) == before
    assert len(desk.records.batches()) == 1
    desk.applier.rebuild([_text(second)])
    desk.load(*FEBRUARY, profile=second)
    assert set(consignees(desk)) == {"1", "2", "4"}


def test_a_graph_is_left_to_its_rebuild_where_a_newer_profile_read_the_records_through_another(
    desk_of: Desks, tmp_path: Path, graph_hash: Hash
) -> None:
    desk = desk_of(tmp_path)
    desk.load(*JANUARY)
    before = graph_hash(desk.store)
    desk.open(graph="second.db")
    desk.applier.rebuild([_text(newer(desk.profile))])
    assert desk.open() == []
    assert graph_hash(desk.store) == before and len(desk.applier.pending()) == 1
    desk.applier.rebuild()
    assert graph_hash(desk.store) == before and desk.applier.pending() == []


def rebuilt_and_direct(desk_of: Desks, first: str, second: str, files: list[tuple[str, str]]) -> tuple[Any, Any]:
    """A desk loaded with the first profile and rebuilt with the second, and one loaded with the second alone."""
    desk, direct = desk_of(), desk_of()
    for file in files:
        desk.load(*file, profile=first)
        direct.load(*file, profile=second)
    desk.applier.rebuild([_text(second)])
    return desk, direct


def _text(profile: str) -> Any:
    from graph.records.batch import ProfileText
    from loaders.profile.profile import parse_profile

    parsed = parse_profile(profile)
    return ProfileText(parsed.name, parsed.version, parsed.text)


def test_a_rebuild_with_a_newer_profile_equals_loading_everything_with_it(desk_of: Desks, graph_hash: Hash) -> None:
    first = desk_of().profile
    second = newer(first, gross_weight_kg__Weight="net_weight_kg: Weight", shipper="seller")
    desk, direct = rebuilt_and_direct(desk_of, first, second, [JANUARY, OVERLAP, FEBRUARY])
    assert graph_hash(desk.store) == graph_hash(direct.store)
    assert desk.store.version(EVERYONE) == direct.store.version(EVERYONE)


def test_a_newer_profile_may_find_amendments_and_deletions_in_rows_that_several_files_hold(
    desk_of: Desks, graph_hash: Hash
) -> None:
    second = newer(desk_of().profile)
    first = second.replace("version: 2", "version: 1").replace("    amended: Amended\n", "")
    first = first.replace("    deleted: {column: Status, values: [annulled]}\n", "")
    old = HEADER + ROWS["2"].replace("06,,", "06,2024-01-10,")  # stands again in the last extract, but is amended since
    files = [
        FEBRUARY,
        (csv_of("1", "2 corrected", "3 annulled"), "2024-03-15"),
        (old, "2024-01-31"),
        (old + ROWS["4"], "2024-04-30"),
    ]
    desk, direct = rebuilt_and_direct(desk_of, first, second, files)
    assert consignees(direct) == {"1": "Silk Road LLC", "2": "Desert Import LLC", "4": "Steppe Trade LLC"}
    assert graph_hash(desk.store) == graph_hash(direct.store)
    assert desk.store.version(EVERYONE) == direct.store.version(EVERYONE)


def test_a_newer_profile_finds_a_deletion_in_a_row_that_two_files_hold(desk_of: Desks, graph_hash: Hash) -> None:
    second = newer(desk_of().profile)
    first = second.replace("version: 2", "version: 1").replace(
        "    deleted: {column: Status, values: [annulled]}\n", ""
    )
    files = [(csv_of("3 annulled"), "2024-02-29"), (csv_of("3 annulled", "1"), "2024-03-15")]
    desk, direct = rebuilt_and_direct(desk_of, first, second, files)
    assert consignees(desk) == consignees(direct) == {"1": "Silk Road LLC"}
    assert graph_hash(desk.store) == graph_hash(direct.store)


def test_rows_that_were_rejected_are_accepted_by_a_better_profile(desk_of: Desks, graph_hash: Hash) -> None:
    good = "".join(f"{n},2024-01-05,,,A LLC,B LLC,,,1\n" for n in range(10, 50))
    text = HEADER + good + "1,05.01.2024,,,A LLC,Late LLC,,,1\n"
    first = desk_of().profile
    second = newer(first).replace("records:", 'dates: ["%Y-%m-%d", "%d.%m.%Y"]\nrecords:')
    desk, direct = rebuilt_and_direct(desk_of, first, second, [(text, "2024-01-31")])
    assert "1" in consignees(desk)
    assert graph_hash(desk.store) == graph_hash(direct.store)
    (batch,) = desk.records.batches()
    assert (batch.rejected, batch.records, batch.profile.version) == (0, 41, 2)


def test_rows_that_a_newer_profile_rejects_are_gone_and_counted(desk_of: Desks, graph_hash: Hash) -> None:
    good = "".join(f"{n},2024-01-05,,,A LLC,B LLC,,,1\n" for n in range(10, 50))
    text = HEADER + good + "1,2024-01-05,,,A LLC,Late LLC,,,heavy\n"
    first = desk_of().profile.replace("gross_weight_kg", "goods_description")
    second = newer(desk_of().profile)
    desk, direct = rebuilt_and_direct(desk_of, first, second, [(text, "2024-01-31")])
    assert "1" not in consignees(desk)
    assert graph_hash(desk.store) == graph_hash(direct.store)
    assert desk.records.batches()[0].rejected == 1


def test_a_newer_profile_that_rejects_too_much_changes_nothing(desk: Any, graph_hash: Hash) -> None:
    desk.load(*JANUARY)
    before = graph_hash(desk.store), desk.records.batches()
    second = newer(desk.profile).replace("records:", 'dates: ["%d.%m.%Y"]\nrecords:')
    with pytest.raises(TooManyRejects, match=r"under profile decl version 2"):
        desk.applier.rebuild([_text(second)])
    assert (graph_hash(desk.store), desk.records.batches()) == before


def test_a_rebuild_with_an_older_profile_is_refused(desk: Any, graph_hash: Hash) -> None:
    second = newer(desk.profile)
    desk.load(*JANUARY, profile=second)
    before = graph_hash(desk.store)
    with pytest.raises(BadProfile, match=r"older than version 2"):
        desk.applier.rebuild([_text(desk.profile)])
    assert graph_hash(desk.store) == before


# --- stops ---------------------------------------------------------------------------------------------------------


class Stop(KeyboardInterrupt):
    """Raised by a progress callback in place of Ctrl-C."""


def stopping_at(call: int) -> Callable[[str, int, int], None]:
    calls = itertools.count(1)

    def progress(_step: Step) -> None:
        if next(calls) == call:
            raise Stop

    return progress


def test_what_was_staged_and_not_applied_is_applied_by_the_next_command(
    desk_of: Desks, tmp_path: Path, graph_hash: Hash
) -> None:
    desk, calm = desk_of(tmp_path), desk_of()
    desk.load(*JANUARY)
    (number,) = desk.stage(*FEBRUARY)
    name = desk.records.batch(number).id
    desk.close()
    assert desk.open() == [f"went on with batch {name} (file.csv)"]
    assert desk.open() == []
    calm.load(*JANUARY)
    calm.load(*FEBRUARY)
    assert graph_hash(desk.store) == graph_hash(calm.store)


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_load_stopped_between_two_chunks_goes_on(
    desk_of: Desks, tmp_path: Path, graph_hash: Hash, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    monkeypatch.setattr(reading, "CHUNK_UNITS", 1)
    desk, calm = desk_of(tmp_path, progress=stopping_at(call)), desk_of()
    with pytest.raises(Stop):
        desk.load(*JANUARY)
    desk.close()
    assert len(desk.open()) == 1
    calm.load(*JANUARY)
    assert graph_hash(desk.store) == graph_hash(calm.store)
    assert desk.store.version(EVERYONE) == calm.store.version(EVERYONE)


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_recall_stopped_between_two_chunks_is_finished(
    desk_of: Desks, tmp_path: Path, graph_hash: Hash, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    monkeypatch.setattr(reading, "CHUNK_UNITS", 1)
    desk, calm = desk_of(tmp_path), desk_of()
    desk.load(*JANUARY)
    (number,) = desk.load(*FEBRUARY)
    name = desk.records.batch(number).id
    desk.close()
    desk.open(stopping_at(call))
    with pytest.raises(Stop):
        desk.recall(number)
    desk.close()
    assert desk.open() == [f"finished the recall of batch {name} (file.csv)"]
    calm.load(*JANUARY)
    assert graph_hash(desk.store) == graph_hash(calm.store)
    assert [batch.no for batch in desk.records.batches()] == [1]


def test_a_rebuild_forgets_what_was_being_recalled(
    desk_of: Desks, tmp_path: Path, graph_hash: Hash, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK_UNITS", 1)
    desk, calm = desk_of(tmp_path), desk_of()
    desk.load(*JANUARY)
    desk.load(*FEBRUARY)
    desk.close()
    desk.open(stopping_at(2))
    with pytest.raises(Stop):
        desk.recall(2)
    desk.applier.rebuild()
    calm.load(*JANUARY)
    assert graph_hash(desk.store) == graph_hash(calm.store)
    assert [batch.no for batch in desk.records.batches()] == [1]


def test_many_batches_that_a_new_graph_lacks_are_told_in_one_sentence(desk_of: Desks, tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    for row in ("1", "2", "3", "4"):
        desk.load(csv_of(row), "2024-01-31")
    desk.close()
    assert desk.open(graph="new.db") == ["filled this graph store with 4 batches of the record store"]


@pytest.mark.parametrize("call", range(1, 7))
def test_a_reclassification_stopped_anywhere_is_finished(
    desk_of: Desks, tmp_path: Path, graph_hash: Hash, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    monkeypatch.setattr(reading, "CHUNK_UNITS", 1)
    desk, calm = desk_of(tmp_path), desk_of()
    desk.load(*JANUARY)
    desk.close()
    desk.open(stopping_at(call))
    with pytest.raises(Stop):
        desk.applier.reclassify(desk.records.batch(1), "H3")
    desk.close()
    desk.open()
    calm.load(*JANUARY, channel=calm.channel.with_handling("H3"))
    assert graph_hash(desk.store) == graph_hash(calm.store)


@pytest.mark.parametrize("call", [1, 2, 4, 6])
def test_a_rebuild_stopped_between_two_chunks_is_finished(
    desk_of: Desks, tmp_path: Path, graph_hash: Hash, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    monkeypatch.setattr(reading, "CHUNK_UNITS", 1)
    desk = desk_of(tmp_path)
    desk.load(*JANUARY)
    desk.load(*FEBRUARY)
    before = graph_hash(desk.store)
    desk.close()
    desk.open(stopping_at(call))
    with pytest.raises(Stop):
        desk.applier.rebuild([_text(newer(desk.profile))])
    desk.close()
    desk.open()
    assert graph_hash(desk.store) == before
    assert desk.applier.pending() == []


# --- several graph stores of one record store ----------------------------------------------------------------------


def test_a_second_graph_store_applies_everything_when_it_is_opened(
    desk_of: Desks, tmp_path: Path, graph_hash: Hash
) -> None:
    desk = desk_of(tmp_path)
    desk.load(*JANUARY)
    desk.load(*FEBRUARY)
    before = graph_hash(desk.store), desk.store.version(EVERYONE)
    desk.close()
    desk.open(graph="second.db")
    assert (graph_hash(desk.store), desk.store.version(EVERYONE)) == before


def test_a_graph_store_drops_what_was_recalled_through_another(
    desk_of: Desks, tmp_path: Path, graph_hash: Hash
) -> None:
    desk, calm = desk_of(tmp_path), desk_of()
    desk.load(*JANUARY)
    desk.load(*FEBRUARY)
    desk.close()
    desk.open(graph="second.db")
    desk.recall(2)
    desk.close()
    assert len(desk.open()) == 1
    calm.load(*JANUARY)
    assert consignees(desk) == consignees(calm)
    assert graph_hash(desk.store) == graph_hash(calm.store)
    assert desk.open() == []


def test_a_batch_loaded_after_a_recall_is_never_taken_for_the_recalled_one(
    desk_of: Desks, tmp_path: Path, graph_hash: Hash
) -> None:
    desk, calm = desk_of(tmp_path), desk_of()
    desk.load(*JANUARY)
    desk.load(*FEBRUARY)
    desk.close()
    desk.open(graph="second.db")
    desk.recall(2)
    desk.load(csv_of("4"), "2024-03-31")
    desk.close()
    desk.open()
    calm.load(*JANUARY)
    calm.load(csv_of("4"), "2024-03-31")
    assert graph_hash(desk.store) == graph_hash(calm.store)


def test_a_graph_store_of_another_record_store_is_refused(embedded_desk_of: Desks, tmp_path: Path) -> None:
    one, other = embedded_desk_of(tmp_path / "1"), embedded_desk_of(tmp_path / "2")
    one.load(*JANUARY)
    one.close()
    other.close()
    (tmp_path / "2" / "graph.db").unlink()
    (tmp_path / "1" / "graph.db").rename(tmp_path / "2" / "graph.db")
    with pytest.raises(StoreProblem, match=r"another record store"):
        other.open()


# --- what is reported ----------------------------------------------------------------------------------------------


def test_flags_are_counted_by_their_code(desk: Any) -> None:
    profile = desk.profile.replace("gross_weight_kg: Weight", "entered_at: Weight")
    text = HEADER + "1,2024-01-05,,,A LLC,B LLC,54321,MSKU1234566,Nowhere: at all\n"
    report = desk.apply(desk.stage(text, profile=profile))
    assert report.flags == {"container_check_digit": 1, "phone_invalid": 1, "place_unknown": 1}


def test_placeholders_are_counted_by_field_and_text(desk: Any) -> None:
    report = desk.apply(desk.stage(HEADER + "1,2024-01-05,,,A LLC,N/A,,000000,1\n"))
    assert report.placeholders == {"consignee.name=N/A": 1, "container=000000": 1}


# --- what two profiles, or two versions of one, say of a row -------------------------------------------------------


def test_a_rejected_row_that_is_accepted_later_goes_to_the_channel_of_its_handling(
    desk_of: Desks, graph_hash: Hash
) -> None:
    good = "".join(f"{n},2024-01-05,,B LLC\n" for n in range(10, 50))
    text = "No,Date,Handling,Consignee\n" + good + "1,05.01.2024,H3,Late LLC\n"
    second = newer(HANDLED).replace("records:", 'dates: ["%Y-%m-%d", "%d.%m.%Y"]\nrecords:')
    desk, direct = rebuilt_and_direct(desk_of, HANDLED, second, [(text, "2024-01-31")])
    assert graph_hash(desk.store) == graph_hash(direct.store)


def test_two_profiles_of_one_channel_may_read_the_same_row_in_any_order(desk_of: Desks, graph_hash: Hash) -> None:
    blind = desk_of().profile.replace("name: decl", "name: blind").replace("    amended: Amended\n", "")
    row = "1,2024-01-05,{},,,{} LLC,,,1\n"
    one, two = row.format("2024-01-20", "Amended"), row.format("2024-01-10", "Latest")
    files = [
        (HEADER + one, "2024-01-31", ""),
        (HEADER + two + ROWS["2"], "2024-03-31", ""),
        (HEADER + one + ROWS["3"], "2024-01-30", blind),
    ]
    hashes = set()
    for order in itertools.permutations(files):
        desk = desk_of()
        for text, extract_on, profile in order:
            desk.load(text, extract_on, profile)
        hashes.add(graph_hash(desk.store))
    assert len(hashes) == 1


# --- records in parts ----------------------------------------------------------------------------------------------

ITEMS_PROFILE = """
name: items
version: 1
records:
  - kind: declaration
    id: No
    part: [Item]
    fields:
      hs_code: HS
      goods_description: Goods
      container: Container
"""
ITEMS = "No,Item,HS,Goods,Container\n1,01,0702000007,Tomatoes,TGHU7654320\n1,02,520811,Cotton,\n4,01,010121,Horses,\n"
MENDED = ITEMS.replace("Cotton", "Cotton yarn")


def goods_of(desk: Any, number: str) -> Any:
    (node,) = desk.store.get([f"consignment:UZ/decl/H1/customs:declaration:{number}"], EVERYONE)
    return node.properties


def test_headers_and_items_in_separate_files_are_one_record_in_any_order(desk_of: Desks, graph_hash: Hash) -> None:
    files = [(*JANUARY, ""), (ITEMS, "2024-01-31", ITEMS_PROFILE), (MENDED, "2024-02-28", ITEMS_PROFILE)]
    hashes = set()
    for order in itertools.permutations(files):
        desk = desk_of()
        for text, extract_on, profile in order:
            desk.load(text, extract_on, profile)
        hashes.add((graph_hash(desk.store), desk.store.version(EVERYONE)))
    assert len(hashes) == 1


def test_items_stand_on_the_record_of_their_header(desk: Any) -> None:
    desk.load(*JANUARY)
    desk.load(ITEMS, "2024-01-31", ITEMS_PROFILE)
    said = goods_of(desk, "1")
    assert said["gross_weight_kg"] == 100
    assert [(line["line"], line["hs_code"]) for line in said["goods"]] == [("01", "0702000007"), ("02", "520811")]
    ends = [
        n.node.id
        for n in desk.store.neighbours("consignment:UZ/decl/H1/customs:declaration:1", ("IN_CONTAINER",), EVERYONE)
    ]
    assert ends == ["container:MSKU1234565", "container:TGHU7654320"]
    assert goods_of(desk, "4")["flags"] == ["header_unknown"]


def test_a_corrected_item_changes_its_line_alone(desk: Any) -> None:
    desk.load(*JANUARY)
    desk.load(ITEMS, "2024-01-31", ITEMS_PROFILE)
    report = desk.apply(desk.stage(MENDED, "2024-02-28", ITEMS_PROFILE))
    assert report.records == 1
    assert [line["goods_description"] for line in goods_of(desk, "1")["goods"]] == ["Tomatoes", "Cotton yarn"]


def test_recalling_items_or_headers_leaves_the_other(desk_of: Desks, graph_hash: Hash) -> None:
    desk, headers, items = desk_of(), desk_of(), desk_of()
    (first,) = desk.load(*JANUARY)
    (second,) = desk.load(ITEMS, "2024-01-31", ITEMS_PROFILE)
    headers.load(*JANUARY)
    items.load(ITEMS, "2024-01-31", ITEMS_PROFILE)
    desk.recall(second)
    assert graph_hash(desk.store) == graph_hash(headers.store)
    desk.load(ITEMS, "2024-01-31", ITEMS_PROFILE)
    desk.recall(first)
    assert graph_hash(desk.store) == graph_hash(items.store)


def test_a_rebuild_joins_parts_again(desk: Any, graph_hash: Hash) -> None:
    desk.load(*JANUARY)
    desk.load(ITEMS, "2024-01-31", ITEMS_PROFILE)
    before = graph_hash(desk.store)
    desk.applier.rebuild()
    assert graph_hash(desk.store) == before
