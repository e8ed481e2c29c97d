"""A table of records: typed polars columns, frozen records made on demand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import polars as pl

from reassure.model.fields import FieldKind, FieldSpec
from reassure.model.record import Row

RecordT = TypeVar("RecordT", bound=Row)
RowT = TypeVar("RowT", bound=Row)

LINE_COLUMN = "_line"
"""Line of the file that a row came from; kept beside the fields, never written."""

_DTYPES: dict[FieldKind, type[pl.DataType] | pl.DataType] = {
    FieldKind.INTEGER: pl.Int64,
    FieldKind.NUMBER: pl.Float64,
    FieldKind.BOOLEAN: pl.Boolean,
    FieldKind.DATE: pl.Date,
    FieldKind.DATETIME: pl.Datetime("us", "UTC"),
}


def dtype_of(spec: FieldSpec) -> pl.DataType:
    """Return the polars type of a field's column."""
    inner = _DTYPES.get(spec.kind, pl.String)
    return pl.List(inner) if spec.is_list else pl.Series([], dtype=inner).dtype


def columns_of(record_type: type[Row]) -> dict[str, pl.DataType]:
    """Return the polars schema of a record type."""
    return {name: dtype_of(spec) for name, spec in record_type.specs().items()}


@dataclass(frozen=True, eq=False)
class Table(Generic[RecordT]):
    """Rows of one record type, in the order of their key.

    Parameters
    ----------
    record_type
        Type of the rows.
    frame
        One column per field, already checked; rows in any order.

    Notes
    -----
    The order of rows in a file changes nothing: rows are kept sorted by key.
    """

    record_type: type[RecordT]
    frame: pl.DataFrame

    def __post_init__(self) -> None:
        """Bring columns and rows into their one order."""
        kept = [_one_form(name, dtype) for name, dtype in columns_of(self.record_type).items()] + (
            [pl.col(LINE_COLUMN)] if LINE_COLUMN in self.frame.columns else []
        )
        ordered = self.frame.select(kept).sort(
            list(self.record_type.key), nulls_last=False, maintain_order=True
        )
        object.__setattr__(self, "frame", ordered)

    @staticmethod
    def empty(record_type: type[RowT]) -> "Table[RowT]":
        """Make a table without rows."""
        return Table(record_type, pl.DataFrame(schema=columns_of(record_type)))

    @staticmethod
    def of(record_type: type[RowT], rows: Iterable[RowT | Mapping[str, Any]]) -> "Table[RowT]":
        """Make a table from records, or from mappings that pydantic checks.

        Raises
        ------
        pydantic.ValidationError
            If a mapping is not a valid row.
        """
        records = [
            row if isinstance(row, record_type) else record_type.model_validate(dict(row))
            for row in rows
        ]
        schema = columns_of(record_type)
        data = {name: [_plain(getattr(record, name)) for record in records] for name in schema}
        return Table(record_type, pl.DataFrame(data, schema=schema))

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.frame.height

    def __iter__(self) -> Iterator[RecordT]:
        """Iterate over the records in the order of their key."""
        return iter(self.records)

    def __getitem__(self, record_id: str) -> RecordT:
        """Return the record with this id.

        Raises
        ------
        KeyError
            If no row has it.
        """
        return self.records[self.index[record_id]]

    def __contains__(self, record_id: object) -> bool:
        """Whether a row has this id."""
        return record_id in self.index

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same rows of the same type."""
        if not isinstance(other, Table):
            return NotImplemented
        return self.record_type is other.record_type and self.fields.equals(other.fields)  # pyright: ignore[reportUnknownMemberType]

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    @property
    def fields(self) -> pl.DataFrame:
        """The columns of the record type, without what the reader keeps beside them."""
        return self.frame.drop(LINE_COLUMN, strict=False)

    @cached_property
    def records(self) -> tuple[RecordT, ...]:
        """All rows as frozen records, in the order of their key."""
        specs = self.record_type.specs()
        lists = [name for name, spec in specs.items() if spec.is_list]
        choices = {
            name: self.record_type.model_fields[name].annotation
            for name, spec in specs.items()
            if spec.kind is FieldKind.CHOICE
        }
        words = {name: _words(annotation) for name, annotation in choices.items()}
        made: list[RecordT] = []
        for row in self.fields.iter_rows(named=True):
            for name in lists:
                row[name] = tuple(row[name] or ())
            for name, members in words.items():
                is_list = name in lists
                row[name] = (
                    tuple(members[word] for word in row[name])
                    if is_list
                    else (members.get(row[name]))
                )
            made.append(self.record_type.trusted(row))
        return tuple(made)

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of every row by its key (its id, or the parts joined by ``|``)."""
        key = self.record_type.key
        if len(key) == 1:
            return {value: i for i, value in enumerate(self.frame[key[0]])}
        parts = self.frame.select(key).iter_rows()
        return {"|".join(str(part) for part in row): i for i, row in enumerate(parts)}

    @property
    def ids(self) -> tuple[str, ...]:
        """Keys of all rows, in order."""
        return tuple(self.index)

    def line_of(self, record_id: str) -> int | None:
        """Return the line of the file that a row came from, None where it came from none."""
        if LINE_COLUMN not in self.frame.columns or record_id not in self.index:
            return None
        return int(self.frame[LINE_COLUMN][self.index[record_id]])

    def replace(self, *rows: RecordT) -> "Table[RecordT]":
        """Return a table in which these rows stand instead of, or beside, those they match."""
        kept = dict(zip(self.ids, self.records, strict=True))
        for row in rows:
            kept["|".join(str(getattr(row, part)) for part in self.record_type.key)] = row
        return Table.of(self.record_type, kept.values())

    def without(self, *record_ids: str) -> "Table[RecordT]":
        """Return a table without these rows."""
        gone = set(record_ids)
        keep = pl.Series([record_id not in gone for record_id in self.ids], dtype=pl.Boolean)
        return Table(self.record_type, self.frame.filter(keep))

    def to_polars(self) -> pl.DataFrame:
        """Return the columns as a polars frame."""
        return self.fields

    def to_pandas(self) -> Any:
        """Return the columns as a pandas frame; needs the extra ``pandas``."""
        return self.fields.to_pandas()

    def _repr_html_(self) -> str:
        return self.fields._repr_html_()  # pyright: ignore[reportPrivateUsage] - Jupyter's protocol

    def __repr__(self) -> str:
        """Return type and size, then the first rows."""
        return f"Table[{self.record_type.__name__}], {len(self)} rows\n{self.fields.head(10)}"


def _one_form(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column in its type; no list and an empty list are the same."""
    column = pl.col(name).cast(dtype)
    return column.fill_null(pl.lit([], dtype=dtype)) if isinstance(dtype, pl.List) else column


def _plain(value: Any) -> Any:
    return [*value] if isinstance(value, tuple) else value


def _words(annotation: Any) -> dict[str | None, Any]:
    candidates = (annotation, *getattr(annotation, "__args__", ()))
    enum = next(item for item in candidates if hasattr(item, "__members__"))
    return {member.value: member for member in enum}
