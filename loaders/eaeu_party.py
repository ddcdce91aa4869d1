"""Organisations and people as the album writes them: the same parts under several names, by country and by document."""

from typing import Any

from loaders.draft import joined, one_line, text_of, texts_of
from loaders.xml_reader import Element

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
_CONTACTS = ("CommunicationDetails", "Contact")


def particulars(party: Element | None) -> dict[str, Any]:
    """What is said of a party; empty where there is none."""
    if party is None:
        return {}
    address = next((one for name in _ADDRESSES if (one := party.find(name)) is not None), None)
    phones = [text for name in _CONTACTS for text in texts_of(party, f"{name}/Phone")] + texts_of(party, "Phone")
    emails = [text for name in _CONTACTS for text in texts_of(party, f"{name}/E_mail")]
    name = one_line(text_of(party, "OrganizationName", "Name", "ShortName")) or person_name(party)
    short = one_line(text_of(party, "ShortName"))
    return {
        "name": name,
        "alias": short if short != name else "",
        "tax_number": text_of(party, *_TAX),
        "passport": passport(party),
        "country": text_of(party, "CountryA2Code") or ("" if address is None else _country(address)),
        "address": "" if address is None else joined(address, *_ADDRESS_PARTS),
        "phone": _several(phones),
        "email": _several(emails),
    }


def person_name(person: Element) -> str:
    """Family name, given name and patronymic, in this order."""
    return " ".join(
        text for tag in ("PersonSurname", "PersonName", "PersonMiddleName") if (text := text_of(person, tag))
    )


def passport(person: Element) -> str:
    """Series and number of the identity card."""
    card = person.find("IdentityCard")
    if card is None or not text_of(card, "IdentityCardNumber"):
        return ""
    return text_of(card, "IdentityCardSeries") + text_of(card, "IdentityCardNumber")


def driver(person: Element) -> dict[str, Any]:
    """What is said of a driver."""
    return {
        "name": person_name(person),
        "passport": passport(person),
        "country": text_of(person, "RegCountryCode", "IdentityCard/CountryCode"),
        "phone": _several(texts_of(person, "CommunicationDetails/Phone")),
    }


def _country(address: Element) -> str:
    return text_of(address, "CountryCode", "CounryName", "CountryName")


def _several(texts: list[str]) -> str | tuple[str, ...]:
    return tuple(texts) if len(texts) > 1 else "".join(texts)
