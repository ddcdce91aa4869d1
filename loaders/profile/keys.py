"""The keys of a profile one by one: each function gives the value of a key, or refuses it with the key's name."""

import math
import re
import zoneinfo
from collections.abc import Mapping
from typing import Any

from graph.errors import BadProfile


def as_mapping(data: object, where: str) -> dict[str, Any]:
    """The data as a mapping of keys; raises `BadProfile` where it is none."""
    if not isinstance(data, dict):
        raise BadProfile(f"{where} is not a mapping of keys to values", "see docs/profiles.md")
    return data


def check_keys(data: Mapping[str, Any], known: set[str], where: str) -> None:
    """Raises `BadProfile` at a key that is not known."""
    for key in data:
        if key not in known:
            raise BadProfile(f"{where}: key `{key}` is not known", f"known: {', '.join(sorted(known))}")


def text_at(data: Mapping[str, Any], key: str, where: str) -> str:
    """The text of a key that must be there."""
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadProfile(f"{where}: `{key}` is missing", f"write `{key}: ...`")
    return value.strip()


def version_at(data: Mapping[str, Any], where: str) -> int:
    """The version, a whole number from 1."""
    version = data.get("version")
    if not isinstance(version, str) or not version.isdecimal() or int(version) < 1:
        raise BadProfile(f"{where}: `version` is {version!r}", "write a whole number from 1")
    return int(version)


def count_at(data: Mapping[str, Any], key: str, where: str) -> int:
    """A number of rows, 0 where none is given."""
    text = str(data.get(key, "0"))
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise BadProfile(f"{where}: `{key}` is {text!r}", "write a whole number of rows")
    return int(text)


def is_true_at(data: Mapping[str, Any], key: str, where: str) -> bool:
    """Whether a key is true; false where it is not there."""
    value = data.get(key, "false")
    if value not in ("true", "false"):
        raise BadProfile(f"{where}: `{key}` is {value!r}", "write true or false")
    return bool(value == "true")


def scale_at(data: Mapping[str, Any], where: str) -> float:
    """The factor of a number, above 0."""
    try:
        scale = float(data.get("scale", 1))
    except (TypeError, ValueError):
        scale = 0.0
    if not 0 < scale < math.inf:
        raise BadProfile(f"{where}: `scale` is {data.get('scale')!r}", "write a number above 0, such as 0.001")
    return scale


def texts(value: object) -> list[str]:
    """One text or several."""
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def delimiter_at(data: Mapping[str, Any], where: str) -> str:
    """The sign between cells, or auto."""
    delimiter = str(data.get("delimiter", ","))
    if len(delimiter) != 1 and delimiter != "auto":
        words = 'write one character, such as "," or ";" or "\\t", or auto'
        raise BadProfile(f"{where}: `delimiter` is {delimiter!r}", words)
    return delimiter


def zone_at(data: Mapping[str, Any], where: str) -> str:
    """The name of a time zone that is known, or none."""
    zone = str(data.get("zone", ""))
    if zone:
        try:
            zoneinfo.ZoneInfo(zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
            raise BadProfile(
                f"{where}: `zone` {zone!r} is not known", "name an IANA zone, such as Asia/Tashkent"
            ) from error
    return zone


def extract_date_at(data: Mapping[str, Any], where: str) -> str:
    """The pattern that finds the day of an extract in a file's name, with one group."""
    pattern = data.get("extract_date", "")
    if isinstance(pattern, dict):
        pattern = pattern.get("file_name", "")
    try:
        compiled = re.compile(str(pattern))
    except re.error as error:
        raise BadProfile(f"{where}: `extract_date` is not a regular expression: {error}", "mend it") from error
    if pattern and compiled.groups != 1:
        raise BadProfile(
            f"{where}: `extract_date` has {compiled.groups} groups", "mark the date with one pair of parentheses"
        )
    return str(pattern)
