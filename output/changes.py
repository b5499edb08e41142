"""The changes of a release, for people: CHANGES.md."""

from collections.abc import Iterator, Sequence

import polars as pl

from output.diff import TableChange

MERGES_SHOWN = 50


def changes_markdown(changes: Sequence[TableChange], *, version: str, previous: str | None, merges: pl.DataFrame | None = None) -> str:
    """The text of CHANGES.md: a table of counts, then what happened in each table that changed, then merged identifiers."""
    parts = [f"# Changes in {version}", opening(changes, previous), overview(changes, first=previous is None)]
    if previous is not None:
        parts += [detail(change) for change in changes if change.is_change]
    if merges is not None and len(merges):
        parts.append(merged(merges))
    return "\n\n".join(part for part in parts if part) + "\n"


def opening(changes: Sequence[TableChange], previous: str | None) -> str:
    """What this release is compared with."""
    if previous is None:
        return "The first release."
    same = [change.table for change in changes if not change.is_change]
    return f"Compared with {previous}, row by row of each table's key." + (f" Unchanged: {', '.join(same)}." if same else "")


def overview(changes: Sequence[TableChange], *, first: bool) -> str:
    """Counts of every table that changed; of all tables in the first release."""
    if first:
        lines = ["| Table | Rows |", "| --- | ---: |", *(f"| {change.table} | {number(change.rows_after)} |" for change in changes)]
        return "\n".join(lines)
    told = [change for change in changes if change.is_change]
    if not told:
        return "No row differs."
    head = ["| Table | Rows before | Rows now | Added | Removed | Changed |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    cells = [(c.table, number(c.rows_before), number(c.rows_after), number(c.added), number(c.removed), number(c.changed)) for c in told]
    return "\n".join([*head, *(f"| {' | '.join(row)} |" for row in cells)])


def number(value: int | None) -> str:
    """The number with its thousands apart; a dash where there was no table."""
    return "–" if value is None else f"{value:,}"


def detail(change: TableChange) -> str:
    """A table's heading and what happened in it."""
    return "\n".join([f"## {change.table}", "", *(f"- {line}" for line in lines(change))])


def lines(change: TableChange) -> Iterator[str]:
    """What happened in a table, in words."""
    if change.rows_before is None:
        yield "new table"
    if change.rows_after is None:
        yield "no longer there"
    for kind, names in (("added", change.columns_added), ("removed", change.columns_removed)):
        if names:
            yield f"columns {kind}: {', '.join(f'`{name}`' for name in names)}"
    for kind, total in (("added", change.added), ("removed", change.removed), ("changed", change.changed)):
        if total:
            yield f"{number(total)} {'row' if total == 1 else 'rows'} {kind}{examples(change, kind, total)}"
    if change.columns:
        most = sorted(change.columns.items(), key=lambda item: (-item[1], item[0]))
        yield f"changed columns: {', '.join(f'`{name}` in {number(total)}' for name, total in most)}"


def examples(change: TableChange, kind: str, total: int) -> str:
    """A few keys of the rows, after a colon."""
    shown = change.examples.get(kind, ())
    return f": {', '.join(f'`{key}`' for key in shown)}{', …' if total > len(shown) else ''}" if shown else ""


def merged(merges: pl.DataFrame) -> str:
    """The identifiers that now stand under another."""
    shown = merges.head(MERGES_SHOWN)
    rows = [f"| `{old}` | `{new}` |" for old, new in shown.select("old_id", "new_id").iter_rows()]
    rest = [f"\nand {number(len(merges) - len(shown))} more in `redirects`"] if len(merges) > len(shown) else []
    head = [
        "## Merged identifiers",
        "",
        "Found to be one and the same; `redirects` leads from the old to the new.",
        "",
        "| Old | Now |",
        "| --- | --- |",
    ]
    return "\n".join([*head, *rows, *rest])
