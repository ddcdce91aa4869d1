"""Organisations and people as the album writes them: the same parts under several names, by country and by document."""

from typing import Any

from loaders.documents.draft import one_line
from loaders.documents.texts import Texts

# A country's number of a firm comes before its number of a person; the first that is filled is taken.
_TAX = (
    "RKOrganizationFeatures/BIN",
    "RKOrganizationFeatures/IIN",
    "KGOrganizationFeatures/KGINN",
    "RFOrganizationFeatures/INN",
    "RBOrganizationFeatures/UNP",
    "RAOrganizationFeatures/UNN",
    "UITN/UITNCode",
    "INN",
)
_REGISTERS = (
    "RFOrganizationFeatures/OGRN",
    "KGOrganizationFeatures/KGOKPO",
    "OGRN",
    "OKPOID",
)
_ADDRESSES = ("SubjectAddressDetails", "Address", "PostalAddress")
_ADDRESS_PARTS = (
    "AddressText",
    "StreetHouse",
    "House",
    "Room",
    "Town",
    "City",
    "District",
    "Region",
    "PostalCode",
)
GROUPS = frozenset(_ADDRESSES)  # told apart, as `loaders.documents.texts.Shape` says
_CONTACTS = ("CommunicationDetails", "Contact")


def particulars(party: Texts | None) -> dict[str, Any]:
    """What is said of a party; empty where there is none."""
    if party is None:
        return {}
    address = next((one for name in _ADDRESSES if (one := party.group(name)) is not None), None)
    phones = [text for name in _CONTACTS for text in party.texts(f"{name}/Phone")] + party.texts("Phone")
    emails = [text for name in _CONTACTS for text in party.texts(f"{name}/E_mail")]
    name = one_line(party.text("OrganizationName", "Name", "ShortName")) or person_name(party)
    short = one_line(party.text("ShortName"))
    return {
        "name": name,
        "alias": short if short != name else "",
        "tax_number": party.text(*_TAX),
        "registration_number": party.text(*_REGISTERS),
        "passport": passport(party),
        "country": party.text("CountryA2Code") or ("" if address is None else _country(address)),
        "address": "" if address is None else address.joined(*_ADDRESS_PARTS),
        "phone": _several(phones),
        "email": _several(emails),
    }


def person_name(person: Texts) -> str:
    """Family name, given name and patronymic, in this order."""
    return " ".join(text for tag in ("PersonSurname", "PersonName", "PersonMiddleName") if (text := person.text(tag)))


def passport(person: Texts) -> str:
    """Series and number of the identity card."""
    number = person.text("IdentityCard/IdentityCardNumber")
    return person.text("IdentityCard/IdentityCardSeries") + number if number else ""


def driver(person: Texts) -> dict[str, Any]:
    """What is said of a driver."""
    return {
        "name": person_name(person),
        "passport": passport(person),
        "country": person.text("RegCountryCode", "IdentityCard/CountryCode"),
        "phone": _several(person.texts("CommunicationDetails/Phone")),
    }


def _country(address: Texts) -> str:
    return address.text("CountryCode", "CounryName", "CountryName")


def _several(texts: list[str]) -> str | tuple[str, ...]:
    return tuple(texts) if len(texts) > 1 else "".join(texts)
