"""From file to records, without the graph: `python -m benchmarks.formats [--units N]`.

Each case writes a file of N units from the fixtures of `tests/loaders` (or from the synthetic declarations), reads it
in a process of its own, and reads it again the bare way: lxml's `iterparse`, a split at the segment ends,
`csv.DictReader`, `json.loads` a line or pyarrow's rows, each with the converters of the profile. Records per CPU
second, peak memory of the process, and the ratio of the CPU times; of CUSCAR also that to a bare tokeniser.
"""

import argparse
import csv
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.extracts import PROFILE, listed, write_extracts
from graph.canonical import ValueType
from loaders import parsers, registry
from loaders.documents.document import document_formats, recognised
from loaders.profile.profile import Profile, find_profile
from loaders.profile.records import field_type
from loaders.registry import open_source
from loaders.tables.readers import readers

FIXTURES = Path(__file__).parents[1] / "tests" / "loaders" / "fixtures"
Write = Callable[[Path, int], Path]
Bare = Callable[[Path], int]
_TOKEN = re.compile(r"([^?+:']*(?:\?.[^?+:']*)*)([+:'])", re.DOTALL)
_RELEASED = re.compile(r"\?(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Case:
    """A format: how a file of N units is written, and how it is read the bare way (`None`: nothing to compare with).

    `less_bare` is a second way, for a format whose bare reading leaves out what no reader can.
    """

    name: str
    write: Write
    bare: Bare | None
    less_bare: Bare | None = None


def manifest(folder: Path, units: int) -> Path:
    """An ASYCUDA manifest with its bill repeated."""
    text = (FIXTURES / "asycuda-manifest.xml").read_text("utf-8")
    bills = re.findall(r"<Bol_segment>.*?</Bol_segment>", text, re.DOTALL)
    head, tail = text[: text.index(bills[0])], text[text.index(bills[-1]) + len(bills[-1]) :]
    number = re.search(r"<Bol_reference>(.*?)</Bol_reference>", bills[0])
    assert number is not None
    return _repeated(folder / "manifest.xml", (head, tail), (bills[0], number[1]), units)


def cuscar(folder: Path, units: int) -> Path:
    """A CUSCAR manifest with its first consignment repeated, of other firms and weights; few firms have most of it."""
    text = (FIXTURES / "manifest.edi").read_text("utf-8")
    first, second = text.index("CNI+1+"), text.index("CNI+2+")
    consignment, draw = text[first:second], random.Random(1)
    path = folder / "manifest.edi"
    with path.open("w", encoding="utf-8") as file:
        file.write(text[:first])
        for i in range(units):
            unit = consignment.replace("BL100", f"B{i:08}").replace("520811", f"5208{draw.randrange(100):02}")
            for name in ("YILDIZ TEKSTIL", "CASPI HOLDINGS", "KUR TRANS"):
                unit = unit.replace(name, f"{name} {draw.paretovariate(0.8):.0f}")
            for amount in ("12000", "11800", "18500"):
                unit = unit.replace(amount, str(draw.randrange(100, 25_000)))
            file.write(unit)
        file.write(f"UNT+{units * consignment.count(chr(10)) + 15}+M1'\nUNZ+1+I1'\n")
    return path


def _repeated(path: Path, around: tuple[str, str], unit: tuple[str, str], units: int) -> Path:
    text, number = unit
    with path.open("w", encoding="utf-8") as file:
        file.write(around[0])
        for i in range(units):
            file.write(text.replace(number, f"B{i:08}"))
        file.write(around[1])
    return path


def single(fixture: str, item: str = "", items: int = 1) -> Write:
    """A document that holds one record: the same file many times, as it is or with its first item repeated."""

    def write(folder: Path, units: int) -> Path:
        files = folder / "files"
        files.mkdir()
        content = (FIXTURES / fixture).read_bytes()
        if item:
            found = re.search(rb"<((?:\w+:)?%s)\b.*?</\1>\s*" % item.encode(), content, re.DOTALL)
            assert found is not None
            content = content[: found.start()] + found[0] * items + content[found.end() :]
        for i in range(units // (items // 2 if item else 4)):
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
    """Segments and their elements by `split`, with no thought of signs that are data."""
    return sum(len(segment.split("+")) for segment in path.read_text("utf-8").split("'"))


def bare_tokens(path: Path) -> int:
    """Segments, elements and components as lists, released signs read as data: the least that is a tokeniser."""
    count = 0
    elements: list[list[str]] = [[]]
    for found in _TOKEN.finditer(path.read_text("utf-8")):
        text, sign = found.groups()
        elements[-1].append(_RELEASED.sub(r"\1", text) if "?" in text else text)
        if sign == "+":
            elements.append([])
        elif sign == "'":
            count += len(elements)
            elements = [[]]
    return count


def bare_objects(path: Path) -> int:
    """Objects by `json.loads` a line, with the converters of the profile where a field is no text."""
    with path.open(encoding="utf-8") as file:
        return _converted(json.loads(line) for line in file)


def bare_batches(path: Path) -> int:
    """Rows by pyarrow's `iter_batches` and `to_pylist`, with the converters of the profile."""
    from pyarrow import parquet as pq

    batches = pq.ParquetFile(path).iter_batches(batch_size=2_000, use_threads=False)
    return _converted(row for batch in batches for row in batch.to_pylist())


def bare_rows(path: Path) -> int:
    """Rows by `csv.DictReader`, with the converters of the profile where a field is no text."""
    with path.open(encoding="utf-8", newline="") as file:
        return _converted(csv.DictReader(file))


def _converted(rows: Iterable[Mapping[str, str]]) -> int:
    convert = list(_converters(find_profile(str(PROFILE))))
    count = 0
    for row in rows:
        for name, read in convert:
            if row[name]:
                read(row[name])
        count += 1
    return count


def _converters(profile: Profile) -> Iterator[tuple[str, Callable[[str], Any]]]:
    readers: dict[ValueType, Callable[[str], Any]] = {
        ValueType.DATE: lambda text: parsers.date(text, profile.dates),
        ValueType.NUMBER: lambda text: parsers.number(text, profile.decimal),
        ValueType.INTEGER: lambda text: parsers.integer(text, profile.decimal),
        ValueType.COUNTRY: parsers.country,
    }
    for record in profile.records:
        for name, field in record.fields.items():
            type_ = field_type(record.kind, name)
            if type_ in readers and len(field.sources) == 1:
                yield field.sources[0], readers[type_]


CASES = {
    case.name: case
    for case in (
        Case("csv", delimited, bare_rows),
        Case("jsonl", json_lines, bare_objects),
        Case("parquet", parquet, bare_batches),
        Case("asycuda-manifest", manifest, bare_xml),
        Case("cuscar", cuscar, bare_segments, bare_tokens),
        Case("asycuda-sad", single("asycuda-sad.xml"), bare_xml),
        Case("asycuda-sad-100-items", single("asycuda-sad.xml", "Item", 100), bare_xml),
        Case("wco-declaration", single("wco-declaration.xml"), bare_xml),
        Case("wco-declaration-100-items", single("wco-declaration.xml", "GovernmentAgencyGoodsItem", 100), bare_xml),
        Case("entry-summary", single("entry-summary.xml"), bare_xml),
        Case("entry-summary-100-items", single("entry-summary.xml", "GOOITEGDS", 100), bare_xml),
        Case("cargo-xml", single("cargo-xml-master.xml"), bare_xml),
        Case("cargo-xml-100-items", single("cargo-xml-master.xml", "IncludedMasterConsignmentItem", 100), bare_xml),
        Case("eaeu", single("eaeu-container.xml"), bare_xml),
        Case("eaeu-100-items", single("eaeu-container.xml", "ESADout_CUGoods", 100), bare_xml),
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
        parse = registry.parser(profile, source.header)
        count += sum(len(parse(unit)[0]) for _, unit in source.units)
    return count


def measure(way: Callable[[Path], int], path: Path) -> None:
    """Prints count, CPU seconds and peak memory; readers are imported before, as what the bare way needs is."""
    document_formats()
    readers()
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
            ways = [way for way in ("bare", "less_bare") if getattr(CASES[name], way)]
            bare = [in_own_process("--bare", name, str(path), way)["cpu"] for way in ways]
        ratio = "; ".join(f"{ours['cpu'] / cpu:.1f}" for cpu in bare) or "-"
        rate = ours["count"] / ours["cpu"]
        print(f"| {name} | {ours['count']:,} | {rate:,.0f} | {ours['peak_mb']:.0f} | {ratio} |", flush=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("names", nargs="*", help="formats; all where none is named")
    arguments.add_argument("--units", type=int, default=20_000, help="units of a file")
    arguments.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    arguments.add_argument("--bare", nargs=3, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.read:
        measure(read, Path(given.read[1]))
    elif given.bare:
        measure(getattr(CASES[given.bare[0]], given.bare[2]), Path(given.bare[1]))
    else:
        main(given.units, given.names)
