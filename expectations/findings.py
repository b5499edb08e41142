"""From what a check found to a result that a reader can act on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from expectations.verdict import Kind, Result, Severity
from transforms.schema import Table

EXAMPLES = 5
EXAMPLE_LENGTH = 120
ROWS_KEPT = 1_000
"""Rows at fault that are kept for each check; all are counted. What goes wrong a thousand times goes wrong alike."""


class Finding(NamedTuple):
    """A result and the rows at fault."""

    result: Result
    at_fault: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one table, and how to tell what it found."""

    table: Table
    name: str
    kind: Kind
    severity: Severity
    because: str
    shows: tuple[str, ...] = ()
    """Columns to show beside the key of a row at fault."""

    def found(self, at_fault: pl.DataFrame, *, success: bool, element_count: int, unexpected_count: int | None = None) -> Finding:
        """The finding with these rows at fault."""
        count = at_fault.height if unexpected_count is None else unexpected_count
        examples = () if success else self.examples(at_fault)
        return Finding(self.result(examples, success=success, unexpected_count=count, element_count=element_count), None if success else at_fault)

    def said(self, words: tuple[str, ...], *, success: bool, element_count: int) -> Finding:
        """The finding of a check that is about no single rows."""
        examples = () if success else tuple(shortened(word) for word in words[:EXAMPLES])
        return Finding(self.result(examples, success=success, unexpected_count=0 if success else max(len(words), 1), element_count=element_count))

    def not_judged(self, element_count: int, *, at_least: int) -> Finding:
        """The finding that there is too little to judge; it stops nothing."""
        because = f"{self.because} (Not judged: {element_count}, fewer than {at_least}.)"
        return Finding(replace(self.result((), success=True, unexpected_count=0, element_count=element_count), because=because))

    def result(self, examples: tuple[str, ...], *, success: bool, unexpected_count: int, element_count: int) -> Result:
        """The result with these counts."""
        return Result(
            table=self.table.name,
            check=self.name,
            kind=self.kind,
            severity=self.severity,
            because=self.because,
            success=success,
            unexpected_count=unexpected_count,
            element_count=element_count,
            examples=examples,
        )

    def examples(self, at_fault: pl.DataFrame) -> tuple[str, ...]:
        """The first rows at fault, each as its key and the columns that matter."""
        shown = [name for name in self.shows if name not in self.table.key]
        rows = at_fault.head(EXAMPLES).iter_rows(named=True)
        return tuple(
            shortened(" ".join([*(str(row[name]) for name in self.table.key), *(f"{name}={row[name]!r}" for name in shown)])) for row in rows
        )


def shortened(text: str) -> str:
    """The text on one line, cut to what fits into a report."""
    line = " ".join(text.split())
    return line if len(line) <= EXAMPLE_LENGTH else f"{line[: EXAMPLE_LENGTH - 1]}…"


def faults(findings: Iterable[Finding]) -> dict[str, pl.DataFrame]:
    """Rows at fault by table, each with the check it fails and the reason for that check."""
    by_table: dict[str, list[pl.DataFrame]] = {}
    for result, at_fault in findings:
        if at_fault is not None and at_fault.height:
            told = at_fault.head(ROWS_KEPT).with_columns(fault_check=pl.lit(result.check), fault_reason=pl.lit(result.because))
            by_table.setdefault(result.table, []).append(told)
    return {table: pl.concat(parts) for table, parts in by_table.items()}
