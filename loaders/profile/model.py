"""What the models of a profile share: they are frozen, and a key that is misspelt or missing is named."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

from graph.wording import names_known, shown
from loaders.profile.faults import fault


class ProfileModel(BaseModel):
    """A mapping of keys in a profile.

    `NEEDED` tells for each key without a default what to write where it is missing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    NEEDED: ClassVar[dict[str, str]] = {}

    @model_validator(mode="before")
    @classmethod
    def _check_keys(cls, data: Any) -> Any:
        """Names a key before its value is looked at: pydantic would first miss the key that was meant."""
        if not isinstance(data, dict):
            what = "is empty" if data == "" else f"is {shown(data)}"
            raise fault(what, f"write keys with their values: {', '.join(cls.keys())}")
        known = cls.keys()
        for key in data:
            if key not in known:
                raise fault("is not known", names_known(key, known), key)
        for key, next_step in cls.NEEDED.items():
            if key not in data:
                raise fault("is missing", next_step, key)
        return data

    @classmethod
    def keys(cls) -> list[str]:
        """The keys as they are written, in the order of the documentation."""
        return [field.alias or name for name, field in cls.model_fields.items()]
