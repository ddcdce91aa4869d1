"""The risk profile of an administration: its own points, thresholds, weights and rules, in one file that people read.

A profile changes what the program brings along where it names something, and leaves the rest as it is. It is checked as
a whole before anything is computed: an unknown name is refused with those that are known.
"""

import datetime
import re
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analyses.leading.standing import usual_consignment_weights
from analyses.leading.weights import Weights, usual_weights
from analyses.screening.registry import IndicatorFigures, Thresholds, usual_thresholds
from graph.errors import BadValue
from graph.values.names import fold
from graph.values.reference.countries import country_code
from graph.wording import names_known, refusal

MOST_BY_CHANCE = 0.5
MOST_POINTS = 1_000.0  # more of either sign is 0 or 1 in every score
MOST_OF_THRESHOLD = 1e9
FIELDS: Mapping[str, str] = {
    "departure_country": "code",
    "destination_country": "code",
    "value_currency": "code",
    "post": "code",
    "hs_code": "digits",
    "goods_description": "words",
    "receiver": "words",
    "sender": "words",
    "carrier": "words",
    "gross_weight_kg": "number",
    "net_weight_kg": "number",
    "packages": "number",
    "value_amount": "number",
}
"""What a condition may look at, and how it is compared: by code, leading digits, words, or as a number."""
_COMPARED_BY = {
    "code": ("is_one_of",),
    "digits": ("begins_with",),
    "words": ("contains",),
    "number": ("at_least", "at_most"),
}


Points = Annotated[float, Field(ge=-MOST_POINTS, le=MOST_POINTS)]
_Threshold = Annotated[float, Field(ge=0, le=MOST_OF_THRESHOLD)]
_CURRENCY = re.compile(r"[A-Za-z]{3}")
_DIGITS = re.compile(r"\d[\d. ]*", re.ASCII)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


class Condition(_Strict):
    """One condition of a rule: of a field, or that an indicator fires."""

    field: str = Field("", description="Field that it looks at")
    indicator: str = Field("", description="Indicator that has to fire, in place of a field")
    is_one_of: tuple[str, ...] = Field((), description="Codes of which the field has to be one")
    begins_with: tuple[str, ...] = Field((), description="Digits of which a commodity code has to begin with one")
    contains: tuple[str, ...] = Field((), description="Words of which the field has to hold one, in any script")
    at_least: float | None = Field(None, description="Least number")
    at_most: float | None = Field(None, description="Largest number")
    holds: bool = Field(True, description="false: the condition must not hold")

    @model_validator(mode="after")
    def _is_whole(self) -> "Condition":
        if bool(self.field) == bool(self.indicator):
            raise ValueError("name a field or an indicator, one of the two")
        if self.field and self.field not in FIELDS:
            raise ValueError(f"field {self.field!r}: {names_known(self.field, list(FIELDS))}")
        wanted = _COMPARED_BY[FIELDS[self.field]] if self.field else ()
        given = [name for names in _COMPARED_BY.values() for name in names if getattr(self, name) not in ((), None)]
        for name in given:
            if name not in wanted:
                raise ValueError(f"{name} does not fit {self.field or self.indicator}; {_fitting(wanted)}")
        if wanted and not given:
            raise ValueError(f"compare {self.field}: {_fitting(wanted)}")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"at_least {self.at_least:g} is above at_most {self.at_most:g}; no number is both")
        for name in given:
            values = getattr(self, name)
            for text in values if isinstance(values, tuple) else ():
                if next_step := _fault_of(self.field, text):
                    raise ValueError(f"{name} of {self.field} is {text!r}; {next_step}")
        return self


def _fault_of(field: str, text: str) -> str:
    """What to write in place of a text that a field cannot be compared with; "" where nothing is wrong."""
    if field.endswith("_country"):
        code = country_code(text)
        return "" if code == text.upper() else f"write {code}" if code else "write the code of a country, such as UZ"
    if field == "value_currency":
        return "" if _CURRENCY.fullmatch(text) else "write the code of a currency, such as USD"
    if FIELDS[field] == "digits":
        return "" if _DIGITS.fullmatch(text) else "write the first digits of a commodity code, such as 2915"
    if FIELDS[field] == "words":
        return "" if fold(text) else "write a word"
    return "" if text else "write a name or an id"


def _fitting(names: Collection[str]) -> str:
    return f"write {' or '.join(names)}" if names else "an indicator is compared with nothing"


class Rule(_Strict):
    """A rule: all its conditions hold of the consignments that it selects."""

    name: str = Field(description="Its name", pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)
    version: int = Field(1, description="Goes up when it selects otherwise", ge=1)
    title: str = Field(description="What it looks for, in words", min_length=1, max_length=200)
    points: Points = Field(0, description="What it adds to the score of a consignment that it selects")
    expected_share: float | None = Field(
        None, description="Share of inspected ones at which you expect to find something", ge=0, le=1
    )
    where: tuple[Condition, ...] = Field(description="Conditions, which all have to hold", min_length=1)


