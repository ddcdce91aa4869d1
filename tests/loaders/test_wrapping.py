"""Packed documents: what is inside is read as if it had come bare, and no more than a limit comes out."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import BadFile
from loaders import wrapping
from loaders.documents.document import read_head, recognised
from loaders.profile.profile import find_profile
from loaders.recognising import profile_for
from loaders.registry import open_source
from loaders.wrapping import opened

DOCUMENTS = {
    "asycuda-sad.xml": "asycuda-sad",
    "asycuda-manifest.xml": "asycuda-manifest",
    "eaeu-container.xml": "eaeu",
    "wco-declaration.xml": "wco-declaration",
    "entry-summary.xml": "entry-summary",
    "cargo-xml-master.xml": "cargo-xml",
    "manifest.edi": "cuscar",
    "entities.jsonl": "ftm",
}


def zipped(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(("name", "document"), DOCUMENTS.items(), ids=list(DOCUMENTS))
@pytest.mark.parametrize("suffix", [".zip", ".gz", ".dat"])
def test_a_packed_document_is_recognised_by_its_content_and_gives_the_same_units(
    tmp_path: Path, fixture_files: Path, name: str, document: str, suffix: str
) -> None:
    content = (fixture_files / name).read_bytes()
    path = tmp_path / f"declaration{suffix}"
    if suffix == ".gz":
        path.write_bytes(gzip.compress(content))
    else:
        zipped(path, ("in/", b""), ("in/whatever.txt", content))
    found = recognised(path)
    assert found is not None
    assert found.name == document == profile_for(path, {})
    plain = recognised(fixture_files / name)
    assert plain is found
    assert list(found.units(path)) == list(plain.units(fixture_files / name))


def test_a_packed_document_is_loaded_under_its_own_name(
    tmp_path: Path, fixture_files: Path, read_document: Callable[..., Any]
) -> None:
    path = zipped(tmp_path / "a.zip", ("b.xml", (fixture_files / "asycuda-sad.xml").read_bytes()))
    document = recognised(path)
    assert document is not None
    records, rejections = read_document(document, path)
    assert ([record.source_id for record in records], rejections) == (["AFHTN/2024/C4711"], [])


def test_what_is_no_document_and_what_holds_several_files_is_left_to_others(
    tmp_path: Path, fixture_files: Path, write_xlsx: Callable[..., Path]
) -> None:
    content = (fixture_files / "asycuda-sad.xml").read_bytes()
    several = zipped(tmp_path / "two.zip", ("a.xml", content), ("b.xml", content))
    book = write_xlsx(tmp_path / "a.xlsx", {"One": [["No"], ["1"]]})
    for path in (several, book, zipped(tmp_path / "a.zip", ("a.csv", b"No,A\n1,x\n")), zipped(tmp_path / "none.zip")):
        assert recognised(path) is None
    assert read_head(several).startswith(b"PK\x03\x04")


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: content], ids=["gzip", "zip"])
def test_what_is_packed_twice_is_no_document(
    tmp_path: Path, fixture_files: Path, pack: Callable[[bytes], bytes]
) -> None:
    inner = zipped(tmp_path / "inner.zip", ("a.xml", (fixture_files / "asycuda-sad.xml").read_bytes()))
    assert recognised(zipped(tmp_path / "a.zip", ("inner", pack(inner.read_bytes())))) is None


@pytest.mark.parametrize("name", ["../a.xml", "/a.xml", "x/../../a.xml", "C:\\a.xml", "..\\a.xml"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadFile, match="holds a file outside its own folder"):
        recognised(zipped(tmp_path / "a.zip", (name, b"<ASYCUDA/>")))


def test_a_damaged_name_of_no_letters_is_refused_and_makes_no_error(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("x.xml", b"<ASYCUDA/>"))
    path.write_bytes(path.read_bytes().replace(b"x.xml", b"\0.xml"))
    with pytest.raises(BadFile, match="holds a file outside its own folder: ''"):
        recognised(path)


def test_an_encrypted_document_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped(tmp_path / "a.zip", ("a.xml", b"<ASYCUDA/>")).read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(BadFile, match=r"a.zip is encrypted; unpack it with its password"):
        recognised(tmp_path / "a.zip")


def test_a_bomb_is_refused_while_it_is_unpacked_whatever_its_head_promises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = b"<ASYCUDA>" + b" " * (4 << 20)
    paths = [zipped(tmp_path / "a.zip", ("a.xml", bomb)), tmp_path / "a.gz"]
    paths[1].write_bytes(gzip.compress(bomb))
    for limit, told in (("MAX_INFLATED", "larger than 1 MB unpacked"), ("RATIO_FROM", "more than 100 times its size")):
        with monkeypatch.context() as patched:
            patched.setattr(wrapping, limit, 1 << 20)
            for path in paths:
                document = recognised(path)
                assert document is not None
                with pytest.raises(BadFile, match=told):
                    list(document.units(path))


def test_a_damaged_packing_is_refused_and_names_the_file(tmp_path: Path, fixture_files: Path) -> None:
    content = (fixture_files / "asycuda-sad.xml").read_bytes()
    whole = zipped(tmp_path / "a.zip", ("a.xml", content)).read_bytes()
    (tmp_path / "a.zip").write_bytes(whole[:200] + b"\xff" * 9 + whole[209:])
    (tmp_path / "a.gz").write_bytes(gzip.compress(content)[:-900])
    for name in ("a.zip", "a.gz"):
        with (
            pytest.raises(BadFile, match=rf"{name} cannot be read: .*; check the file"),
            opened(tmp_path / name) as file,
        ):
            file.read()
    (tmp_path / "cut.zip").write_bytes(whole[:-30])
    assert recognised(tmp_path / "cut.zip") is None  # a table's reader says what is wrong


def test_a_compression_that_is_not_known_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped(tmp_path / "a.zip", ("a.xml", b"<ASYCUDA/>")).read_bytes())
    content[content.index(b"PK\x01\x02") + 10] = 77
    content[8] = 77
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(BadFile, match=r"a.zip cannot be unpacked: .*; pack it again"):
        recognised(tmp_path / "a.zip")


def test_a_source_of_a_packed_document_has_name_and_hash_of_the_packed_file(
    tmp_path: Path, fixture_files: Path
) -> None:
    path = zipped(tmp_path / "a.zip", ("b.xml", (fixture_files / "asycuda-sad.xml").read_bytes()))
    source = open_source(path, find_profile(profile_for(path, {})))
    assert (source.name, source.size) == ("a.zip", path.stat().st_size)
    assert len(list(source.units)) == 1
