"""A mapping profile proposed for a file, as YAML to edit: `halqa profile FILE`.

Headers and values are read together: a header says what a column may mean, and its values must agree. The profile is
then tried on the rows that were looked at, and a field that would reject rows is written as a comment with the reason.
The YAML holds no value of the file, only shapes: a profile travels further than the file does.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.canonical import RECORD_KINDS, RecordKind, ValueType
from graph.errors import BadValue
from graph.messages import Message, message
from loaders.profile.mapping import parser
from loaders.profile.profile import parse_profile
from loaders.profile.records import field_type
from loaders.proposing.columns import Look, look
from loaders.proposing.headings import (
    EXACT,
    NAME_PARTS,
    Meaning,
    bare_part,
    is_amendment,
    is_beside_number,
    is_number_heading,
    kind_scores,
    meanings,
    scale_of,
    total_words,
)
from loaders.proposing.profile_text import Entry, ProfileDraft, profile_yaml
from loaders.proposing.survey import Survey, survey, total_words_in
from loaders.tables.header_rows import skipping

_OWN_NUMBERS = (".key", "document", "declaration", "manifest_number")
HALF = 0.5
NEARLY_ALL = 0.8
MOST_BAD = 0.02  # of the rows may be rejected for a field before it is taken out of the proposal
_BY_VALUES = {
    "container": ("container",),
    "vin": ("vehicle.vin",),
    "email": ("party.email",),
    "phone": ("party.phone",),
}

_NEEDED = dict.fromkeys(("phone", "passport", "tax_number"), "long") | {"email": "at", "hs_code": "digit"}
_NEEDED |= dict.fromkeys(("plate", "container", "seal", "vin", "imo"), "digit")
_NEEDED_BY_TYPE = {ValueType.NUMBER: "number", ValueType.INTEGER: "number", ValueType.COUNTRY: "country"}
_OF_ONE_PARTY = frozenset({"tax_number", "passport", "phone", "email", "address", "country", "birth_on"})


@dataclass(slots=True)
class Column:
    """A column of the file, what it looks like, and the field that it is proposed for ("" for none)."""

    name: str
    look: Look
    field: str = ""
    why: str = ""


@dataclass(slots=True)
class Proposal:
    """What was found in a file, and the profile proposed for it; `profile` is "" for a document, which needs none.

    `rejected` of the `looked_at` rows would be rejected with it.
    """

    survey: Survey
    kind: str = ""
    columns: list[Column] = field(default_factory=list)
    profile: str = ""
    looked_at: int = 0
    rejected: int = 0
    remarks: list[Message] = field(default_factory=list)


def propose(path: Path, kind: str = "", name: str = "", label: str = "") -> Proposal:
    """Looks at a file and proposes a profile; the kind of record and the profile's name are guessed where not given.

    `label` is what the file is called, where that is not its path.

    Raises:
        BadFile: see `survey`.
        BadValue: there is no such kind.
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
    proposal.columns = _columns(found)
    _assign(proposal.columns, RECORD_KINDS[proposal.kind])
    draft = _draft(proposal, name or profile_name(found.file), totals)
    _try(proposal, draft)
    return proposal


def profile_name(file: str) -> str:
    """A profile's name made of a file's: its Latin letters and digits without dates, else `my-table`."""
    stem = re.sub(r"\.\w{1,7}(\.(gz|zip))?$", "", file)
    words = re.findall(r"[A-Za-z]+[A-Za-z0-9]*", stem)
    return "-".join(words).lower()[:60] or "my-table"


def _kind(found: Survey, remarks: list[Message]) -> str:
    scores = kind_scores(found.header, (found.sheet, found.file))
    points = {name: 3 * told + 2 * understood for name, (told, understood) in scores.items()}
    best = max(points, key=points.__getitem__)
    near = [name for name in points if name != best and scores[name][0] and points[name] >= 0.8 * points[best]]
    if not points[best]:
        remarks.append(message("propose.no_kind"))
    elif near:
        remarks.append(message("propose.kinds", kind=best, others=" or ".join(near)))
    return best


def _columns(found: Survey) -> list[Column]:
    columns = []
    for place, name in enumerate(found.header):
        cells = [row[place] for row in found.rows if place < len(row)]
        is_date = any(
            "_on" in m.field or "_at" in m.field for kind in RECORD_KINDS.values() for m in meanings(name, kind)
        )
        columns.append(Column(name, look(cells, is_date)))
    return columns