class OwnIndicator(_Strict):
    """What an administration says otherwise of an indicator."""

    points: Points | None = Field(None, description="Points of a hit of full strength")
    thresholds: Mapping[str, _Threshold] = Field(default_factory=dict, description="Thresholds by name")


class RiskProfile(_Strict):
    """The risk profile of an administration."""

    name: str = Field(description="Its name", pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)
    version: int = Field(description="Goes up with every change", ge=1)
    title: str = Field("", description="Whose it is and what for", max_length=200)
    valid_from: datetime.date = Field(description="First day on which it is in force")
    valid_until: datetime.date | None = Field(None, description="Last day; none: until it is replaced")
    by_chance: float = Field(
        description="Share of a shift's list that chance draws: never 0, as what is never looked at cannot be learnt",
        gt=0,
        le=MOST_BY_CHANCE,
    )
    retire_after: int = Field(
        200, description="Inspections without a find after which a rule is proposed for retirement", ge=1
    )
    indicators: Mapping[str, OwnIndicator] = Field(default_factory=dict, description="Own figures by indicator")
    leads: Mapping[str, Points] = Field(default_factory=dict, description="Own weights of the facts of leads")
    lead_cut: float | None = Field(None, description="Score below which a group is no lead", ge=0, le=1)
    consignments: Mapping[str, Points] = Field(default_factory=dict, description="Own weights of facts of consignments")
    rules: tuple[Rule, ...] = Field((), description="Own rules")

    @model_validator(mode="after")
    def _is_whole(self) -> "RiskProfile":
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError(f"valid_until {self.valid_until} is before valid_from {self.valid_from}")
        names = [rule.name for rule in self.rules]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two rules are called {name!r}; give each a name of its own")
        return self

    @property
    def mark(self) -> str:
        """Name and version, as answers say them."""
        return f"{self.name} version {self.version}"

    def is_in_force(self, day: datetime.date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @cached_property
    def thresholds(self) -> Thresholds:
        """The figures of all indicators under it."""
        usual = usual_thresholds()
        figures = dict(usual.indicators)
        for name, own in self.indicators.items():
            before = figures[name]
            points = before.points if own.points is None else own.points
            figures[name] = IndicatorFigures(points=points, thresholds={**before.thresholds, **own.thresholds})
        return Thresholds(version=usual.version, indicators=figures)

    @cached_property
    def lead_weights(self) -> Weights:
        """The weights of leads under it."""
        return _changed(usual_weights(), self.leads, self.lead_cut)

    @cached_property
    def consignment_weights(self) -> Weights:
        """The weights of consignments under it, without indicators and rules."""
        return _changed(usual_consignment_weights(), self.consignments, None)


def _changed(weights: Weights, own: Mapping[str, float], cut: float | None) -> Weights:
    changed = {"weights": {**weights.weights, **own}}
    return weights.model_copy(update=changed if cut is None else {**changed, "cut": cut})


def read_risk_profile(values: Any, where: str) -> RiskProfile:
    """A risk profile out of the values of a file.

    Raises:
        BadValue: something is missing, unknown or out of range; the message says where, what and what to do.
    """
    try:
        profile = RiskProfile.model_validate(values)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = ".".join(map(str, fault["loc"])) or "the file"
        if fault["type"] == "value_error":
            raise BadValue(f"{where}: {name} is not whole", str(fault["ctx"]["error"])) from None
        what, next_step = refusal(fault)
        raise BadValue(f"{where}: {name} {what}", next_step) from None
    _check_names(profile, where)
    return profile


def _check_names(profile: RiskProfile, where: str) -> None:
    figures = usual_thresholds().indicators
    for name, own in profile.indicators.items():
        _check(f"{where}: indicators.{name}", name, figures, "indicator")
        for threshold, value in own.thresholds.items():
            named = f"{where}: indicators.{name}.thresholds.{threshold}"
            _check(named, threshold, figures[name].thresholds, "threshold")
            if threshold.endswith("share") and value > 1:
                raise BadValue(f"{named} is {value:g}", "write a share, from 0 to 1")
    for kind, own_weights, usual in (
        ("leads", profile.leads, usual_weights()),
        ("consignments", profile.consignments, usual_consignment_weights()),
    ):
        for name in own_weights:
            _check(f"{where}: {kind}.{name}", name, usual.weights, "fact")
    for rule in profile.rules:
        for place, condition in enumerate(rule.where):
            if condition.indicator:
                _check(f"{where}: rules.{rule.name}.where.{place}", condition.indicator, figures, "indicator")


def _check(place: str, name: str, known: Collection[str], what: Literal["indicator", "threshold", "fact"]) -> None:
    if name not in known:
        raise BadValue(f"{place}: no {what} {name!r}", names_known(name, list(known)))
