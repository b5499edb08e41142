"""Files that polars, pandas and DuckDB read alike."""

from hashlib import sha256
from pathlib import Path

import duckdb
import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from output.parquet import ParquetError, arrow_schema, months, write
from tests.rows import valid_row, valid_rows
from transforms.schema import Column, Table
from transforms.tables import TABLES


def paths(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet"))


@pytest.fixture
def folder(tmp_path: Path, tables: dict[str, pl.DataFrame]) -> Path:
    """Every table, written."""
    month = months(tables)
    for name, frame in tables.items():
        write(TABLES[name], frame, tmp_path / name, months=month.get(name))
    return tmp_path


def test_fact_tables_are_split_by_the_month_of_their_article(folder: Path) -> None:
    assert paths(folder / "claims") == [f"published_month={month}/part-0.parquet" for month in ("2024-01", "2024-02", "unknown")]
    assert paths(folder / "events") == ["part-0.parquet"]


def test_the_month_of_a_row_is_found_through_the_tables_between_it_and_its_article(tables: dict[str, pl.DataFrame]) -> None:
    found = {name: series.to_list() for name, series in months(tables).items()}

    assert set(found) == {name for name, table in TABLES.items() if table.by_month}
    for name in ("articles", "claims", "claim_spans", "claim_events", "event_mention_actors"):
        assert found[name] == ["2024-01", "2024-02", "unknown"]


def test_a_row_whose_article_is_missing_has_an_unknown_month(tables: dict[str, pl.DataFrame]) -> None:
    found = months(tables | {"articles": TABLES["articles"].empty()})

    assert found["claim_spans"].to_list() == ["unknown"] * 3


def test_an_empty_table_still_has_a_file_with_its_columns(tmp_path: Path) -> None:
    claims = TABLES["claims"]

    write(claims, claims.empty(), tmp_path, months=pl.Series([], dtype=pl.String))

    assert paths(tmp_path) == ["published_month=unknown/part-0.parquet"]
    assert pl.read_parquet(tmp_path / "**/*.parquet").schema == claims.schema


@pytest.mark.parametrize("name", TABLES)
def test_polars_pandas_and_duckdb_read_the_same_rows(folder: Path, tables: dict[str, pl.DataFrame], name: str) -> None:
    expected = TABLES[name].sorted(tables[name])
    key = list(TABLES[name].key)

    in_polars = pl.read_parquet(f"{folder}/{name}/**/*.parquet")
    in_pandas = pd.read_parquet(folder / name)
    query = f"select * from read_parquet('{folder}/{name}/**/*.parquet') order by {', '.join(key)}"
    in_duckdb = duckdb.execute(query)
    names = [name for name, *_ in in_duckdb.description or ()]

    assert TABLES[name].sorted(in_polars).equals(expected)
    assert len(in_pandas) == len(expected)
    assert [row[: len(expected.columns)] for row in in_duckdb.fetchall()] == expected.rows()
    for columns in (list(in_pandas.columns), names):
        assert [column for column in columns if column != "published_month"] == expected.columns


def test_the_month_is_a_text_where_a_tool_makes_a_column_of_it(folder: Path) -> None:
    in_duckdb = duckdb.execute(f"select distinct published_month as month from read_parquet('{folder}/claims/**/*.parquet') order by 1").fetchall()
    in_pandas = sorted(pd.read_parquet(folder / "claims")["published_month"].astype(str))

    assert in_duckdb == [("2024-01",), ("2024-02",), ("unknown",)]
    assert in_pandas == ["2024-01", "2024-02", "unknown"]


def test_a_tool_that_reads_only_known_months_reads_them_as_text_too(folder: Path) -> None:
    (month,) = duckdb.execute(
        f"select published_month from read_parquet('{folder}/claims/published_month=2024-01/*.parquet', hive_partitioning=true)"
    ).fetchall()

    assert month == ("2024-01",)


def test_the_partition_is_not_a_column_of_the_files(folder: Path) -> None:
    for path in folder.rglob("*.parquet"):
        assert "published_month" not in pq.ParquetFile(path).schema_arrow.names


def test_equal_rows_in_another_order_are_equal_bytes(tmp_path: Path) -> None:
    table = TABLES["actors"]
    frame = valid_rows(table, 50)

    write(table, frame, tmp_path / "a")
    write(table, frame.reverse(), tmp_path / "b")

    first, second = (sha256((tmp_path / name / "part-0.parquet").read_bytes()).hexdigest() for name in "ab")
    assert first == second
    assert pl.read_parquet(tmp_path / "b/part-0.parquet").equals(frame)


def test_the_file_says_what_the_columns_mean(tmp_path: Path) -> None:
    table = TABLES["event_mentions"]

    (part,) = write(table, valid_rows(table), tmp_path, months=pl.Series(["2024-01"]))

    schema = pq.read_schema(part.path)
    described = {key.decode(): value.decode() for key, value in schema.field("killed_count").metadata.items()}
    assert described["description"] == "People said to have been killed."
    assert described["unit"] == "people"
    assert schema.field("event_type").metadata[b"codes"] == b"event_types"
    assert schema.field("article_id").metadata[b"references"] == b"articles.article_id"
    assert schema.metadata[b"table"] == b"event_mentions"
    assert schema.metadata[b"key"] == b"event_mention_id"
    assert schema.metadata[b"schema_version"]


def test_types_are_those_that_every_tool_knows() -> None:
    plain = {pa.string(), pa.int32(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us", tz="UTC")}
    for table in TABLES.values():
        assert {field.type for field in arrow_schema(table)} <= plain


def test_the_file_is_zstd_in_pages_of_the_first_version_and_says_what_may_be_null(tmp_path: Path) -> None:
    (part,) = write(TABLES["codes"], valid_rows(TABLES["codes"], 3), tmp_path)

    column = pq.ParquetFile(part.path).metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"
    assert {field.name: field.nullable for field in pq.read_schema(part.path)} == {
        "code_list": False,
        "code": False,
        "label": False,
        "description": True,
        "parent_code": True,
    }


def test_a_required_column_with_a_null_can_be_staged_so_that_the_audit_sees_it(tmp_path: Path) -> None:
    table = TABLES["actors"]

    (part,) = write(table, table.frame([valid_row(table, name=None)]), tmp_path)

    assert pq.read_schema(part.path).field("name").nullable
    assert pl.read_parquet(part.path)["name"].to_list() == [None]


def test_text_outside_the_basic_plane_and_empty_text_survive(tmp_path: Path) -> None:
    table = TABLES["actor_aliases"]
    rows = [valid_row(table, row_number=n, alias=alias) for n, alias in enumerate(["", "😀 é", "e\u0301", "a\tb\nc"])]

    (part,) = write(table, table.frame(rows), tmp_path)

    assert pl.read_parquet(part.path)["alias"].to_list() == ["", "😀 é", "e\u0301", "a\tb\nc"]


def test_a_split_table_without_months_says_what_to_pass(tmp_path: Path) -> None:
    with pytest.raises(ParquetError, match=r"claims: split by month, but 0 months for 1 rows; pass months\(tables\)\['claims'\]"):
        write(TABLES["claims"], valid_rows(TABLES["claims"]), tmp_path)


def test_a_type_that_is_not_published_says_which_are() -> None:
    table = Table("bad", "one row per x", ("x",), {"x": Column(pl.UInt8, "x")})

    with pytest.raises(ParquetError, match="x: .*UInt8.* is not published; use one of"):
        arrow_schema(table)
