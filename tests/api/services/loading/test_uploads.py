"""Uploads: taken apart as they come, in chunks of any size, and nothing left behind where one is refused."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.services.loading.uploads import LEFT_OVER_SECONDS, LONGEST_LABEL, Upload, label_of, receive, sweep
from graph.errors import BadValue, StoreUnavailable


def part(name: str, value: str, extra: str = "") -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n{value}\r\n'.encode()


FILE = part("file", "a,b\r\n1,2", '; filename="a.csv"')
END = b"--x--\r\n"


def received(body: bytes, folder: Path, step: int = 1 << 16, kind: str = "multipart/form-data; boundary=x") -> Upload:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), step):
            yield body[start : start + step]

    return asyncio.run(receive(chunks(), kind, folder))


@pytest.mark.parametrize("step", [1, 2, 3, 7, 1 << 16])
def test_a_form_is_read_in_chunks_of_any_size(tmp_path: Path, step: int) -> None:
    upload = received(part("unit", "Термез") + FILE + part("grade", "") + END, tmp_path, step)
    assert upload.fields == {"unit": "Термез", "grade": ""}
    assert (upload.label, upload.path.suffix) == ("a.csv", ".csv")
    assert upload.path.read_bytes() == b"a,b\r\n1,2"
    upload.remove()
    upload.remove()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "ends before its last boundary"),
        (FILE, "ends before its last boundary"),
        (END, "."),
        (part("unit", "a") + END, "has no part `file`"),
        (FILE + FILE + END, "has two files"),
        (part("unit", "a") + part("unit", "b") + FILE + END, "stands there twice"),
        (part("unit", "a" * 1001) + FILE + END, "longer than 1000 bytes"),
        (FILE + b"".join(part(f"f{i}", "") for i in range(20)) + END, "more than 20 parts"),
        (b"not a form at all", "not well-formed"),
        (part("unit", "a").replace(b"a\r\n", b"\xff\r\n") + FILE + END, "not UTF-8"),
    ],
)
def test_a_faulty_form_is_refused_and_leaves_nothing(tmp_path: Path, body: bytes, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        received(body, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", "a; boundary=" + "x" * 201])
def test_a_form_needs_a_boundary(tmp_path: Path, kind: str) -> None:
    with pytest.raises(BadValue, match="no boundary"):
        received(FILE + END, tmp_path, kind=kind)


def test_a_folder_that_cannot_be_written_to_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="the upload cannot be kept"):
        received(FILE + END, tmp_path / "file")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("a.csv", "a.csv"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\a.csv", "a.csv"),
        ("..", "file."),
        ("", "file"),
        ("a\x00\n\u202eb.csv", "ab.csv"),
        ("a.csv\n", "a.csv"),
        ("декларация №5.csv", "декларация №5.csv"),
        ("a." + "s" * 50, "a.ssssssssss"),
    ],
)
def test_a_label_is_the_last_part_without_signs_that_deceive(name: str, label: str) -> None:
    assert label_of(name) == label


@pytest.mark.parametrize("name", ["ж" * 500 + ".csv", "🚚" * 500, "x" * 500])
def test_a_label_fits_every_file_system(name: str) -> None:
    assert len(label_of(name).encode()) <= LONGEST_LABEL


def test_sweeping_takes_only_what_is_old(tmp_path: Path) -> None:
    old, new, other = (tmp_path / name for name in ("upload-a.csv", "upload-b", "c.txt"))
    for path in (old, new, other):
        path.write_text("", encoding="utf-8")
    for path in (old, other):
        os.utime(path, (path.stat().st_mtime - LEFT_OVER_SECONDS - 60,) * 2)
    sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == [other, new]
