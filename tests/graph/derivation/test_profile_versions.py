"""A graph rebuilt with a newer profile is the graph of loading every file with it, whatever the profile decides.

Drawn are pairs of profiles that differ in any of the keys that a row is read by; keys that say how a file is opened
(encoding, delimiter, sheet, header_row, skip_rows, skip_footer) have done their work when a row is kept.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import HalqaError
from graph.model import EVERYONE
from graph.records.batch import ProfileText
from graph.store.base import GraphStore
from loaders.profile.profile import parse_profile

HEADER = "No,Item,Date,Hour,Amended,Status,Handling,Grade,Shipper,Consignee,Phone,Container,Weight,Mode\n"
ROWS = (
    "1,a,2024-01-05,08:00,,,,B2,Amber Mills LLC,Silk Road LLC,+998901234567,MSKU1234565,100,3\n",
    '1,b,2024-01-05,08:30,2024-01-07,,H3,,Amber Mills LLC,Silk Road LLC,+998901234567,"MSKU1234565,TGHU7654321",2,3\n',
    '2,a,06.01.2024,,,annulled,,,Other House LLC,Steppe Trade LLC,,TGHU7654321,"2,5",road\n',
    "3,a,2024-01-07,12:00,2024-02-01,,H3,C3,Other House LLC,Desert Import LLC,+998935556677,,7,1\n",
    "4,a,2024-01-08,,,closed,H1,,Fourth House LLC,Silk Road LLC,,,40,4\n",
    "4,a,2024-01-09,,2024-01-20,,,,Fourth House LLC,N/A,,,41,4\n",
    ",a,2024-01-09,,,,,,Fifth House LLC,Silk Road LLC,,,1,4\n",
)
FILLER = "".join(f"9{n},z,2024-01-0{n % 9 + 1},,,,,,Mill {n} LLC,Buyer {n} LLC,,,1,3\n" for n in range(60))
FILES = (
    (HEADER + FILLER + "".join(ROWS[:4]), "2024-01-31", "decl-2024-01-31.csv"),
    (HEADER + FILLER + "".join(ROWS[2:]), "", "decl-2024-02-15.csv"),
    (HEADER + FILLER + ROWS[0] + ROWS[5], "2024-02-29", "decl-2024-02-01.csv"),
)

FIELD_CHOICES = {
    "registered_on": ["Date"],
    "shipper.name": [None, "Shipper", "Consignee", "{columns: [Shipper, Mode]}"],
    "consignee.name": ["Consignee", "{value: Somebody LLC}"],
    "consignee.phone": [None, "Phone"],
    "container": [None, "Container", '{column: Container, split: ","}'],
    "gross_weight_kg": [None, "Weight", "{column: Weight, scale: 1000}"],
    "mode_of_transport": [None, "Mode", '{column: Mode, values: {"3": road, "4": air}}'],
    "consignee.tax_number": [None, "Item"],
    "arrived_at": [None, "{columns: [Date, Hour]}"],
}
PROFILE_CHOICES = {
    "dates": ['["%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M"]', '["%Y-%m-%d", "%Y-%m-%d %H:%M"]'],
    "decimal": [None, '","', '"."'],
    "zone": ["Asia/Tashkent", "Asia/Almaty"],
    "extract_date": [None, r"{file_name: 'decl-(\d{4}-\d\d-\d\d)\.csv'}"],
    "complete": [None, "true"],
}
RECORD_CHOICES = {
    "kind": ["declaration", "manifest"],
    "id": ["No", "[No, Item]", None],  # None: `id_of: row`
    "part": [None, "Item"],
    "when": [None, "Phone", "No"],
    "amended": [None, "Amended"],
    "deleted": [None, "{column: Status, values: [annulled]}", "{column: Status, values: [annulled, closed]}"],
    "handling": [None, "Handling"],
    "grade": [None, "Grade"],
}


@st.composite
def profiles(draw: st.DrawFn) -> str:
    """A profile without its version."""

    def choices(of: dict[str, Any]) -> dict[str, str]:
        drawn = {key: draw(st.sampled_from(values)) for key, values in of.items()}
        return {key: value for key, value in drawn.items() if value is not None}

    record = choices(RECORD_CHOICES)
    if "id" not in record:
        record["id_of"] = "row"
        record.pop("part", None)
    lines = [f"{key}: {value}" for key, value in choices(PROFILE_CHOICES).items()]
    lines += ["records:", "  - " + "\n    ".join(f"{key}: {value}" for key, value in record.items()), "    fields:"]
    lines += [f"      {key}: {value}" for key, value in choices(FIELD_CHOICES).items()]
    return "\n".join(lines) + "\n"


def loaded(desk: Any, profile: str) -> str:
    """Loads all files; what refused one of them, "" where nothing did."""
    for text, extract_on, name in FILES:
        try:
            desk.load(text, extract_on, profile, name=name)
        except HalqaError as error:
            return type(error).__name__
    return ""


def text_of(profile: str) -> ProfileText:
    known = parse_profile(profile)
    return ProfileText(known.name, known.version, known.text)


@settings(
    # Each loads six files and makes a graph again.
    max_examples=8 if settings.default.max_examples <= 100 else settings.default.max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # the fixture makes new desks each time
)
@given(first=profiles(), second=profiles())
def test_a_rebuild_with_a_newer_profile_is_loading_everything_with_it(
    embedded_desk_of: Callable[..., Any], graph_hash: Callable[[GraphStore], str], first: str, second: str
) -> None:
    desk, direct = embedded_desk_of(), embedded_desk_of()
    old, new = f"name: decl\nversion: 1\n{first}", f"name: decl\nversion: 2\n{second}"
    if loaded(desk, old):
        return
    refusal = loaded(direct, new)
    try:
        desk.applier.rebuild([text_of(new)])
    except HalqaError as error:
        assert type(error).__name__ == refusal
        return
    assert not refusal
    assert graph_hash(desk.store) == graph_hash(direct.store)
    assert desk.store.version(EVERYONE) == direct.store.version(EVERYONE)
    assert summary(desk) == summary(direct)
    desk.close()
    direct.close()


def summary(desk: Any) -> list[tuple[Any, ...]]:
    """What is told of every batch, in order of id."""
    listed = sorted(desk.records.batches(), key=lambda batch: batch.id)
    return [
        (
            *(batch.id, batch.profile.version, batch.units, batch.records, batch.rejected, batch.is_dated, batch.state),
            *((row.line, row.code, row.value) for row in desk.records.rejects(batch.no)),
        )
        for batch in listed
    ]
