"""Pairs of names read from a table, and a comparison in words."""

from pathlib import Path

import pytest

from api.services.asking.naming import NamePair, explained, read_pairs
from graph.errors import BadFile
from graph.values.naming import Kind, compare


def table(tmp_path: Path, content: bytes | str) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_pairs_are_read_in_order_with_quotes_as_they_are(tmp_path: Path) -> None:
    path = table(tmp_path, '\ufeffname_b\tkind\tname_a\tnote\r\n"Б"\tcompany\t«А\t\r\nД\tPlace\tГ\tx\r\n')
    assert read_pairs(path) == [NamePair(Kind.COMPANY, "«А", '"Б"'), NamePair(Kind.PLACE, "Г", "Д")]


@pytest.mark.parametrize("end", [b"", b"\n", b"\n\n", b"\r\n \r\n"])
def test_blank_lines_at_the_end_are_left_alone(tmp_path: Path, end: bytes) -> None:
    path = table(tmp_path, b"kind\tname_a\tname_b\nperson\tA\tB" + end)
    assert read_pairs(path) == [NamePair(Kind.PERSON, "A", "B")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "line 1: there is no column 'kind'"),
        (b"kind\tname_a\nperson\tA\n", "line 1: there is no column 'name_b'"),
        (
            b"kind\tname_a\tname_b\nperson\tA\tB\nperson\tA\n",
            "line 3, column 'name_b': the line has 2 cells, the header 3",
        ),
        (b"kind\tname_a\tname_b\nperson\tA\tB\tC\n", "line 2, column 'name_b': the line has 4 cells, the header 3"),
        (b"kind\tname_a\tname_b\n\nperson\tA\tB\n", "line 2, column 'name_a': the line has 1 cells, the header 3"),
        (b"kind\tname_a\tname_b\nvessel\tA\tB\n", "line 2, column 'kind': kind is 'vessel'"),
        (b"kind\tname_a\tname_b\nperson\t \tB\n", "line 2, column 'name_a': the cell is empty"),
        (b"kind\tname_a\tname_b\nperson\tA\t\xcf\xf0\n", "line 2, column 3: the byte 0xcf is not UTF-8"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_column(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(BadFile) as error:
        read_pairs(table(tmp_path, content))
    assert words in error.value.message
    assert error.value.next_step


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="there is no file"):
        read_pairs(tmp_path / "none.tsv")


def test_an_alignment_is_said_word_by_word() -> None:
    said = [str(sentence) for sentence in explained(compare("Завод Лола 5", "Lola Plant 6", Kind.COMPANY))]
    assert said == [
        "'лола' and 'lola' sound alike (100%)",
        "'завод' and 'plant' are words of the trade that mean the same (plant)",
        "'5' stands against '6'",
        "the numbers in the names differ",
    ]


def test_what_speaks_against_two_persons_is_said() -> None:
    said = {sentence.key for sentence in explained(compare("Азизов Н. Каримович", "Азизова Нур Олимовна", Kind.PERSON))}
    assert {"names.fathers_differ", "names.sex_differs", "names.initial"} <= said


@pytest.mark.parametrize(
    ("left", "right", "key"),
    [
        ("Микола Бойко", "Николай Бойко", "names.known_forms"),
        ("Смарт Лайн", "Smart Line", "names.read_aloud"),
        ("Лола", "Зафар", "names.nothing_agrees"),
        ("Лола Гул", "Лола", "names.one_side"),
        ("Лола", "Лола", "names.equal"),
        ("中亚", "Lola", "names.unknown_script"),
        ("Лола " * 60, "Лола", "names.cut"),
    ],
)
def test_every_reason_has_its_sentence(left: str, right: str, key: str) -> None:
    said = [sentence.key for kind in (Kind.COMPANY, Kind.PERSON) for sentence in explained(compare(left, right, kind))]
    assert key in said


def test_fathers_that_agree_are_said() -> None:
    sentences = explained(compare("Азизов Нур Каримович", "Nur Karimovich Azizov", Kind.PERSON))
    assert "the fathers' names agree" in [sentence.text for sentence in sentences]
