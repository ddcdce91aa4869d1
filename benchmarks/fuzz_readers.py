"""Coverage-guided fuzzing of the readers: any bytes give records, typed rejections or `BadFile`, and nothing else.

    pip install atheris
    python -m benchmarks.fuzz_readers documents -atheris_runs=50000 -timeout=20 -rss_limit_mb=1500 CORPUS
    python -m benchmarks.fuzz_readers tables -atheris_runs=50000 -timeout=20 -rss_limit_mb=1500

`documents` reads the input as whatever format recognises it (XML families, EDIFACT, JSON lines) and through each format
that does not; `tables` as CSV, TSV and JSON lines under a profile. CORPUS is a folder to begin from: the fixtures of
`tests/loaders`. A crash, a hang or memory without bound ends the run, with the input written to a file.
"""

import sys
import tempfile
from contextlib import suppress
from itertools import islice
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["loaders", "graph"]):
    from graph.errors import HalqaError
    from loaders.documents.document import document_formats, recognised
    from loaders.profile import mapping
    from loaders.profile.profile import parse_profile
    from loaders.registry import open_source
    from loaders.tables.readers import readers

    document_formats(), readers()  # imports every reader, so that it is instrumented

UNITS = 200  # of one input: more would not be another kind of input
PROFILE = """
name: fuzz
version: 1
encoding: [utf-8, cp1251]
delimiter: auto
dates: ["%Y-%m-%d", "%d.%m.%Y"]
records:
  - kind: declaration
    id: No
    fields:
      registered_on: Date
      consignee.name: Consignee
      consignee.phone: {column: Phone, split: ","}
      gross_weight_kg: Weight
      container: Container
"""
HEAD = b"No,Date,Consignee,Phone,Weight,Container\n"
FOLDER = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
TABLE = parse_profile(PROFILE)


def documents(data: bytes) -> None:
    """Reads the bytes as a document: by the format that recognises them, else by one chosen by their first byte."""
    path = FOLDER / "input"
    path.write_bytes(data)
    formats = list(document_formats().values())
    if not formats:
        return
    with suppress(HalqaError):
        found = recognised(path) or formats[data[0] % len(formats) if data else 0]
        for _, values in islice(found.units(path), UNITS):
            records, rejections = found.parse(values)
            assert all(record.source_id for record in records)
            assert all(rejection.code and rejection.reason for rejection in rejections)


def tables(data: bytes) -> None:
    """Reads the bytes as a table; the first byte chooses the kind of file and whether the header is right."""
    choice = data[0] if data else 0
    path = FOLDER / ("input.csv", "input.tsv", "input.jsonl", "input.txt")[choice % 4]
    path.write_bytes((HEAD if choice & 16 else b"") + data[1:])
    with suppress(HalqaError):
        source = open_source(path, TABLE)
        parse = mapping.parser(TABLE, source.header)
        for _, values in islice(source.units, UNITS):
            parse(values)


if __name__ == "__main__":
    target = {"documents": documents, "tables": tables}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
