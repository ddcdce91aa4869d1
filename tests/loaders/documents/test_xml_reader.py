"""XML from outside: hostile files are refused before anything happens, and everything that may vary is read."""

import gzip
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from graph.canonical import Record, Rejection
from graph.errors import BadFile
from loaders import wrapping
from loaders.documents import cargo_xml, entry_summary, wco, xml_reader
from loaders.documents.asycuda import manifest, sad
from loaders.documents.document import DocumentFormat, document_formats, read_head, recognised
from loaders.documents.eaeu import album
from loaders.documents.xml_reader import canonical, document, elements, opening

FILES = {
    "asycuda-sad.xml": sad.FORMAT,
    "asycuda-manifest.xml": manifest.FORMAT,
    "eaeu-container.xml": album.FORMAT,
    "eaeu-tir.xml": album.FORMAT,
    "eaeu-rail.xml": album.FORMAT,
    "wco-declaration.xml": wco.FORMAT,
    "entry-summary.xml": entry_summary.FORMAT,
    "entry-summary-amendment.xml": entry_summary.FORMAT,
    "cargo-xml-master.xml": cargo_xml.FORMAT,
    "cargo-xml-house.xml": cargo_xml.FORMAT,
}
every_file = pytest.mark.parametrize(("name", "document_format"), FILES.items(), ids=list(FILES))
BILLION_LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(10))
DOCTYPES = {
    "empty": "<!DOCTYPE {root}>",
    "external entity": '<!DOCTYPE {root} [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    "external subset": '<!DOCTYPE {root} SYSTEM "http://127.0.0.1:9/none.dtd">',
    "billion laughs": "<!DOCTYPE {root} [" + BILLION_LAUGHS + "]>",
    "parameter entity": '<!DOCTYPE {root} [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
}


@pytest.fixture
def text_of(fixture_files: Path) -> Callable[[str], str]:
    """The text of a hand-made file without its XML declaration."""

    def read(name: str) -> str:
        content = (fixture_files / name).read_bytes()
        text = content.decode("cp1251" if b"windows-1251" in content[:60] else "utf-8")
        return text.partition("?>")[2].lstrip()

    return read


def refused(path: Path, document_format: DocumentFormat) -> str:
    """The message with which a file is refused, in less than two seconds of work."""
    started = time.process_time()
    with pytest.raises(BadFile) as caught:
        list(document_format.units(path))
    assert time.process_time() - started < 2
    assert caught.value.next_step
    return str(caught.value)


@every_file
def test_a_file_is_of_one_format(fixture_files: Path, name: str, document_format: DocumentFormat) -> None:
    head = read_head(fixture_files / name)
    assert [one for one in document_formats().values() if one.recognise(head)] == [document_format]


@every_file
@pytest.mark.parametrize("kind", DOCTYPES)
def test_a_document_type_is_refused_whatever_it_declares(
    tmp_path: Path, text_of: Callable[[str], str], name: str, document_format: DocumentFormat, kind: str
) -> None:
    text = text_of(name)
    path = tmp_path / "a.xml"
    path.write_text(DOCTYPES[kind].format(root="r") + text, encoding="utf-8")
    assert "declares a document type (DOCTYPE r)" in refused(path, document_format)


def test_a_file_with_a_document_type_is_recognised_by_the_root_it_declares_and_refused(
    tmp_path: Path, text_of: Callable[[str], str]
) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<?xml version="1.0"?>\n<!DOCTYPE ASYCUDA>' + text_of("asycuda-sad.xml"), encoding="utf-8")
    assert recognised(path) is sad.FORMAT
    refused(path, sad.FORMAT)


def test_a_document_type_behind_a_long_comment_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(f"<!--{' ' * 300_000}--><!DOCTYPE a [{BILLION_LAUGHS}]><a>&l9;</a>")
    with pytest.raises(BadFile, match="DOCTYPE a"):
        list(elements(tmp_path / "a.xml", "a"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "windows-1251", "iso-8859-1"])
