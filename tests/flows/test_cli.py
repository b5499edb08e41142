"""What people type, what they are told, and the code the command ends with."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from flows.cli.main import AUDIT_FAILED, LOCKED, OK, USAGE, app
from flows.publish import Outcome
from output.read import open_release
from output.release import latest, writer_lock
from tests.flows.conftest import VISIT, write
from transforms.tables import TABLES

COMMANDS = sorted(vars(typer.main.get_command(app))["commands"])


@pytest.fixture
def tidings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs a command in an empty folder, at a terminal wide enough that no line is broken."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setenv("TERMINAL_WIDTH", "400")

    def command(*words: str | Path) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], terminal_width=400)

    return command


def test_the_commands_are_those_of_the_readme() -> None:
    assert COMMANDS == ["dictionary", "releases", "run", "show", "sources", "verify"]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_by_example(name: str, tidings: Callable[..., Result]) -> None:
    result = tidings(name, "--help")
    _, _, examples = result.output.partition("Example")
    assert result.exit_code == OK
    assert f"tidings {name}" in examples


def test_help_says_what_the_exit_codes_mean(tidings: Callable[..., Result]) -> None:
    said = tidings("--help").output
    assert "Exit codes: 0 done" in said and "1 the audit failed" in said and "3 another run holds the dataset" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run"], "no sources: name a folder, file or glob"),
        (["run", "nowhere"], "nothing to read at 'nowhere'"),
        (["run", "bbc-wrld"], "no source of that name; near are bbc-world"),
        (["run", "--urls", "nowhere.txt"], "nothing to read at 'nowhere.txt'"),
        (["run", "nowhere", "--map", "text"], "--map text: write it as OURS=THEIRS"),
        (["run", "nowhere", "--map", "txt=body"], "txt"),
        (["run", "nowhere", "--workers", "0"], "workers"),
        (["show", "events"], "no release 'latest'; there is none yet"),
        (["verify"], "no release 'latest'; there is none yet"),
        (["dictionary", "event"], "no table event; near are events"),
        (["dictionary", "qqq"], "no table qqq; near are articles, rejects"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_carried_out_says_what_would_be_right(words: list[str], said: str, tidings: Callable[..., Result]) -> None:
    result = tidings(*words)
    assert result.exit_code == USAGE
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "event"], "has no table 'event'; there is events"),
        (["show", "events", "--where", "event_typ = 'X'"], "the columns are event_id, event_type"),
        (["show", "events", "--where", "event_type ="], "--where event_type =:"),
        (["show", "events", "--columns", "event_typ"], "no column event_typ; near are event_type"),
        (["show", "events", "--format", "xml"], "--format xml: there is table, csv and jsonl"),
        (["show", "events", "--release", "2020.01.01-abc"], "no release '2020.01.01-abc'; there is 20"),
        (["show", "events", "--limit", "0"], "--limit"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_question_that_cannot_be_answered_says_why(words: list[str], said: str, dataset: Path, tidings: Callable[..., Result]) -> None:
    result = tidings(*words, "--output", dataset)
    assert result.exit_code == USAGE
    assert said in result.output


def test_rows_are_shown_that_meet_a_condition(dataset: Path, tidings: Callable[..., Result]) -> None:
    result = tidings("show", "articles", "--where", "title LIKE '%Nairobi%'", "--columns", "title,source_name", "--output", dataset)
    assert result.exit_code == OK
    assert "Police arrest 12 protesters in Nairobi" in result.output and "Harbor plant" not in result.output


def test_rows_can_be_had_as_csv_and_json_lines(dataset: Path, tidings: Callable[..., Result]) -> None:
    csv = tidings("show", "articles", "--columns", "title", "--format", "csv", "--output", dataset).output.splitlines()
    lines = tidings("show", "articles", "--columns", "title", "--format", "jsonl", "--output", dataset).output.splitlines()
    assert csv[0] == "title" and csv[1:] == [json.loads(line)["title"] for line in lines] and len(lines) == 2


def test_no_row_is_said(dataset: Path, tidings: Callable[..., Result]) -> None:
    assert "no row meets the condition" in tidings("show", "events", "--where", "confidence > 1", "--output", dataset).output


@pytest.mark.parametrize("table", TABLES)
def test_every_table_can_be_shown(table: str, dataset: Path, tidings: Callable[..., Result]) -> None:
    assert tidings("show", table, "--output", dataset).exit_code == OK


def test_named_sources_are_listed_by_what_is_in_them(tidings: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.csv").write_text("name,kind,url,source_name\nharbor,feed,https://ana:geheim@harbor.example.org/rss,Harbor News\n")
    monkeypatch.setenv("TIDINGS_SOURCES_FILE", "mine.csv")
    listed, every = tidings("sources", "harbor", "news"), tidings("sources")
    assert (listed.exit_code, every.exit_code) == (OK, OK)
    assert "https://harbor.example.org/rss" in listed.output and "bbc-world" not in listed.output and "geheim" not in listed.output
    assert "bbc-world" in every.output and "harbor" in every.output
    assert "no source has 'qqq'" in tidings("sources", "qqq").output


def test_releases_are_listed(dataset: Path, tidings: Callable[..., Result]) -> None:
    line = next(line for line in tidings("releases", "--output", dataset).output.splitlines() if str(latest(dataset)) in line)
    assert line.split()[0] == latest(dataset) and line.split()[-1] == "latest"


def test_a_folder_without_releases_is_told_how_to_get_one(tidings: Callable[..., Result]) -> None:
    result = tidings("releases", "--output", "empty")
    assert result.exit_code == OK and "make one with `tidings run SOURCE --output empty`" in result.output
    assert not Path("empty").exists(), "looking makes no folder"


def test_a_whole_release_is_said_to_be_whole(dataset: Path, tidings: Callable[..., Result]) -> None:
    result = tidings("verify", "--output", dataset)
    assert (result.exit_code, f"{latest(dataset)} is whole: {len(TABLES)} tables" in result.output) == (OK, True)


def test_a_release_somebody_wrote_in_is_not(dataset: Path, tmp_path: Path, tidings: Callable[..., Result]) -> None:
    shutil.copytree(dataset, tmp_path / "data", symlinks=True)
    report = open_release(tmp_path / "data").path / "report.html"
    report.write_text(report.read_text() + " ")
    result = tidings("verify", "--output", tmp_path / "data")
    assert result.exit_code == AUDIT_FAILED
    assert "report.html: hash differs" in result.output


@pytest.mark.parametrize("table", TABLES)
def test_the_dictionary_explains_every_column(table: str, tidings: Callable[..., Result]) -> None:
    result = tidings("dictionary", table)
    assert result.exit_code == OK
    assert TABLES[table].grain in result.output
    assert [column for column in TABLES[table].columns if column not in result.output] == []


def test_the_dictionary_names_every_table(tidings: Callable[..., Result]) -> None:
    said = tidings("dictionary").output
    assert [table for table in TABLES if table not in said] == []


def test_a_run_tells_what_came_of_it(run: Callable[..., Outcome], tmp_path: Path, tidings: Callable[..., Result]) -> None:
    write(tmp_path / "news", visit=VISIT)
    first, second = tidings("run", "news"), tidings("run", "news")
    version = str(latest(tmp_path / "output"))
    assert (first.exit_code, second.exit_code) == (OK, OK)
    assert "1 records: 1 new articles, 0 new revisions, 0 known before, 0 rejects (0 repeated); 0 of the new are copies" in first.output
    assert f"New release {version}" in first.output and "Audit: passed" in first.output and "Look next" in first.output
    assert f"Nothing changed: {version} is still the latest release" in second.output


def test_a_dataset_in_use_is_left_alone(run: Callable[..., Outcome], dataset: Path, tmp_path: Path, tidings: Callable[..., Result]) -> None:
    write(tmp_path / "news", visit=VISIT)
    with writer_lock(dataset):
        result = tidings("run", "news", "--output", dataset, "--wait", "0")
    assert result.exit_code == LOCKED
    assert "is writing a release. Wait for it to end" in result.output
