"""A backfill brings its sources in part by part."""

from pathlib import Path

from flows.backfill import backfill, parts
from flows.settings import Settings
from output.read import open_release
from output.release import list_releases
from tests.flows.conftest import MARCH, PLANT, VISIT, write


def test_parts_hold_every_source_once_and_in_order() -> None:
    assert list(parts(["a", "b", "c", "d", "e"], 2)) == [["a", "b"], ["c", "d"], ["e"]]
    assert list(parts([], 2)) == []


def test_a_backfill_makes_a_release_after_each_part_and_ends_with_all_articles(prefect_server: str, tmp_path: Path) -> None:
    sources = [write(tmp_path / name, **{name: text}) for name, text in (("plant", PLANT), ("march", MARCH), ("visit", VISIT))]

    outcomes = backfill([str(source) for source in sources], Settings(output=tmp_path / "data", workers=1).model_dump(mode="json"), sources_each=2)

    assert [outcome.status for outcome in outcomes] == ["new", "new"]
    assert [outcome.version for outcome in outcomes] == list_releases(tmp_path / "data")
    rows = [open_release(tmp_path / "data", outcome.version).manifest.tables["articles"].rows for outcome in outcomes]
    assert rows == [2, 3]
