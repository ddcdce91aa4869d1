"""Which field each column is proposed for: headings wish, values veto, and what belongs together is taken together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.canonical import RecordKind
from loaders.profile.records import field_type
from loaders.proposing.columns import ENOUGH, Look
from loaders.proposing.headings import (
    EXACT,
    Meaning,
    bare_parts,
    currencies_of,
    implied_role,
    is_personal,
    meanings,
    notions_of,
)
from loaders.proposing.pairs import names_a_unit, unit_of, weight_scale
from loaders.proposing.parts_of_cells import parts_of_cells
from loaders.proposing.survey import Survey
from loaders.proposing.values import HALF, agrees

_BY_VALUES = {
    "container": ("container",),
    "vin": ("vehicle.vin",),
    "email": ("party.email",),
    "phone": ("party.phone",),
}
_OF_ONE_PARTY = frozenset({"tax_number", "passport", "phone", "email", "address", "country", "birth_on"})
_OF_A_PERSON = frozenset({"birth_on", "passport"})
_PERSONAL_NOTIONS = frozenset({"citizenship", "birth", "date", "passport", "document", "number"})
_AMOUNT, _CURRENCY = "value_amount", "value_currency"
_OWN_CURRENCY = ("customs_value", "statistical_value")  # of the declaring country, whatever the heading names
_AMOUNTS = ("value_amount", "customs_value")
_SIGNS_OF_PAIRS = frozenset({"foreign", "invoice", "customs", "statistical"})
_CODED_KEY = ".key"


@dataclass(slots=True)
class Column:
    """A column of the file, what it looks like, and the field that it is proposed for ("" for none).

    `second` is another reading that is nearly as good, "" where there is none; `parts` are the fields that parts of its
    cells hold, each with the pattern that finds it; `scale` makes kilograms of a weight.
    """

    name: str
    look: Look
    field: str = ""
    why: str = ""
    second: str = ""
    scale: float = 1.0
    parts: tuple[tuple[str, str], ...] = ()
    notions: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that it is proposed for."""
        return tuple(name for name, _ in self.parts) or ((self.field,) if self.field else ())


@dataclass(frozen=True, slots=True)
class _Wish:
    """A reading of a column; `order` sorts the surest first."""

    order: tuple[int, ...]
    place: int
    meaning: Meaning
    scale: float


def assign(
    found: Survey, columns: Sequence[Column], kind: RecordKind, cells: Sequence[Sequence[str]]
) -> dict[str, str]:
    """Gives each field to the column that says it surest; of equals to the one that is filled most, then the first.

    Args:
        found: What a first look at the file found.
        columns: Its columns; their fields are written into them.
        kind: The kind of record.
        cells: The cells of each column.

    Returns:
        Fields that are constants: the currency of the amounts and the unit of the quantities, where their heading names
        it and no column does.
    """
    order = found.languages
    for column in columns:
        column.notions = notions_of(column.name, order)
        if not column.name or not column.look.filled:
            column.why = "no name" if not column.name else "empty"
    taken: set[str] = set()
    for column, own, above in zip(columns, cells, found.above or [""] * len(columns), strict=True):
        parts = () if column.why else parts_of_cells(column.name, own, kind, order, above)
        if parts and not taken & {name for name, _ in parts}:
            column.parts, column.field, column.why = parts, parts[0][0], "parts of its cells"
            taken |= {name for name, _ in parts}
    wishes = sorted(_wishes(columns, kind, order), key=lambda wish: wish.order)
    for wish in wishes:
        column = columns[wish.place]
        if not column.field and wish.meaning.field not in taken:
            is_whole = wish.meaning.sureness == EXACT
            column.field, column.scale = wish.meaning.field, wish.scale
            column.why = "by its header" if is_whole else "by a part of its header"
            taken.add(wish.meaning.field)
    _by_party_before(columns, kind, order, taken)
    _by_values(columns, kind, taken)
    _seconds(columns, wishes, taken)
    return _whole_pairs(columns)


def _wishes(columns: Sequence[Column], kind: RecordKind, order: Sequence[str]) -> Iterator[_Wish]:
    for place, column in enumerate(columns):
        if column.why:
            continue
        for rank, meaning in enumerate(meanings(column.name, kind, order)):
            meant = _by_its_values(_of_person_before(meaning, place, columns, kind), column.look, kind)
            scale = weight_scale(column.name, column.notions, meant.field, column.look, _beside(columns))
            is_foreign = meant.field in _OWN_CURRENCY and bool(currencies_of(column.name))
            if scale is None or is_foreign or not agrees(meant.field, column.look, kind, scale):
                continue
            preference = _preference(column, meant.field, scale, columns)
            sure = (-meant.sureness, -meant.strength, preference, rank, -column.look.filled, place)
            yield _Wish(sure, place, meant, scale)


def _of_person_before(meaning: Meaning, place: int, columns: Sequence[Column], kind: RecordKind) -> Meaning:
    """In a register of firms a birth date or passport behind the director is his."""
    role, _, part = meaning.field.partition(".")
    is_of_person = part in _OF_A_PERSON or (part == "country" and "citizenship" in columns[place].notions)
    if not role or role != kind.subject or not is_of_person:
        return meaning
    before = place - 1
    while before > 0 and columns[before].notions and columns[before].notions <= _PERSONAL_NOTIONS:
        before -= 1
    others = [name for name in kind.roles if name in columns[before].notions and name != kind.subject]
    return Meaning(f"{others[0]}.{part}", meaning.sureness, meaning.strength) if others else meaning


