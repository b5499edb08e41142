"""The page that shows what a release holds and how it was judged: report.html."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from output.diff import TableChange
from output.manifest import Facts
from output.report.samples import Frame, claim_samples, event_samples
from transforms.tables import TABLES

SEVERITIES = ("critical", "warning", "info")
VERDICTS = {"failed": "Failed its checks", "warned": "Passed, with warnings", "passed": "Passed all checks", "unknown": "Not checked"}


def render(
    *,
    version: str,
    created_at: datetime,
    previous: str | None,
    tables: Mapping[str, Frame],
    audit: Sequence[Mapping[str, Any]],
    changes: Sequence[TableChange],
    facts: Facts | None = None,
) -> str:
    """The text of report.html: one file that needs no network and runs no script.

    An audit result says `table`, `check`, `severity`, `success`, and may say `unexpected_count`, `element_count`,
    `because` and `examples`.
    """
    verdict = verdict_of(audit)
    return template().render(
        version=version,
        created_at=created_at,
        previous=previous,
        verdict=verdict,
        verdict_words=VERDICTS[verdict],
        headline=headline(tables),
        period=period(tables),
        tables=[{"name": name, "grain": TABLES[name].grain, "rows": count(frame)} for name, frame in tables.items()],
        groups=audit_groups(audit),
        changes=[{"change": change, "columns": columns(change)} for change in changes if change.is_change],
        claims=claim_samples(tables),
        events=event_samples(tables),
        facts=facts,
    )


def verdict_of(audit: Sequence[Mapping[str, Any]]) -> str:
    """`failed` if a critical check failed, `warned` if another did, `passed` if none did, `unknown` without checks."""
    failed = {result["severity"] for result in audit if not result["success"]}
    if "critical" in failed:
        return "failed"
    return "warned" if failed else "passed" if audit else "unknown"


def audit_groups(audit: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Results by severity, the gravest first, what failed apart from what passed."""
    known = [*SEVERITIES, *sorted({str(result["severity"]) for result in audit} - set(SEVERITIES))]
    groups = [(severity, [result for result in audit if result["severity"] == severity]) for severity in known]
    return [
        {
            "severity": severity,
            "failed": [shown(result) for result in results if not result["success"]],
            "passed": [shown(result) for result in results if result["success"]],
        }
        for severity, results in groups
        if results
    ]


def shown(result: Mapping[str, Any]) -> dict[str, Any]:
    """A result with everything the page shows, what it does not say as None."""
    optional = dict.fromkeys(("unexpected_count", "element_count", "because"))
    return {**optional, **result, "examples": [words(example) for example in result.get("examples") or ()][:5]}


def words(example: Any) -> str:
    """An example row or value as one line."""
    if isinstance(example, Mapping):
        return ", ".join(f"{name} {value}" for name, value in example.items())
    return str(example)


def columns(change: TableChange) -> list[str]:
    """What happened to a table's columns, the most changed first; the rows are counted beside it."""
    most = sorted(change.columns.items(), key=lambda item: (-item[1], item[0]))
    news = [f"new: {', '.join(change.columns_added)}"] if change.columns_added else []
    gone = [f"gone: {', '.join(change.columns_removed)}"] if change.columns_removed else []
    return [*news, *gone, *(f"{name} in {total:,}" for name, total in most)]


def headline(tables: Mapping[str, Frame]) -> list[tuple[str, int]]:
    """What a reader wants to know first: how many of what."""
    outlets = tables["articles"].lazy().select(pl.col("source_name").drop_nulls().n_unique()).collect().item()
    return [*((name, count(tables[name])) for name in ("articles", "events", "claims", "actors")), ("outlets", outlets)]


def period(tables: Mapping[str, Frame]) -> str | None:
    """First and last day of publication."""
    day = pl.col("published_at").dt.date()
    first, last = tables["articles"].lazy().select(day.min().alias("first"), day.max().alias("last")).collect().row(0)
    return None if first is None else f"{first}" if first == last else f"{first} to {last}"


def count(frame: Frame) -> int:
    """Rows of the frame."""
    return int(frame.lazy().select(pl.len()).collect().item())


@cache
def template() -> jinja2.Template:
    """The template beside this file; everything put into it is escaped."""
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("report.html.j2")
