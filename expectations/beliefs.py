"""What a belief about the world is, and how one is looked into."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import polars as pl
from great_expectations.expectations.expectation import Expectation

from expectations.shape import Tables
from expectations.verdict import Severity


class Judged(NamedTuple):
    """Rows at fault, and among how many rows they were looked for."""

    at_fault: pl.DataFrame
    element_count: int


Judge = Callable[[Tables, datetime], Judged]


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """Something that is true of news articles as far as we know: it may fail without a bug."""

    table: str
    name: str
    because: str
    """Why it is believed; shown in the report."""
    check: Expectation | Judge
    """A Great Expectations rule for the table, with its own `mostly`, or a function over all tables."""
    mostly: float = 1.0
    """Share of rows that must not be at fault; for functions only."""
    at_least: int = 1
    """Fewer rows than this are not judged: a share of five rows says nothing."""
    severity: Severity = "warning"
    shows: tuple[str, ...] = ()
    """Columns that let a reader see what is wrong; for functions only."""

    def holds(self, judged: Judged) -> bool:
        """Whether as few rows are at fault as the belief allows."""
        return judged.at_fault.height <= (1 - self.mostly) * judged.element_count + 1e-9


def among(rows: pl.DataFrame, holds: pl.Expr) -> Judged:
    """Those of the rows for which `holds` is false are at fault; null is not."""
    return Judged(rows.filter(~holds), rows.height)
