"""The data dictionary, written from the contract.

`python -m output.dictionary` writes `DICTIONARY.md` beside this file.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from seeds import reader
from transforms.schema import SCHEMA_VERSION, Column, Table
from transforms.tables import TABLES

NOT_PRINTED = ("countries",)
"""Lists that are only named: everybody knows ISO 3166-1, and the table `codes` has it."""
CONVENTIONS = (
    "Null means unknown. Identifiers are a prefix and a hash, the same in every rerun. `char_start` and `char_end` count Unicode code points"
    " in `articles.text`, the end is exclusive. `_at` is a UTC instant, `_date` a day, `_count` a whole number, and the labels of a `_code` are in"
    " [codes](#codes)."
)
TYPES: Mapping[pl.DataType | type[pl.DataType], tuple[str, str]] = {
    pl.String: ("text", "string"),
    pl.Int32: ("integer", "integer"),
    pl.Int64: ("integer", "integer"),
    pl.Float64: ("number", "number"),
    pl.Boolean: ("yes or no", "boolean"),
    pl.Date: ("date", "date"),
    pl.Datetime("us", "UTC"): ("UTC instant", "datetime"),
}
"""Type of a column for people, and as Frictionless calls it."""


def dictionary_markdown() -> str:
    """The whole dictionary: every table with its columns, and every code list they use."""
    lists = sorted({column.codes for table in TABLES.values() for column in table.columns.values() if column.codes})
    contents = [f"- [{name}](#{name}): {table.grain}" for name, table in TABLES.items()]
    printed = [name for name in lists if name not in NOT_PRINTED]
    code_links = ", ".join(f"[{name}](#codes-{name})" for name in printed)
    parts = [
        "# Data dictionary",
        f"Schema version {SCHEMA_VERSION}. Written from the contract by `python -m output.dictionary`; change it there, not here.",
        CONVENTIONS,
        "## Contents",
        "\n".join([*contents, f"- code lists: {code_links}"]),
        *(table_markdown(table) for table in TABLES.values()),
        "# Code lists",
        f"The table [codes](#codes) holds all of them. Not printed here: {', '.join(f'`{name}`' for name in NOT_PRINTED)}.",
        *(codes_markdown(name) for name in printed),
    ]
    return "\n\n".join(parts) + "\n"


def table_markdown(table: Table) -> str:
    """A table's heading, grain, key and columns."""
    facts = f"{sentence(table.grain)} Key: {', '.join(f'`{name}`' for name in table.key)}."
    split = " Split into files by the article's month of publication." if table.by_month else ""
    rows = [column_cells(name, column) for name, column in table.columns.items()]
    header = ("Column", "Type", "Unit", "Null", "Values", "Meaning")
    return "\n\n".join(part for part in (f"## {table.name}", table.doc, facts + split, markdown_table(header, rows)) if part)


def column_cells(name: str, column: Column) -> tuple[str, ...]:
    """A column's row in the table of columns."""
    return (f"`{name}`", type_names(column)[0], column.unit or "", "yes" if column.nullable else "", values_cell(column), column.doc)


def values_cell(column: Column) -> str:
    """What a column's values may be: a code list, a column they occur in, bounds, or a pattern."""
    low, high = column.bounds or (None, None)
    if column.codes in NOT_PRINTED:
        return f"codes `{column.codes}`"
    if column.codes:
        return f"[{column.codes}](#codes-{column.codes})"
    if column.references:
        table = column.references.partition(".")[0]
        return f"in [{column.references}](#{table})"
    if low is not None:
        return f"from {low:g}" if high is None else f"{low:g} to {high:g}"
    if high is not None:
        return f"up to {high:g}"
    return f"`{column.pattern}`" if column.pattern and column.pattern != r"\S" else ""


def codes_markdown(name: str) -> str:
    """A code list's heading and its codes."""
    rows = reader.codes().filter(pl.col("code_list") == name)
    header = ("Code", "Label", "Meaning", "Under")
    cells = [
        (f"`{row['code']}`", row["label"], row["description"] or "", f"`{row['parent_code']}`" if row["parent_code"] else "")
        for row in rows.iter_rows(named=True)
    ]
    return f"## codes: {name}\n\n{markdown_table(header, cells)}"


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; columns that are empty throughout are left out."""
    kept = [index for index in range(len(header)) if any(row[index] for row in rows)]
    lines = [[header[index] for index in kept], ["---"] * len(kept), *([cell(row[index]) for index in kept] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(text: str) -> str:
    """The text as it can stand in a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def sentence(text: str) -> str:
    """The text as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."


def type_names(column: Column) -> tuple[str, str]:
    """The column's type for people, and as Frictionless calls it."""
    return next(names for dtype, names in TYPES.items() if column.dtype == dtype)


if __name__ == "__main__":
    Path(__file__).with_name("DICTIONARY.md").write_text(dictionary_markdown(), encoding="utf-8", newline="\n")
