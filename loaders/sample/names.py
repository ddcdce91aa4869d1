"""Names of firms, persons and addresses in all their spellings, combined from the pools."""

from dataclasses import dataclass
from functools import lru_cache

from loaders.sample.dice import Dice
from loaders.sample.pools import LEGAL_FORMS, POOLS, TOWNS, Pool
from loaders.sample.scripts import Forms, forms_of


@dataclass(frozen=True, slots=True)
class Spellings:
    """The ways a name is written, the usual ones first: ASCII, Russian (fits cp1251), and the country's own script."""

    latin: tuple[str, ...]
    russian: tuple[str, ...]
    native: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's spellings, with family and given name apart for layouts with two columns (same order of scripts)."""

    spellings: Spellings
    family: tuple[str, str, str]
    given: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Address:
    """An address by its parts; two addresses are the same place when the parts are equal."""

    country: str
    town: str
    street: str
    house: int
    office: int


def company_name(country: str, dice: Dice) -> Spellings:
    """A new firm's name: two or three nouns, a word of trade, and the country's legal form."""
    pool = POOLS[country]
    nouns = [dice.pick(pool.words)]
    for _ in range(dice.between(1, 2)):
        word = dice.pick(pool.words)
        if word not in nouns:
            nouns.append(word)
    parts = [forms_of(word, pool.script) for word in (*nouns, dice.pick(pool.trades))]
    forms = LEGAL_FORMS[country]
    native_form, russian_form, latin_forms = forms[0] if dice.chance(0.85) else dice.pick(forms)
    latin, loose, russian, native, other = (
        " ".join(getattr(part, field) for part in parts) for field in ("latin", "loose", "russian", "native", "other")
    )
    first, second = latin_forms
    return Spellings(
        (f"{latin} {first}", f"{loose.upper()} {second.upper()}", f'{second} "{latin}"', f"{latin.upper()}", loose),
        (f'{russian_form} "{russian}"', f"{russian_form} «{russian.upper()}»", f"{russian} {russian_form}", russian),
        _native_company(native, other, native_form),
    )


def _native_company(native: str, other: str, form: str) -> tuple[str, ...]:
    if form.isascii() or native.isascii() or form[0] in "اپ":
        in_cyrillic = (f"{'МЧЖ' if form == 'MChJ' else 'ХК'} «{other}»",) if other != native else ()
        return (f'"{native}" {form}', f"{native} {form}", native, *in_cyrillic)
    return (f"{form} «{native}»", f'{form} "{native}"', f"«{native}» {form}", native)


def person_name(country: str, dice: Dice, is_woman: bool = False) -> PersonName:
    """A new person's name in the orders in use: family name first or last, initials, with or without patronymic."""
    pool = POOLS[country]
    given = forms_of(dice.pick(pool.women if is_woman else pool.men), pool.script)
    family = _family(pool, dice.pick(pool.families), is_woman)
    middle = _middle(pool, dice, is_woman)
    rows = [
        _orders(getattr(family, field), getattr(given, field), getattr(middle, field))
        for field in ("latin", "russian", "native")
    ]
    loose = _orders(family.loose, given.loose, middle.loose)
    return PersonName(
        Spellings((rows[0][0], rows[0][1], loose[2].upper(), loose[1], rows[0][3]), rows[1], rows[2]),
        (family.latin, family.russian, family.native),
        (given.latin, given.russian, given.native),
    )


def _orders(family: str, given: str, middle: str) -> tuple[str, ...]:
    full = f"{family} {given} {middle}".strip()
    return (full, f"{given} {family}", f"{family} {given}", f"{family} {given[:1]}.")


def _family(pool: Pool, stem: str, is_woman: bool) -> Forms:
    ending = pool.family_ending[1] if stem[-1].lower() in "аоуыэяеиюыaouiey'ýə" else pool.family_ending[0]
    word = stem if pool.script == "abjad" else stem + ending + (pool.female_ending if is_woman else "")
    return forms_of(word, pool.script)


def _middle(pool: Pool, dice: Dice, is_woman: bool) -> Forms:
    """Patronymic, or where there is none a second given name (abjad scripts) or nothing."""
    father = dice.pick(pool.men)
    if pool.script == "abjad":
        return forms_of(father, pool.script)
    own = pool.patronymic[1 if is_woman else 0]
    if not own:
        return Forms("", "", "", "", "")
    stem = father[:-1] if father[-1] in "ойь" and own in ("ович", "овна") else father
    plain = forms_of(father, pool.script).russian
    russian = _russian_patronymic(plain, is_woman)
    whole = forms_of(stem + own, pool.script)
    return Forms(whole.native, russian, whole.latin, whole.loose, whole.other)


def _russian_patronymic(father: str, is_woman: bool) -> str:
    ending = "овна" if is_woman else "ович"
    if father[-1] in "йьиеая":
        return father[:-1] + ending.replace("о", "е", 1)
    return father + ending


def make_address(country: str, dice: Dice) -> Address:
    """A new address; streets are named after the pool's nouns."""
    return Address(
        country,
        dice.pick_early(TOWNS[country]),
        dice.pick(POOLS[country].words),
        dice.between(1, 190),
        dice.between(1, 90),
    )


@lru_cache(maxsize=65536)
def address_text(address: Address, script: str, variant: int) -> str:
    """The address as written in `latin`, `russian` or `native`; variant 0 is the usual one, 1 and 2 abbreviate."""
    pool_script = POOLS[address.country].script
    town, street = forms_of(address.town, pool_script), forms_of(address.street, pool_script)
    office = address.office
    if script == "russian":
        tail = f", оф. {office}" if office and variant != 2 else ""
        if variant == 1:
            return f"{town.russian}, {street.russian} {address.house}{f'-{office}' if office else ''}"
        return f"г. {town.russian}, ул. {street.russian}, д. {address.house}{tail}"
    if script == "native":
        return _native_address(address, (town.native, street.native), pool_script)
    tail = f", office {office}" if office and variant != 2 else ""
    if variant == 1:
        return f"{address.house} {street.latin} St{f' Off. {office}' if office else ''}, {town.latin}"
    return f"{town.latin}, {street.latin} street {address.house}{tail}"


def _native_address(address: Address, words: tuple[str, str], script: str) -> str:
    town, street = words
    office, house = address.office, address.house
    if script == "uzbek":
        return f"{town} sh., {street} ko'chasi, {house}-uy" + (f", {office}-xona" if office else "")
    if script == "georgian":
        return f"{town}, {street}ს ქ. {house}" + (f", ოფ. {office}" if office else "")
    if script == "abjad":
        return f"{town}، {street} {house}" + (f"، {office}" if office else "")
    if script == "cyrillic":
        return f"{town}, {street} к. {house}" + (f", {office}" if office else "")
    return f"{town}, {street}{' küç.' if script != 'latin' else ''} {house}" + (f", {office}" if office else "")


def email_of(name: Spellings, number: int) -> str:
    """An address made of the firm's name, on a domain that is reserved for examples."""
    word = "".join(letter for letter in name.latin[-1].lower() if letter.isalnum())
    return f"office@{word[:24]}{number}.example"


def look_alike(plate: str) -> str:
    """The plate with Cyrillic letters that look like the Latin ones, as a Cyrillic keyboard gives them."""
    return plate.translate(_LOOK_ALIKES)


_LOOK_ALIKES = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
