"""How much of an unknown sheet `halqa profile` understands: `python -m benchmarks.proposals [--set tuned|reported]`.

The sheets lie in `tests/loaders/proposing/sheets`, each keyed by hand before the code was written: for every column
the fields that it may be read as. Half of them are `tuned`, for whoever changes words or rules to look at; the other
half, `reported`, is run and not looked at. Precision is the share of the proposed columns that the key allows, recall
the share of the keyed ones that are proposed; a sheet needs no edit where nothing is wrong, missing or rejected.
"""

import argparse
import csv
import re
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import yaml

from loaders.profile.profile import parse_profile
from loaders.profile.records import RecordMapping
from loaders.proposing.proposal import Proposal, propose

SHEETS = Path(__file__).parents[1] / "tests" / "loaders" / "proposing" / "sheets"
ANYTHING, NOTHING, OWN_NUMBER = "?", "-", "id"
_NUMBER = re.compile(r"(0|[1-9]\d{0,10})(\.\d+)?")


@dataclass(frozen=True, slots=True)
class KeyedSheet:
    """A sheet of the test set; `key` says for each column the fields: `a/b` either, `a+b` both, `a x1000` its scale."""

    name: str
    language: str
    set: str
    kind: str
    format: str
    encoding: str
    delimiter: str
    rows: tuple[tuple[str, ...], ...]
    key: tuple[str, ...]

    def write(self, folder: Path) -> Path:
        """The sheet as a file, as its format says."""
        path = folder / f"sheet.{self.format}"
        if self.format == "csv":
            with path.open("w", encoding=self.encoding, newline="") as file:
                csv.writer(file, delimiter=self.delimiter).writerows(self.rows)
            return path
        with zipfile.ZipFile(path, "w") as book:
            for name, content in _workbook(self.rows).items():
                book.writestr(name, content)
        return path


def _workbook(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The parts of a workbook with one sheet, numbers as numbers."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    related = f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{relations}/'
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{related}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{related}worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    }


def _cell(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return f"<c><v>{text}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else "<c/>"


@dataclass(slots=True)
class Judged:
    """How a proposal compares with its key; texts name columns and fields."""

    sheet: KeyedSheet
    proposed: int
    keyed: int
    wrong: list[str]
    missing: list[str]
    is_kind_right: bool
    rejected: int

    @property
    def needs_no_edit(self) -> bool:
        """Whether the proposal could be loaded as it is."""
        return self.is_kind_right and not (self.wrong or self.missing or self.rejected)


def read_sheet(path: Path) -> KeyedSheet:
    """A sheet from its text: particulars as YAML, `---`, and the rows, the key behind those of the header."""
    head, table = path.read_text("utf-8").split("---\n", 1)
    said = yaml.safe_load(head)
    delimiter = said.get("delimiter", ",")
    rows, key = list[tuple[str, ...]](), tuple[str, ...]()
    for line in table.splitlines():
        cells = tuple(cell.strip() for cell in line.removeprefix("key:").split("|" if "|" in line else delimiter))
        if line.startswith("key:"):
            key = cells
        else:
            rows.append(cells)
    width = len(key)
    return KeyedSheet(
        name=path.stem,
        language=said["language"],
        set=said["set"],
        kind=said["kind"],
        format=said["format"],
        encoding=said.get("encoding", ""),
        delimiter=delimiter,
        rows=tuple((*row, *[""] * (width - len(row)))[:width] for row in rows),
        key=key,
    )


def judge(sheet: KeyedSheet, proposal: Proposal) -> Judged:
    """Compares a proposal with the key of its sheet."""
    header = list(proposal.survey.header)
    records = parse_profile(proposal.profile).records
    pairs = _pairs(records[0], header) if records else set[tuple[int, str, float]]()
    judged = Judged(sheet, 0, 0, [], [], proposal.kind == sheet.kind, proposal.rejected)
    for place, wanted in enumerate(sheet.key):
        name = header[place] if place < len(header) else ""
        proposed = {(field, scale) for at, field, scale in pairs if at == place}
        if wanted == ANYTHING:
            continue
        options, _, factor = wanted.partition(" x")
        scale = float(factor or 1)
        allowed = {(part, scale) for option in options.split("/") for part in option.split("+")}
        judged.proposed += len(proposed)
        judged.wrong += [f"{name}: {field}" for field, _ in sorted(proposed - allowed)]
        if NOTHING in options.split("/"):
            continue
        needed = max(len(option.split("+")) for option in options.split("/"))
        judged.keyed += needed
        judged.missing += [f"{name}: {wanted}"] * max(0, needed - len(proposed & allowed))
    return judged


def _pairs(record: RecordMapping, header: Sequence[str]) -> set[tuple[int, str, float]]:
    """Place of a column, field, scale; the record's own number is the field `id`."""
    pairs = {
        (header.index(column), name, mapping.scale)
        for name, mapping in record.fields.items()
        for column in mapping.sources
    }
    return pairs | {(header.index(column), OWN_NUMBER, 1.0) for column in record.id}


def all_sheets(which: str = "") -> list[KeyedSheet]:
    """The sheets of a set, `tuned` or `reported`, or all of them; by language."""
    sheets = [read_sheet(path) for path in sorted(SHEETS.glob("*.txt"))]
    return sorted((s for s in sheets if which in ("", s.set)), key=lambda s: (s.language, s.name))


def judged_sheets(sheets: Iterable[KeyedSheet]) -> list[Judged]:
    """Each sheet written, proposed for, and compared with its key; nothing but the file is known of it."""
    judged = []
    for sheet in sheets:
        with tempfile.TemporaryDirectory() as folder:
            judged.append(judge(sheet, propose(sheet.write(Path(folder)))))
    return judged


def figures(judged: Sequence[Judged]) -> tuple[float, float, float]:
    """Precision, recall and share of sheets that need no edit, each 0 to 1."""
    proposed, keyed = sum(one.proposed for one in judged), sum(one.keyed for one in judged)
    right = proposed - sum(len(one.wrong) for one in judged)
    answered = keyed - sum(len(one.missing) for one in judged)
    whole = sum(one.needs_no_edit for one in judged)
    return right / max(1, proposed), answered / max(1, keyed), whole / max(1, len(judged))


def main() -> None:
    """Prints the table by language, and what is wrong or missing in the sheets that may be looked at."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--set", choices=["", "tuned", "reported"], default="", help="only the sheets of one set")
    options.add_argument("--details", action="store_true", help="what is wrong or missing; only of tuned sheets")
    given = options.parse_args()
    judged = judged_sheets(all_sheets(given.set))
    print(f"{'language':10}{'sheets':>8}{'proposed':>10}{'keyed':>8}{'precision':>11}{'recall':>8}{'no edit':>9}")
    groups = [(name, list(ones)) for name, ones in groupby(judged, key=lambda one: one.sheet.language)]
    for name, ones in [*groups, ("all", judged)]:
        precision, recall, whole = figures(ones)
        counts = f"{len(ones):8}{sum(o.proposed for o in ones):10}{sum(o.keyed for o in ones):8}"
        print(f"{name:10}{counts}{precision:11.3f}{recall:8.3f}{whole:9.2f}")
    for one in judged if given.details else ():
        if one.sheet.set == "tuned" and not one.needs_no_edit:
            kind = "" if one.is_kind_right else "; the kind is wrong"
            print(f"{one.sheet.name}: wrong {one.wrong}; missing {one.missing}; rejected {one.rejected}{kind}")


if __name__ == "__main__":
    main()
