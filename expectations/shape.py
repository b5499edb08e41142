"""What a frame must be before its rows can be looked at: the declared columns, in the declared types."""

from collections.abc import Mapping

import polars as pl

from transforms.schema import Table

Tables = Mapping[str, pl.DataFrame]
"""Frames by the names of their tables."""


def wrong_columns(table: Table, frame: pl.DataFrame) -> tuple[str, ...]:
    """Columns that are missing or surplus, in words; empty if there are none."""
    missing = [f"missing {name}" for name in table.columns if name not in frame.columns]
    return (*missing, *(f"surplus {name}" for name in frame.columns if name not in table.columns))


def wrong_types(table: Table, frame: pl.DataFrame) -> tuple[str, ...]:
    """Columns of another type than the declared one, in words; empty if there are none."""
    declared: Mapping[str, pl.DataType] = table.schema
    return tuple(f"{name}: {frame.schema[name]}, not {dtype}" for name, dtype in declared.items() if frame.schema.get(name, dtype) != dtype)


def not_a_number(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with a NaN: unknown is null, and pandas would take the one for the other."""
    floats = [name for name, dtype in frame.schema.items() if dtype.is_float()]
    return frame.filter(pl.any_horizontal(pl.col(floats).is_nan().fill_null(value=False))) if floats else frame.clear()


def fits(table: Table, frame: pl.DataFrame) -> bool:
    """Whether the frame has the declared columns in the declared types, in whatever order."""
    return not wrong_columns(table, frame) and not wrong_types(table, frame)
