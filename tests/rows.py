"""Valid rows made from a table's declaration alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from seeds import reader
from transforms.schema import Column, Table

TEXT = "text"
"""What every text says, so that `text[0:4]` of an article is what each of its spans says."""

SHAPES = {  # how the n-th value of a required column looks, where its pattern is not that of a typed identifier
    r"\S": f"{TEXT} {{n}}",
    r"[a-z_]+\.\S+": "tests.rows",
    r"[0-9a-f]{32}$": "{n:032x}",
    r"(act|evt)_[0-9a-f]{20}$": "act_{n:020x}",
}


def valid_row(table: Table, *, row_number: int = 0, **values: Any) -> dict[str, Any]:
    """One row that obeys every rule its table declares; columns that may be null are, unless `values` names them.

    Row n of one table refers to row n of the others, so equally many rows of every table make a whole dataset.
    """
    surplus = sorted(set(values) - set(table.columns))
    if surplus:
        raise ValueError(f"{table.name}: surplus {surplus}; there are {list(table.columns)}")
    made = {name: None if column.nullable else value(name, column, row_number, in_key=name in table.key) for name, column in table.columns.items()}
    return made | values


def valid_rows(table: Table, n: int = 1, **values: Any) -> pl.DataFrame:
    """`n` such rows with different keys, as a frame of the table; `values` are the same in all of them."""
    return table.frame([valid_row(table, row_number=number, **values) for number in range(n)])


def value(name: str, column: Column, n: int, *, in_key: bool) -> Any:
    """The n-th value of a column; only those of key columns and identifiers differ with n."""
    if column.codes:
        codes = reader.code_list(column.codes)
        code = codes[n % len(codes)] if in_key else codes[0]
        return int(code) if column.dtype.is_integer() else code
    if column.dtype == pl.String:
        return text(column, n, in_key=in_key)
    if column.dtype.is_numeric():
        low = next((bound for bound in column.bounds or () if bound is not None), 0)
        number = len(TEXT) if name.endswith("char_end") else low + (n if in_key else 0)
        return int(number) if column.dtype.is_integer() else float(number)
    if column.dtype == pl.Boolean:
        return False
    day = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=n if in_key else 0)
    return day.date() if column.dtype == pl.Date else day


def text(column: Column, n: int, *, in_key: bool) -> str:
    """The n-th text of a column, matching its pattern."""
    if column.pattern is None:
        return f"{TEXT} {n}" if in_key else TEXT
    if column.pattern in SHAPES:
        return SHAPES[column.pattern].format(n=n)
    prefix, is_identifier, _ = column.pattern.partition("_[0-9a-f]{20}$")
    if not is_identifier:
        raise ValueError(f"tests/rows.py knows no text for the pattern {column.pattern!r}; add one to SHAPES")
    return f"{prefix}_{n:020x}"
