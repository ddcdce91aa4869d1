"""Numbers with the shape, and where it is public the check digit, that the country's offices give them.

Every number is made of a running serial by a step that never meets the same value twice, so two holders share a
number only where the sample means them to.
"""

from functools import lru_cache

from loaders.sample.dice import Dice

PHONE_SHAPES: dict[str, tuple[str, tuple[str, ...], int]] = {
    "UZ": ("998", ("90", "91", "93", "94", "97", "99"), 7),
    "KZ": ("7", ("701", "702", "705", "707", "747", "777"), 7),
    "KG": ("996", ("550", "555", "700", "707", "770", "777"), 6),
    "TJ": ("992", ("90", "91", "92", "93", "98"), 7),
    "TM": ("993", ("61", "62", "63", "64", "65"), 6),
    "AZ": ("994", ("50", "51", "55", "70", "77"), 7),
    "GE": ("995", ("555", "577", "591", "593", "599"), 6),
    "AF": ("93", ("70", "78", "79"), 7),
    "PK": ("92", ("300", "301", "321", "333", "345"), 7),
    "UA": ("380", ("50", "63", "67", "68", "97"), 7),
    "RU": ("7", ("903", "905", "916", "926"), 7),
    "TR": ("90", ("532", "535", "542", "555"), 7),
    "CN": ("86", ("136", "137", "138", "139"), 8),
    "IR": ("98", ("912", "913", "915", "935"), 7),
    "AE": ("971", ("50", "55", "56"), 7),
    "IN": ("91", ("98", "99"), 8),
    "DE": ("49", ("151", "152"), 8),
}
TAX_LENGTHS = {
    "UZ": 9,
    "TJ": 9,
    "TM": 12,
    "GE": 9,
    "AF": 10,
    "TR": 10,
    "CN": 18,
    "IR": 11,
    "IN": 10,
}
PASSPORT_LETTERS = {
    "UZ": "AB", "KZ": "N", "KG": "AC", "TJ": "A", "TM": "A", "AZ": "C", "GE": "AB", "AF": "P", "PK": "AK", "UA": "FE",
    "RU": "75", "TR": "U", "IR": "K",
}  # fmt: skip
_LETTERS = "ABCEHKMOPTX"
_ISO_VALUES = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", [n for n in range(10, 39) if n % 11], strict=True))


def _spread(serial: int, size: int) -> int:
    """A serial's place among `size` numbers: far from its neighbours' and never the same twice (size a power of 10)."""
    return (serial * 7_368_787 + 1_234_577) % size


