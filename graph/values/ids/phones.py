"""Phone numbers in E.164: all that a text holds."""

import re
from functools import cache, lru_cache

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

from graph.values.ids.checked import CACHE_SIZE, LONGEST, CheckedId, in_capitals, is_cut, no_number, without_fraction

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
# Abroad from countries of the former Union: 8, the tone, 10 and the calling code; a number at home is never so long.
_ABROAD = re.compile(r"(?<![\d+])8[\s~-]{0,3}10[\s~-]{0,3}(?=[1-9](?:[\s().-]{0,2}\d){9,14})")
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
    tables of `phonenumbers`, is kept as its digits with `phone_invalid`; fewer than five digits are no number, nor is
    what a spreadsheet cut (`9,98E+11`).
    """
    text = _ABROAD.sub("+", without_fraction(in_capitals(text)))
    if len(text) > LONGEST or is_cut(text):
        nothing = no_number(text)
        return (nothing,) if nothing else ()
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
