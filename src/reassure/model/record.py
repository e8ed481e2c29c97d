"""The base of every row: frozen, described field by field, keyed."""

import re
from functools import cache
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from reassure.model.fields import FieldKind, FieldSpec, field, ref, spec_of

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


class Row(BaseModel):
    """One row of a table; its ``key`` names the fields that tell rows apart."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    key: ClassVar[tuple[str, ...]] = ("id",)
    exactly_one: ClassVar[tuple[str, ...]] = ()
    """Fields of which exactly one must be filled."""

    @classmethod
    def specs(cls) -> dict[str, FieldSpec]:
        """Return the fields by name, in the order of the table's columns."""
        return _specs(cls)

    @classmethod
    def singular(cls) -> str:
        """Return the field's word for one row, such as ``gauge_break``."""
        return _WORD_START.sub("_", cls.__name__).lower()

    @model_validator(mode="before")
    @classmethod
    def _fill_empty(cls, data: Any) -> Any:
        """Give an empty cell its default, so that None and an absent key mean the same."""
        if not isinstance(data, dict):
            return data
        row: dict[str, Any] = {k: v for k, v in data.items() if v is not None}  # pyright: ignore[reportUnknownVariableType]
        for name, spec in cls.specs().items():
            if spec.default_from is not None and name not in row:
                row[name] = row.get(spec.default_from)
        return row

    @classmethod
    def trusted(cls, values: dict[str, Any]) -> Self:
        """Make a row from values that were checked column by column."""
        return cls.model_construct(**values)


class Record(Row):
    """A row of a plan: a stable id, a label, a source and a note stand in every table."""

    id: str = field("Stable id; never reused for something else", kind=FieldKind.ID)
    label: str | None = field(
        "Who may see this row; empty: the plan's label", default=None, kind=FieldKind.LABEL
    )
    source: str | None = ref("reports", "Report that the row rests on", default=None)
    note: str | None = field("Anything a reader should know", default=None)

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        """Refuse texts that no page can show."""
        for name, spec in type(self).specs().items():
            if spec.max_length is None:
                continue
            held: Any = getattr(self, name)
            texts: tuple[str, ...] = held if spec.is_list else (held or "",)
            if any(len(text) > spec.max_length for text in texts):
                raise ValueError(f"{name} has more than {spec.max_length:,} characters")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Say in the schema how long texts may be."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        for name, spec in cls.specs().items():
            held: dict[str, Any] = schema["properties"][name]
            for place in (held, held.get("items", {}), *held.get("anyOf", ())):
                if spec.max_length is not None and place.get("type") == "string":
                    place["maxLength"] = spec.max_length
        return schema


_TRAILING = ("label", "source", "note")


@cache
def _specs(record_type: type[Row]) -> dict[str, FieldSpec]:
    specs = {name: spec_of(name, info) for name, info in record_type.model_fields.items()}
    # The columns that every table has stand last, where a spreadsheet's reader expects them.
    trailing = {name: specs.pop(name) for name in _TRAILING if name in specs}
    return specs | trailing
