"""A sheet that somebody brings to the pages: kept, looked at, corrected by choosing, tried, loaded.

The bytes are an upload (`loading.uploads`), and what was chosen lies beside it; both are swept after a day. A sheet is
known by a name that nobody can guess.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from api.services.loading.batches import batches
from api.services.loading.load import LoadOptions
from api.services.loading.propose import proposal_json
from api.services.loading.uploads import UPLOADS, Upload, load_upload
from api.services.runtime.workspace import Workspace
from api.services.trial import try_profile
from graph.derivation.assertions import record_node_id
from graph.errors import HalqaError, NotFound
from graph.model import Viewer
from graph.progress import Progress, Step
from loaders.profile.profile import parse_profile
from loaders.proposing.correcting import Corrections
from loaders.proposing.proposal import propose

PROPOSED = f"{__name__}:proposed"
TRIED = f"{__name__}:tried"
_NAME = re.compile(r"upload-[0-9a-f]{32}(\.[a-z0-9]{1,10})?")
_MOST_ASKED = 1_000  # numbers of records that are looked for in the store


@dataclass(slots=True)
class Sheet:
    """A sheet as somebody brought it and what he chose: who reports it, the kind of record, the fields by column."""

    name: str
    label: str
    originator: str
    handling: str = "H1"
    kind: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    numbers: list[int] | None = None

    def keep(self, data_dir: Path) -> None:
        """Writes what was chosen beside the bytes."""
        _choices_of(data_dir, self.name).write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")

    @property
    def corrections(self) -> Corrections:
        """The choices as the proposal takes them."""
        chosen = {int(place): name for place, name in self.fields.items()}
        return Corrections(chosen, None if self.numbers is None else tuple(self.numbers))


def path_of(data_dir: Path, name: str) -> Path:
    """Where the bytes of a sheet are.

    Raises:
        NotFound: there is none of that name, or it was swept.
    """
    path = data_dir / UPLOADS / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound("this sheet is not kept any more", "choose the file again")
    return path


def sheet_of(data_dir: Path, name: str) -> Sheet:
    """A sheet by its name.

    Raises:
        NotFound: see `path_of`.
    """
    path_of(data_dir, name)
    try:
        return Sheet(**json.loads(_choices_of(data_dir, name).read_text("utf-8")))
    except OSError:
        raise NotFound("this sheet is not kept any more", "choose the file again") from None


def _choices_of(data_dir: Path, name: str) -> Path:
    return data_dir / UPLOADS / f"{name}.choices"


def proposed(tick: Progress, data_dir: str, name: str) -> bytes:
    """The proposal for a sheet with what was chosen, its sha256 and the numbers of its records, as JSON."""
    sheet, path = sheet_of(Path(data_dir), name), path_of(Path(data_dir), name)
    tick(Step(f"looking at {sheet.label}"))
    try:
        found = propose(path, sheet.kind, "", sheet.label, sheet.corrections)
    except HalqaError as error:
        raise _of_label(error, path, sheet.label) from None
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    answer = proposal_json(found) | {"sha256": digest, "numbers": found.numbers[:_MOST_ASKED]}
    return json.dumps(answer, ensure_ascii=False).encode()


def tried(tick: Progress, data_dir: str, name: str, profile: str) -> bytes:
    """What would become of the first rows of a sheet with a profile, as JSON; see `try_profile`."""
    sheet, path = sheet_of(Path(data_dir), name), path_of(Path(data_dir), name)
    tick(Step(f"trying {sheet.label}"))
    try:
        return json.dumps(try_profile(path, parse_profile(profile), sheet.originator).as_json(), default=str).encode()
    except HalqaError as error:
        raise _of_label(error, path, sheet.label) from None


def _of_label(error: HalqaError, path: Path, label: str) -> HalqaError:
    """A fault that names the file as it was sent, and not where it lies."""
    error.message = error.message.replace(str(path), label).replace(path.name, label)
    return error


def known_before(workspace: Workspace, viewer: Viewer, sheet: Sheet, proposal: dict[str, Any]) -> dict[str, Any]:
    """What the viewer's channels hold of a sheet already: batches of the same bytes, and numbers of its records.

    Raises:
        BadValue: the originator or handling is none.
    """
    same = [batch.id for batch in batches(workspace, viewer) if batch.sha256 == proposal["sha256"]]
    numbers = list(dict.fromkeys(proposal["numbers"]))
    known = 0
    if proposal["profile"] and numbers:
        profile = parse_profile(proposal["profile"])
        channel = LoadOptions(profile.name, sheet.originator, handling=sheet.handling).channel(profile)
        ids = [record_node_id(channel.name, proposal["kind"], number) for number in numbers]
        known = len(workspace.store.get(ids, viewer))
    return {"batches": same, "numbers": known, "looked_for": len(numbers)}


def load_sheet(workspace: Workspace, data_dir: Path, sheet: Sheet, profile: str, progress: Progress) -> dict[str, Any]:
    """Loads a sheet with a profile; the report as JSON values. The bytes go afterwards.

    Raises:
        HalqaError: see `load_upload`.
    """
    upload = Upload(path_of(data_dir, sheet.name), sheet.label)
    mapping = parse_profile(profile) if profile else None  # a document needs none
    options = LoadOptions(mapping.name if mapping else "", sheet.originator, handling=sheet.handling)
    report = load_upload(workspace, upload, options, progress, mapping).as_json()
    del report["rejects_file"]
    upload.remove()
    _choices_of(data_dir, sheet.name).unlink(missing_ok=True)
    return report
