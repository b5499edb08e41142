"""A small whole dataset, and a root to publish it under."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from output.release import Facts, publish, stage, writer_lock
from tests.rows import valid_row, valid_rows
from transforms.tables import TABLES

Tables = dict[str, pl.DataFrame]
NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)


def three_rows() -> Tables:
    """Three rows of every table; the articles are of January, of February and of an unknown month."""
    dates = [datetime(2024, 1, 5, tzinfo=UTC), datetime(2024, 2, 6, tzinfo=UTC), None]
    articles = [valid_row(TABLES["articles"], row_number=n, published_at=date) for n, date in enumerate(dates)]
    return {name: valid_rows(table, 3) for name, table in TABLES.items()} | {"articles": TABLES["articles"].frame(articles)}


@pytest.fixture
def tables() -> Tables:
    """The same, as what a test works with."""
    return three_rows()


@pytest.fixture
def publish_tables(tmp_path: Path) -> Callable[[Tables], str]:
    """Stages and publishes tables under `tmp_path / "data"`, and gives the version."""

    def run(tables: Tables) -> str:
        root = tmp_path / "data"
        with writer_lock(root, wait=0):
            return publish(stage(root, tables, now=NOW), Facts(), changes_md="# Changes\n", extra_files={"report.html": "<p>report</p>\n"})

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where `publish_tables` publishes."""
    return tmp_path / "data"