def _assign(columns: Sequence[Column], kind: RecordKind) -> None:
    """Gives each field to the column that says it surest; of equals to the one that is filled most, then the first."""
    names = Counter(column.name for column in columns)
    wishes: list[tuple[int, int, int, int, Meaning]] = []
    for place, column in enumerate(columns):
        if not column.name or names[column.name] > 1 or not column.look.filled:
            column.why = (
                "no name" if not column.name else "empty" if not column.look.filled else "the name stands twice"
            )
            continue
        for rank, meaning in enumerate(meanings(column.name, kind)):
            if _agrees(meaning.field, column.look, kind):
                wishes.append((-meaning.sureness, rank, -column.look.filled, place, meaning))
    taken: set[str] = set()
    for sureness, _, _, place, meaning in sorted(wishes, key=lambda wish: wish[:4]):
        column = columns[place]
        if not column.field and meaning.field not in taken:
            column.field = meaning.field
            column.why = "by its header" if -sureness == EXACT else "by a part of its header"
            taken.add(meaning.field)
    _assign_by_party_before(columns, kind, taken)
    for column in columns:
        for look_kind, fields in _BY_VALUES.items():
            free = [name for name in fields if name not in taken and field_type(kind, name) is not None]
            if not column.field and not column.why and look_kind in column.look.kinds and free:
                column.field, column.why = free[0], "by its values"
                taken.add(free[0])


def _assign_by_party_before(columns: Sequence[Column], kind: RecordKind, taken: set[str]) -> None:
    """Gives `ИНН`, `Address` or `Phone`, which name no party, to the party whose columns stand right before them."""
    role = ""
    for column in columns:
        if not column.field and not column.why and role:
            part = bare_part(column.name)
            name = f"{role}.{part}"
            if (
                part in _OF_ONE_PARTY
                and name not in taken
                and field_type(kind, name) is not None
                and _agrees(name, column.look, kind)
            ):
                column.field, column.why = name, "by the party in the columns before it"
                taken.add(name)
        before, dot, _ = column.field.rpartition(".")
        role = before if dot and before in kind.roles else ""


def _agrees(name: str, found: Look, kind: RecordKind) -> bool:
    """Whether half of the values of a column are what its header says: whether all can be read is tried afterwards."""
    type_ = field_type(kind, name)
    if type_ in (ValueType.DATE, ValueType.MOMENT):
        return bool(found.formats)
    if found.formats:
        return False
    needed = _NEEDED_BY_TYPE.get(type_) if type_ else None
    needed = needed or _NEEDED.get(name.rpartition(".")[2])
    if needed:
        return found.shares[needed] >= HALF
    return not name.endswith((".name", "goods_description", ".surname")) or found.shares["number"] < HALF


def _draft(proposal: Proposal, name: str, totals: Sequence[str]) -> ProfileDraft:
    found = proposal.survey
    draft = ProfileDraft(
        name=name,
        title=f"{proposal.kind.capitalize()} records, proposed from one file",
        kind=proposal.kind,
        encoding=found.encoding,
        delimiter=found.delimiter,
        sheet=found.sheet,
        header_row=found.header_row,
        totals=tuple(totals),
    )
    used = [column for column in proposal.columns if column.field]
    draft.dates = list(dict.fromkeys(f for column in used for f in column.look.formats)) or ["%Y-%m-%d"]
    signs = Counter(c.look.decimal for c in used if c.look.decimal and _is_number(c.field, proposal.kind))
    draft.decimal = signs.most_common(1)[0][0] if signs else "."
    if len(signs) > 1:
        proposal.remarks.append(message("propose.decimals"))
    for column in used:
        if column.look.is_ambiguous:
            proposal.remarks.append(message("propose.days_and_months", column=column.name))
    draft.amended = _amended(proposal.columns)
    draft.dates += [
        f for c in proposal.columns if c.name == draft.amended for f in c.look.formats if f not in draft.dates
    ]
    draft.id, draft.id_note = _own_number(proposal, draft.amended)
    for column in proposal.columns:
        if column.name in draft.id and not column.field:
            column.why = "the record's own number"
    draft.entries = list(_entries(used, RECORD_KINDS[proposal.kind]))
    draft.unused = [(c.name, c.why or _unknown(c.look)) for c in proposal.columns if not c.field and c.name]
    draft.unused = [(name, note) for name, note in draft.unused if name not in (*draft.id, draft.amended)]
    if any(field_type(RECORD_KINDS[proposal.kind], e.field) is ValueType.MOMENT for e in draft.entries):
        draft.zone = "UTC"
    return draft


def _is_number(name: str, kind: str) -> bool:
    return field_type(RECORD_KINDS[kind], name) is ValueType.NUMBER


def _unknown(found: Look) -> str:
    return f"not understood; looks like {', '.join(found.kinds) or 'text'}, as {' or '.join(found.shapes[:2])}"


def _amended(columns: Sequence[Column]) -> str:
    """The column of the version or amendment time; "" where there is none."""
    found = [c for c in columns if is_amendment(c.name) and not c.field]
    found = [c for c in found if c.look.formats or c.look.shares["integer"] >= NEARLY_ALL]
    return found[0].name if len(found) == 1 else ""


