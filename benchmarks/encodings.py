"""How often a text without a mark is read in the right code page: `python -m benchmarks.encodings`.

The keyed sheets of `benchmarks.proposals`, and pieces of them from one row on, are written in each code page that has
their letters; then `loaders.encoding.detect` and charset-normalizer choose among the same candidates. Right is
who makes the same text of the bytes; silent is what was wrong and not told as doubtful.
charset-normalizer comes with the development requirements and is not used by the product.
"""

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from benchmarks.proposals import KeyedSheet, all_sheets
from graph.errors import BadFile
from loaders.encoding import CODE_PAGES, detect

_PIECES = (1, 2, 4)  # rows below the header that a piece has


@dataclass(slots=True)
class Counts:
    """Of so many texts how many were right, and how many were wrong without a word of doubt."""

    texts: int = 0
    ours: int = 0
    silent: int = 0
    normalizer: int = 0


def pieces(sheet: KeyedSheet) -> Iterator[str]:
    """The sheet as text: its header with some rows, and rows without the header; as it is and in capitals."""
    for count in _PIECES:
        for rows in (sheet.rows[: count + 1], sheet.rows[-count:]):
            file = io.StringIO()
            csv.writer(file, delimiter=";").writerows(rows)
            yield file.getvalue()
            yield file.getvalue().upper()


def measured(sheets: list[KeyedSheet]) -> dict[str, Counts]:
    """Counts by code page."""
    counts = {page: Counts() for page in CODE_PAGES}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        for sheet in sheets:
            for text in pieces(sheet):
                for page in CODE_PAGES:
                    try:
                        content = text.encode(page)
                    except UnicodeEncodeError:
                        continue
                    if not content.isascii():
                        path.write_bytes(content)
                        _count(counts[page], path, content, text)
    return counts


def _count(counts: Counts, path: Path, content: bytes, text: str) -> None:
    counts.texts += 1
    try:
        name, how = detect(path)
    except BadFile:
        name, how = "", "doubtful"
    is_right = bool(name) and content.decode(name) == text
    counts.ours += is_right
    counts.silent += not is_right and "doubtful" not in how
    best = from_bytes(content, cp_isolation=list(CODE_PAGES)).best()
    counts.normalizer += best is not None and content.decode(best.encoding) == text


def main() -> None:
    """Prints the table."""
    counts = measured(all_sheets())
    print(f"{'code page':14}{'texts':>7}{'right':>8}{'silent':>8}{'charset-normalizer':>20}")
    total = Counts()
    for page, one in counts.items():
        if one.texts:
            shares = (one.ours / one.texts, one.silent / one.texts, one.normalizer / one.texts)
            print(f"{page:14}{one.texts:7}{shares[0]:8.3f}{shares[1]:8.3f}{shares[2]:20.3f}")
        total.texts, total.ours = total.texts + one.texts, total.ours + one.ours
        total.silent, total.normalizer = total.silent + one.silent, total.normalizer + one.normalizer
    shares = (total.ours / total.texts, total.silent / total.texts, total.normalizer / total.texts)
    print(f"{'all':14}{total.texts:7}{shares[0]:8.3f}{shares[1]:8.3f}{shares[2]:20.3f}")


if __name__ == "__main__":
    main()
