"""Labels as people write them, and entities compared with them."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.services.asking.evaluating import Label, evaluate, read_labels
from graph.errors import BadFile
from graph.linkage.mentions import Mention

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def written(folder: Path, text: str) -> Path:
    path = folder / "labels.csv"
    path.write_text(text, "utf-8")
    return path


def consignee(number: str) -> Mention:
    return Mention("UZ", "declaration", number, "consignee")


def test_mentions_are_read_as_the_sample_writes_its_truth(tmp_path: Path) -> None:
    head = "kind,source_id,originator,role,entity_id,is_current\n"
    path = written(tmp_path, head + "declaration,7,UZ,consignee,E1,1\ndeclaration,7,UZ,consignee,E2,0\n")
    assert read_labels(path) == [Label(consignee("7"), "E1")]


def test_parties_are_named_by_their_ids_too(tmp_path: Path) -> None:
    assert read_labels(written(tmp_path, "party,cluster\nparty:UZ/a:1,A\n")) == [Label("party:UZ/a:1", "A")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("party,cluster\nparty:UZ/a:1,\n", "line 2, column 'cluster': empty"),
        ("party,cluster\n\nfirm 7,A\n", "line 3, column 'party': 'firm 7' is no id of a party"),
        ("kind,cluster\n", "line 1: no column 'originator' among kind, cluster"),
        ("party,group\n", "line 1: no column 'cluster' among party, group"),
        ("party,cluster\n", "holds no label"),
    ],
)
def test_what_is_wrong_is_named_with_line_column_and_value(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        read_labels(written(tmp_path, text))


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be read"):
        read_labels(tmp_path / "none.csv")


def test_entities_are_compared_a_kind_apart_and_absent_labels_counted(world: "SmallWorld") -> None:
    for number, name, tax in (("1", "Karvon Trans", "301234567"), ("2", "Amber Mills", "301234567"), ("3", "Nur", "")):
        fields = {"consignee__tax_number": tax} if tax else {}
        world.say(number=number, consignee__name=name, consignee__kind="company", **fields)
    world.say(number="4", consignee__name="Olim Saidov", consignee__kind="person")
    labels = [Label(consignee(number), cluster) for number, cluster in zip("12349", "ABBCD", strict=True)]
    answer = evaluate(world.seen(), labels)
    assert (answer.labels, answer.labels_in_store) == (5, 4)
    companies, persons = answer.kinds
    assert (companies.agreement.precision, companies.agreement.recall) == (0.0, 0.0)
    assert companies.agreement.items == 3
    assert (persons.kind, persons.agreement.items, persons.agreement.precision) == ("person", 1, 1.0)


def test_a_party_that_stands_for_two_counts_once_for_each(world: "SmallWorld") -> None:
    for number in "12":
        world.say(number=number, consignee__name="Karimov S.", consignee__kind="person")
    answer = evaluate(world.seen(), [Label(consignee("1"), "A"), Label(consignee("2"), "B")])
    persons = answer.kinds[1].agreement
    assert (persons.items, persons.precision) == (2, 0.0)


def test_true_pairs_that_share_nothing_are_out_of_reach(world: "SmallWorld") -> None:
    names = {"1": ("Karimov Sherzod", "01777AAA"), "2": ("Karimov S.", "01777AAA"), "3": ("Каримов", "01888BBB")}
    for number, (name, plate) in names.items():
        world.say(number=number, driver__name=name, vehicle__plate=plate, vehicle__country="UZ")
    labels = [Label(Mention("UZ", "declaration", number, "driver"), "A") for number in names]
    assert evaluate(world.seen(), labels).kinds[1].sharing == pytest.approx(1 / 3)