def _beside(columns: Sequence[Column]) -> list[tuple[frozenset[str], Look]]:
    return [(column.notions, column.look) for column in columns]


def _by_its_values(meaning: Meaning, look: Look, kind: RecordKind) -> Meaning:
    """A code of a party that is as long as tax numbers are is one."""
    if meaning.field.endswith(_CODED_KEY) and look.shares.get("tax", 0) >= ENOUGH:
        name = meaning.field.removesuffix(_CODED_KEY) + ".tax_number"
        if field_type(kind, name) is not None and not look.is_counting:
            return Meaning(name, meaning.sureness, meaning.strength)
    return meaning


def _preference(column: Column, name: str, scale: float, columns: Sequence[Column]) -> int:
    """Of columns that say a field as surely: 0 first. Kilograms before pounds, and the amount that has its currency."""
    if name.endswith("_kg"):
        return 0 if names_a_unit(column.name) and scale == 1 else 1 if scale == 1 else 2
    if name in _AMOUNTS:
        signs = [
            other.notions & _SIGNS_OF_PAIRS
            for other in columns
            if "currency" in other.notions and other.look.shares.get("currency", 0) >= HALF
        ]
        own = column.notions & _SIGNS_OF_PAIRS
        return int(bool(currencies_of(column.name))) * 2 + int(bool(signs) and own not in signs)
    return 0


def _by_party_before(columns: Sequence[Column], kind: RecordKind, order: Sequence[str], taken: set[str]) -> None:
    """Gives `ИНН` or `Phone`, which name no party, to the one whose columns stand before them, else to the implied."""
    role = ""
    for column in columns:
        if not column.field and not column.why:
            for part in bare_parts(column.name, order):
                implied = implied_role(kind) if is_personal(part, column.name, order) else ""
                choices = [role] if role and part in _OF_ONE_PARTY else []
                choices += [implied] if implied and implied not in choices else []
                name = next((f"{one}.{part}" for one in choices if _is_free(f"{one}.{part}", column, kind, taken)), "")
                if name:
                    is_before = name.startswith(f"{role}.") and bool(role)
                    column.field = name
                    column.why = "by the party in the columns before it" if is_before else "by what it says of a person"
                    taken.add(name)
                    break
        before, dot, _ = column.field.rpartition(".")
        role = before if dot and before in kind.roles else ""


def _is_free(name: str, column: Column, kind: RecordKind, taken: set[str]) -> bool:
    part = name.rpartition(".")[2]
    is_field = field_type(kind, name) is not None or part in ("surname", "given_name", "middle_name")
    return name not in taken and is_field and agrees(name, column.look, kind)


def _by_values(columns: Sequence[Column], kind: RecordKind, taken: set[str]) -> None:
    """Uses the shapes that are checked where the heading is not understood."""
    for column in columns:
        for shape, fields in _BY_VALUES.items():
            free = [name for name in fields if name not in taken and field_type(kind, name) is not None]
            if not column.field and not column.why and shape in column.look.kinds and free:
                column.field, column.why = free[0], "by its values"
                taken.add(free[0])


def _seconds(columns: Sequence[Column], wishes: Sequence[_Wish], taken: set[str]) -> None:
    """The next reading of each column, where nobody else has it; of a column without any, who has the one it wants."""
    owners = {name: column for column in columns for name in column.fields}
    for wish in wishes:
        column = columns[wish.place]
        owner = owners.get(wish.meaning.field)
        if not column.field and not column.why and owner:
            column.why = f"{wish.meaning.field} too, which {owner.name} says surer"
        is_doubtful = column.why == "by a part of its header" or wish.meaning.sureness == EXACT
        if column.field and not column.second and is_doubtful and wish.meaning.field not in (*taken, column.field):
            column.second = wish.meaning.field


def _whole_pairs(columns: Sequence[Column]) -> dict[str, str]:
    """Takes back halves of pairs: a currency or a unit without its number, a currency that is another amount's.

    What the heading of the number says in the place of a column is a constant.
    """
    by_field = {column.field: column for column in columns if column.field}
    amount, currency = by_field.get(_AMOUNT), by_field.get(_CURRENCY)
    named = currencies_of(amount.name) if amount else ()
    if currency and (not amount or named):
        only = {text.upper() for text in currency.look.samples}
        if not amount or not (currency.look.distinct == 1 and only == set(named)):
            currency.field, currency.why = "", "the currency of no amount that is read"
            currency = None
    unit = by_field.get("quantity_unit")
    if unit and "quantity" not in by_field:
        unit.field, unit.why = "", "the unit of no quantity that is read"
        unit = None
    constants = {_CURRENCY: named[0]} if named and not currency else {}
    quantity = by_field.get("quantity")
    weight_unit = unit_of(quantity.name) if quantity and not unit else ""
    return constants | ({"quantity_unit": weight_unit} if weight_unit else {})
