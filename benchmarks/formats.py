"""From file to records, without the graph: `python -m benchmarks.formats [--units N]`.

Each case writes a file of N units from the fixtures of `tests/loaders` (or from the synthetic declarations), reads it
in a process of its own, and reads it again the bare way: lxml's `iterparse`, a split at the segment ends,
`csv.DictReader` with the converters of the profile. Records per CPU second, peak memory of the process, and the ratio
of the CPU times.
"""

import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from api.services.workspace import parser_of
from benchmarks.extracts import PROFILE, listed, write_extracts
from graph.canonical import ValueType
from graph.records.store import ProfileText
from loaders import values
from loaders.document import recognised
from loaders.profile import Profile, find_profile
from loaders.registry import open_source

FIXTURES = Path(__file__).parents[1] / "tests" / "loaders" / "fixtures"
Write = Callable[[Path, int], Path]
Bare = Callable[[Path], int]


@dataclass(frozen=True, slots=True)
class Case:
    """A format: how a file of N units is written, and how it is read the bare way (`None`: nothing to compare with)."""

    name: str
    write: Write
    bare: Bare | None


def manifest(folder: Path, units: int) -> Path:
    """An ASYCUDA manifest with its bill repeated."""
    text = (FIXTURES / "asycuda-manifest.xml").read_text("utf-8")
    bills = re.findall(r"<Bol_segment>.*?</Bol_segment>", text, re.DOTALL)
    head, tail = text[: text.index(bills[0])], text[text.index(bills[-1]) + len(bills[-1]) :]
    number = re.search(r"<Bol_reference>(.*?)</Bol_reference>", bills[0])
    assert number is not None
    return _repeated(folder / "manifest.xml", (head, tail), (bills[0], number[1]), units)


def cuscar(folder: Path, units: int) -> Path:
    """A CUSCAR manifest with its first consignment repeated."""
    text = (FIXTURES / "manifest.edi").read_text("utf-8")
    first, second = text.index("CNI+1+"), text.index("CNI+2+")
    end = f"UNT+{text.index('UNT+') and units * text[first:second].count(chr(39)) + 15}+M1'\nUNZ+1+I1'\n"
    return _repeated(folder / "manifest.edi", (text[:first], end), (text[first:second], "BL100"), units)


def _repeated(path: Path, around: tuple[str, str], unit: tuple[str, str], units: int) -> Path:
    text, number = unit
    with path.open("w", encoding="utf-8") as file:
        file.write(around[0])
        for i in range(units):
            file.write(text.replace(number, f"B{i:08}"))
        file.write(around[1])
    return path


