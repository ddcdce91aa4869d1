"""Bytes to text: in which encoding a file is, and its lines, bounded; nothing is ever replaced by question marks.

The ladder: a byte order mark, strict UTF-8, UTF-16 by its NUL bytes, then the stated code pages by how much their
letters look like words. Every step but the last is a proof; the last is a guess and told as one, with the runner-up.
"""

import codecs
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from graph.errors import BadFile
from graph.messages import Message, message

AUTO = "auto"
CODE_PAGES = ("cp1251", "cp866", "koi8-r", "koi8-u", "mac_cyrillic", "iso8859-5", "cp1256", "iso8859-9")
END_OF_FILE = "\x1a"
MAX_LINE = 1 << 20  # characters; a longer line is no customs record
_CHUNK = 1 << 20
_SAMPLE = 1 << 20  # bytes on which code pages are compared
_CLOSE = 0.05  # scores nearer than this are told as doubtful
_WEAK = 0.4  # a score below is: what is read in a wrong code page seldom has more, words in their own 0.5 and more

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """What one pass over a text file found; `how` says how the encoding was found, "" where the profile states it."""

    sha256: str
    encoding: str
    how: str

    @property
    def remark(self) -> Message:
        """What people are told of it."""
        if self.how:
            return message("read.as_found", encoding=self.encoding, how=self.how)
        return message("read.as", encoding=self.encoding)


def scan(path: Path, encodings: Sequence[str], profile: str) -> Scanned:
    """One pass over the bytes: their sha256, and the first of the encodings that fits all of them.

    `auto` as the first encoding asks for the ladder; encodings after it are the code pages to choose from.

    Raises:
        BadFile: the file is empty, binary, or in none of the encodings.
    """
    how = ""
    if encodings and encodings[0] == AUTO:
        name, how = detect(path, tuple(encodings[1:]) or CODE_PAGES)
        encodings = (name,)
    decoders = _decoders(encodings, profile)
    digest = hashlib.sha256()
    faults: list[str] = []
    with path.open("rb") as file:
        position = 0
        while chunk := file.read(_CHUNK):
            if position == 0 and b"\0" in chunk[:4096] and not any("16" in n or "32" in n for n in decoders):
                raise _not_text(path)
            digest.update(chunk)
            _feed(decoders, chunk, position, faults)
            position += len(chunk)
        _feed(decoders, b"", position, faults)
    if position == 0:
        raise BadFile(f"{path} is empty", "check that the export was written whole")
    if not decoders:
        raise BadFile(
            f"{path} is in none of the encodings of profile {profile}: {'; '.join(faults)}",
            "name the right one in the profile",
        )
    name = next(iter(decoders))
    return Scanned(digest.hexdigest(), "utf-8-sig" if name == "utf-8" else name, how)


def _not_text(path: Path) -> BadFile:
    return BadFile(f"{path} is not text (it holds NUL bytes)", "export it as CSV, or convert the spreadsheet")


def _decoders(encodings: Sequence[str], profile: str) -> dict[str, codecs.IncrementalDecoder]:
    try:
        return {
            name: codecs.getincrementaldecoder("utf-8-sig" if name == "utf-8" else name)("strict") for name in encodings
        }
    except LookupError as error:
        raise BadFile(
            f"profile {profile} names an unknown encoding: {error}", "write for example utf-8, cp1251 or auto"
        ) from error


def _feed(decoders: dict[str, codecs.IncrementalDecoder], chunk: bytes, position: int, faults: list[str]) -> None:
    for name, decoder in list(decoders.items()):
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:  # of UTF-16 without a mark no byte is named
            faults.append(f"{name} fails at byte {position + getattr(error, 'start', 0)}")
            del decoders[name]


def detect(path: Path, code_pages: Sequence[str] = CODE_PAGES) -> tuple[str, str]:
    """The encoding of a text file by the ladder, and how it was found.

    Raises:
        BadFile: it is empty, no text, or in none of the code pages.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if not head:
        raise BadFile(f"{path} is empty", "check that the export was written whole")
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, "by its byte order mark"
    if b"\0" in head[:4096]:
        name = _utf16_by_nuls(head[:4096])
        if not name:
            raise _not_text(path)
        return name, "by its NUL bytes"
    if _is_utf8(path):
        return "utf-8", "by its bytes"
    return _by_letters(path, head, code_pages)


def _utf16_by_nuls(head: bytes) -> str:
    """UTF-16 without a mark: Latin letters, digits and separators have every second byte NUL, on one side alone."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    pairs = len(head) // 2
    if odd > 0.1 * pairs and even < 0.05 * odd:
        return "utf-16-le"
    return "utf-16-be" if even > 0.1 * pairs and odd < 0.05 * even else ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _by_letters(path: Path, head: bytes, code_pages: Sequence[str]) -> tuple[str, str]:
    found: list[tuple[float, int, str, str]] = []
    for number, name in enumerate(code_pages):
        try:
            decoded = codecs.getincrementaldecoder(name)("strict").decode(head)
        except UnicodeDecodeError:
            continue
        except LookupError as error:
            raise BadFile(f"no encoding {name!r}", "write for example cp1251") from error
        found.append((letter_score(decoded), -number, name, decoded))
    found.sort(reverse=True)
    if not found or found[0][0] <= 0:
        tried = ", ".join(code_pages)
        raise BadFile(f"{path} is in no encoding that we know (tried utf-8, {tried})", "name it in the profile")
    score, _, name, text = found[0]
    # Code pages that make the same text of it are no choice: without capitals Mac Cyrillic and cp1251 do.
    other = next((page for page in found[1:] if page[3] != text), found[1] if len(found) > 1 else None)
    how = f"by its letters, {score:.2f}" + (f" against {other[0]:.2f} for {other[2]}" if other else "")
    is_doubtful = score < _WEAK or (other is not None and score - other[0] < _CLOSE)
    return name, how + ("; doubtful: look at the letters" if is_doubtful else "")


