"""A mapping profile proposed for a file, as YAML to edit: `halqa profile FILE`.

Headers and values are read together: a header says what a column may mean, and its values must agree. The profile is
then tried on the rows that were looked at, and a field that would reject rows is written as a comment with the reason.
The YAML holds no value of the file, only shapes: a profile travels further than the file does.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.canonical import RECORD_KINDS, RecordKind, ValueType
from graph.errors import BadValue
from graph.messages import Message, message
from graph.values.calendars import Calendar
from loaders.profile.mapping import parser
from loaders.profile.profile import parse_profile
from loaders.profile.records import field_type
from loaders.proposing.assigning import Column, assign
from loaders.proposing.columns import NUMBER_BEFORE_UNIT, Look, look
from loaders.proposing.correcting import Corrections, correct
from loaders.proposing.headings import NAME_PARTS, kind_scores, meanings
from loaders.proposing.own_number import amended_column, own_number
from loaders.proposing.profile_text import Entry, ProfileDraft, profile_yaml
from loaders.proposing.survey import Survey, survey, total_words_in
from loaders.proposing.values import guess
from loaders.proposing.vocabulary import total_words
from loaders.tables.header_rows import skipping

_SEVERAL_IN_A_CELL = ("container", "seal", "vehicle.plate", "trailer.plate", "transport_document")
MOST_BAD = 0.02  # of the rows may be rejected for a field before it is taken out of the proposal


@dataclass(slots=True)
class Proposal:
    """What was found in a file, and the profile proposed for it; `profile` is "" for a document, which needs none.

    `rejected` of the `looked_at` rows would be rejected with it; `numbers` are those of the records in the others, and
    `own_number` the columns that hold them.
    """

    survey: Survey
    kind: str = ""
    columns: list[Column] = field(default_factory=list)
    profile: str = ""
    looked_at: int = 0
    rejected: int = 0
    numbers: list[str] = field(default_factory=list)
    own_number: tuple[str, ...] = ()
    remarks: list[Message] = field(default_factory=list)


def propose(
    path: Path, kind: str = "", name: str = "", label: str = "", corrections: Corrections | None = None
) -> Proposal:
    """Looks at a file and proposes a profile; the kind of record and the profile's name are guessed where not given.

    `label` is what the file is called, where that is not its path; `corrections` are what somebody chose.

    Raises:
        BadFile: see `survey`.
        BadValue: there is no such kind, or see `correct`.
    """
    if kind and kind not in RECORD_KINDS:
        raise BadValue(f"no record kind {kind!r}", f"known: {', '.join(RECORD_KINDS)}")
    found = survey(path)
    found.file = label or found.file
    proposal = Proposal(found, remarks=list(found.remarks))
    if found.document:
        proposal.remarks.append(message("propose.document"))
        return proposal
    totals = total_words_in(found, total_words())
    is_total = skipping(totals)
    found.rows = [row for row in found.rows if not is_total(row)]
    proposal.kind = kind or _kind(found, proposal.remarks)
    cells = [[row[place] for row in found.rows if place < len(row)] for place in range(len(found.header))]
    proposal.columns = _columns(found, cells)
    constants = assign(found, proposal.columns, RECORD_KINDS[proposal.kind], cells)
    if corrections:
        correct(proposal.columns, RECORD_KINDS[proposal.kind], corrections)
    draft = _draft(proposal, name or profile_name(found.file), totals, constants)
    if corrections and corrections.numbers is not None:
        draft.id = tuple(proposal.columns[place].name for place in corrections.numbers)
        draft.id_note = "chosen"
    proposal.own_number = draft.id
    _try(proposal, draft)
    return proposal


def profile_name(file: str) -> str:
    """A profile's name made of a file's: its Latin letters and digits without dates, else `my-table`."""
    stem = re.sub(r"\.\w{1,7}(\.(gz|zip))?$", "", file)
    words = re.findall(r"[A-Za-z]+[A-Za-z0-9]*", stem)
    return "-".join(words).lower()[:60] or "my-table"


def _kind(found: Survey, remarks: list[Message]) -> str:
    filled = [name for place, name in enumerate(found.header) if _is_mostly_filled(found, place)]
    points = kind_scores(filled or found.header, (found.sheet, found.file, *found.titles), found.languages)
    best = max(points, key=points.__getitem__)
    near = [name for name in points if name != best and points[name][1] and points[name][0] >= 0.9 * points[best][0]]
    if not points[best][0]:
        remarks.append(message("propose.no_kind"))
    elif near:
        remarks.append(message("propose.kinds", kind=best, others=" or ".join(near)))
    return best


def _is_mostly_filled(found: Survey, place: int) -> bool:
    """Whether a column says anything of most rows: what few rows say does not tell what all of them are."""
    filled = sum(place < len(row) and bool(row[place].strip()) for row in found.rows)
    return filled >= len(found.rows) / 2


def _columns(found: Survey, cells: Sequence[Sequence[str]]) -> list[Column]:
    columns = []
    for name, own in zip(found.header, cells, strict=True):
        is_date = any(
            "_on" in m.field or "_at" in m.field
            for kind in RECORD_KINDS.values()
            for m in meanings(name, kind, found.languages)
        )
        columns.append(Column(name, look(own, is_date)))
    return columns


def _draft(proposal: Proposal, name: str, totals: Sequence[str], constants: Mapping[str, str]) -> ProfileDraft:
    found, kind = proposal.survey, RECORD_KINDS[proposal.kind]
    draft = ProfileDraft(
        name=name,
        title=f"{proposal.kind.capitalize()} records, proposed from one file",
        kind=proposal.kind,
        encoding=found.encoding,
        delimiter=found.delimiter,
        sheet=found.sheet,
        header_row=found.header_row,
        header_rows=found.header_rows,
        totals=tuple(totals),
    )
    used = [column for column in proposal.columns if column.field]
    draft.amended = amended_column(proposal.columns, found.languages)
    _say_how_values_are_written(proposal, draft, used)
    draft.id, draft.id_note = own_number(found, proposal.columns, kind, draft.amended)
    for column in proposal.columns:
        if column.name in draft.id and not column.field:
            column.why = "the record's own number"
        elif column.second:
            remark = message("propose.doubtful", column=column.name, field=column.field, other=column.second)
            proposal.remarks.append(remark)
    draft.entries = list(_entries(used, kind))
    for constant, value in constants.items():
        draft.entries.append(Entry(constant, (), "by the heading of its number", constant=value))
    draft.unused = [(c.name, c.why or _unknown(c.look)) for c in proposal.columns if not c.field and c.name]
    draft.unused = [(name, note) for name, note in draft.unused if name not in (*draft.id, draft.amended)]
    if any(field_type(kind, e.field) is ValueType.MOMENT for e in draft.entries):
        draft.zone = "UTC"
    return draft


def _say_how_values_are_written(proposal: Proposal, draft: ProfileDraft, used: Sequence[Column]) -> None:
    """Dates, their calendar, and the decimal sign: of most columns that are read."""
    dated = [c for c in proposal.columns if c.look.formats and (c in used or c.name == draft.amended)]
    calendars = Counter(column.look.calendar for column in dated)
    calendar = calendars.most_common(1)[0][0] if calendars else Calendar.GREGORIAN
    draft.calendar = calendar.value if calendar is not Calendar.GREGORIAN else ""
    if len(calendars) > 1:
        proposal.remarks.append(message("propose.calendars"))
    formats = [pattern for column in dated if column.look.calendar is calendar for pattern in column.look.formats]
    draft.dates = list(dict.fromkeys(formats)) or ["%Y-%m-%d"]
    signs = Counter(c.look.decimal for c in used if c.look.decimal and _is_number(c.field, proposal.kind))
    draft.decimal = signs.most_common(1)[0][0] if signs else "."
    if len(signs) > 1:
        proposal.remarks.append(message("propose.decimals"))
    for column in used:
        if column.look.is_ambiguous:
            proposal.remarks.append(message("propose.days_and_months", column=column.name))


def _is_number(name: str, kind: str) -> bool:
    return field_type(RECORD_KINDS[kind], name) is ValueType.NUMBER


def _unknown(found: Look) -> str:
    shown = guess(found) or ", ".join(found.kinds) or "text"
    return f"not understood; looks like {shown}, as {' or '.join(found.shapes[:2])}"


def _entries(used: Sequence[Column], kind: RecordKind) -> Iterator[Entry]:
    """The fields in the order of the file; parts of a name are joined."""
    said = {column.field for column in used}
    joined = {
        role for role in kind.roles if {f"{role}.name", f"{role}.surname"} <= said and f"{role}.given_name" not in said
    }
    for role in joined:  # `Name` beside `Surname` is the given name
        named = [c for c in used if c.field in (f"{role}.name", f"{role}.surname", f"{role}.middle_name")]
        yield Entry(f"{role}.name", tuple(c.name for c in named), named[0].why)
    for column in used:
        role, _, part = column.field.rpartition(".")
        if column.parts:
            for name, pattern in column.parts:
                yield Entry(name, (column.name,), column.why, pattern=pattern)
            continue
        if part == "name" and role in joined:
            continue
        if part in NAME_PARTS:
            if f"{role}.name" not in said and role not in joined:
                joined.add(role)
                pieces = [c.name for part in NAME_PARTS for c in used if c.field == f"{role}.{part}"]
                yield Entry(f"{role}.name", tuple(pieces), column.why)
            continue
        yield Entry(
            field=column.field,
            columns=(column.name,),
            note=f"{column.why}, as {column.look.shapes[0]}",
            scale=column.scale,
            pattern=NUMBER_BEFORE_UNIT if column.look.kilograms and column.field.endswith("_kg") else "",
            split=column.look.split if column.field in _SEVERAL_IN_A_CELL else "",
            scheme=role if part == "key" and role != kind.subject else "",
            values=column.look.modes if column.field == "mode_of_transport" else (),
            second=column.second,
        )


def _try(proposal: Proposal, draft: ProfileDraft) -> None:
    """Reads the sample by the draft, takes out the fields that reject rows, and counts what is rejected still."""
    found = proposal.survey
    proposal.looked_at = len(found.rows)
    for _ in range(10):
        bad, reasons = _rejections(proposal, draft)
        worst = [e for e in draft.entries if bad[e.field] > MOST_BAD * len(found.rows)]
        if not worst:
            break
        for entry in worst:
            draft.entries.remove(entry)
            words = f"{entry.field} would reject {bad[entry.field]:,} rows"
            draft.unused.append((" + ".join(entry.columns), f"{words} ({reasons[entry.field]})"))
            for column in proposal.columns:
                if column.name in entry.columns:
                    column.field, column.why, column.parts = "", words, ()
    if proposal.rejected:
        proposal.remarks.append(message("propose.rejected", count=proposal.rejected, rows=proposal.looked_at))
    if not draft.entries:
        proposal.remarks.append(message("propose.no_column"))
    proposal.profile = profile_yaml(draft)


def _rejections(proposal: Proposal, draft: ProfileDraft) -> tuple[Counter[str], dict[str, str]]:
    """How many rows of the sample each field rejects, and with which code; counts the rows that any rejects."""
    found, width = proposal.survey, len(proposal.survey.header)
    bad, reasons = Counter[str](), dict[str, str]()
    proposal.rejected, proposal.numbers = 0, []
    if not draft.entries:
        return bad, reasons
    read = parser(parse_profile(profile_yaml(draft)), found.header)
    for row in found.rows:
        records, rejections = read(row if found.delimiter else row + [""] * (width - len(row)))
        proposal.rejected += bool(rejections)
        proposal.numbers += [record.source_id for record in records]
        for rejection in rejections:
            name = rejection.reason.partition(":")[0]
            bad[name] += 1
            reasons.setdefault(name, rejection.code)
    return bad, reasons