def phone_number(country: str, serial: int) -> str:
    """A mobile number in E.164 form; one serial, one number."""
    code, prefixes, digits = PHONE_SHAPES[country]
    size = 10**digits
    prefix = prefixes[(serial // size + serial) % len(prefixes)]
    return f"+{code}{prefix}{_spread(serial, size):0{digits}d}"


def tax_number(country: str, serial: int, is_person: bool = False) -> str:
    """A tax number that passes its check for KZ, KG, AZ, RU and UA; digits of the right length for the others."""
    if country == "KZ":
        return _kazakh(serial, is_person)
    if country == "AZ":
        body = f"{1_000_000 + _spread(serial, 1_000_000):07d}1"
        digit = sum(w * int(n) for w, n in zip((4, 1, 8, 6, 2, 7, 5, 3), body, strict=True)) % 11
        return f"{body}{digit}{1 + serial % 2}" if digit < 10 else tax_number(country, serial + 500_000, is_person)
    if country in _MADE_BY:
        return _MADE_BY[country](serial)
    if country == "PK":
        return f"{1_000_000 + _spread(serial, 9_000_000):07d}-{serial % 10}"
    if country == "AE":
        return f"100{_spread(serial, 10**9):012d}"
    if country == "DE":
        return f"DE{_spread(serial, 10**9):09d}"
    length = TAX_LENGTHS[country]
    return f"{1 + serial % 8}{_spread(serial, 10 ** min(length - 1, 9)):0{length - 1}d}"


def _kazakh(serial: int, is_person: bool) -> str:
    """BIN of a firm or IIN of a person: six digits of a date, five of a serial, and a digit modulo 11."""
    year, month, day = serial % 23, 1 + serial % 12, 1 + serial % 28
    head = f"{60 + year if is_person else year:02d}{month:02d}" + (f"{day:02d}3" if is_person else "40")
    body = f"{head}{_spread(serial, 10 ** (11 - len(head))):0{11 - len(head)}d}"
    digits = [int(n) for n in body]
    check = sum((i + 1) * n for i, n in enumerate(digits)) % 11
    if check == 10:
        check = sum(((i + 2) % 11 + 1) * n for i, n in enumerate(digits)) % 11
    return f"{body}{check}" if check < 10 else _kazakh(serial + 300_000, is_person)


def _ukrainian(serial: int) -> str:
    body = f"{3 + serial % 2}{_spread(serial, 1_000_000):06d}"
    weights = (7, 1, 2, 3, 4, 5, 6)
    total = sum(w * int(n) for w, n in zip(weights, body, strict=True))
    if total % 11 < 10:
        return f"{body}{total % 11}"
    total = sum((w + 2) * int(n) for w, n in zip(weights, body, strict=True))
    return f"{body}{total % 11 % 10}"


def _kyrgyz(serial: int) -> str:
    """A firm's number: 0, the day of its registration, and five digits of a serial."""
    day = f"{1 + serial % 28:02d}{1 + serial // 28 % 12:02d}{1994 + serial // 336 % 28}"
    return f"0{day}{_spread(serial, 100_000):05d}"


def _russian(serial: int) -> str:
    body = f"{1 + serial % 8}{_spread(serial, 10**8):08d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return f"{body}{sum(w * int(n) for w, n in zip(weights, body, strict=True)) % 11 % 10}"


_MADE_BY = {"UA": _ukrainian, "KG": _kyrgyz, "RU": _russian}


def passport_number(country: str, serial: int) -> str:
    """A passport number: the country's usual letters and seven digits."""
    return f"{PASSPORT_LETTERS.get(country, 'E')}{_spread(serial, 10**7):07d}"


def plate_number(country: str, serial: int, is_trailer: bool = False) -> str:
    """A plate in the country's layout, spaces and hyphens as on the plate."""
    digits = _spread(serial, 1000)
    rest = serial // 1000
    first, second, third = _LETTERS[rest % 11], _LETTERS[rest // 11 % 11], _LETTERS[(serial + rest // 121) % 11]
    region = 1 + serial % 14
    if is_trailer:
        return f"{1000 + _spread(serial, 9000):04d} {first}{second}" + (f" {region:02d}" if country != "GE" else third)
    shapes = {
        "UZ": f"{region * 5 + 5:02d} {digits:03d} {first}{second}{third}",
        "KZ": f"{digits:03d} {first}{second}{third} {region:02d}",
        "KG": f"{region:02d} KG {digits:03d} {first}{second}{third}",
        "TJ": f"{digits:03d}{serial % 10} {first}{second} {region % 8 + 1:02d}",
        "TM": f"{first}{second} {digits:03d}{serial % 10} {'ABDLM'[serial % 5]}G",
        "AZ": f"{region:02d}-{first}{second}-{digits:03d}",
        "GE": f"{first}{second}-{digits:03d}-{third}{_LETTERS[serial % 11]}",
        "AF": f"{('KBL', 'BLH', 'HRT', 'KDR')[serial % 4]} {rest % 90 + 10}{digits:03d}",
        "PK": f"T{first}{second}-{digits:03d}",
        "UA": f"{first}{second} {digits:03d}{serial % 10} {third}{_LETTERS[serial % 11]}",
        "RU": f"{first}{digits:03d}{second}{third} {region * 7 + 1:02d}",
        "TR": f"{region * 4 + 2:02d} {first}{second} {digits:03d}",
        "IR": f"{region + 11} E {digits:03d} {serial % 90 + 10}",
    }
    return shapes.get(country, f"{first}{second} {digits:03d} {region:02d}")


def vin_number(serial: int) -> str:
    """A chassis number of 17 signs without I, O and Q."""
    makes = ("WDB9634", "XLRTE47", "YV2RT40", "WMA06XZ", "X89CG8A", "LZZ5CLV")
    return f"{makes[serial % len(makes)]}{serial % 10}L{_spread(serial, 10**8):08d}"


def container_number(serial: int) -> str:
    """A container number of a made-up owner code with a right ISO 6346 check digit."""
    owners = ("QXZU", "ZKWU", "VQHU", "WXJU", "JQKU")
    body = f"{owners[serial % len(owners)]}{_spread(serial, 1_000_000):06d}"
    total = sum((_ISO_VALUES.get(sign) or int(sign)) * 2**place for place, sign in enumerate(body))
    return f"{body}{total % 11 % 10}"


@lru_cache(maxsize=65536)
def phone_text(phone: str, style: int) -> str:
    """A phone as people write it; styles 0-2 keep the country code, 3 writes a second way with brackets."""
    code = next((shape[0] for shape in PHONE_SHAPES.values() if phone.startswith("+" + shape[0])), phone[1:3])
    rest = phone[1 + len(code) :]
    if style == 1:
        return phone[1:]
    if style == 2:
        return f"+{code} {rest[:2]} {rest[2:5]}-{rest[5:7]}-{rest[7:]}".rstrip("-")
    if style == 3:
        return f"+{code} ({rest[:-7]}) {rest[-7:-4]} {rest[-4:]}" if len(rest) > 7 else phone
    return phone


def seal_number(country: str, serial: int) -> str:
    """A customs seal: the country and seven digits."""
    return f"{country}{_spread(serial, 10**7):07d}"


def birth_day(dice: Dice) -> tuple[int, int, int]:
    """Year, month and day of birth of an adult."""
    return dice.between(1955, 2001), dice.between(1, 12), dice.between(1, 28)
