"""A whole release small enough to read, on which every check passes."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from expectations.shape import Tables
from tests.rows import valid_row
from transforms.tables import TABLES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ACTOR, MENTION = f"act_{0:020x}", f"men_{0:020x}"
ELSEWHERE = f"{9:020x}"
"""The digits of an identifier that no row of the release has."""

TOLD: dict[str, dict[str, Any]] = {  # what a row says beyond what its declaration asks for, so that all of them fit together
    "articles": {"char_count": 4, "word_count": 1, "sentence_count": 1, "published_at": datetime(2026, 11, 20, tzinfo=UTC)},
    "mentions": {"actor_id": ACTOR, "mention_type": "named"},
    "event_mention_actors": {"mention_id": MENTION, "actor_id": ACTOR},
    "events": {"date_start": date(2026, 11, 19), "date_end": date(2026, 11, 19), "killed_count": 3, "event_type": "AID", "quad_code": 2},
    "claims": {"quoted_share": 1.0, "speaker_text": "text", "speaker_char_start": 0, "speaker_char_end": 4, "speaker_actor_id": ACTOR},
    "redirects": {"old_id": f"act_{ELSEWHERE}"},
}


def small_release() -> dict[str, pl.DataFrame]:
    """One row in every table."""
    return {name: table.frame([valid_row(table, **TOLD.get(name, {}))]) for name, table in TABLES.items()}


@pytest.fixture
def release() -> dict[str, pl.DataFrame]:
    return small_release()


def with_rows(tables: Tables, table: str, *rows: dict[str, Any]) -> dict[str, pl.DataFrame]:
    """The release in which one table has rows like its own, each with some other values."""
    first = tables[table].row(0, named=True)
    return {**tables, table: TABLES[table].frame([first | row for row in rows])}
