"""A release in, a verdict out, with the rows at fault and why."""

import json
import socket
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from expectations.audit import audit
from expectations.verdict import Audit, Result
from tests.expectations.conftest import NOW, small_release, with_rows
from transforms.tables import TABLES

SECOND = f"men_{1:020x}"


@pytest.fixture(scope="module")
def good() -> Audit:
    return audit(small_release(), now=NOW)


@pytest.fixture(scope="module")
def bad() -> Audit:
    """A release with a confidence of 7, an empty key, a text that is not the article's, and an article of tomorrow week."""
    release = with_rows(small_release(), "mentions", {"confidence": 7.0}, {"mention_id": None}, {"mention_id": SECOND, "text": "other"})
    return audit(with_rows(release, "articles", {"published_at": datetime(2026, 12, 1, tzinfo=UTC)}), now=NOW)


@pytest.fixture(scope="module")
def misshapen() -> Audit:
    """A release without places, with a table too many, mentions without a text, claims of other types, and rows at fault in tables that are sound."""
    release = small_release()
    release["claims"] = release["claims"].with_columns(pl.col("quoted_share").cast(pl.String), nested=pl.lit([1, 2]))
    release["mentions"] = release["mentions"].drop("text")
    release["codes"] = release["codes"].select(reversed(release["codes"].columns))
    release["actor_days"] = release["actor_days"].with_columns(mention_count=pl.lit(None, pl.Int64))
    release["events"] = release["events"].with_columns(goldstein_score=pl.lit(float("nan")))
    return audit({name: frame for name, frame in release.items() if name != "places"} | {"surprise": release["codes"]}, now=NOW)


def failed(found: Audit) -> set[tuple[str, str]]:
    return {(result.table, result.check) for result in found.results if not result.success}


def test_a_valid_release_passes(good: Audit) -> None:
    assert (failed(good), good.verdict, dict(good.faults)) == (set(), "passed", {})


def test_every_table_has_its_contract_looked_into(good: Audit) -> None:
    assert {result.table for result in good.results if result.kind == "contract"} == set(TABLES)
    assert {result.kind for result in good.results} == {"contract", "relation", "belief"}


def test_one_article_is_too_few_to_judge_the_world_by(good: Audit) -> None:
    dated = next(result for result in good.results if result.check == "most articles are dated")
    assert dated.success
    assert dated.because.endswith("(Not judged: 1, fewer than 20.)")


def test_a_row_that_breaks_the_contract_fails_the_release(bad: Audit) -> None:
    assert bad.verdict == "failed"
    assert failed(bad) >= {
        ("mentions", "confidence is between 0 and 1"),
        ("mentions", "mention_id is not null"),
        ("mentions", "text is articles.text[char_start:char_end]"),
        ("articles", "articles are published between 1900 and tomorrow"),
    }


def test_faults_carry_the_row_and_the_reason(bad: Audit) -> None:
    faults = bad.faults["mentions"]
    assert faults.columns == [*TABLES["mentions"].columns, "fault_check", "fault_reason"]
    assert faults.drop("fault_check", "fault_reason").schema == TABLES["mentions"].schema
    row = faults.row(by_predicate=pl.col("fault_check") == "confidence is between 0 and 1", named=True)
    assert (row["mention_id"], row["confidence"]) == (f"men_{0:020x}", 7.0)
    assert row["fault_reason"].startswith("Contract of mentions.confidence: How far the row can be relied on.")


def test_a_row_without_its_key_is_found_all_the_same(bad: Audit) -> None:
    row = bad.faults["mentions"].row(by_predicate=pl.col("fault_check") == "mention_id is not null", named=True)
    assert (row["mention_id"], row["confidence"]) == (None, 0.0)


def test_examples_show_the_key_and_what_is_wrong(bad: Audit) -> None:
    examples = {result.check: result.examples for result in bad.results if result.table == "mentions"}
    assert examples["confidence is between 0 and 1"] == (f"men_{0:020x} confidence=7.0",)
    assert examples["text is articles.text[char_start:char_end]"] == (f"{SECOND} char_start=0 char_end=4 text='other'",)


def test_a_belief_alone_warns(good: Audit, bad: Audit) -> None:
    beliefs = [result for result in bad.results if result.kind == "belief"]
    assert {result.severity for result in beliefs if not result.success} == {"warning"}
    assert Audit((*good.results, *beliefs), {}).verdict == "warnings"


def test_a_misshapen_table_fails_the_release_and_is_not_looked_into_further(misshapen: Audit) -> None:
    assert failed(misshapen) == {
        ("places", "the table is there"),
        ("surprise", "the table is declared"),
        ("claims", "the columns have the declared types"),
        ("claims", "the columns are those declared, in order"),
        ("mentions", "the columns are those declared, in order"),
        ("codes", "the columns are those declared, in order"),
        ("actor_days", "mention_count is not null"),
        ("events", "no number is NaN"),
    }


def test_a_misshapen_table_says_what_was_found_and_what_would_be_right(misshapen: Audit) -> None:
    examples = {(result.table, result.check): result.examples for result in misshapen.results}
    assert examples["mentions", "the columns are those declared, in order"] == ("missing text",)
    assert examples["claims", "the columns are those declared, in order"] == ("surplus nested",)
    assert examples["claims", "the columns have the declared types"] == ("quoted_share: String, not Float64",)


def test_summary_and_rows_are_plain_json(bad: Audit) -> None:
    summary = json.loads(json.dumps(bad.summary()))
    assert summary["verdict"] == "failed"
    assert sum(summary["counts"][outcome] for outcome in ("passed", "warnings", "failed")) == summary["counts"]["checks"] == len(bad.results)
    assert {"table": "mentions", "check": "confidence is between 0 and 1", "severity": "critical", "unexpected_count": 1} in summary["not_passed"]
    rows = json.loads(json.dumps(bad.rows()))
    assert set(rows[0]) == {"table", "check", "kind", "severity", "success", "unexpected_count", "element_count", "because", "examples"}


def test_a_mass_failure_keeps_a_thousand_rows_and_counts_them_all() -> None:
    release = small_release()
    release["actor_days"] = pl.concat([release["actor_days"]] * 3_000)
    found = audit({"actor_days": release["actor_days"]}, now=NOW)
    result = next(result for result in found.results if result.check == "actor_id, date are together unique")
    assert (result.unexpected_count, len(result.examples), found.faults["actor_days"].height) == (3_000, 5, 1_000)


def test_an_audit_writes_nothing_and_calls_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    calls: list[object] = []
    for folder in ("here", "home", "temporary"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(socket.socket, "connect", lambda *address: calls.append(address))
    lines: list[str] = []
    audit({"redirects": TABLES["redirects"].empty()}, now=NOW, progress=lines.append)
    assert lines == ["redirects: 0 rows"]
    assert capfd.readouterr() == ("", "")
    assert calls == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_result_makes_of_the_release_what_its_severity_says() -> None:
    def result(*, success: bool, critical: bool) -> Result:
        severity = "critical" if critical else "warning"
        return Result(table="t", check="c", kind="belief", severity=severity, success=success, unexpected_count=1, element_count=1, because="b")  # type: ignore[arg-type]

    assert result(success=True, critical=True).outcome == "passed"
    assert result(success=False, critical=False).outcome == "warnings"
    assert result(success=False, critical=True).outcome == "failed"
