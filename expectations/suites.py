"""Contracts as Great Expectations suites, from a table's declaration alone."""

from collections.abc import Iterator

from great_expectations.expectations.expectation import Expectation

from expectations import kinds
from seeds import reader
from transforms.schema import Column, Table

COLUMNS_IN_ORDER = "the columns are those declared, in order"


def contract_suite(table: Table) -> list[Expectation]:
    """What every frame of the table fulfils, in the order of its columns; the first expectation is about the columns themselves.

    `meta` of each holds `check`, unique in the table, and `because`, the declaration it comes from.
    Types are not among them: pandas turns an integer column with nulls into floats, so `shape` checks them in Polars.
    """
    return [columns_in_order(table), key_is_unique(table), *(rule for name, column in table.columns.items() for rule in rules(table, name, column))]


def columns_in_order(table: Table) -> Expectation:
    """Fulfilled by a frame with the declared columns, no more and no fewer, in the declared order."""
    meta = origin(table, COLUMNS_IN_ORDER, table.grain)
    return kinds.ExpectTableColumnsToMatchOrderedList(column_list=list(table.columns), meta=meta)


def key_is_unique(table: Table) -> Expectation:
    """Fulfilled when no two rows have the same key."""
    check = f"{', '.join(table.key)} {'is' if len(table.key) == 1 else 'are together'} unique"
    meta = origin(table, check, f"the key of {table.grain}")
    if len(table.key) == 1:
        return kinds.ExpectColumnValuesToBeUnique(column=table.key[0], meta=meta)
    return kinds.ExpectCompoundColumnsToBeUnique(column_list=list(table.key), meta=meta)


def rules(table: Table, name: str, column: Column) -> Iterator[Expectation]:
    """What each value of a column fulfils."""

    def meta(rule: str) -> dict[str, str]:
        return origin(table, f"{name} {rule}", column.doc, name)

    if not column.nullable:
        yield kinds.ExpectColumnValuesToNotBeNull(column=name, meta=meta("is not null"))
    if column.codes:
        yield kinds.ExpectColumnValuesToBeInSet(column=name, value_set=codes(column), meta=meta(f"is a code of {column.codes}"))
    if column.bounds:
        low, high = column.bounds
        yield kinds.ExpectColumnValuesToBeBetween(column=name, min_value=low, max_value=high, meta=meta(f"is {interval(low, high)}"))
    if column.pattern:
        yield kinds.ExpectColumnValuesToMatchRegex(column=name, regex=anchored(column.pattern), meta=meta(f"matches {column.pattern}"))


def anchored(pattern: str) -> str:
    """The pattern from the first character of a value, as the contract means it, where GX would search."""
    whole = pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern  # `$` lets a line break follow
    return rf"\A(?:{whole})"


def codes(column: Column) -> list[str | int]:
    """Codes of the column's list in the column's type. Raises SeedError if there is no such list."""
    assert column.codes
    found = reader.code_list(column.codes)
    if not found:
        raise reader.SeedError(f"seeds: no code list {column.codes!r}, or it is empty")
    return [int(code) for code in found] if column.dtype.is_integer() else list(found)


def interval(low: float | None, high: float | None) -> str:
    """The bounds in words."""
    if low is None or high is None:
        return f"at least {low:g}" if low is not None else f"at most {high:g}"
    return f"between {low:g} and {high:g}"


def origin(table: Table, check: str, doc: str, column: str | None = None) -> dict[str, str]:
    """What an expectation's `meta` says of where it comes from."""
    return {"check": check, "because": f"Contract of {'.'.join(filter(None, (table.name, column)))}: {doc}"}
