"""Parquet that every tool reads, the same bytes for the same rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from transforms.schema import SCHEMA_VERSION, Column, Table
from transforms.tables import TABLES

PARTITION = "published_month"
UNKNOWN = "unknown"
"""Month of rows whose article has no date."""
FILE_NAME = "part-0.parquet"
ROW_GROUP_ROWS = 65_536
"""A group of articles of 5,000 characters stays near 300 MB: far from the 2 GiB that one pa.string() array can hold."""

ARROW_TYPES: Mapping[pl.DataType | type[pl.DataType], pa.DataType] = {
    pl.String: pa.string(),
    pl.Int32: pa.int32(),
    pl.Int64: pa.int64(),
    pl.Float64: pa.float64(),
    pl.Boolean: pa.bool_(),
    pl.Date: pa.date32(),
    pl.Datetime("us", "UTC"): pa.timestamp("us", tz="UTC"),
}


class ParquetError(ValueError):
    """A table cannot be written as it is declared."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file that was written, and the rows in it."""

    path: Path
    rows: int


def write(table: Table, frame: pl.DataFrame, folder: Path, *, months: pl.Series | None = None) -> list[Part]:
    """Every row of the frame lies in a file under the folder, sorted by the table's key, in the table's types.

    A table `by_month` is split by `months`, the month of each row as `months()` gives it; without rows it has one
    file under `published_month=unknown`. The folder of a table is new or empty.
    """
    frame = table.conform(frame)
    if not table.by_month:
        return [write_file(table, frame, folder / FILE_NAME)]
    if months is None or len(months) != len(frame):
        raise ParquetError(
            f"{table.name}: split by month, but {0 if months is None else len(months)} months for {len(frame)} rows; "
            f"pass months(tables)[{table.name!r}]"
        )
    return [write_file(table, part, folder / f"{PARTITION}={month}" / FILE_NAME) for month, part in partitions(frame, months)]


def partitions(frame: pl.DataFrame, months: pl.Series) -> Iterator[tuple[str, pl.DataFrame]]:
    """Month and rows of each partition, earliest first; one without rows under `unknown` if there are no rows at all."""
    if frame.is_empty():
        yield UNKNOWN, frame
    for month in months.unique().sort():
        yield month, frame.filter(months == month)


def write_file(table: Table, frame: pl.DataFrame, path: Path) -> Part:
    """The file holds the frame, sorted by the table's key; equal rows make equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = table.sorted(frame)
    schema = arrow_schema(table, has_null={name for name in frame.columns if frame[name].null_count()})
    with pq.ParquetWriter(path, schema, compression="zstd", data_page_version="1.0", version="2.6") as writer:
        for group in frame.iter_slices(ROW_GROUP_ROWS):
            writer.write_table(group.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema))
    return Part(path, len(frame))


def arrow_schema(table: Table, *, has_null: set[str] | frozenset[str] = frozenset()) -> pa.Schema:
    """The table's columns in Arrow types, with what the table declares about them as metadata.

    A required column that has nulls all the same is declared nullable, so that what is wrong can be staged and judged:
    the audit stops it, not the writer.
    """
    fields = [field(name, column, nullable=column.nullable or name in has_null) for name, column in table.columns.items()]
    facts = {"table": table.name, "grain": table.grain, "key": ",".join(table.key), "schema_version": SCHEMA_VERSION}
    return pa.schema(fields, metadata=facts)


def field(name: str, column: Column, *, nullable: bool) -> pa.Field:
    """The column as an Arrow field with its description, unit, codes and reference as metadata."""
    arrow_type = next((arrow for dtype, arrow in ARROW_TYPES.items() if column.dtype == dtype), None)
    if arrow_type is None:
        raise ParquetError(f"{name}: {column.dtype} is not published; use one of {[str(dtype) for dtype in ARROW_TYPES]}")
    facts = {"description": column.doc, "unit": column.unit, "codes": column.codes, "references": column.references}
    return pa.field(name, arrow_type, nullable=nullable, metadata={key: fact for key, fact in facts.items() if fact})


def months(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.Series]:
    """For each table `by_month`, the month (`YYYY-MM` or `unknown`) in which the article of each row was published."""
    published = pl.col("published_at").dt.strftime("%Y-%m").fill_null(UNKNOWN)
    found = {"articles": tables["articles"].select(published.alias(PARTITION))[PARTITION]}
    pending = [table for name, table in TABLES.items() if table.by_month and name in tables and name not in found]
    while pending:
        table = pending.pop(0)
        column, parent, parent_column = owner(table)
        if parent not in found:
            pending.append(table)
            continue
        known = tables[parent].select(pl.col(parent_column).alias(column), found[parent]).unique(column, keep="first", maintain_order=True)
        joined = tables[table.name].select(column).join(known, on=column, how="left", maintain_order="left")
        found[table.name] = joined[PARTITION].fill_null(UNKNOWN)
    return found


def owner(table: Table) -> tuple[str, str, str]:
    """The column that leads from a table to its article, and the table and column it leads to.

    That is the reference to `articles` if there is one, else the first reference within the key to a table that is
    itself split by month: `claim_events` goes by the month of its claim.
    """
    references = {name: column.references.split(".") for name, column in table.columns.items() if column.references and not column.nullable}
    for name, (parent, column) in references.items():
        if parent == "articles":
            return name, parent, column
    for name in table.key:
        parent, column = references.get(name, ("", ""))
        if parent in TABLES and TABLES[parent].by_month:
            return name, parent, column
    raise ParquetError(f"{table.name}: split by month, but no column leads to an article; give it article_id")
