"""The bundle of a dossier: page, picture, answer, rows and all that is needed to make it again, in one zip.

No file in it holds a moment of the making, and the zip has fixed dates: the same data, the same parameters and the same
program make the same bytes. `manifest.json` has the SHA-256 of every other file.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analyses.leading.weights import USUAL, usual_weights
from api.services.asking.disclosing import batches_behind
from api.services.asking.dossier.making import ANALYSIS, Made
from api.services.asking.inputs import Asking
from api.views import html
from api.views.controls import guarded
from api.views.dossier import page_of
from api.views.picture import CAUTION, SourceRow, plain
from api.views.registry import check_place, replace_file
from graph.errors import BadValue
from graph.mark import CODE_MARK
from graph.records.batch import Batch

MANIFEST = "manifest.json"
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
_LIBRARIES = ("numpy", "scipy", "pyvis")  # that what is drawn and computed depends on
_READ_ME = """\
Dossier of {lead}: {title}
{marking}
{caution}

dossier.html     for people: one page, then the rows; opens without a network, prints on A4
picture.html     the group and what it shares, to be searched and filtered; opens without a network
answer.json      the answer of the analysis that names the lead, with its evidence
rows.csv         the rows of the source files that stand behind it
inputs.json      the files that these rows came in, with their SHA-256
parameters.json  what was asked, and the command that makes this bundle again
versions.json    of the program, the data, the weights
{manifest}    SHA-256 and size of every other file

The same data, parameters and program make the same bytes: who has them can check the whole bundle by making it again.
"""


def files_of(asking: Asking, made: Made, by: str) -> dict[str, bytes]:
    """The files of a bundle by name, the manifest last."""
    dossier = made.dossier
    rows = {row.record: row for row in (*dossier.picture.sources, *dossier.sources)}
    marking = f"Highest handling: {dossier.marking}" if dossier.marking else "No handling code"
    read_me = {"lead": dossier.lead, "title": plain(dossier.title), "marking": marking, "caution": CAUTION}
    files = {
        "README.txt": _READ_ME.format(**read_me, manifest=MANIFEST).encode(),
        "dossier.html": page_of(dossier),
        "picture.html": html.render(dossier.picture),
        "answer.json": _json(made.answer.model_dump(mode="json")),
        "rows.csv": _table(rows[record] for record in sorted(rows)),
        "inputs.json": _json({"batches": [_input(batch) for batch in batches_behind(asking.workspace, rows)]}),
        "parameters.json": _json(_parameters(asking, made, by)),
        "versions.json": _json(_versions(asking, made)),
    }
    told = {"lead": dossier.lead, "marking": dossier.marking, "made_from": dict(dossier.facts)}
    listed = {name: {"sha256": _digest(content), "bytes": len(content)} for name, content in sorted(files.items())}
    return files | {MANIFEST: _json(told | {"files": listed})}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip, in the order of their names, with fixed dates."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # whatever system it is made on
            entry.external_attr = 0o644 << 16
            file.writestr(entry, files[name])
    return content.getvalue()


def is_one_file(to: Path) -> bool:
    """Whether a bundle is written there as one file, and not into a folder."""
    return to.suffix.lower() == ".zip"


def write(files: Mapping[str, bytes], to: Path, told: Callable[[], object]) -> None:
    """Writes a bundle: as one file where the name ends in `.zip`, else into a folder, which is made where it is not.

    `told` is called when all is ready, before a file appears: where it raises, there is none.

    Raises:
        BadValue: the place cannot be written to, or a folder holds other files.
    """
    if is_one_file(to):
        check_place(to)
        content = zipped(files)
        told()
        replace_file(to, content)
        return
    try:
        to.mkdir(parents=True, exist_ok=True)
        others = sorted(path.name for path in to.iterdir() if path.name not in files)
    except OSError as error:
        raise BadValue(f"{to} cannot be written: {error.strerror}", "choose another place or ask for access") from error
    if others:
        raise BadValue(f"{to} holds other files, such as {others[0]}", "name an empty folder, or a new one")
    told()
    for name, content in files.items():
        replace_file(to / name, content)


def _parameters(asking: Asking, made: Made, by: str) -> dict[str, Any]:
    as_of = made.values["as_of"]
    narrowed = f" --as '{asking.patterns}'" if asking.patterns else ""
    return {
        "analysis": ANALYSIS,
        "parameters": dict(made.values),
        "asked_by": by,
        "patterns": asking.patterns,
        "command": f"halqa dossier {made.dossier.lead} --as-of {as_of}{narrowed} --to FILE.zip",
    }


def _versions(asking: Asking, made: Made) -> dict[str, Any]:
    weights = {"version": usual_weights().version, "sha256": _digest(USUAL.read_bytes())}
    return {
        "program": version("halqa"),
        "rules": CODE_MARK,
        "data": asking.workspace.store.version(asking.viewer),
        "answer": made.answer.population.version,
        "weights": weights,
        "risk_profile": made.answer.population.risk_profile,
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def _input(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "file": batch.file_name,
        "sha256": batch.sha256,
        "channel": batch.channel.name,
        "profile": batch.profile.name,
        "profile_version": batch.profile.version,
        "profile_sha256": _digest(batch.profile.text.encode("utf-8", "surrogatepass")),
        "extract_on": batch.extract_on,
        "loaded_at": batch.loaded_at,
    }


def _table(rows: Iterable[SourceRow]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("record", "file", "line", "text"))
    for row in rows:
        writer.writerow([guarded(plain(cell)) for cell in (row.record, row.file, row.line, row.text)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "surrogatepass") + b"\n"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
