"""What changed from one release to the next, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from transforms.schema import Table
from transforms.tables import TABLES

Frame = pl.DataFrame | pl.LazyFrame
EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChange:
    """How a table differs from its earlier self. Rows are told apart by the table's key."""

    table: str
    rows_before: int | None
    """None where there was no such table."""
    rows_after: int | None
    added: int = 0
    removed: int = 0
    changed: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    """Columns whose values changed, with the number of rows in which they did."""
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A few keys of the rows `added`, `removed` and `changed`."""

    @property
    def is_change(self) -> bool:
        """Whether there is anything to tell."""
        return bool(
            self.added
            or self.removed
            or self.changed
            or self.columns_added
            or self.columns_removed
            or self.rows_before is None
            or self.rows_after is None
        )


def compare(previous: Mapping[str, Frame] | None, current: Mapping[str, Frame]) -> list[TableChange]:
    """The change of every table of either release, in the order of the contract; without a previous one all rows are added."""
    before = previous or {}
    names = [name for name in TABLES if name in before or name in current]
    return [compare_table(TABLES[name], before.get(name), current.get(name)) for name in names]


def compare_table(table: Table, before: Frame | None, after: Frame | None) -> TableChange:
    """The change of one table."""
    if before is None or after is None:
        return one_sided(table, before, after)
    old, new = before.lazy(), after.lazy()
    old_schema, new_schema = old.collect_schema(), new.collect_schema()
    columns_added = tuple(name for name in new_schema if name not in old_schema)
    columns_removed = tuple(name for name in old_schema if name not in new_schema)
    if not all(name in old_schema and name in new_schema for name in table.key):  # the key itself is new: no row is the same row
        return replace(one_sided(table, old, new), columns_added=columns_added, columns_removed=columns_removed)
    # a type that was widened is no change of value; what the new type cannot hold becomes null and so counts as changed
    casts = {name: dtype for name, dtype in new_schema.items() if name in old_schema and old_schema[name] != dtype}
    old = old.with_columns(pl.col(name).cast(dtype, strict=False) for name, dtype in casts.items())
    added, removed = only_in(new, old, table.key), only_in(old, new, table.key)
    compared = [name for name in new_schema if name in old_schema and name not in table.key]
    changed = changed_rows(old, new, table.key, compared)
    return TableChange(
        table=table.name,
        rows_before=count(old),
        rows_after=count(new),
        added=len(added),
        removed=len(removed),
        changed=len(changed),
        columns={name: total for name in compared if (total := int(changed[name].sum()))},
        examples={"added": keys(added), "removed": keys(removed), "changed": keys(changed.select(table.key))},
        columns_added=columns_added,
        columns_removed=columns_removed,
    )


def one_sided(table: Table, before: Frame | None, after: Frame | None) -> TableChange:
    """The change of a table that is new or gone, or of which no row can be found again."""
    rows_before, rows_after = (None if frame is None else count(frame.lazy()) for frame in (before, after))
    return TableChange(table=table.name, rows_before=rows_before, rows_after=rows_after, added=rows_after or 0, removed=rows_before or 0)


def only_in(left: pl.LazyFrame, right: pl.LazyFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """Keys of the rows that only the left frame has, in order."""
    return left.select(key).join(right.select(key), on=key, how="anti", nulls_equal=True).sort(key).collect()


def changed_rows(old: pl.LazyFrame, new: pl.LazyFrame, key: tuple[str, ...], columns: list[str]) -> pl.DataFrame:
    """Keys of the rows that both have with different values, and for each column whether its value differs."""
    joined = new.select(*key, *columns).join(old.select(*key, *columns), on=key, how="inner", suffix=" before", nulls_equal=True)
    differs = joined.select(*key, *(pl.col(name).ne_missing(pl.col(f"{name} before")) for name in columns))
    return differs.filter(pl.any_horizontal(columns) if columns else pl.lit(False)).sort(key).collect()


def count(frame: pl.LazyFrame) -> int:
    """Rows of the frame."""
    return int(frame.select(pl.len()).collect().item())


def keys(rows: pl.DataFrame) -> tuple[str, ...]:
    """The first keys, each as one text."""
    return tuple(", ".join(map(str, row)) for row in rows.head(EXAMPLES).iter_rows())


def merges(previous: Mapping[str, Frame] | None, current: Mapping[str, Frame]) -> pl.DataFrame:
    """The rows of `redirects` that are new: which identifiers were merged into which since the previous release."""
    now = current["redirects"].lazy()
    if previous is None or "redirects" not in previous:
        return now.sort("old_id").collect()
    before = previous["redirects"].lazy().select("old_id", "new_id")
    return now.join(before, on=["old_id", "new_id"], how="anti").sort("old_id").collect()
