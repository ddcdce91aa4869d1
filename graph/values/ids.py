"""Numbers that identify things, brought to the one form used in node ids: containers, phones, plates, tax numbers, ...

Every function takes any text and never raises. A number that fails its check keeps its value and says so in `problem`:
a mistyped container number is still what the document says, and a damaged one has several valid repairs, so nothing is
corrected and nothing dropped. None (or no entry) means that the text holds no usable character at all. Placeholders
(`N/A`, `000000`) are the business of `graph.values.placeholders`. Countries are ISO 3166 alpha-2, "" when unknown.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata
from stdnum import iso6346
from stdnum.az import voen
from stdnum.exceptions import ValidationError
from stdnum.pk import cnic
from stdnum.ua import edrpou, rntrc

from graph.values import names

IDS_VERSION = 1  # raised whenever the value or the problem of any text changes
CACHE_SIZE = 1 << 16  # texts; about 15 MB a function when full


@dataclass(frozen=True, slots=True)
class CheckedId:
    """A normalised number, and what is wrong with it as a stable code ("" when nothing is)."""

    value: str
    problem: str = ""


# Cyrillic capitals that are typed for the Latin letter of the same shape.
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-") | {"№": " "})  # NFKC would make letters of №
_UNKNOWN_COUNTRY = "??"


def in_capitals(text: str) -> str:
    """A text in capitals, compatibility forms unified, digits of any script as ASCII, dashes as hyphens."""
    if text.isascii():
        return text.upper()
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).upper()
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def with_latin_twins(text: str) -> str:
    """Capital Cyrillic letters that look like Latin ones as those, the others as they are."""
    return text.translate(_LOOK_ALIKES)


def without_separators(text: str) -> str:
    """Its letters and digits."""
    return "".join(char for char in text if char.isalnum())


def _latin_if_all_look_alike(text: str) -> str:
    """Cyrillic letters as Latin ones where every one of them has a Latin twin, else the text as it is."""
    latin = text.translate(_LOOK_ALIKES)
    return text if any("Ѐ" <= char <= "ԯ" for char in latin) else latin


def _with_country(value: str, country: str) -> str:
    country = country.strip().upper()
    is_code = len(country) == 2 and country.isascii() and country.isalpha()
    return f"{country if is_code else _UNKNOWN_COUNTRY}:{value}"


# --- transport -----------------------------------------------------------------------------------------------------

_CONTAINER = re.compile(r"[A-Z]{3}[UJZR]\d{7}")
_CONTAINER_INSIDE = re.compile(r"(?<![A-Z])[A-Z]{3}[UJZR]\d{7}(?!\d)")


@lru_cache(maxsize=CACHE_SIZE)
def container(text: str) -> CheckedId | None:
    """A container number of ISO 6346, `MSKU1234565`; blanks, hyphens, lower case and Cyrillic twins are accepted.

    A number among other words is found. Problems: `container_format` (not four letters, the last U, J, Z or R, and
    seven digits), `container_check_digit`.
    """
    capitals = in_capitals(text).translate(_LOOK_ALIKES)
    value = without_separators(capitals)
    if not value:
        return None
    if not _CONTAINER.fullmatch(value):
        inside = _CONTAINER_INSIDE.search(re.sub(r"(?<=[A-Z0-9])[ \-./]+(?=\d)", "", capitals))
        if not inside:
            return CheckedId(value, "container_format")
        value = inside[0]
    is_right = iso6346.calc_check_digit(value[:-1]) == value[-1]
    return CheckedId(value, "" if is_right else "container_check_digit")


@lru_cache(maxsize=CACHE_SIZE)
def plate(text: str, country: str) -> CheckedId | None:
    """A registration plate or wagon number, `UZ:01777AAA`; `??:` when the country is unknown.

    Cyrillic letters with a Latin twin become Latin, others stay. Problem: `plate_unreadable` (no digit, or not
    between 3 and 12 characters).
    """
    value = without_separators(in_capitals(text).translate(_LOOK_ALIKES))
    if not value:
        return None
    is_readable = 3 <= len(value) <= 12 and any(char.isdigit() for char in value)
    return CheckedId(_with_country(value, country), "" if is_readable else "plate_unreadable")


_PLATE_BREAKS = re.compile(r"[/\\|,;+&\n]+")


def _is_whole_plate(part: str) -> bool:
    value = without_separators(part)
    has_digit = any(char.isdigit() for char in value)
    return len(value) >= 5 and has_digit and (not value.isdigit() or len(value) >= 7)


@lru_cache(maxsize=CACHE_SIZE)
def plates(text: str, country: str) -> tuple[CheckedId, ...]:
    """The plates of one cell (`AT1682CI / AT0023XT`), each once, in the order written.

    A cell is cut only where every part is a plate of its own, so `01/777 AAA` stays one.
    """
    parts = [part for part in _PLATE_BREAKS.split(text) if part.strip()]
    if len(parts) == 1 and len(words := text.split()) == 2:
        parts = words
    if not all(_is_whole_plate(part) for part in parts):
        parts = [text]
    found = (plate(part, country) for part in parts)
    return tuple(dict.fromkeys(one for one in found if one))


@lru_cache(maxsize=CACHE_SIZE)
def vin(text: str) -> CheckedId | None:
    """A chassis number of ISO 3779, 17 characters without I, O and Q.

    Its check digit is a rule of North America alone and is not checked. Problems: `vin_length`, `vin_characters`.
    """
    value = without_separators(in_capitals(text).translate(_LOOK_ALIKES))
    if not value:
        return None
    if len(value) != 17:
        return CheckedId(value, "vin_length")
    is_right = value.isascii() and not set(value) & set("IOQ")
    return CheckedId(value, "" if is_right else "vin_characters")


@lru_cache(maxsize=CACHE_SIZE)
def seal(text: str) -> CheckedId | None:
    """A seal number in capitals without separators; there is no rule to check it by."""
    value = without_separators(_latin_if_all_look_alike(in_capitals(text)))
    return CheckedId(value) if value else None


_AROUND_SEPARATORS = re.compile(r"\s*([/\-.])\s*")


@lru_cache(maxsize=CACHE_SIZE)
def document_number(text: str) -> CheckedId | None:
    """The number of a document in capitals: `/`, `-` and `.` are kept without blanks around, other blanks are one."""
    value = _AROUND_SEPARATORS.sub(r"\1", " ".join(_latin_if_all_look_alike(in_capitals(text)).split()))
    value = value.strip(" ,;:#")
    return CheckedId(value) if any(char.isalnum() for char in value) else None


# --- phones --------------------------------------------------------------------------------------------------------

# The calling codes of the members and the regions that share them; 7 is shared with Russia.
_CALLING_CODES = {
    "7": ("RU", "KZ"),
    "92": ("PK",),
    "93": ("AF",),
    "380": ("UA",),
    "992": ("TJ",),
    "993": ("TM",),
    "994": ("AZ",),
    "995": ("GE",),
    "996": ("KG",),
    "998": ("UZ",),
}
_PHONE_KINDS = (
    *("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost"),
    *("personal_number", "voip", "pager", "uan", "voicemail"),
)
_INTERNATIONAL = re.compile(r"\s*\+([\d\s().\-]+)")
_PHONE_BREAKS = re.compile(r"[,;/|\\\n]+|\s(?:И|ТА|VA|AND|OR|ИЛИ)\s")


@cache
def _member_phone() -> re.Pattern[str]:
    """A valid number with calling code of the ten members and Russia, from the tables of `phonenumbers` itself.

    Reading such a number by `phonenumbers` takes 19 microseconds, by this pattern two.
    """
    national = []
    for code, regions in _CALLING_CODES.items():
        for region in regions:
            metadata = PhoneMetadata.metadata_for_region(region)
            assert metadata is not None and metadata.general_desc is not None  # every member is in the tables
            leading = f"(?={metadata.leading_digits})" if metadata.leading_digits else ""
            general = f"(?=(?:{metadata.general_desc.national_number_pattern})$)"
            kinds = (getattr(metadata, kind) for kind in _PHONE_KINDS)
            patterns = "|".join(kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern)
            national.append(f"{code}{leading}{general}(?:{patterns})")
    return re.compile("|".join(national))


def _read_phone(text: str, region: str | None) -> str:
    """The number in E.164, or "" when `phonenumbers` finds none or one that is not assigned."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    is_valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if is_valid else ""


