"""Polars expressions for making one value out of many."""

from collections.abc import Sequence

import polars as pl


def commonest(frame: pl.DataFrame, keys: Sequence[str], column: str) -> pl.DataFrame:
    """One row per key with the value that occurs most in `column`, the smallest of equally common ones; nulls do not count.

    Keys that have no value are left out.
    """
    return (
        frame.filter(pl.col(column).is_not_null())
        .group_by([*keys, column])
        .agg(pl.len().alias("_count"))
        .sort([*keys, "_count", column], descending=[*[False] * len(keys), True, False])
        .unique(list(keys), keep="first", maintain_order=True)
        .drop("_count")
    )


def with_commonest(base: pl.DataFrame, frame: pl.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> pl.DataFrame:
    """`base`, one row per key, with the commonest value of each of the columns in `frame`."""
    for column in columns:
        base = base.join(commonest(frame, keys, column), on=list(keys), how="left")
    return base
