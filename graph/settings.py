"""Settings: one model of name, default and help, read once from the environment, frozen and passed in.

The variable of a field is `HALQA_` and its name in capitals; the page `docs/settings.md` follows from the descriptions.
A variable of ours that is not known is refused, so that `HALQA_STOR=...` does not work on another store in silence.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from graph.errors import BadValue
from graph.wording import names_known, refusal, without_login

PREFIX = "HALQA_"
_OF_THE_TESTS = re.compile(r"HALQA_(TEST_.*|REQUIRE)")
_MOST_MB = 999_999


def _folder(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("write a path without `~`, or with the name of a user of this machine behind it") from None


def _url(text: str) -> str:
    if text and "://" not in text:
        raise ValueError("write a URL, such as sqlite:////srv/halqa/graph.db")
    return text


def _whole_number(value: Any) -> Any:
    """A text of digits only: pydantic would read `1_0` and ` 5.0 ` too."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= _MOST_MB):
        raise ValueError(f"write a whole number from 1 to {_MOST_MB}")
    return value


Folder = Annotated[Path, AfterValidator(_folder)]
File = Annotated[Path, AfterValidator(_folder)]
Url = Annotated[str, AfterValidator(_url)]


class Settings(BaseModel):
    """The settings of one run."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)

    data_dir: Folder = Field(
        default=Path("~/.local/share/halqa"),
        description="Folder of the embedded store, the records, the state and the rejects",
    )
    store: Url = Field(
        default="",
        description=(
            "Graph store URL, `sqlite:///FILE` or `neo4j://HOST:PORT`; empty: file `graph.db` in the data directory"
        ),
    )
    neo4j_user: str = Field(default="neo4j", description="User name on the Neo4j server")
    neo4j_password: str = Field(
        default="", repr=False, description="Password on the Neo4j server; never written in the URL"
    )
    neo4j_database: str = Field(
        default="neo4j", description="Database on the Neo4j server; Community has only this one"
    )
    records: Url = Field(
        default="",
        description=(
            "Record store URL, `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/DATABASE`; empty: `records.db` "
            "beside the embedded graph file"
        ),
    )
    state: Url = Field(
        default="",
        description=(
            "URL of the state (users, what was exported), as for the records, in a database of its own; "
            "empty: `state.db` in the data directory"
        ),
    )
    second_person_from: Annotated[int, BeforeValidator(_whole_number)] = Field(
        default=50,
        ge=1,
        le=_MOST_MB,
        description="Records in one entity from which joining two entities needs a second signed-in user",
    )
    profiles: Folder | None = Field(
        default=None, description="Folder of your own mapping profiles, looked up before the built-in ones"
    )
    risk_profile: File | None = Field(
        default=None,
        description="File of your administration's risk profile: own points, thresholds, weights and rules (YAML)",
    )
    work_seconds: Annotated[int, BeforeValidator(_whole_number)] = Field(
        default=600,
        ge=1,
        le=_MOST_MB,
        description="Seconds that one analysis may take in the service; then it is ended",
    )
    work_megabytes: Annotated[int, BeforeValidator(_whole_number)] = Field(
        default=8192,
        ge=1,
        le=_MOST_MB,
        description="Megabytes of memory that one analysis may take in the service; then it is ended",
    )
    upload_limit_mb: Annotated[int, BeforeValidator(_whole_number)] = Field(
        default=512,
        ge=1,
        le=_MOST_MB,
        description="Largest upload that the service takes, in MB of 1,048,576 bytes",
    )

    @classmethod
    def variables(cls) -> dict[str, str]:
        """Variable -> the field that it sets, in the order of the documentation."""
        return {f"{PREFIX}{name.upper()}": name for name in cls.model_fields}

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Settings from the environment; what is not set, or empty, has its default.

        Raises:
            BadValue: a variable of ours is not known, or its value cannot be used.
        """
        source = os.environ if environment is None else environment
        variables = cls.variables()
        for variable in sorted(source):
            if variable.upper().startswith(PREFIX) and variable not in variables and not _OF_THE_TESTS.match(variable):
                raise BadValue(
                    f"the variable {variable} is no setting", f"{names_known(variable, variables)}; or unset it"
                )
        given = {name: source[variable] for variable, name in variables.items() if source.get(variable)}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise _bad_value(error) from None

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Without the password, nor one that stands in a URL."""
        for name, value in super().__repr_args__():
            yield name, without_login(value) if isinstance(value, str) else value


def _bad_value(error: ValidationError) -> BadValue:
    """The first fault by the name of its variable; a password is not repeated."""
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0])
    value = first["input"]
    if isinstance(value, str):
        value = without_login(value) if Settings.model_fields[name].repr else "***"
    what, next_step = refusal({**first, "input": value})
    return BadValue(f"{PREFIX}{name.upper()} {what}", next_step)
