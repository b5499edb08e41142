"""What the READMEs say is true: their code runs, their commands parse, what they name exists, and nothing is left out."""

import ast
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import click
import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from flows.cli.main import app
from flows.settings import Settings
from flows.sources import fields
from flows.sources.collect import collect
from output.read import open_release
from output.release import Facts, publish, stage, writer_lock
from transforms import articles
from transforms.annotation.protocol import Document
from transforms.annotation.spacy_annotator import SpacyAnnotator
from transforms.annotation.stages import STAGES
from transforms.resolution import resolve
from transforms.tables import TABLES

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
GENERATED = ("output/releases", "output/failed", "output/work", ".venv", ".git", ".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache")
ROOMS = ("seeds", "transforms", "transforms/annotation", "expectations", "output", "flows", "flows/sources", "flows/sources/wire", "flows/web")
"""Rooms whose README lists modules; that of `expectations` tells of kinds of checks instead."""
"""What a documented command makes."""
FENCE = re.compile(r"(?:<!-- (?P<mark>[^>]+) -->\n)?```(?P<language>\w*)\n(?P<body>.*?)```", re.DOTALL)
TOLERANCE = 0.1
"""Confidences move a little as rules are tuned; the page need not follow each time."""


@cache
def pages() -> dict[str, str]:
    """Every page people read, by its path."""
    found = {path.relative_to(ROOT).as_posix(): path for path in sorted(ROOT.rglob("*.md"))}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items() if not name.startswith(GENERATED)}


def blocks(page: str, language: str, mark: str = "") -> list[str]:
    """Code blocks of a page in a language, those with a mark before them if one is asked for."""
    return [found["body"] for found in FENCE.finditer(pages()[page]) if found["language"] == language and (found["mark"] or "").startswith(mark)]


def commands(program: str) -> list[str]:
    """Lines of shell blocks, on any page, that call a program."""
    lines = [line.split("  #")[0].strip() for page in pages() for block in blocks(page, "sh") for line in block.splitlines()]
    return sorted({line for line in lines if line.startswith(f"{program} ")})


