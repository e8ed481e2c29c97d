"""How a field of a record is declared, and what is read back from the declaration.

A record says each field once: type, description and, where the name does not state it, the
unit. Readers, schemas, blank tables, forms and reference pages are all made from the
`FieldSpec` that this module derives from that one declaration.
"""

import datetime as dt
import types
import typing
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Literal

from annotated_types import Ge, Gt, Le
from pydantic import Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from reassure.model.lengths import LONGEST_LABEL, longest_of
from reassure.model.units import largest_of, unit_of

ID_PATTERN = r"^[a-z0-9][a-z0-9._-]{0,63}$"
NATION_PATTERN = r"^[A-Z]{3}$"
CURRENCY_PATTERN = r"^[A-Z]{3}$"
PAIR_SEPARATOR = ":"
LIST_SEPARATOR = "|"
ID_LENGTH = 64
SMALLEST_ABOVE_ZERO = 1e-6
"""Least of a number that must be above 0: engines divide by speeds, loads and lengths."""
MOST_UNITS = 100_000
"""Most units of one row: more than any armed force has, and few enough to be counted singly."""

PairKind = Literal["id", "number", "text"]


class FieldKind(StrEnum):
    """What one cell holds (one value of it, where the field is a list)."""

    ID = "id"
    REFERENCE = "reference"
    RECORD = "record"
    PAIR = "pair"
    LABEL = "label"
    CURRENCY = "currency"
    TEXT = "text"
    CHOICE = "choice"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field as everything outside the record types sees it.

    Attributes
    ----------
    references
        Table whose id the cell (or, in a pair, its left part) must name.
    default
        Value of an empty cell; None where empty stays empty.
    default_from
        Field of the same row whose value an empty cell takes.
    ge, gt, le
        Bounds of a number, in ``unit``.
    pair
        Kinds of the two parts of an ``a:b`` value.
    """

    name: str
    kind: FieldKind
    description: str
    unit: str | None
    is_list: bool
    required: bool
    default: object
    default_from: str | None
    references: str | None
    choices: tuple[str, ...]
    ge: float | None
    gt: float | None
    le: float | None
    pair: tuple[PairKind, PairKind] | None

    @property
    def is_numeric(self) -> bool:
        """Whether the cell holds a number."""
        return self.kind in (FieldKind.INTEGER, FieldKind.NUMBER)

    @property
    def is_nation(self) -> bool:
        """Whether the cell holds an ISO 3166 alpha-3 code."""
        return self.references == "nations"

    @property
    def limits(self) -> tuple[float, float]:
        """Least and largest number that a cell may hold, whether declared or not."""
        largest = largest_of(self.unit)
        low = -largest if self.ge is None else self.ge
        if self.gt is not None:
            low = max(low, self.gt + SMALLEST_ABOVE_ZERO)
        return low, largest if self.le is None else self.le

    @property
    def max_length(self) -> int | None:
        """Most characters of the cell (of one value of it, in a list); None: bounded otherwise."""
        if self.kind is FieldKind.LABEL:
            return LONGEST_LABEL
        return longest_of(self.name) if self.kind in (FieldKind.TEXT, FieldKind.PAIR) else None

    @property
    def taken_if_empty(self) -> str | None:
        """What an empty cell is taken as, in words; None where it stays empty."""
        if self.default_from is not None:
            return f"its {self.default_from}"
        if self.default in (None, ()):
            return None
        if isinstance(self.default, bool):
            return str(self.default).lower()
        return f"{self.default:g}" if isinstance(self.default, float) else str(self.default)

    def expected(self) -> str:
        """Say in words what a cell of this field must hold."""
        what = {
            FieldKind.ID: f"an id of a-z, 0-9, '.', '_' or '-', at most {ID_LENGTH} characters",
            FieldKind.REFERENCE: f"an id of table {self.references}",
            FieldKind.RECORD: "a record, written table:id",
            FieldKind.LABEL: "a label such as 'RESTRICTED REL TO FRA, GBR'",
            FieldKind.CURRENCY: "an ISO 4217 code of three capital letters",
            FieldKind.TEXT: f"text of at most {longest_of(self.name):,} characters",
            FieldKind.CHOICE: "one of " + ", ".join(self.choices),
            FieldKind.INTEGER: "a whole number",
            FieldKind.NUMBER: "a number",
            FieldKind.BOOLEAN: "true or false",
            FieldKind.DATE: "a date, written 2025-04-10",
            FieldKind.DATETIME: "a time, written 2025-04-10T09:30:00Z",
            FieldKind.PAIR: self._expected_pair(),
        }[self.kind]
        if self.is_nation and self.kind is FieldKind.REFERENCE:
            what = "a nation's ISO 3166 code of three capital letters"
        bounds = self.bounds()
        if bounds:
            what += f" {bounds}"
        if self.unit and self.is_numeric:
            what += f" [{self.unit}]"
        return (
            f"a list of values joined by '{LIST_SEPARATOR}', each {what}" if self.is_list else what
        )

    def bounds(self) -> str:
        """Return the bounds in signs, such as ``>= 0``; empty without any."""
        parts = [
            f"{sign} {value:g}"
            for sign, value in ((">=", self.ge), (">", self.gt), ("<=", self.le))
            if value is not None
        ]
        return " and ".join(parts)

    def _expected_pair(self) -> str:
        if self.pair is None:
            return "a pair"
        left = f"id of {self.references}" if self.references else self.pair[0]
        return f"a pair, written {left}:{self.pair[1]}"


def field(
    description: str,
    *,
    default: Any = PydanticUndefined,
    unit: str | None = None,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    kind: FieldKind | None = None,
    references: str | None = None,
    default_from: str | None = None,
    pair: tuple[PairKind, PairKind] | None = None,
) -> Any:
    """Declare a field: without ``default`` it must be filled; ``default=None`` may be empty."""
    if default_from is not None:
        default = None
    extra: dict[str, Any] = {
        "unit": unit,
        "kind": kind,
        "references": references,
        "default_from": default_from,
        "pair": pair,
    }
    kept = {key: value for key, value in extra.items() if value is not None}
    return Field(
        default=default, description=description, ge=ge, gt=gt, le=le, json_schema_extra=kept
    )


def ref(table: str, description: str, *, default: Any = PydanticUndefined) -> Any:
    """Declare a field (or a list) that names ids of ``table``."""
    return field(description, default=default, references=table, kind=FieldKind.REFERENCE)


def pairs(
    description: str,
    *,
    left: PairKind,
    right: PairKind,
    references: str | None = None,
) -> Any:
    """Declare a list of ``a:b`` values that may be empty."""
    return field(
        description, default=(), kind=FieldKind.PAIR, references=references, pair=(left, right)
    )


def spec_of(name: str, info: FieldInfo) -> FieldSpec:
    """Derive the `FieldSpec` of one pydantic field."""
    extra = typing.cast("dict[str, Any]", info.json_schema_extra or {})
    inner, is_list, is_optional = _unwrap(info.annotation)
    limits = {type(item): item for item in info.metadata if isinstance(item, Ge | Gt | Le)}
    has_default = info.default is not PydanticUndefined
    default = info.default if has_default else None
    kind = FieldKind(extra["kind"]) if "kind" in extra else _kind_of(inner)
    unit = extra.get("unit")
    if unit is None and kind in (FieldKind.INTEGER, FieldKind.NUMBER):
        unit = unit_of(name)
    return FieldSpec(
        name=name,
        kind=kind,
        description=info.description or "",
        unit=unit,
        is_list=is_list,
        required=not (has_default or is_optional or is_list),
        default=default.value if isinstance(default, Enum) else default,
        default_from=extra.get("default_from"),
        references=extra.get("references"),
        choices=tuple(member.value for member in inner) if issubclass(inner, Enum) else (),
        ge=_limit(limits.get(Ge)),
        gt=_limit(limits.get(Gt)),
        le=_limit(limits.get(Le)),
        pair=extra.get("pair"),
    )


def _limit(item: Ge | Gt | Le | None) -> float | None:
    match item:
        case Ge(ge=value) | Gt(gt=value) | Le(le=value):
            return float(typing.cast("float", value))
        case _:
            return None


def _unwrap(annotation: Any) -> tuple[type[Any], bool, bool]:
    """Return (type of one value, is a list, may be None)."""
    is_optional = False
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        members = [item for item in typing.get_args(annotation) if item is not type(None)]
        is_optional = len(members) < len(typing.get_args(annotation))
        annotation = members[0]
    if typing.get_origin(annotation) is tuple:
        return typing.get_args(annotation)[0], True, is_optional
    return annotation, False, is_optional


def _kind_of(inner: type[Any]) -> FieldKind:
    if issubclass(inner, Enum):
        return FieldKind.CHOICE
    kinds: dict[type[Any], FieldKind] = {
        bool: FieldKind.BOOLEAN,
        int: FieldKind.INTEGER,
        float: FieldKind.NUMBER,
        dt.datetime: FieldKind.DATETIME,
        dt.date: FieldKind.DATE,
        str: FieldKind.TEXT,
    }
    return kinds[inner]