def single(fixture: str) -> Write:
    """A document that holds one record: the same file many times."""

    def write(folder: Path, units: int) -> Path:
        files = folder / "files"
        files.mkdir()
        content = (FIXTURES / fixture).read_bytes()
        for i in range(units // 20):
            (files / f"{i:06}.xml").write_bytes(content)
        return files

    return write


def delimited(folder: Path, units: int) -> Path:
    """Synthetic declarations of 44 columns in one CSV."""
    (folder / "parts").mkdir()
    write_extracts(folder / "parts", 1, units)
    path = folder / "declarations.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        for number, (part, _) in enumerate(listed(folder / "parts")):
            head, _, rows = part.read_text("utf-8-sig").partition("\n")
            out.write(rows if number else f"{head}\n{rows}")
    return path


def json_lines(folder: Path, units: int) -> Path:
    """The same as JSON lines."""
    path = folder / "declarations.jsonl"
    with delimited(folder, units).open(encoding="utf-8", newline="") as file, path.open("w", encoding="utf-8") as out:
        for row in csv.DictReader(file):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def parquet(folder: Path, units: int) -> Path:
    """The same as Parquet."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet as pq

    source = delimited(folder, units)
    with source.open(encoding="utf-8") as file:
        columns = next(csv.reader(file))
    types = arrow_csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()))
    pq.write_table(arrow_csv.read_csv(source, convert_options=types), folder / "declarations.parquet")
    return folder / "declarations.parquet"


def bare_xml(path: Path) -> int:
    """Every element by `iterparse`, cleared as it ends."""
    count = 0
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        for _, element in etree.iterparse(str(file), events=("end",)):
            count += 1
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    return count


def bare_segments(path: Path) -> int:
    """Segments and their elements by `split`."""
    return sum(len(segment.split("+")) for segment in path.read_text("utf-8").split("'"))


def bare_rows(path: Path) -> int:
    """Rows by `csv.DictReader`, with the converters of the profile where a field is no text."""
    profile = find_profile(str(PROFILE))
    convert = list(_converters(profile))
    count = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name, read in convert:
                if row[name]:
                    read(row[name])
            count += 1
    return count


def _converters(profile: Profile) -> Iterator[tuple[str, Callable[[str], Any]]]:
    readers: dict[ValueType, Callable[[str], Any]] = {
        ValueType.DATE: lambda text: values.date(text, profile.dates),
        ValueType.NUMBER: lambda text: values.number(text, profile.decimal),
        ValueType.INTEGER: lambda text: values.integer(text, profile.decimal),
        ValueType.COUNTRY: values.country,
    }
    for record in profile.records:
        for field in record.fields:
            if field.type in readers and len(field.columns) == 1:
                yield field.columns[0], readers[field.type]


CASES = {
    case.name: case
    for case in (
        Case("csv", delimited, bare_rows),
        Case("jsonl", json_lines, None),
        Case("parquet", parquet, None),
        Case("asycuda-manifest", manifest, bare_xml),
        Case("cuscar", cuscar, bare_segments),
        Case("asycuda-sad", single("asycuda-sad.xml"), bare_xml),
        Case("wco-declaration", single("wco-declaration.xml"), bare_xml),
        Case("entry-summary", single("entry-summary.xml"), bare_xml),
        Case("cargo-xml", single("cargo-xml-master.xml"), bare_xml),
        Case("eaeu", single("eaeu-container.xml"), bare_xml),
    )
}


def read(path: Path) -> int:
    """Records of a file, or of the files of a folder, by our readers."""
    count = 0
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        document = recognised(file)
        if document is not None:
            count += sum(len(document.parse(unit)[0]) for _, unit in document.units(file))
            continue
        profile = find_profile(str(PROFILE))
        source = open_source(file, profile)
        parse = parser_of(ProfileText(profile.name, profile.version, profile.text), source.header)
        count += sum(len(parse(unit)[0]) for _, unit in source.units)
    return count


def measure(way: Callable[[Path], int], path: Path) -> None:
    """Prints count, CPU seconds and peak memory."""
    begun = time.process_time()
    count = way(path)
    cpu = time.process_time() - begun
    # Not `ru_maxrss`, which begins with the peak of the process that started this one.
    status = Path("/proc/self/status").read_text("utf-8")
    peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
    print(json.dumps({"count": count, "cpu": cpu, "peak_mb": peak}))


def in_own_process(*words: str) -> dict[str, Any]:
    """Runs one measurement; what it printed."""
    command = [sys.executable, "-m", "benchmarks.formats", *words]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    answer: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return answer


def main(units: int, names: list[str]) -> None:
    """Measures the cases and prints the table."""
    print("| format | records | records a CPU second | peak MB | times the bare reading |\n|---|---|---|---|---|")
    for name in names or CASES:
        with tempfile.TemporaryDirectory() as folder:
            path = CASES[name].write(Path(folder), units)
            ours = in_own_process("--read", name, str(path))
            bare = in_own_process("--bare", name, str(path)) if CASES[name].bare else None
        ratio = f"{ours['cpu'] / bare['cpu']:.1f}" if bare else "-"
        rate = ours["count"] / ours["cpu"]
        print(f"| {name} | {ours['count']:,} | {rate:,.0f} | {ours['peak_mb']:.0f} | {ratio} |", flush=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("names", nargs="*", help="formats; all where none is named")
    arguments.add_argument("--units", type=int, default=20_000, help="units of a file")
    arguments.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    arguments.add_argument("--bare", nargs=2, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.read:
        measure(read, Path(given.read[1]))
    elif given.bare:
        bare_way = CASES[given.bare[0]].bare
        assert bare_way is not None
        measure(bare_way, Path(given.bare[1]))
    else:
        main(given.units, given.names)