def test_a_document_type_is_refused_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding[:6] if "utf" in encoding else encoding}"?><!DOCTYPE a><a/>'
    marked = "\ufeff" + text if "utf" in encoding else text
    (tmp_path / "a.xml").write_bytes(marked.encode(encoding))
    with pytest.raises(BadFile, match="DOCTYPE a"):
        list(elements(tmp_path / "a.xml", "a"))


@pytest.mark.parametrize("encoding", ["utf-7", "hz", "iso-2022-jp", "utf-32", "shift_jis", "cp037"])
def test_an_encoding_in_which_signs_could_hide_is_refused(tmp_path: Path, encoding: str) -> None:
    # a comment for one parser, the end of a comment for another that decodes first
    hidden = b'<!-- +AC0ALQA+- -~\n-> \x1b$B -->\x1b(B <!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'
    (tmp_path / "a.xml").write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + hidden)
    with pytest.raises(BadFile, match=r"not well-formed|DOCTYPE"):
        list(elements(tmp_path / "a.xml", "a"))


def deep(levels: int) -> str:
    return "<d>" * levels + "</d>" * levels


@every_file
@pytest.mark.parametrize(
    ("piece", "told"),
    [
        (deep(300), "Excessive depth"),
        (f"<d>{'x' * 10_500_000}</d>", "Text node too long"),
        (f"<d a='{'x' * 10_500_000}'/>", "Buffer size limit exceeded"),
        ("<d>&unknown;</d>", "unknown"),
        ("<d></e>", "mismatch"),
        ("\x00", "not well-formed"),
    ],
    ids=["depth", "text", "attribute", "entity", "tags", "control"],
)
def test_what_is_hostile_or_broken_inside_is_refused_with_its_place(
    tmp_path: Path, text_of: Callable[[str], str], name: str, document_format: DocumentFormat, piece: str, told: str
) -> None:
    before, sign, after = text_of(name).rpartition("</")
    path = tmp_path / "a.xml"
    path.write_text(before + piece + sign + after, encoding="utf-8")
    message = refused(path, document_format)
    assert told in message
    assert "is not well-formed XML: line " in message
    assert "XML_PARSE_HUGE" not in message


@every_file
def test_a_file_that_breaks_off_is_refused(
    tmp_path: Path, fixture_files: Path, name: str, document_format: DocumentFormat
) -> None:
    content = (fixture_files / name).read_bytes()
    (tmp_path / "a.xml").write_bytes(content[: len(content) * 9 // 10])
    assert "not well-formed" in refused(tmp_path / "a.xml", document_format)


@every_file
@pytest.mark.parametrize(
    "write",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16"),
        lambda text: (text.replace("<", "\n<!-- c --><?p i?>\n<", 1)).encode(),
        lambda text: gzip.compress(text.encode()),
    ],
    ids=["byte order mark", "utf-16", "comments before", "gzip"],
)
def test_wrappings_and_encodings_change_nothing(
    tmp_path: Path,
    fixture_files: Path,
    text_of: Callable[[str], str],
    write: Callable[[str], bytes],
    name: str,
    document_format: DocumentFormat,
) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(write(text_of(name)))
    assert recognised(path) is document_format
    plain = [values for _, values in document_format.units(fixture_files / name)]
    assert [values for _, values in document_format.units(path)] == plain


def test_a_unit_is_the_same_whatever_the_indent_and_comments(tmp_path: Path, text_of: Callable[[str], str]) -> None:
    text = text_of("asycuda-sad.xml")
    written = {"a.xml": text, "b.xml": re.sub(r">\s+<", "><", text), "c.xml": re.sub(r">\s+<", "><!-- c --><", text)}
    found = []
    for name, content in written.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        found.append([values for _, values in sad.units(tmp_path / name)])
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('<?xml version="1.0" encoding="UTF-8"?><a>при</a>'.encode("cp1251"), "Invalid bytes"),
        (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "encoding specified in XML declaration is incorrect"),
        (b'<?xml version="1.0" encoding="martian"?><a/>', "unknown encoding"),
        (b'<?xml version="1.0" encoding="windows-1251"?><a>\x98</a>', "Invalid bytes"),
        (b"", "Document is empty"),
        (b"PK\x03\x04", "not well-formed"),
        (b"<b/>", "holds no a"),
        (gzip.compress(b"<a/>", mtime=0)[:-6], "cannot be read"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "cannot be read"),
        (b"<a xmlns='relative'/>", "has no canonical form"),
    ],
)
def test_what_cannot_be_read_is_refused_and_says_why(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "a.xml").write_bytes(content)
    with pytest.raises(BadFile) as caught:
        for _, element in elements(tmp_path / "a.xml", "a"):
            canonical(element)
    assert told in str(caught.value)