def doubt(content: bytes, stated: str) -> str:
    """The code page in whose letters bytes look more like words than in the stated one; "" where none does.

    A stated one that reads as words is not doubted, however well another does.
    """
    decoded = content.decode(stated, "ignore")
    score = letter_score(decoded)
    if decoded.isascii() or score >= _WEAK:
        return ""
    others = {page: letter_score(content.decode(page, "ignore")) for page in CODE_PAGES}
    best = max(others, key=others.__getitem__)
    return best if others[best] - score >= _CLOSE else ""


# --- what letters look like ------------------------------------------------------------------------------------------

_COMMON = {
    letter: 1.0 - 0.05 * place
    for alphabet in ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ", "ايلمنتروبهدسعقكفحجخشصطءأةىغذزضثظئؤإآ")
    for place, letter in enumerate(alphabet)
}
_COMMON |= dict.fromkeys("ёіїєґўқғҳәөүұңһҷӣӯپچژگ", 0.2)
_TURKIC_LATIN = frozenset("çğıöşüÇĞİÖŞÜâîû")
_SIGNS = frozenset("\u00a0«»№–—“”„‘’…°§·")
# One class, so that no part of a run is tried twice: `\w*[^\x00-\x7f]+\w*` takes time by the square of its length.
_RUN = re.compile(r"[\w\x80-\U0010ffff]+")
_MAX_RUNS = 20_000


def letter_score(text: str) -> float:
    """How much the letters beyond ASCII look like words, at most 1; below 0 they look like noise; 0 without any.

    Common letters of Cyrillic and Arabic count most; capitals in a word that begins small, letters of two alphabets in
    one word, frames and other signs count against.
    """
    total, count = 0.0, 0
    runs = (match[0] for match in _RUN.finditer(text) if not match[0].isascii())
    for run in islice(runs, _MAX_RUNS):
        is_inverted = run[0].islower() and not run.islower()
        for place, char in enumerate(run):
            if char.isascii():
                continue
            count += 1
            if is_inverted and char.isupper():
                total -= 1.0
            else:
                total += _worth(char, run[place - 1] if place else "", run[place + 1 : place + 2])
    return total / count if count else 0.0


def _worth(char: str, before: str, after: str) -> float:
    if char in _SIGNS:
        return 0.2
    if not char.isalpha():
        return -1.0
    if "\u00c0" <= char <= "\u024f":
        return _worth_latin(char, before, after)
    if before.isdigit() and after.isdigit():
        return -1.0
    script = _script(char)
    if any(other.isalpha() and _script(other) != script for other in (before, after)):
        return -1.0
    return _COMMON.get(char.lower(), -0.5)


def _worth_latin(char: str, before: str, after: str) -> float:
    """Letters with marks stand alone among plain ones, and the Turkic ones are those of the region."""
    if any(_script(other) not in ("", "latin") for other in (before, after)):
        return -1.0
    neighbours = [other for other in (before, after) if other.isalpha()]
    if neighbours and not any(other.isascii() or other in _TURKIC_LATIN for other in neighbours):
        return -1.0
    return 0.7 if char in _TURKIC_LATIN else -0.3


def _script(char: str) -> str:
    if not char or not char.isalpha():
        return ""
    if "\u0400" <= char <= "\u052f":
        return "cyrillic"
    return "arabic" if "\u0600" <= char <= "\u06ff" else "latin"


def bounded_lines(file: TextIO, path: Path) -> Iterator[str]:
    """The lines of a text file with their ends, without the end-of-file signs of DOS (0x1A) behind the last.

    Raises:
        BadFile: a line is longer than a million characters, or holds NUL.
    """
    number = 0
    readline = file.readline
    line = readline(MAX_LINE)
    while line:
        number += 1
        following = readline(MAX_LINE)
        if END_OF_FILE in line and not following.strip(f"{END_OF_FILE}\r\n"):
            line, following = line.rstrip(f"{END_OF_FILE}\r\n"), ""
        if len(line) >= MAX_LINE:
            raise BadFile(
                f"{path}, line {number} is longer than {MAX_LINE:,} characters",
                "this is not a file of records, or its line ends are missing",
            )
        if "\0" in line:
            raise BadFile(f"{path}, line {number} holds a NUL byte", "the file is damaged: export it again")
        if line:
            yield line
        line = following
