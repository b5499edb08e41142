"""A notebook gets what it asks for, or is told what there is."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from output.read import NoSuchRelease, NoSuchTable, open_release
from tests.rows import valid_rows
from transforms.tables import TABLES

Tables = dict[str, pl.DataFrame]
Publish = Callable[[Tables], str]


def test_the_latest_release_is_opened_unless_another_is_asked_for(tables: Tables, publish_tables: Publish, root: Path) -> None:
    first = publish_tables(tables)
    second = publish_tables(tables | {"actors": valid_rows(TABLES["actors"], 5)})

    assert open_release(root).version == second
    assert open_release(root, first).version == first
    assert open_release(root / "releases" / first).version == first
    assert open_release(str(root / "releases/latest")).version == second


def test_every_table_comes_back_as_it_was_published(tables: Tables, publish_tables: Publish, root: Path) -> None:
    publish_tables(tables)

    release = open_release(root)

    assert list(release) == sorted(TABLES)
    assert len(release) == len(TABLES) and "events" in release and "verbs" not in release
    for name, frame in release.items():
        assert TABLES[name].sorted(frame.collect()).equals(TABLES[name].sorted(tables[name]))


def test_the_month_is_a_column_only_when_asked_for(tables: Tables, publish_tables: Publish, root: Path) -> None:
    publish_tables(tables)
    release = open_release(root)

    assert "published_month" not in release["claims"].collect_schema()
    assert release.table("claims", months=True).sort("claim_id").collect()["published_month"].to_list() == ["2024-01", "2024-02", "unknown"]
    assert "published_month" not in release.table("events", months=True).collect_schema()


def test_an_open_release_stays_the_same_when_a_later_one_is_published(tables: Tables, publish_tables: Publish, root: Path) -> None:
    publish_tables(tables)
    release = open_release(root / "releases/latest")

    publish_tables(tables | {"actors": valid_rows(TABLES["actors"], 5)})

    assert release["actors"].collect().height == 3


def test_a_release_that_is_not_there_names_those_that_are(tables: Tables, publish_tables: Publish, root: Path) -> None:
    with pytest.raises(NoSuchRelease, match="no release 'latest'; there is none yet"):
        open_release(root)
    version = publish_tables(tables)

    with pytest.raises(NoSuchRelease, match=f"no release '2020.01.01-000'; there is {version}"):
        open_release(root, "2020.01.01-000")


@pytest.mark.parametrize(("asked", "near"), [("event", "events"), ("claim_span", "claim_spans"), ("xyzzy", "actor_aliases, actor_days, actor_roles")])
def test_a_table_that_is_not_there_names_the_nearest(tables: Tables, publish_tables: Publish, root: Path, asked: str, near: str) -> None:
    version = publish_tables(tables)

    with pytest.raises(NoSuchTable, match=f"^{version} has no table '{asked}'; there is {near}"):
        open_release(root)[asked]
    assert open_release(root).get(asked) is None
