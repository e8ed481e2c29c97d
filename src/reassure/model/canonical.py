"""The one byte form of a table: what files hold and what hashes are taken of."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from typing import Any, cast

import polars as pl

from reassure.model.fields import LIST_SEPARATOR, FieldKind
from reassure.model.table import Table


def table_bytes(table: Table[Any]) -> bytes:
    r"""Return a table as CSV: UTF-8, comma, ``\n``, rows by key, shortest exact numbers."""
    specs = table.record_type.specs()
    cells = [
        _cells(name, spec.kind, is_list=spec.is_list).alias(name) for name, spec in specs.items()
    ]
    return table.fields.select(cells).write_csv(line_terminator="\n").encode()


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """Return the SHA-256 of named parts, each preceded by name and length.

    The lengths keep two different divisions of the same bytes apart.
    """
    sha = hashlib.sha256()
    for name, content in parts:
        sha.update(f"{name}\x00{len(content)}\x00".encode())
        sha.update(content)
    return sha.hexdigest()


def _cells(name: str, kind: FieldKind, *, is_list: bool) -> pl.Expr:
    column = pl.col(name)
    if is_list:
        text = column.list.join(LIST_SEPARATOR)
        return pl.when(column.list.len() == 0).then(None).otherwise(text)
    match kind:
        case FieldKind.NUMBER:
            return column.cast(pl.String).str.strip_suffix(".0")
        case FieldKind.DATETIME:
            return column.dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ").str.replace(r"\.0*Z$", "Z")
        case FieldKind.DATE:
            return column.dt.strftime("%Y-%m-%d")
        case _:
            return column.cast(pl.String)


def json_ready(value: Any) -> Any:
    """Round floats of a summary to 12 significant digits, so that bytes do not hang on noise."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: json_ready(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list | tuple):
        return [json_ready(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def place_not_finite(value: Any, place: str = "") -> str | None:
    """Return where in a nest of dicts and lists the first number stands that is not finite."""
    if isinstance(value, float):
        return None if math.isfinite(value) else place
    inner: Iterable[tuple[object, Any]] = ()
    if isinstance(value, dict):
        inner = cast("dict[str, Any]", value).items()
    elif isinstance(value, list | tuple):
        inner = enumerate(cast("Sequence[Any]", value))
    found = (place_not_finite(item, f"{place}.{name}".strip(".")) for name, item in inner)
    return next((where for where in found if where is not None), None)