def made_tables() -> dict[str, pl.DataFrame]:
    """Every table of the given article, by the steps of the flow but without Prefect."""
    found = collect([str(ROOT / "seeds" / "articles")])
    made = articles.normalize(found.records, now=NOW)
    texts = made.articles.with_columns(_headline_end=articles.headline_end(made.articles)).select("article_id", "text", "_headline_end")
    read = list(SpacyAnnotator().annotate(Document(*row) for row in texts.iter_rows()))
    stages = {name: table.sorted(table.frame([row for one in read for row in getattr(one, name)])) for name, table in STAGES.items()}
    return resolve(made.articles, made.rejects, stages, now=NOW)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release of the given article in `output/`, as `make run` leaves it."""
    here = tmp_path_factory.mktemp("docs")
    with writer_lock(here / "output", wait=0):
        publish(stage(here / "output", made_tables(), now=NOW), Facts(audit={"verdict": "passed", "counts": {}}), changes_md="# Changes\n")
    return here


@pytest.mark.parametrize("code", blocks("README.md", "python", "run"), ids=lambda code: code.split("\n")[0])
def test_code_in_the_readme_runs(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(folder)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_all_python_in_the_readme_is_run() -> None:
    assert len(blocks("README.md", "python")) == len(blocks("README.md", "python", "run")) >= 4
    for code in blocks("README.md", "python"):
        ast.parse(code)


@pytest.mark.parametrize("page", ["README.md"])
def test_rows_in_the_readme_are_rows_of_the_given_article(page: str, folder: Path) -> None:
    shown = [
        (found["mark"].removeprefix("row: "), json.loads(found["body"]))
        for found in FENCE.finditer(pages()[page])
        if (found["mark"] or "").startswith("row: ")
    ]
    assert {table for table, _ in shown} == {"event_mentions", "claims"}
    release = open_release(folder / "output")
    for table, row in shown:
        made = release[table].filter(pl.col(TABLES[table].key[0]) == row[TABLES[table].key[0]]).collect().to_dicts()
        assert made, f"README.md: the release has no {table} {row[TABLES[table].key[0]]}"
        stale = {name: made[0][name] for name, value in row.items() if not alike(made[0][name], value)}
        assert not stale, f"README.md: {table} now has {stale}"


def alike(made: object, told: object) -> bool:
    """Whether a value is what the page says."""
    return abs(made - told) <= TOLERANCE if isinstance(made, float) and isinstance(told, float) else made == told


def test_the_sentences_of_the_readme_are_in_the_given_article() -> None:
    article = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "seeds" / "articles").glob("*.txt"))
    quoted = [line[2:].replace("**", "") for line in pages()["README.md"].splitlines() if line.startswith("> ")]
    assert len(quoted) == 2
    assert [line for line in quoted if line not in article] == []


@pytest.mark.parametrize("command", commands("tidings"))
def test_commands_parse(command: str) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, click.Group | typer.core.TyperGroup)
    name, *rest = shlex.split(command)[1:]
    assert name in group.commands
    group.commands[name].make_context(name, rest).close()


@pytest.mark.parametrize("command", [line for line in commands("tidings") if not line.startswith("tidings run")])
def test_commands_run(command: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(app, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {line.split()[1] for line in commands("make")} | set(re.findall(r"`make ([a-z]+)", "".join(pages().values())))
    assert {"run", "test", "quality", "benchmark"} <= named <= targets


def test_the_deployment_is_the_one_the_readme_tells_of() -> None:
    deployed, readme = (ROOT / "prefect.yaml").read_text(encoding="utf-8"), pages()["README.md"]
    pools = set(re.findall(r"--pool (\w+)|work-pool create (\w+)", readme))
    assert {name for pair in pools for name in pair if name} == {"tidings"} <= set(re.findall(r"work_pool:\s+name: (\w+)", deployed))
    assert 'cron: "0 5 * * *"' in deployed and "05:00 UTC" in readme
    assert "TIDINGS_HOME" in deployed and "TIDINGS_HOME" in readme


def links() -> Iterator[tuple[str, str]]:
    """Links of all pages that lead to something in this project."""
    for page, text in pages().items():
        for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text)):
            if not re.match(r"[a-z]+:", target):
                yield page, target


@pytest.mark.parametrize("page", list(pages()))
def test_links_lead_somewhere(page: str) -> None:
    for target in [target for source, target in links() if source == page]:
        file, _, anchor = target.partition("#")
        path = (ROOT / page).parent / file if file else ROOT / page
        assert path.exists(), f"{page}: {target}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path.read_text(encoding="utf-8")), f"{page}: {target}"


def anchors(text: str) -> set[str]:
    """Anchors of the headings of a page, as forges make them, and those that are written out."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings} | set(re.findall(r'(?:id|name)="([^"]+)"', text))


@pytest.mark.parametrize("page", [page for page in pages() if not page.startswith("output/") or page == "output/README.md"])
def test_files_named_on_a_page_exist(page: str) -> None:
    named = set(re.findall(r"`([\w.\-/]+\.(?:py|csv|md|toml|yaml|lock))`", FENCE.sub("", pages()[page])))
    written_by_releases_or_people = {"manifest.json", "CHANGES.md", "DICTIONARY.md", "tidings.toml"}
    missing = [name for name in named - written_by_releases_or_people if not ((ROOT / page).parent / name).exists() and not (ROOT / name).exists()]
    elsewhere = [name for name in missing if "/" in name or not any(not path.as_posix().startswith(GENERATED) for path in ROOT.rglob(name))]
    assert elsewhere == [], page


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_is_named_in_the_readme_of_its_room(room: str) -> None:
    text = pages()[f"{room}/README.md"]
    named = {word for code in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"\w+", code)}
    modules = {path.stem for path in (ROOT / room).glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in (ROOT / room).glob("*/__init__.py")}
    assert sorted((modules | packages) - named) == []


@pytest.mark.parametrize("folder_", ["lexicons", "codes"])
def test_every_seed_file_and_column_is_explained(folder_: str) -> None:
    text = pages()[f"seeds/{folder_}/README.md"]
    files = sorted((ROOT / "seeds" / folder_).rglob("*.csv"))
    unexplained = [path.name for path in files if f"{path.name}`" not in text]
    columns = {column for path in files for column in path.read_text(encoding="utf-8").splitlines()[0].split(",")}
    assert unexplained == []
    assert sorted(column for column in columns if f"`{column}`" not in text) == []


def test_every_table_is_in_the_readme() -> None:
    section = pages()["README.md"].split("\n## Tables\n")[1].split("\n## ")[0]
    named = {name for line in section.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert named == set(TABLES)


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    section = pages()["README.md"].split("\n## Settings\n")[1].split("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("| `")]
    told = {name.strip("`"): default.strip("`") for name, default, *_ in cells}
    assert told.keys() == Settings.model_fields.keys()
    plain = {name: field.default for name, field in Settings.model_fields.items() if field.default_factory is None and field.default is not None}
    assert {name: told[name] for name in plain} == {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in plain.items()
    }


def test_flags_in_the_table_of_settings_are_flags() -> None:
    section = pages()["README.md"].split("\n## Settings\n")[1].split("\n## ")[0]
    run = typer.main.get_command(app).commands["run"]  # type: ignore[attr-defined]
    flags = {option for parameter in run.params for option in parameter.opts}
    assert set(re.findall(r"`(--\w[\w-]*)", section)) - flags == set()


def test_the_settings_file_of_the_readme_is_one() -> None:
    (text,) = blocks("README.md", "toml")
    settings = Settings.model_validate(tomllib.loads(text))
    fields.check(settings.mapping)
    assert settings.workers == 4


def test_the_fields_that_can_be_mapped_are_in_the_readme() -> None:
    row = next(line for line in pages()["README.md"].splitlines() if line.startswith("| `mapping`"))
    assert [name for name in fields.NAMES if f"`{name}`" not in row] == []


def test_the_licence_is_whole_and_attributions_are_there() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence and "END OF TERMS AND CONDITIONS" in licence
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    data = ["GeoNames", "CC0", "iso-codes", "rigour", "Wikidata", "PLOVER", "CAMEO", "Goldstein"]
    models = ["en_core_web_md", "WordNet", "OntoNotes", "lid.176", "fastText"]
    assert [name for name in data + models if name not in notice] == []
    assert [path.name for path in (ROOT / "seeds" / "articles").iterdir() if path.name not in notice] == []
