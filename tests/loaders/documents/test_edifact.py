"""EDIFACT: segments of any service string, character set and line layout, and envelopes that must close."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadFile
from loaders.documents.edifact import MAX_SEGMENT, Segment, checked, runs, segments, service_string

UNB = "UNB+UNOC:3+A+B+240305:0800+I1'"
HEAD, BLOCK = 1 << 10, 1 << 20  # bytes that are read first, and then each time
MESSAGE = "UNH+1+CUSCAR:D:95B:UN'BGM+85+M1+9'UNT+3+1'"
WHOLE = f"{UNB}{MESSAGE}UNZ+1+I1'"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.edi"


def texts(path: Path, data: str | bytes) -> list[str]:
    path.write_bytes(data.encode("latin-1") if isinstance(data, str) else data)
    return [text for _, text in segments(path)]


def test_a_segment_is_read_by_element_and_component() -> None:
    found = Segment("NAD+CN+K1:172:20++SILK ROAD ")
    assert (found.tag, found.elements) == ("NAD", (("CN",), ("K1", "172", "20"), ("",), ("SILK ROAD",)))
    assert (found.get(1, 2), found.get(1, 9), found.get(9), found.all(2)) == ("20", "", "", ())


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("FTX+O?'NEILL", (("O'NEILL",),)),
        ("FTX+A?+B:C?:D", (("A+B", "C:D"),)),
        ("FTX+A??+B", (("A?",), ("B",))),
        ("FTX+A???+B", (("A?+B",),)),
        ("FTX+A?", (("A?",),)),
    ],
)
def test_a_released_sign_is_data(text: str, elements: tuple[tuple[str, ...], ...]) -> None:
    assert Segment(text).elements == elements


@pytest.mark.parametrize("between", ["", "\n", "\r\n", " \n"])
def test_line_ends_between_segments_do_not_matter(path: Path, between: str) -> None:
    data = f"{UNB}BGM+85+A B'".replace("'", f"'{between}")
    assert texts(path, data) == ["UNB+UNOC:3+A+B+240305:0800+I1", "BGM+85+A B"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\n\r\n"])
def test_a_line_end_between_two_words_is_a_blank(path: Path, end: str) -> None:
    assert texts(path, f"{UNB}FTX+AAA+++17 BOXES{end}TILES+{end}B'")[1] == "FTX+AAA+++17 BOXES TILES+B"


def test_a_line_end_beside_a_blank_or_a_sign_is_nothing(path: Path) -> None:
    assert texts(path, f"{UNB}FTX+AAA++\n+COT \nTON:\nB'")[1] == "FTX+AAA+++COT TON:B"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1 << 20])
def test_a_line_end_is_a_blank_wherever_the_file_is_read_in_pieces(
    path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.documents.edifact._CHUNK", size)
    lines = "\r\n".join(f"{number} BOXES" * 9 for number in range(40))
    assert texts(path, f"{UNB}FTX+AAA+++{lines}'")[1] == f"FTX+AAA+++{lines}".replace("\r\n", " ")


def test_lines_of_one_length_end_in_the_middle_of_words(path: Path) -> None:
    data = f"{UNB}FTX+AAA+++CERAMIC TILES FOR THE MARKET'"
    assert texts(path, "\n".join(data[at : at + 10] for at in range(0, len(data), 10)))[1] == data.split("'")[1]


@pytest.mark.parametrize("end", ["\x1a", "\r\n\x1a", "\x1a\x1a\x1a", "\n\x1a\n"])
def test_the_end_of_file_sign_of_dos_is_ignored(path: Path, end: str) -> None:
    assert texts(path, WHOLE + end) == texts(path, WHOLE)


def test_a_released_end_of_segment_is_data(path: Path) -> None:
    assert [Segment(t).get(0) for t in texts(path, f"{UNB}FTX+A?'B'FTX+C??'FTX+D???'E'")[1:]] == ["A'B", "C?", "D?'E"]


def test_another_service_string_is_written_in_ours(path: Path) -> None:
    data = "UNA;*,! ~UNB*UNOC;3*A*B*240305;0800*I1~FTX*A!*B;C!;D+E:F?*!!G!~~"
    assert Segment(texts(path, data)[1]).elements == (("A*B", "C;D+E:F?"), ("!G~",))


def test_segments_are_numbered_so_that_a_line_each_gives_the_line(path: Path) -> None:
    path.write_text("UNA:+.? '\n" + WHOLE.replace("'", "'\n"))
    assert [(n, t[:3]) for n, t in segments(path)][:2] == [(2, "UNB"), (3, "UNH")]


@pytest.mark.parametrize("blank", [" ", "\t", "\N{NO-BREAK SPACE}", "\u3000"])
def test_blanks_around_a_segment_are_taken_off(path: Path, blank: str) -> None:
    data = f"{UNB.replace('UNOC', 'UNOW')}{blank}BGM+85{blank}A{blank}'FTX'{blank}"
    assert texts(path, data.encode())[1:] == [f"BGM+85{blank}A", "FTX"]


def test_a_line_may_end_between_a_release_sign_and_what_it_releases(path: Path) -> None:
    assert texts(path, f"{UNB}FTX+O?\n'BRIEN'FTX+WHAT?\r\n?'")[1:] == ["FTX+O?'BRIEN", "FTX+WHAT??"]


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_a_line_end_may_be_the_end_of_a_segment(path: Path, end: str) -> None:
    data = "UNA:+.? ~UNB+UNOC:3+A~FTX+B~FTX+C?~D~".replace("~", end)
    assert texts(path, data) == ["UNB+UNOC:3+A", "FTX+B", "FTX+CD"]


def test_runs_hold_the_segments_between_service_segments(path: Path) -> None:
    path.write_text(f"{UNB}UNH+1+X'BGM+1'CNI+1'UNT+4+1'UNZ+1+I1'")
    assert list(runs(path))[1:] == [(2, "\nUNH+1+X"), (3, "\nBGM+1\nCNI+1"), (5, "\nUNT+4+1"), (6, "\nUNZ+1+I1")]


def test_packed_files_and_byte_order_marks_are_read(path: Path) -> None:
    assert texts(path, gzip.compress(b"\xef\xbb\xbf" + WHOLE.encode())) == texts(path, WHOLE)


@pytest.mark.parametrize(
    ("syntax", "encoding"), [("UNOC", "latin-1"), ("UNOE", "iso8859-5"), ("UNOW", "utf-8"), ("UNOA", "utf-8")]
)
def test_texts_are_in_the_character_set_that_the_interchange_names(path: Path, syntax: str, encoding: str) -> None:
    word = "Привет" if encoding in ("iso8859-5", "utf-8") else "Öl"
    data = f"{UNB.replace('UNOC', syntax)}FTX+{word}'".encode(encoding)
    assert texts(path, data)[1] == f"FTX+{word}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"hello", "does not begin with UNA or UNB"),
        (b"UNAaaaaaa UNB", "does not begin with UNA or UNB"),
        (b"UNB+UNOX:3+A'", "states the character set 'UNOX'"),
        (b"UNB+UNOA:1+A'FTX+\xff'", "is not utf-8 as its UNB says: near byte 17"),
        (UNB.encode() + b"BGM+85", "ends inside the segment 'BGM\\+85'"),
        (UNB.encode() + b"x" * (MAX_SEGMENT + 1) + b"'", "a segment of more than 65,536"),
        (UNB.encode() + b"?'" * MAX_SEGMENT, "a segment of more than 65,536"),
        (gzip.compress(WHOLE.encode(), mtime=0)[:-12], "cannot be read"),
    ],
    ids=("words", "signs", "character set", "bytes", "torn", "long", "long and released", "torn packing"),
)
def test_a_file_that_is_none_is_refused(path: Path, data: bytes, message: str) -> None:
    with pytest.raises(BadFile, match=message):
        texts(path, data)


def test_a_missing_file_is_refused(path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be read"):
        list(segments(path))


@pytest.mark.parametrize("before", range(8))
def test_a_block_that_is_read_may_end_anywhere(path: Path, before: int) -> None:
    tricky = "FTX+Я?'A??'BGM+Ä'".encode()
    head = UNB.replace("UNOC", "UNOW").encode()
    fill = b"FTX+1'" * ((BLOCK + HEAD - len(head)) // 6 - 2)
    end = b"X" * (BLOCK + HEAD - len(head) - len(fill) - 1 - before) + b"'"
    assert texts(path, head + fill + end + tricky)[-2:] == ["FTX+Я?'A??", "BGM+Ä"]


def envelope(path: Path, data: str) -> list[tuple[str, str]]:
    path.write_text(data)
    return [(m.type, m.checks) for m in checked(path)]


def test_a_sound_interchange_has_nothing_to_remark(path: Path) -> None:
    assert envelope(path, WHOLE) == [("CUSCAR", "")]


def test_groups_and_several_interchanges_are_read(path: Path) -> None:
    grouped = f"{UNB}UNG+CUSCAR+A+B+240305:0800+G1'{MESSAGE}{MESSAGE}UNE+2+G1'UNZ+1+I1'"
    assert len(envelope(path, grouped + WHOLE)) == 3


def test_a_wrong_count_of_segments_is_a_remark(path: Path) -> None:
    found = envelope(path, WHOLE.replace("UNT+3", "UNT+313"))
    assert found == [("CUSCAR", "edifact_segment_count: UNT says 313, there are 3")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (WHOLE.replace("UNZ+1+I1'", ""), "ends without UNZ"),
        (WHOLE.replace("UNT+3+1'", ""), "segment 4: UNZ of 'I1' closes where UNT of '1' is open"),
        (WHOLE.replace("UNT+3+1'", "UNT+3+2'"), "UNT of '2' closes where UNT of '1' is open"),
        (WHOLE.replace("UNZ+1+I1", "UNZ+1+I2"), "UNZ of 'I2' closes where UNZ of 'I1' is open"),
        (WHOLE.replace("UNZ+1", "UNZ+2"), "UNZ announces 2 messages, there are 1"),
        (UNB + MESSAGE + UNB, "a lone UNB"),
        (UNB + "UNH+1+CUSCAR'UNH+2+CUSCAR'", "UNH stands before the end of what is open"),
        (UNB + "BGM+85'", "BGM stands outside a message"),
        (WHOLE + "UNT+1+1'", "UNT of '1' closes where nothing is open"),
        (UNB + "UNZ+0+I1'", "holds no message"),
    ],
)
def test_an_unbalanced_envelope_is_refused(path: Path, data: str, message: str) -> None:
    with pytest.raises(BadFile, match=message):
        envelope(path, data)


@given(st.binary(max_size=30))
def test_any_bytes_have_a_service_string_or_none(head: bytes) -> None:
    found = service_string(head)
    assert found is None or found[0].terminator


@given(st.text(alphabet="AB?+:'", max_size=12))
def test_any_data_comes_back_when_released(data: str) -> None:
    released = "".join(f"?{sign}" if sign in "?+:'" else sign for sign in data)
    assert Segment(f"FTX+{released}+X").elements == ((data,), ("X",))
