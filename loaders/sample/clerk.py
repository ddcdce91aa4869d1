"""The clerk who writes what he knows: spellings, gaps, placeholders, other people's phones, typing errors.

A firm is written in the same way in the same office mostly, so that the particulars of a party repeat; sometimes in
another way, and one cell in fifty has a typing error.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.sample.dice import Dice
from loaders.sample.names import Address, address_text, look_alike
from loaders.sample.numbers import phone_text
from loaders.sample.world import Entity, Vehicle

if TYPE_CHECKING:
    from loaders.sample.trade import Consignment

NAME_PLACEHOLDERS = {
    "latin": ("TO ORDER", "N/A", "CONSIGNEE", "TO ORDER OF BANK", "-"),
    "russian": ("получатель", "не указано", "По приказу", "Н/Д", "-"),
}
PHONE_PLACEHOLDERS = ("000000", "N/A", "0", "+0000000000", "-")
TAX_PLACEHOLDERS = ("000000000", "N/A", "999999999", "-")
PASSPORT_PLACEHOLDERS = ("AD12345", "000000", "N/A")
PLATE_PLACEHOLDERS = ("N/A", "-", "б/н")
ADDRESS_PLACEHOLDERS = {"latin": ("N/A", "SAME AS CONSIGNEE"), "russian": ("не указано", "тот же")}
UNLISTED_PHONE = "+998900000001"
UNLISTED_TEXT = "см. приложение"
UNLISTED_NUMBER = "NOMER YOQ"
UNLISTED = (
    {"value": UNLISTED_PHONE, "field": "consignee.phone", "originators": ["KG", "TJ", "TM", "UZ"]},
    {"value": UNLISTED_TEXT, "field": "consignee.address, shipper.name", "originators": ["KG", "KZ", "TJ", "UA"]},
    {"value": UNLISTED_NUMBER, "field": "driver.passport, trailer.plate", "originators": ["TJ", "TM", "UZ"]},
)
NATIVE_SHARES = {"GE": 0.35, "AF": 0.3, "AZ": 0.4, "TM": 0.45, "PK": 0.07, "UZ": 0.8, "TJ": 0.5}
CYRILLIC_COUNTRIES = ("RU", "KZ", "KG", "TJ", "UA")
_USUAL = (0, 0, 0, 1, 1, 2, 3, 4)
_KEYS = "aeionrstl"
_RUSSIAN_KEYS = "аеионрстл"


def listed_placeholders() -> list[str]:
    """Every placeholder that a list of placeholders is expected to know, sorted."""
    groups = (*NAME_PLACEHOLDERS.values(), *ADDRESS_PLACEHOLDERS.values(), PHONE_PLACEHOLDERS)
    values = [
        value for group in (*groups, TAX_PLACEHOLDERS, PASSPORT_PLACEHOLDERS, PLATE_PLACEHOLDERS) for value in group
    ]
    return sorted(dict.fromkeys(values))


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is written about a party; `is_known` is false where the name is a placeholder."""

    name: str
    tax: str
    phone: str
    address: str
    is_known: bool = True


