"""The weights of a comparison: how often true pairs and strangers agree in each way, in a file that people can read."""

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analyses.resolution.levels import FIELDS, OTHER, ComparedField
from graph.errors import BadValue

LAYOUT = 1
TELLING_BITS = -4.0  # of dates of birth that differ: where they say less, they are often wrong in the data
_MOST_PRIOR = 0.05  # where parties are so few that a share learnt from many would call most of them one
_SHIPPED = Path(__file__).parent / "models"


class LevelWeight(BaseModel):
    """How often two agree in one way."""

    model_config = ConfigDict(frozen=True)

    m: float = Field(description="Share among pairs that are one", gt=0, le=1)
    u: float = Field(description="Share among pairs of strangers", gt=0, le=1)


class ScoreWeight(BaseModel):
    """What a score of the name comparator says, from `at_least` upwards."""

    model_config = ConfigDict(frozen=True)

    at_least: float = Field(description="Least score, 0-1")
    m: float = Field(description="Share among pairs that are one", gt=0, le=1)
    u: float = Field(description="Share among pairs of strangers", gt=0, le=1)


class MatchModel(BaseModel):
    """What is known about agreeing parties of one kind: learnt from pairs without labels, then frozen."""

    model_config = ConfigDict(frozen=True)

    layout: int = LAYOUT
    is_person: bool = Field(description="Whether it is about persons")
    learnt_from: str = Field(description="What it was learnt from, in words")
    parties: int = Field(description="Parties that it was learnt from")
    others_each: float = Field(description="Other spellings of himself that a party has on average", gt=0)
    fields: Mapping[str, Mapping[str, LevelWeight]] = Field(description="Weights by field and level")
    name_scores: tuple[ScoreWeight, ...] = Field(
        (), description="Weights by score of the name comparator, highest first"
    )

    @property
    def version(self) -> str:
        """A hash of all of it."""
        return hashlib.blake2b(self.model_dump_json().encode(), digest_size=8).hexdigest()

    @property
    def births_tell(self) -> bool:
        """Whether dates of birth that differ tell two apart; not where they are not compared."""
        weight = self.fields.get("birth", {}).get(OTHER)
        return weight is not None and math.log2(weight.m / weight.u) <= TELLING_BITS

    def prior(self, parties: int) -> float:
        """Probability that two parties of so many, taken by chance, are one."""
        return min(_MOST_PRIOR, self.others_each / max(parties - 1, 1))


def read_model(is_person: bool, folder: Path | None = None) -> MatchModel:
    """The model of companies or persons: the one that was learnt into a folder, else the one that comes with Halqa.

    Ways to agree that it does not know, as it was learnt before they were told apart, have the usual weights.

    Raises:
        BadValue: the file in the folder is none.
    """
    name = file_name(is_person)
    own = folder / name if folder is not None else None
    path = own if own is not None and own.exists() else _SHIPPED / name
    try:
        model = MatchModel.model_validate_json(path.read_bytes())
    except (ValidationError, UnicodeDecodeError) as error:
        raise BadValue(f"{path} is no model of who is who: {error}", "learn it again: halqa resolve --learn") from None
    known = {field.name: {**usual_weights(field), **model.fields.get(field.name, {})} for field in FIELDS[is_person]}
    return model.model_copy(update={"fields": known})


def usual_weights(field: ComparedField) -> dict[str, LevelWeight]:
    """The weights of a field about which nothing was learnt."""
    weights = {level.label: LevelWeight(m=level.m, u=level.u) for level in field.levels}
    left = {share: max(0.01, 1 - sum(getattr(weight, share) for weight in weights.values())) for share in ("m", "u")}
    return weights | {OTHER: LevelWeight(**left)}


def write_model(model: MatchModel, folder: Path) -> Path:
    """Writes a model where `read_model` looks for it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(model.is_person)
    path.write_text(json.dumps(model.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def file_name(is_person: bool) -> str:
    """The name of the file of a model."""
    return "persons.json" if is_person else "companies.json"
