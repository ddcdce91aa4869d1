import gzip
from pathlib import Path

from loaders.source import Position


def test_a_position_follows_the_bytes_of_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("ж" * 100_000 + "\n" + "z" * 200_000, encoding="utf-8")
    position = Position()
    assert position.share() == 0
    with path.open(encoding="utf-8", newline="") as file:
        position.follow(file).readline()
        assert 0.5 <= position.share() < 0.6
        file.read()
        assert position.share() == 1
    assert position.share() == 1


def test_a_position_in_a_packed_file_is_that_of_its_own_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(bytes(range(256)) * 4000, 0))
    position = Position()
    with gzip.open(path) as file:
        position.follow(file)
        assert file.read(500_000) and 0.4 < position.share() < 0.6


def test_rows_that_were_counted_before_are_a_position_too() -> None:
    position, done = Position(), [0]
    position.count(lambda: done[0], 8)
    done[0] = 2
    assert position.share() == 0.25


def test_nothing_is_said_of_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    position = Position()
    with (tmp_path / "a.txt").open("rb") as file:
        position.follow(file)
        assert position.share() == 0
