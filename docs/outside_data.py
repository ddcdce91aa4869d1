"""Writes `docs/outside-data.md`: what becomes of outside files, group by group. `python -m docs.outside_data FOLDER`.

FOLDER is the one that `HALQA_TEST_DATA` names; none of it is part of the project. Files are read to records and to
assertions; nothing is stored.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from graph.derivation.assertions import assertions
from graph.errors import HalqaError
from graph.model import Channel
from loaders import registry
from loaders.documents.document import recognised
from loaders.profile.profile import find_profile
from loaders.registry import open_source

PAGE = Path(__file__).with_name("outside-data.md")
CHANNEL = Channel("UZ", "outside", "H1", "customs")
TABLES = {"customs_declarations": "customs-declarations"}  # folder -> profile
HEAD = """# Outside files

What became of files that others made, read by the present loaders (`python -m docs.outside_data FOLDER` writes this
page). Flags are of the records loaded; a refused file is listed with its reason.

| folder | read as | files | records | rejected units | flags, most frequent first |
|---|---|---|---|---|---|
"""


def main(folder: Path) -> None:
    """Writes the page."""
    refused: list[str] = []
    rows = [row for part in sorted(folder.iterdir()) if part.is_dir() for row in _rows(part, refused)]
    text = HEAD + "".join(rows)
    if refused:
        text += "\nRefused, or read by nobody:\n\n" + "".join(f"- {line}\n" for line in refused)
    PAGE.write_text(text, encoding="utf-8")


def _rows(folder: Path, refused: list[str]) -> Iterator[str]:
    files, records, rejects = Counter[str](), Counter[str](), Counter[str]()
    flags: dict[str, Counter[str]] = {}
    for path in sorted(one for one in folder.iterdir() if one.is_file()):
        document = recognised(path)
        name = document.name if document else TABLES.get(folder.name)
        if name is None:
            continue
        try:
            profile = find_profile(name)
            source = open_source(path, profile)
            parse = registry.parser(profile, source.header)
            for _, values in source.units:
                found, rejections = parse(values)
                records[name] += len(found)
                rejects[name] += bool(rejections)
                for record in found:
                    said = assertions(record, CHANNEL)
                    flags.setdefault(name, Counter()).update(map(_code, said.flags))
            files[name] += 1
        except HalqaError as error:
            refused.append(f"`{folder.name}/{path.name}`: {error.message.replace(str(path), 'it')}")
    for name in sorted(files):
        told = ", ".join(f"{code} {n:,}" for code, n in flags.get(name, Counter()).most_common(5)) or "none"
        yield f"| {folder.name} | {name} | {files[name]:,} | {records[name]:,} | {rejects[name]:,} | {told} |\n"


def _code(flag: str) -> str:
    """A flag without the value, and without the role it is about."""
    head, _, rest = flag.partition(": ")
    return rest.partition(": ")[0] if rest and "_" not in head else head


if __name__ == "__main__":
    main(Path(sys.argv[1]))