class Clerk:
    """Writes for one originator in one base script: `latin`, `russian` or `native`."""

    def __init__(self, dice: Dice, originator: str, base: str) -> None:
        self.dice = dice
        self.originator = originator
        self.base = base
        self._salt = sum(ord(letter) for letter in originator + base)
        self._native = 0.0 if base == "russian" else NATIVE_SHARES.get(originator, 0.0)
        self._fallback = "russian" if base == "russian" else "latin"

    def script(self, entity: Entity) -> str:
        """The script for this entity: its own at home where the file can hold it, else the file's."""
        if self._native and entity.country == self.originator and entity.number * 37 % 100 < self._native * 100:
            return "native"
        if self.base == "native" and entity.country in CYRILLIC_COUNTRIES and entity.number % 2:
            return "russian"
        return self._fallback

    def name(self, entity: Entity, steady: float = 0.85) -> str:
        """The name in the office's usual spelling of it, in another one, or mistyped."""
        forms: tuple[str, ...] = getattr(entity.names, self.script(entity))
        u = self.dice.random()
        if u < steady:
            text = forms[_USUAL[(entity.number * 7 + self._salt) % 8] % len(forms)]
        else:
            text = forms[int((u - steady) / (1 - steady) * len(forms))]
        return self.mistype(text) if self.dice.random() < 0.02 else text

    def name_parts(self, person: Entity) -> tuple[str, str]:
        """Family and given name of a person for two columns."""
        if person.person is None:
            return self.name(person), ""
        place = ("latin", "russian", "native").index(self.script(person))
        family, given = person.person.family[place], person.person.given[place]
        return (self.mistype(family) if self.dice.random() < 0.02 else family), given

    def mistype(self, text: str) -> str:
        """One slip: two letters swapped, one left out, one doubled, or one wrong."""
        if len(text) < 5:
            return text
        at = 1 + self.dice.below(len(text) - 2)
        slip = self.dice.below(4)
        if slip == 0:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if slip == 1:
            return text[:at] + text[at + 1 :]
        if slip == 2:
            return text[:at] + text[at] + text[at:]
        keys = _RUSSIAN_KEYS if self.base == "russian" else _KEYS
        return text[:at] + self.dice.pick(keys) + text[at + 1 :]

    def tax(self, entity: Entity) -> str:
        """The tax number, missing in 30 % of the cells, seldom a placeholder or mistyped."""
        u = self.dice.random()
        if u < 0.30:
            return ""
        if u < 0.31:
            return self.dice.pick(TAX_PLACEHOLDERS)
        return self._wrong_digit(entity.tax) if u > 0.985 else entity.tax

    def _wrong_digit(self, number: str) -> str:
        at = self.dice.below(len(number))
        return number[:at] + str(self.dice.below(10)) + number[at + 1 :]

    def phone(self, phone: str, country: str) -> str:
        """The phone in the office's usual way; without plus and country code spaced only where no doubt can arise."""
        u = self.dice.random()
        style = self._salt % 3 if u < 0.8 else int(u * 1000) % 4
        if style == 1 and country != self.originator:
            style = 0
        return phone_text(phone, style)

    def hub_phone(self, hub: Entity) -> str:
        """Phone of a broker or forwarder, on three papers in four."""
        return self.phone(hub.phone, hub.country) if self.dice.random() < 0.75 else ""

    def address(self, address: Address, script: str) -> str:
        """The address; one in ten is abbreviated."""
        u = self.dice.random()
        return address_text(address, script, 0 if u < 0.9 else 1 if u < 0.95 else 2)

    def consignee(self, made: "Consignment", firm: Entity) -> Particulars:
        """Consignee as written on a consignment's papers; evidence that is to be shown is shown."""
        script = self.script(firm)
        if not made.is_fixed and self.dice.random() < 0.012:
            return Particulars(self.dice.pick(NAME_PLACEHOLDERS[self._fallback]), "", "", "", is_known=False)
        phone = self.phone(made.shown_phone, firm.country) if made.shown_phone else self._some_phone(made, firm)
        if phone.startswith("+") and self.dice.random() < 0.04:
            phone += self.dice.pick((", ", " / ", "; ")) + self.phone(firm.phone, firm.country)
        address = (
            self.address(made.shown_address, script) if made.shown_address else self._some_address(made, firm, script)
        )
        return Particulars(self.name(firm), self.tax(firm), phone, address)

    def _some_phone(self, made: "Consignment", firm: Entity) -> str:
        u = self.dice.random()
        relation = made.relation
        if u < 0.30:
            return ""
        if u < 0.37:
            return self.phone(relation.broker.phone, relation.broker.country)
        if u < 0.42 and relation.forwarder is not None:
            return self.phone(relation.forwarder.phone, relation.forwarder.country)
        if u < 0.435:
            return self.dice.pick(PHONE_PLACEHOLDERS)
        if u < 0.50 and self.originator in ("UZ", "TJ", "TM", "KG"):
            return UNLISTED_PHONE
        return self.phone(firm.phone, firm.country)

    def _some_address(self, made: "Consignment", firm: Entity, script: str) -> str:
        u = self.dice.random()
        if u < 0.30:
            return ""
        if u < 0.38 and made.relation.warehouse is not None:
            return self.address(made.relation.warehouse.address, self.script(made.relation.warehouse))
        if u < 0.42:
            return self.address(made.relation.broker.address, self.script(made.relation.broker))
        if u < 0.43:
            return self.dice.pick(ADDRESS_PLACEHOLDERS[self._fallback])
        if u < 0.47 and self.base == "russian":
            return UNLISTED_TEXT
        return self.address(firm.address, script)

    def shipper(self, firm: Entity) -> tuple[str, bool]:
        """Shipper's name, and whether it is one."""
        if self.base == "russian" and self.dice.random() < 0.02:
            return UNLISTED_TEXT, False
        return self.name(firm), True

    def passport(self, person: Entity, is_fixed: bool) -> str:
        """Passport of a driver, missing on one paper in ten unless it must be shown."""
        u = self.dice.random()
        if is_fixed or u > 0.16:
            return person.passport
        if u < 0.10:
            return ""
        if u < 0.14 and self.originator in ("UZ", "TJ", "TM"):
            return UNLISTED_NUMBER
        return self.dice.pick(PASSPORT_PLACEHOLDERS) if u < 0.15 else self._wrong_digit(person.passport)

    def plate(self, vehicle: Vehicle | None) -> str:
        """A plate: as on the plate, without spaces, in small letters, or with Cyrillic look-alikes."""
        if vehicle is None:
            return ""
        u = self.dice.random()
        plate = vehicle.plate
        if u < 0.5:
            return plate
        if u < 0.85:
            return plate.replace(" ", "").replace("-", "")
        if u < 0.97 and self.base == "russian":
            return look_alike(plate)
        return plate.lower() if u > 0.98 else plate

    def trailer(self, vehicle: Vehicle | None, is_fixed: bool) -> str:
        """A trailer's plate; where there is none to know, sometimes a placeholder."""
        if is_fixed and vehicle is not None:
            return self.plate(vehicle)
        u = self.dice.random()
        if u < 0.04 and self.originator in ("UZ", "TJ", "TM"):
            return UNLISTED_NUMBER
        return self.dice.pick(PLATE_PLACEHOLDERS) if u < 0.05 else self.plate(vehicle)

    def containers(self, numbers: tuple[str, ...], separator: str, is_fixed: bool) -> str:
        """Container numbers in one cell; one in a hundred is mistyped."""
        if not numbers:
            return ""
        if not is_fixed and self.dice.random() < 0.01:
            return self._wrong_digit(numbers[0])
        return separator.join(numbers)
