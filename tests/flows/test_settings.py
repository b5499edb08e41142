"""One place for every setting: flags before environment before file before defaults."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from flows.settings import Settings, clock, load


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without a tidings.toml."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_anything_there_are_defaults() -> None:
    found = load()
    assert (found.output, found.model, found.replace, found.sources) == (Path("output"), "en_core_web_md", False, [])
    assert found.workers >= 1


@pytest.mark.parametrize(
    ("flags", "environment", "file", "expected"),
    [
        ({"model": "flag"}, {"TIDINGS_MODEL": "environment"}, 'model = "file"', "flag"),
        ({}, {"TIDINGS_MODEL": "environment"}, 'model = "file"', "environment"),
        ({}, {}, 'model = "file"', "file"),
        ({"model": None}, {}, 'model = "file"', "file"),
    ],
)
def test_the_nearer_word_counts(
    flags: dict[str, str], environment: dict[str, str], file: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("tidings.toml").write_text(file)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert load(**flags).model == expected


def test_a_file_may_hold_sources_and_a_mapping() -> None:
    Path("tidings.toml").write_text('sources = ["news/*.jsonl"]\n[mapping]\ntext = "body_html"\n')
    assert (load().sources, load().mapping) == (["news/*.jsonl"], {"text": "body_html"})


@pytest.mark.parametrize(("name", "value"), [("workers", 0), ("batch_articles", 0), ("longest_article", 10), ("modle", "en_core_web_sm")])
def test_a_setting_that_cannot_be_is_named(name: str, value: object) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})  # type: ignore[arg-type]


def test_settings_pass_through_json_unchanged() -> None:
    told = Settings(output=Path("elsewhere"), mapping={"text": "body"}, wait_for_lock=1.5)  # type: ignore[call-arg]
    assert Settings.model_validate(told.model_dump(mode="json")) == told


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert clock() == datetime(1970, 1, 1, tzinfo=UTC)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert clock().tzinfo == UTC