def _own_number(proposal: Proposal, amended: str) -> tuple[tuple[str, ...], str]:
    """The columns of the record's own number, and why; () where nothing tells them.

    A year or line beside the number belongs to it; an office only where numbers come again without it.
    """
    found = proposal.survey
    rows = len(found.rows)
    names = Counter(found.header)
    full = [c for c in proposal.columns if c.name and names[c.name] == 1 and not c.look.formats]
    full = [c for c in full if rows and c.look.filled >= rows - max(1, MOST_BAD * rows)]
    told = sorted((c for c in full if is_number_heading(c.name)), key=lambda c: -c.look.distinct)
    beside = [c.name for c in full if is_beside_number(c.name)]
    offices = [c.name for c in full if c.field == "office"]
    others = [c.name for c in told]
    for number in told:
        for more in (beside, [*beside, *offices], [*beside, *others]):
            chosen = tuple(name for name in found.header if name in {number.name, *more})
            if _is_unique(found, chosen, amended):
                return chosen, f"another value in each of {rows:,} rows"
    if told and told[0].look.distinct >= NEARLY_ALL * rows:
        return (told[0].name,), "not another value in each row: look whether rows are amended later"
    keys = [c for c in full if c.field.endswith(_OWN_NUMBERS) or not c.field]
    keys = [c for c in keys if "number" not in c.look.kinds or "integer" in c.look.kinds]
    unique = next((c for c in keys if c.look.distinct == c.look.filled), None)
    if unique:
        return (unique.name,), "another value in each row; look whether it is the record's own number"
    return (), "no column holds another value in each row: name the one that is the record's own number"


def _is_unique(found: Survey, columns: Sequence[str], amended: str) -> bool:
    """Whether no two rows have the same number and amendment; rows without a number do not count."""
    places = [found.header.index(name) for name in columns]
    width = len(found.header)
    rows = [row + [""] * (width - len(row)) for row in found.rows]
    at = found.header.index(amended) if amended else None
    keys = [
        (*(row[p] for p in places), row[at] if at is not None else "") for row in rows if all(row[p] for p in places)
    ]
    return 0 < len(set(keys)) == len(keys)


def _entries(used: Sequence[Column], kind: RecordKind) -> Iterator[Entry]:
    """The fields in the order of the file; parts of a name are joined."""
    said = {column.field for column in used}
    joined: set[str] = set()
    for column in used:
        role, _, part = column.field.rpartition(".")
        if part in NAME_PARTS:
            if f"{role}.name" not in said and role not in joined:
                joined.add(role)
                pieces = [c.name for part in NAME_PARTS for c in used if c.field == f"{role}.{part}"]
                yield Entry(f"{role}.name", tuple(pieces), column.why)
            continue
        scheme = role if part == "key" and role != kind.subject else ""
        modes = column.look.modes if column.field == "mode_of_transport" else ()
        yield Entry(
            field=column.field,
            columns=(column.name,),
            note=f"{column.why}, as {column.look.shapes[0]}",
            scale=scale_of(column.name, column.field),
            split=column.look.split if column.field == "container" else "",
            scheme=scheme,
            values=modes,
        )


def _try(proposal: Proposal, draft: ProfileDraft) -> None:
    """Reads the sample by the draft, takes out the fields that reject rows, and counts what is rejected still."""
    found = proposal.survey
    proposal.looked_at = len(found.rows)
    width = len(found.header)
    for _ in range(10):
        read = parser(parse_profile(profile_yaml(draft)), found.header) if draft.entries else None
        bad: Counter[str] = Counter()
        reasons: dict[str, str] = {}
        proposal.rejected = 0
        for row in found.rows if read else ():
            _, rejections = read(row + [""] * (width - len(row)) if not found.delimiter else row) if read else ([], [])
            proposal.rejected += bool(rejections)
            for rejection in rejections:
                bad[rejection.column] += 1
                reasons.setdefault(rejection.column, rejection.code)
        worst = [e for e in draft.entries if bad[" + ".join(e.columns)] > MOST_BAD * len(found.rows)]
        if not worst:
            break
        for entry in worst:
            draft.entries.remove(entry)
            column = " + ".join(entry.columns)
            draft.unused.append((column, f"{entry.field} would reject {bad[column]:,} rows ({reasons[column]})"))
            for one in proposal.columns:
                if one.name in entry.columns:
                    one.field, one.why = "", f"{entry.field} would reject {bad[column]:,} rows"
    if proposal.rejected:
        proposal.remarks.append(message("propose.rejected", count=proposal.rejected, rows=proposal.looked_at))
    if not draft.entries:
        proposal.remarks.append(message("propose.no_column"))
    proposal.profile = profile_yaml(draft)