def _phones_of_part(part: str, region: str | None) -> list[CheckedId]:
    """The numbers of a text without separators; a member's number that lacks its plus is read as if it had one."""
    digits = "".join(char for char in part if char.isdecimal())
    if len(digits) < 5:
        return []
    bare = digits.removeprefix("00")
    value = _read_phone(part, region) or (f"+{bare}" if _member_phone().fullmatch(bare) else "")
    if value:
        return [CheckedId(value)]
    if len(digits) >= 12:
        matches = phonenumbers.PhoneNumberMatcher(part, region)
        found = [phonenumbers.format_number(m.number, phonenumbers.PhoneNumberFormat.E164) for m in matches]
        if found:
            return [CheckedId(number) for number in found]
    return [CheckedId(digits, "phone_invalid")]


@lru_cache(maxsize=CACHE_SIZE)
def phones(text: str, country: str) -> tuple[CheckedId, ...]:
    """The phone numbers of a text in E.164 (`+998901234567`), each once, in the order written; extensions are left out.

    `country` is where a number without calling code belongs. What cannot be read, or is assigned to nobody by the
    tables of `phonenumbers`, is kept as its digits with `phone_invalid`; fewer than five digits are no number.
    """
    text = in_capitals(text)
    plain = _INTERNATIONAL.fullmatch(text)
    if plain:
        digits = re.sub(r"\D", "", plain[1])
        if _member_phone().fullmatch(digits):
            return (CheckedId(f"+{digits}"),)
    region = country.strip().upper() or None
    whole = _read_phone(text, region)
    if whole:
        return (CheckedId(whole),)
    found = (one for part in _PHONE_BREAKS.split(text) for one in _phones_of_part(part, region))
    return tuple(dict.fromkeys(found))