def test_a_code_page_that_is_declared_is_read(tmp_path: Path) -> None:
    for encoding in ("windows-1251", "koi8-r", "ibm866", "iso-8859-5"):
        (tmp_path / "a.xml").write_bytes(f'<?xml version="1.0" encoding="{encoding}"?><a>Ё</a>'.encode(encoding))
        assert [canonical(element) for _, element in elements(tmp_path / "a.xml", "a")] == ["<a>Ё</a>"]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be read"):
        list(elements(tmp_path / "none.xml", "a"))


@pytest.mark.parametrize(("limit", "told"), [("MAX_SIZE", "larger than"), ("MAX_UNIT", "holds a document larger")])
def test_the_limits_hold_while_it_streams(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, told: str
) -> None:
    monkeypatch.setattr(xml_reader, limit, 1 << 20)
    (tmp_path / "a.xml").write_text(f"<a>{'<b>x</b>' * 200_000}</a>")
    with pytest.raises(BadFile, match=told):
        list(elements(tmp_path / "a.xml", "a"))


def test_a_packed_file_may_hold_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapping, "MAX_INFLATED", 1 << 20)
    with gzip.open(tmp_path / "a.xml.gz", "wb") as file:
        file.write(b"<a>" + b"<b></b>" * 200_000 + b"</a>")
    with pytest.raises(BadFile, match="larger than 1 MB unpacked"):
        list(elements(tmp_path / "a.xml.gz", "a"))


def test_a_packed_file_with_a_ratio_of_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapping, "RATIO_FROM", 1 << 20)
    with gzip.open(tmp_path / "a.xml.gz", "wb") as file:
        file.write(b"<a>" + b"<b></b>" * 600_000 + b"</a>")
    with pytest.raises(BadFile, match="unpacks to more than 100 times its size"):
        list(elements(tmp_path / "a.xml.gz", "a"))


def test_many_units_are_read_in_a_stream_with_their_lines(tmp_path: Path) -> None:
    rows = "".join(f"<b><c>{i}</c></b>\n" for i in range(1, 5001))
    (tmp_path / "a.xml").write_text(f"<a>\n{rows}</a>")
    count = 0
    for line, element in elements(tmp_path / "a.xml", "b"):
        count += 1
        assert (line, element.findtext("c")) == (count + 1, str(count))
        before = element.getprevious()  # the one consumed last, emptied; the others are gone
        assert before is None or (len(before), before.getprevious()) == (0, None)
    assert count == 5000


def test_a_file_that_is_read_at_once_and_one_that_is_streamed_give_the_same(tmp_path: Path) -> None:
    piece = "<x>\n<!-- c --><a n='1'><a n='2'/>\n<b> t </b></a><a n='3'/></x>"
    for name, behind in (("small.xml", ""), ("large.xml", " " * 300_000)):
        (tmp_path / name).write_text(f"<r>{piece}{behind}</r>")
    small, large = (
        [(line, canonical(element)) for line, element in elements(tmp_path / name, "a")]
        for name in ("small.xml", "large.xml")
    )
    assert small == large == [(2, '<a n="1"><a n="2"></a><b> t </b></a>'), (3, '<a n="3"></a>')]


