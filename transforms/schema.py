"""How a table is declared, once, for every use the project makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

SCHEMA_VERSION = "1.0.0"
"""Semantic version of the contract: major when a name or meaning changes, minor when something is added."""


class SchemaError(ValueError):
    """A frame does not have the columns or types its table declares."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: its type, its meaning and the rules every value of it obeys."""

    dtype: pl.DataType | type[pl.DataType]
    doc: str
    nullable: bool = False
    unit: str | None = None
    codes: str | None = None
    """Name of the code list (`seeds/codes/<name>.csv`) whose codes are the only values."""
    bounds: tuple[float | None, float | None] | None = None
    """Smallest and largest value, both allowed; None where a side is open."""
    pattern: str | None = None
    """Regular expression every value matches from its first character."""
    references: str | None = None
    """`table.column` in which every value that is not null occurs."""

    def but(self, **changes: Any) -> "Column":
        """The same column with some properties changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Table:
    """A published table: what one row is, what identifies it, and its columns in order."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    by_month: bool = False
    """Split into files by the article's month of publication."""
    doc: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        missing = [name for name in self.key if name not in self.columns]
        if missing:
            raise SchemaError(f"{self.name}: the key names {missing}, which are no columns")

    @property
    def schema(self) -> pl.Schema:
        """Polars schema, columns in their declared order."""
        return pl.Schema({name: column.dtype for name, column in self.columns.items()})

    def empty(self) -> pl.DataFrame:
        """A frame of this table without rows."""
        return pl.DataFrame(schema=self.schema)

    def frame(self, rows: list[dict[str, Any]]) -> pl.DataFrame:
        """Rows as a frame of this table; a column that a row does not name is null."""
        surplus = sorted({name for row in rows for name in row} - set(self.columns))
        if surplus:
            raise SchemaError(f"{self.name}: surplus {surplus}")
        return pl.DataFrame(rows, schema=self.schema, orient="row", strict=True)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly this table's columns, in order, in their types.

        Raises SchemaError naming what is missing, surplus, or cannot be cast without loss.
        """
        missing = [name for name in self.columns if name not in frame.columns]
        surplus = [name for name in frame.columns if name not in self.columns]
        if missing or surplus:
            raise SchemaError(f"{self.name}: missing {missing}, surplus {surplus}")
        try:
            return frame.select(pl.col(name).cast(column.dtype, strict=True) for name, column in self.columns.items())
        except pl.exceptions.PolarsError as error:
            raise SchemaError(f"{self.name}: {error}") from error

    def sorted(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame in the order of its key, so that equal content is equal bytes."""
        return frame.sort(self.key)
