"""A release can prove that it is whole."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from output.manifest import FileEntry, Manifest, ManifestError, TableEntry, read_manifest, verify

Tables = dict[str, pl.DataFrame]


@pytest.fixture
def release(tables: Tables, publish_tables: Callable[[Tables], str], root: Path) -> Path:
    return root / "releases" / publish_tables(tables)


def test_a_manifest_comes_back_from_its_json_as_it_was() -> None:
    manifest = Manifest(
        version="2026.11.22-k7f",
        schema_version="1.0.0",
        created_at=datetime(2026, 11, 22, 13, tzinfo=UTC),
        code={"version": "1.0.0", "commit": None},
        extractors=[{"name": "english", "version": "1", "model": "en_core_web_md", "model_version": "3.8.0", "hashes": {"a": "b"}}],
        seeds="0123456789abcdef",
        inputs=[{"path": "articles/", "kind": "folder", "articles": 3, "rejects": 1}],
        tables={"codes": TableEntry(2, (FileEntry("tables/codes/part-0.parquet", "ab", 10, 2),))},
        documents=[],
        audit={"verdict": "passed", "counts": {"critical": 0}},
        previous=None,
        settings={"batch_size": 8},
    )

    text = manifest.to_json()

    assert Manifest.from_json(text).to_json() == text
    assert Manifest.from_json(text).tables == manifest.tables
    assert text.startswith('{\n  "audit": {\n') and text.endswith("}\n")


def test_a_release_that_was_published_is_whole(release: Path) -> None:
    assert verify(release) == []
    assert read_manifest(release).tables["claims"].rows == 3
    assert {file.path for file in read_manifest(release).documents} == {"CHANGES.md", "DICTIONARY.md", "datapackage.json", "report.html"}


def test_a_missing_file_is_named(release: Path) -> None:
    (release / "tables/events/part-0.parquet").unlink()

    assert verify(release) == ["tables/events/part-0.parquet: missing"]


def test_a_surplus_file_is_named(release: Path) -> None:
    (release / "tables/events/part-1.parquet").write_bytes(b"")

    assert verify(release) == ["tables/events/part-1.parquet: surplus, not in manifest.json"]


def test_a_changed_byte_is_found(release: Path) -> None:
    path = release / "CHANGES.md"
    path.write_bytes(b"#" + path.read_bytes()[1:].replace(b"C", b"K"))

    assert verify(release) == ["CHANGES.md: hash differs; its bytes are not those that were published"]


def test_a_file_with_other_rows_is_found(release: Path) -> None:
    pl.read_parquet(release / "tables/codes/part-0.parquet").head(1).write_parquet(release / "tables/codes/part-0.parquet")

    assert verify(release) == [
        "tables/codes/part-0.parquet: hash differs; its bytes are not those that were published",
        "tables/codes/part-0.parquet: 1 rows, manifest.json says 3 rows",
    ]


def test_a_file_that_is_no_parquet_is_found(release: Path) -> None:
    (release / "tables/codes/part-0.parquet").write_text("none")

    assert "tables/codes/part-0.parquet: no readable Parquet, manifest.json says 3 rows" in verify(release)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("{", "manifest.json: JSONDecodeError"), ("{}", "manifest.json: missing ['audit', 'code'"), ("[]", "manifest.json: missing")],
)
def test_an_unreadable_manifest_is_said_to_be(release: Path, text: str, problem: str) -> None:
    (release / "manifest.json").write_text(text)

    (found,) = verify(release)

    assert found.startswith(problem)


def test_a_folder_without_a_manifest_is_no_release(tmp_path: Path) -> None:
    (found,) = verify(tmp_path)

    assert found.endswith(f"No such file or directory; is {tmp_path} a release?")
    with pytest.raises(ManifestError):
        read_manifest(tmp_path)


def test_a_manifest_that_says_more_is_read_all_the_same(release: Path) -> None:
    text = (release / "manifest.json").read_text()

    assert Manifest.from_json(text.replace("{", '{"later": 1,', 1)).version == release.name
