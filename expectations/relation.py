"""What a rule between rows and tables is."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from expectations.shape import Tables


@dataclass(frozen=True, slots=True)
class Relation:
    """A rule of the contract that takes more than one column to look into; it holds if no row is at fault."""

    table: str
    name: str
    because: str
    at_fault: Callable[[Tables], pl.DataFrame]
    """Rows of the table that break the rule, with exactly the table's columns."""
    shows: tuple[str, ...] = ()
    """Columns that let a reader see what is wrong."""
