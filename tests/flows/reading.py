"""Documents as files, and what was read of them: for the tests of sources."""

from pathlib import Path
from typing import Any

from flows.sources.collect import collect

FIELDS = ("source_ref", "title", "text_raw", "source_name", "published_at_raw", "byline", "section", "language_raw", "url")


def read(folder: Path, content: str | bytes, name: str = "document.dat") -> tuple[list[dict[str, Any]], list[tuple[str, str, str]]]:
    """Records, without the fields that are null, and rejects as (locator, reason, detail)."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = collect([path])
    records = [{key: row[key] for key in (*FIELDS, "extractor", "encoding") if row[key] is not None} for row in found.records.to_dicts()]
    return records, found.rejects.select("record_locator", "reason", "detail").rows()
