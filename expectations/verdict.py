"""What an audit says, in a form that manifests and reports can take over."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import polars as pl

Kind = Literal["contract", "relation", "belief"]
Severity = Literal["critical", "warning"]
Verdict = Literal["passed", "warnings", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one check of one table came to."""

    table: str
    check: str
    kind: Kind
    severity: Severity
    success: bool
    unexpected_count: int
    element_count: int
    because: str
    examples: tuple[str, ...] = ()
    """Keys and values of some rows at fault, or what was found instead."""

    @property
    def outcome(self) -> Verdict:
        """`passed`, or what the failure of this check makes of the release."""
        if self.success:
            return "passed"
        return "failed" if self.severity == "critical" else "warnings"


@dataclass(frozen=True, slots=True)
class Audit:
    """What all checks of a release came to."""

    results: tuple[Result, ...]
    faults: Mapping[str, pl.DataFrame]
    """Rows at fault by table: the table's own columns, then `fault_check` and `fault_reason`; a row that breaks two rules is
    there twice, a table without rows at fault is left out."""

    @property
    def verdict(self) -> Verdict:
        """`failed` if anything critical failed, `warnings` if anything else did."""
        outcomes = {result.outcome for result in self.results}
        return "failed" if "failed" in outcomes else "warnings" if "warnings" in outcomes else "passed"

    def summary(self) -> dict[str, Any]:
        """`verdict`, `counts` of checks, and which checks did not pass, in the plain types of JSON."""
        counts = Counter[str](result.outcome for result in self.results)
        return {
            "verdict": self.verdict,
            "counts": {"checks": len(self.results), **{outcome: counts[outcome] for outcome in ("passed", "warnings", "failed")}},
            "not_passed": [
                {name: row[name] for name in ("table", "check", "severity", "unexpected_count")} for row in self.rows() if not row["success"]
            ],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict for each result, in the order in which the checks were made."""
        return [asdict(result) | {"examples": list(result.examples)} for result in self.results]
