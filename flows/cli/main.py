"""What people type."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from flows.cli import listing

OK, AUDIT_FAILED, USAGE, LOCKED = 0, 1, 2, 3
EXIT_CODES = (
    "Exit codes: 0 done (a new release, or nothing changed); 1 the audit failed, or a release is not whole; "
    "2 the command cannot be carried out as given; 3 another run holds the dataset."
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Tidings turns news articles into datasets of events, actors and claims.\n\n"
    f"Start with `tidings run FOLDER`, then `tidings show events`.\n\n{EXIT_CODES}",
)
console = Console()
errors = Console(stderr=True)
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Folder of the dataset.  [default: output]", show_default=False)]
Release = Annotated[str, typer.Option("--release", "-r", help="Version of the release.")]


def stop(message: str, code: int = USAGE) -> NoReturn:
    """Say what is wrong and end with a code."""
    errors.print(f"tidings: {message}", style="red", markup=False, highlight=False)
    raise typer.Exit(code)


def root_of(output: Path | None) -> Path:
    """The dataset a command is about."""
    from flows.settings import load

    return load(output=output).output


@app.command()
def run(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Folders, files or globs of articles; addresses of feeds, sitemaps and pages; names of sources (`tidings sources`)."),
    ] = None,
    urls: Annotated[list[str] | None, typer.Option("--urls", help="A file with one address a line, or a table with a column of them.")] = None,
    follow_links: Annotated[
        bool | None,
        typer.Option("--follow-links/--no-follow-links", help="Read the pages that feeds link to, instead of their entries.", show_default=False),
    ] = None,
    output: Output = None,
    map_: Annotated[
        list[str] | None, typer.Option("--map", "-m", help="A field under an odd name, as OURS=THEIRS: `--map text=body_html`. May be repeated.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="spaCy pipeline that annotates.  [default: en_core_web_md]", show_default=False)] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that annotate.  [default: one a core, at most 8]", show_default=False)] = None,
    replace: Annotated[bool | None, typer.Option("--replace", help="Make the dataset of these sources alone.", show_default=False)] = None,
    wait: Annotated[
        float | None, typer.Option(help="Seconds to wait if another run holds the dataset.  [default: as long as it takes]", show_default=False)
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log of Prefect too.")] = False,
) -> None:
    """Read SOURCES, annotate what is new, and publish a checked release.

    New articles are added to those the dataset has; `--replace` makes it anew. A run that was interrupted goes on where
    it stopped. If nothing changed, no release is made.

    Examples: `tidings run articles/`, `tidings run 'dump/*.jsonl.gz' --output mydata`, `tidings run export.csv --map text=Body --map title=Head`,
    `tidings run bbc-world https://news.example.org/rss --follow-links`, `tidings run --urls pages.txt`.
    """
    if not verbose:
        os.environ["PREFECT_LOGGING_LEVEL"] = "CRITICAL"  # at ERROR it shows two tracebacks before the one line that helps
    flags = {"model": model, "workers": workers, "replace": replace, "wait_for_lock": wait, "follow_links": follow_links}
    settings = settings_of(output=output, mapping=mapping_of(map_), **flags)
    named = [*(sources or []), *(f"urls:{file}" for file in urls or [])]
    if not named and not settings.sources:
        stop("no sources: name a folder, file or glob, an address or a source that `tidings sources` lists, or set `sources` in tidings.toml")
    outcome = guarded(lambda: carry_out(named, settings))
    listing.print_outcome(console, outcome, settings.output)
    raise typer.Exit(AUDIT_FAILED if outcome.status == "failed" else OK)


def settings_of(**flags: object):  # type: ignore[no-untyped-def]  # the class is imported late: pydantic-settings takes 0.3 s
    """Settings with these flags; a setting that is wrong ends the command."""
    from pydantic import ValidationError

    from flows.settings import load

    try:
        return load(**flags)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors())
        stop(f"settings: {problems}")


def mapping_of(pairs: list[str] | None) -> dict[str, str] | None:
    """The --map options as a mapping."""
    if not pairs:
        return None
    wrong = [pair for pair in pairs if not re.fullmatch(r"\w+=.+", pair)]
    if wrong:
        stop(f"--map {wrong[0]}: write it as OURS=THEIRS, for example --map text=body")
    return dict(pair.split("=", 1) for pair in pairs)


def carry_out(sources: list[str], settings):  # type: ignore[no-untyped-def]  # as above: Prefect takes 3 s
    """Run the pipeline with progress shown. A wrong name of a source or field is said at once, not after Prefect has started."""
    from flows import progress
    from flows.sources import discover, fields
    from flows.web import named

    fields.check(settings.mapping)
    known = named.all_named(settings.sources_file)
    for source in sources or settings.sources:
        if (path := named.path_of(source, known)) is not None:
            discover.check(path)
    with progress.bars(console):
        progress.current().step("Starting Prefect")
        from flows.pipeline import run as pipeline

        return pipeline(sources, settings)


def guarded(work: Callable[[], object]):  # type: ignore[no-untyped-def]
    """Carry out work; errors that a user can mend end the command with their message and code."""
    from flows.sources.records import SourceError
    from output.lock import Locked
    from output.manifest import ManifestError
    from output.read import NoSuchRelease, NoSuchTable
    from seeds.reader import SeedError
    from transforms.annotation.model import ModelError

    try:
        return work()
    except Locked as error:
        stop(str(error), LOCKED)
    except (SourceError, NoSuchRelease, NoSuchTable, ManifestError, SeedError, ModelError, PermissionError) as error:
        stop(str(error))


@app.command()
def sources(
    words: Annotated[list[str] | None, typer.Argument(help="Words that a source must have in its name, outlet, country or address.")] = None,
) -> None:
    """List the sources that have a name, for `tidings run NAME` and the setting `sources`.

    They are those of the project and those of your own `sources_file`. Examples: `tidings sources`, `tidings sources bbc`.
    """
    from flows.web.named import all_named

    guarded(lambda: listing.print_sources(console, all_named(settings_of().sources_file).values(), words or []))


@app.command()
def releases(output: Output = None) -> None:
    """List the releases of a dataset, newest first.

    Example: `tidings releases --output mydata`.
    """
    guarded(lambda: listing.print_releases(console, root_of(output)))


@app.command()
def show(
    table: Annotated[str, typer.Argument(help="Name of a table; `tidings dictionary` lists them.")],
    release: Release = "latest",
    where: Annotated[
        str | None, typer.Option("--where", "-w", help="Condition on the rows, as in SQL: \"event_type = 'PROTEST' AND confidence > 0.5\".")
    ] = None,
    columns: Annotated[str | None, typer.Option("--columns", "-c", help="Columns to show, separated by commas.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Rows to show at most.")] = 20,
    format_: Annotated[str, typer.Option("--format", "-f", help="table, csv or jsonl; csv and jsonl give all columns.")] = "table",
    output: Output = None,
) -> None:
    """Show rows of TABLE.

    Examples: `tidings show events`, `tidings show claims --where "speaker_text LIKE '%minister%'"`, `tidings show actors --format csv > actors.csv`.
    """
    try:
        guarded(
            lambda: listing.print_table(console, root_of(output), table, release=release, where=where, columns=columns, limit=limit, format_=format_)
        )
    except listing.QueryError as error:
        stop(str(error))


@app.command()
def verify(version: Annotated[str, typer.Argument(help="Version of the release.")] = "latest", output: Output = None) -> None:
    """Check the files of a release against its manifest.

    Examples: `tidings verify`, `tidings verify 2026.11.22-k7f --output mydata`.
    """
    if not guarded(lambda: listing.print_verification(console, root_of(output), version)):
        raise typer.Exit(AUDIT_FAILED)


@app.command()
def dictionary(table: Annotated[str | None, typer.Argument(help="One table; all of them without.")] = None) -> None:
    """Say what tables there are and what their columns mean.

    Examples: `tidings dictionary`, `tidings dictionary event_mentions`.
    """
    try:
        listing.print_dictionary(console, table)
    except listing.QueryError as error:
        stop(str(error))