# --- people and firms ----------------------------------------------------------------------------------------------


def _kz_check(number: str) -> bool:
    """The check digit of a Kazakh BIN or IIN: weights 1..11 modulo 11, and once more from 3 when that leaves 10.

    Source: Rules on forming the identification number, Government of Kazakhstan, resolution 406 of 22 May 2007 (under
    law 223 of 12 January 2007); the weights as published in registers' and banks' guides, tried on known BINs.
    """
    digits = [int(char) for char in number]
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        remainder = sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11
        if remainder < 10:
            return remainder == digits[11]
    return False


def _passes(validate: Callable[[str], str]) -> Callable[[str], bool]:
    def check(number: str) -> bool:
        try:
            return bool(validate(number))
        except (ValidationError, ValueError):
            return False

    return check


# country -> length in use -> check of a number of that length, or None where no public rule was verified.
# AF 10 (TIN); AZ 10 VÖEN, 7 FIN; GE 9 firms, 11 persons; KG 14 PIN; KZ 12 BIN and IIN; PK 7 or 8 NTN, 13 CNIC;
# TJ 9; TM 12; UA 8 EDRPOU, 10 RNOKPP, 12 VAT; UZ 9 STIR, 14 PINFL. The lengths of AF, TM and TJ are the usual ones on
# declarations and were not found in a law: a number of another length there is worth a look rather than wrong.
_TAX_LENGTHS: dict[str, dict[int, Callable[[str], bool] | None]] = {
    "AF": {10: None},
    "AZ": {7: None, 10: _passes(voen.validate)},
    "GE": {9: None, 11: None},
    "KG": {14: None},
    "KZ": {12: _kz_check},
    "PK": {7: None, 8: None, 13: _passes(cnic.validate)},
    "TJ": {9: None},
    "TM": {12: None},
    "UA": {8: _passes(edrpou.validate), 10: _passes(rntrc.validate), 12: None},
    "UZ": {9: None, 14: None},
}
_MAY_HOLD_LETTERS = {("AZ", 7), ("PK", 7)}
_TAX_WORDS = re.compile(
    r"^\W*(?:ИНН|ІПН|УНП|БИН|ИИН|БСН|ЖСН|РНН|СТИР|ПИНФЛ|ПИН|РМА|РЯМ|КОД\s+ЄДРПОУ|ЄДРПОУ|ЕДРПОУ|РНОКПП"
    r"|INN|BIN|IIN|STIR|PINFL|PIN|TIN|NTN|CNIC|V[ÖO]EN|F[İI]N|EDRPOU|TAX\s*ID|VAT)\b[\W_]*"
)


