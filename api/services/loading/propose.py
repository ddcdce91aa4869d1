"""Profiles: proposed for a file, listed, shown."""

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import HalqaError, NotFound
from graph.messages import Message
from graph.progress import Progress, Step
from loaders.documents.document import document_formats
from loaders.profile.profile import BUILT_IN, Profile, find_profile, read_profile
from loaders.proposing.correcting import SEVERAL
from loaders.proposing.proposal import Proposal, propose

FIRST_ROWS = 5  # that are shown beside a proposal


@dataclass(frozen=True, slots=True)
class KnownProfile:
    """A profile that files can be loaded with; `fault` says why an own one cannot be used, "" where it can."""

    name: str
    origin: str
    profile: Profile | None
    fault: str = ""

    def as_json(self) -> dict[str, Any]:
        """Its particulars as JSON values."""
        found = self.profile
        return {
            "name": self.name,
            "origin": self.origin,
            "version": found.version if found else 0,
            "title": found.title if found else "",
            "kinds": list(dict.fromkeys(record.kind.name for record in found.records)) if found else [],
            "columns": found.columns() if found and found.records else [],
            "fault": self.fault,
        }


def proposal_json(found: Proposal) -> dict[str, Any]:
    """A proposal as JSON values; samples are values of the file itself."""
    survey = found.survey
    return {
        "file": survey.file,
        "format": survey.format,
        "document": survey.document,
        "encoding": survey.encoding,
        "delimiter": survey.delimiter,
        "sheet": survey.sheet,
        "header_row": survey.header_row,
        "kind": found.kind,
        "rows_looked_at": found.looked_at,
        "is_whole": survey.is_whole,
        "rows_rejected": found.rejected,
        "columns": [
            {
                "name": column.name,
                "field": SEVERAL.join(column.fields),
                "second": column.second,
                "is_number": column.name in found.own_number,
                "why": column.why,
                "looks_like": column.look.kinds,
                "filled": column.look.filled,
                "distinct": column.look.distinct,
                "samples": list(column.look.samples),
            }
            for column in found.columns
        ],
        "first_rows": [row[: len(survey.header)] for row in survey.rows[:FIRST_ROWS]],
        "remarks": [remark.model_dump() for remark in found.remarks],
        "profile": found.profile,
    }


def propose_upload(path: Path, label: str, kind: str, name: str) -> dict[str, Any]:
    """A proposal for an upload; faults name its label and not where it lies.

    Raises:
        HalqaError: see `loaders.proposing.proposal.propose`.
    """
    try:
        found = propose(path, kind, name, label)
    except HalqaError as error:
        error.message = error.message.replace(str(path), label).replace(path.name, label).replace(path.stem, label)
        error.next_step = error.next_step.replace("--kind", "`kind`")
        raise
    found.remarks = [_of_label(remark, path, label) for remark in found.remarks]
    return proposal_json(found)


def _of_label(remark: Message, path: Path, label: str) -> Message:
    """A remark that names the label of an upload, and not what it is called here."""
    values = {
        name: value.replace(path.stem, Path(label).stem) if isinstance(value, str) else value
        for name, value in remark.values.items()
    }
    return remark.model_copy(update={"values": values})


def proposal_of_upload(tick: Progress, path: str, label: str, kind: str, name: str) -> bytes:
    """See `propose_upload`, as JSON: what a worker process does."""
    tick(Step(f"looking at {label}"))
    return json.dumps(propose_upload(Path(path), label, kind, name), ensure_ascii=False).encode()


def known_profiles(own: Path | None) -> list[KnownProfile]:
    """Every profile by name: own ones, built-in ones that no own one stands before, document formats."""
    found: dict[str, KnownProfile] = {}
    for name, document in document_formats().items():
        found[name] = KnownProfile(name, "document", find_profile(document.name))
    for folder, origin in ((BUILT_IN, "built in"), (own, "own")):
        for path in sorted(folder.glob("*.yaml")) if folder is not None else ():
            try:
                found[path.stem] = KnownProfile(path.stem, origin, read_profile(path))
            except HalqaError as error:
                found[path.stem] = KnownProfile(path.stem, origin, None, error.message.replace(str(path), path.name))
    return [found[name] for name in sorted(found)]


def profile_text(name: str, own: Path | None) -> dict[str, Any]:
    """A profile with its YAML.

    Raises:
        NotFound: there is none of that name.
        BadProfile: it is faulty.
    """
    known = next((one for one in known_profiles(own) if one.name == name), None)
    if known is None:
        raise NotFound(f"no profile {name!r}", "GET /v1/profiles lists them")
    text = ""
    if known.profile is not None:
        text = known.profile.text
    elif own is not None:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            text = (own / f"{name}.yaml").read_text("utf-8")
    return {**known.as_json(), "profile": text}