def test_only_the_outermost_of_nested_elements_is_given(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<x><a n='1'><a n='2'/></a><a n='3'/></x>")
    assert [element.get("n") for _, element in elements(tmp_path / "a.xml", "a")] == ["1", "3"]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (b"<a><b/>", (("", "a"), ("", "b"))),
        (b"<p:a xmlns:p='u:1'><b", (("u:1", "a"),)),
        (b"<!DOCTYPE p:a><p:a>", (("*", "a"),)),
        (b"No,A\n1,<x>\n", ()),
        (b"{}", ()),
        (bytes(range(256)), ()),
        (b"<?xml version='1.0' encoding='nothing'?><a/>", ()),
    ],
)
def test_the_first_names_of_a_head_are_read_however_it_breaks_off(head: bytes, names: tuple[Any, ...]) -> None:
    assert opening(head) == names


def test_a_unit_that_is_no_xml_is_no_document() -> None:
    for text in ("", "<a", "<a>\ud800</a>", "<?xml version='1.0' encoding='utf-16'?><a/>", deep(300)):
        with pytest.raises(ValueError, match=r"\w"):
            document(text)


@every_file
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spoiled=strategies.lists(
        strategies.tuples(strategies.integers(0, 20_000), strategies.integers(0, 12), strategies.binary(max_size=9)),
        min_size=1,
        max_size=8,
    )
)
def test_a_spoiled_file_gives_records_rejections_or_a_refusal(
    tmp_path: Path,
    fixture_files: Path,
    spoiled: list[tuple[int, int, bytes]],
    name: str,
    document_format: DocumentFormat,
) -> None:
    content = (fixture_files / name).read_bytes()
    for place, width, piece in spoiled:
        at = place % len(content)
        content = content[:at] + piece + content[at + width :]
    path = tmp_path / "a.xml"
    path.write_bytes(content)
    check(path, document_format)


@every_file
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=strategies.data())
def test_a_document_with_other_texts_gives_records_or_rejections(
    fixture_files: Path, data: strategies.DataObject, name: str, document_format: DocumentFormat
) -> None:
    texts = strategies.sampled_from(["", "<null/>", "0", "-1", "1e999", "NaN", "9" * 400, "x" * 3000, "²", "\n", "/"])
    for _, values in document_format.units(fixture_files / name):
        pieces = values[-1].split("</")
        for i in data.draw(strategies.lists(strategies.integers(0, len(pieces) - 1), max_size=9)):
            start, sign, _ = pieces[i].rpartition(">")
            pieces[i] = start + sign + data.draw(texts)
        said(document_format, [*values[:-1], "</".join(pieces)])


@every_file
def test_a_unit_says_the_same_just_read_and_read_again(
    fixture_files: Path, name: str, document_format: DocumentFormat
) -> None:
    for _, values in document_format.units(fixture_files / name):
        again = [text.encode().decode() for text in values]
        assert document_format.parse(values) == document_format.parse(again)


def test_an_element_is_forgotten_with_its_unit(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<x><a>1</a><a>2</a></x>")
    units = []
    for _, element in elements(tmp_path / "a.xml", "a"):
        units.append(canonical(element))
        assert document(units[-1]) is element
    assert [document(unit).text for unit in units] == ["1", "2"]


@given(values=strategies.lists(strategies.text(max_size=40), min_size=1, max_size=2))
@settings(max_examples=30)
def test_a_unit_of_any_text_is_a_rejection(values: list[str]) -> None:
    for document_format in set(FILES.values()):
        records, rejections = said(document_format, values)
        assert bool(records) != bool(rejections)


def check(path: Path, document_format: DocumentFormat) -> None:
    try:
        read = list(document_format.units(path))
    except BadFile as error:
        assert error.next_step
        return
    for _, values in read:
        said(document_format, values)


def said(document_format: DocumentFormat, values: list[str]) -> tuple[list[Record], list[Rejection]]:
    records, rejections = document_format.parse(values)
    for record in records:
        assert record.source_id
        assert document_format.parse(values)[0] == records
    for rejection in rejections:
        assert rejection.code in {"missing_id", "bad_xml", "unknown_document"}
        assert rejection.reason
    return records, rejections


@pytest.mark.parametrize("padding", [0, 1 << 16, (1 << 17) - 9])
def test_the_end_of_file_sign_of_dos_is_ignored(tmp_path: Path, padding: int) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<a><b>" + b"x" * padding + b"</b></a>\x1a")
    assert len(list(elements(path, "b"))) == 1