@lru_cache(maxsize=CACHE_SIZE)
def tax_number(text: str, country: str) -> CheckedId | None:
    """A tax or registration number, `UZ:301234567`; a leading `ИНН`, `BIN`, `NTN` ... is left out.

    Checked where a rule is known: AZ, KZ, PK (CNIC) and UA by check digit or structure, the other members by length,
    other countries not at all. Problems: `tax_number_length`, `tax_number_characters`, `tax_number_check`.
    """
    capitals = in_capitals(text)
    value = without_separators(_latin_if_all_look_alike(_TAX_WORDS.sub("", capitals) or capitals))
    if not value:
        return None
    keyed = _with_country(value, country)
    code = keyed[:2]
    lengths = _TAX_LENGTHS.get(code)
    problem = ""
    if lengths is not None:
        check = lengths.get(len(value))
        if len(value) not in lengths:
            problem = "tax_number_length"
        elif not value.isdigit() and (code, len(value)) not in _MAY_HOLD_LETTERS:
            problem = "tax_number_characters"
        elif check and not check(value):
            problem = "tax_number_check"
    return CheckedId(keyed, problem)


@lru_cache(maxsize=CACHE_SIZE)
def passport(text: str, country: str) -> CheckedId | None:
    """A passport or identity card number, `UZ:AA1234567`.

    Problem: `passport_unreadable` (no digit, or not between 5 and 20 characters).
    """
    value = without_separators(_latin_if_all_look_alike(in_capitals(text)))
    if not value:
        return None
    is_readable = 5 <= len(value) <= 20 and any(char.isdigit() for char in value)
    return CheckedId(_with_country(value, country), "" if is_readable else "passport_unreadable")


# At most 64 signs before @, from the first one on: dots without end would else take time by the square of their number.
_EMAIL = re.compile(
    r"(?<![^\s@<>,;:\"()\[\]])[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()\[\].]+(?:\.[^\s@<>,;:\"()\[\].]+)+"
)


@lru_cache(maxsize=CACHE_SIZE)
def email(text: str) -> CheckedId | None:
    """An e-mail address in lower case; of `Name <a@b.uz>` the address. Several in one text: cut them before.

    Problem: `email_invalid` (not one name, one @ and a domain with a dot); the value is then the text without blanks.
    """
    lowered = unicodedata.normalize("NFKC", text).lower().strip().removeprefix("mailto:")
    found = _EMAIL.findall(lowered)
    if len(found) == 1:
        return CheckedId(found[0].strip("."))
    value = "".join(lowered.split()).strip(".,;<>")
    return CheckedId(value, "email_invalid") if any(char.isalnum() for char in value) else None


# --- addresses -----------------------------------------------------------------------------------------------------

# Words that one clerk writes and the next leaves out, as `names.surface` gives them.
_ADDRESS_NOISE_TEXT = """
    ул улица вул вулиця street str st kochasi kocha кўчаси кўча кӯчаи көшесі көчөсү küçəsi küç kucesi ქუჩა ქ
    дом д буд будинок house h no uy уй үй хонаи ev
    г гор город м місто city sh shahri shahar шаҳри шаҳар şəhəri şəhər ş şäheri қаласы шаары ქალაქი
"""
_ADDRESS_NOISE = frozenset(_ADDRESS_NOISE_TEXT.split())
_ADDRESS_WORDS = {
    variant: word
    for word, variants in {
        "пр": "просп проспект prospekt prospect ave av avenue даңғылы проспекті хиёбони gamziri გამზირი",
        "кв": "квартира apt apartment flat xonadon mənzil хонадон пәтер ბინა",
        "оф": "офис office офіс ofis room rm",
        "район": "rayon district tumani тумани rayonu ноҳияи ауданы району",
        "обл": "область oblast region viloyati вилояти облысы область",
        "мкр": "микрорайон mikrorayon mkr microdistrict mavzesi мавзеси ықшамауданы",
    }.items()
    for variant in variants.split()
}


@lru_cache(maxsize=CACHE_SIZE)
def address_key(text: str) -> str:
    """A key of an address: its surface, words such as *street* and *house* left out, others unified, in their order.

    The script is kept. "" when no word with two letters or more is left, for a bare number is no address.
    """
    words = [_ADDRESS_WORDS.get(word, word) for word in names.surface(text).split() if word not in _ADDRESS_NOISE]
    has_word = any(len(word) > 1 and any(char.isalpha() for char in word) for word in words)
    return " ".join(words) if has_word else ""
