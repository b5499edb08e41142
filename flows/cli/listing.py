"""What the command line prints."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.web.named import Named
from flows.web.urls import label
from output.manifest import verify
from output.read import Release, open_release
from output.release import latest, list_releases
from transforms.tables import TABLES

VERDICTS = {"passed": ("passed", "bold green"), "warnings": ("passed, with warnings", "bold yellow"), "failed": ("FAILED", "bold red")}
SAMPLES = 3


class QueryError(ValueError):
    """What was asked of a table cannot be answered."""


def print_outcome(console: Console, outcome: Any, root: Path) -> None:
    """The end of a run: the release, its rows, its verdict, a few claims and events, and where to look next."""
    console.print(f"\n{accounts_line(outcome.accounts)}")
    if outcome.status == "failed":
        return print_failure(console, outcome)
    release = open_release(root, outcome.version)
    if outcome.status == "unchanged":
        console.print(Text.assemble("Nothing changed: ", (outcome.version, "bold"), " is still the latest release."))
    else:
        console.print(Text.assemble("New release ", (outcome.version, "bold")), Text(str(outcome.path)))
    console.print(row_counts(release))
    print_verdict(console, outcome)
    print_samples(console, release)
    print_next(console, outcome)


def accounts_line(accounts: Mapping[str, int]) -> str:
    """What became of the records; the four numbers after the first add up to it."""
    told = {name: f"{number:,}" for name, number in accounts.items()}
    return (
        f"{told['records']} records: {told['new']} new articles, {told['revisions']} new revisions, {told['known']} known before, "
        f"{told['rejects']} rejects ({told['repeated']} repeated); {told['duplicates']} of the new are copies"
    )


def print_failure(console: Console, outcome: Any) -> None:
    """A failed audit: what failed, where its rows are."""
    console.print(
        Text.assemble(
            "Release ", (outcome.version, "bold"), " was not published: its audit ", ("failed", "bold red"), ". The latest release is as it was."
        )
    )
    print_verdict(console, outcome)
    console.print(Text(f"The rows at fault, with reasons, are in {outcome.path}"))


def row_counts(release: Release) -> Table:
    """Tables with their numbers of rows."""
    table = Table(title=f"Tables of {release.version}", title_justify="left", show_edge=False, pad_edge=False)
    table.add_column("table")
    table.add_column("rows", justify="right")
    table.add_column("one row is", style="dim")
    for name, entry in release.manifest.tables.items():
        table.add_row(name, f"{entry.rows:,}", TABLES[name].grain.removeprefix("one row per ") if name in TABLES else "")
    return table


def print_verdict(console: Console, outcome: Any) -> None:
    """The audit's verdict and what did not pass."""
    words, style = VERDICTS[outcome.verdict]
    console.print(Text.assemble("\nAudit: ", (words, style)))
    for fault in outcome.not_passed[:8]:
        console.print(Text(f"  {fault['severity']}: {fault['table']}: {fault['check']} ({fault['unexpected_count']:,})"))


def print_samples(console: Console, release: Release) -> None:
    """A few claims and events in their sentences, with the words that support them marked."""
    texts = release["articles"].select("article_id", "text")
    claims = release["claims"].sort("confidence", "claim_id", descending=[True, False]).head(SAMPLES).join(texts, on="article_id").collect()
    names = dict(release["actors"].select("actor_id", "name").collect().iter_rows())
    for row in sentence_frames(claims, release).iter_rows(named=True):
        spans = [(row["speaker_char_start"], row["speaker_char_end"], "cyan"), (row["cue_char_start"], row["cue_char_end"], "bold yellow")]
        pieces = release["claim_spans"].filter(pl.col("claim_id") == row["claim_id"]).collect()
        spans += [(a, b, "green") for a, b in pieces.select("char_start", "char_end").iter_rows()]
        speaker = names.get(row["speaker_actor_id"], row["speaker_text"] or "unknown speaker")
        head = f"claim  {speaker} · {row['cue_class']} · {row['claim_type']} · {row['quotation_type']}"
        console.print(Text("\n" + head, style="bold"))
        console.print(marked(row, spans))
    ranked = release["event_mentions"].filter(pl.col("event_status") == "occurred").sort("confidence", "event_mention_id", descending=[True, False])
    events = (
        ranked.unique("event_id", keep="first", maintain_order=True)
        .head(SAMPLES)
        .join(texts, on="article_id")
        .join(release["events"].select("event_id", "summary"), on="event_id")
        .collect()
    )
    for row in sentence_frames(events, release).iter_rows(named=True):
        people = release["event_mention_actors"].filter(pl.col("event_mention_id") == row["event_mention_id"]).collect()
        spans = [(row["char_start"], row["char_end"], "bold red")]
        spans += [(a, b, "cyan" if role == "actor" else "magenta") for a, b, role in people.select("char_start", "char_end", "role").iter_rows()]
        console.print(Text(f"\nevent  {row['summary']}", style="bold"))
        console.print(marked(row, spans))
    console.print(
        Text.assemble(
            "\n",
            ("speaker or actor", "cyan"),
            "  ",
            ("cue", "bold yellow"),
            "  ",
            ("content", "green"),
            "  ",
            ("trigger", "bold red"),
            "  ",
            ("recipient", "magenta"),
        )
    )


def sentence_frames(rows: pl.DataFrame, release: Release) -> pl.DataFrame:
    """Rows with the range of their sentence, in the order given."""
    sentences = release["sentences"].select("sentence_id", sentence_start="char_start", sentence_end="char_end").collect()
    return rows.join(sentences, on="sentence_id", how="left", maintain_order="left")


def marked(row: dict[str, Any], spans: list[tuple[int | None, int | None, str]]) -> Text:
    """The sentence of a row with spans in their styles."""
    known = [(a, b, style) for a, b, style in spans if a is not None and b is not None]
    start, end = min([row["sentence_start"], *(a for a, _, _ in known)]), max([row["sentence_end"], *(b for _, b, _ in known)])
    text = Text(row["text"][start:end].replace("\n", " ") if "text" in row else "", style="")
    for a, b, style in known:
        text.stylize(style, a - start, b - start)
    return text


def print_next(console: Console, outcome: Any) -> None:
    """Where to look next."""
    console.print("\nLook next")
    for command, why in (
        ("tidings show events_flat", "rows of a table; `tidings dictionary` explains the columns"),
        (f"{outcome.path}/report.html", "the release as a page: checks, changes, samples"),
        (f'pl.read_parquet("{outcome.path}/tables/events/**/*.parquet")', "in a notebook"),
    ):
        console.print(Text.assemble("  ", (command, "bold"), "  ", (why, "dim")))


def print_releases(console: Console, root: Path) -> None:
    """The releases of a dataset, newest first."""
    newest = latest(root)
    table = Table(show_edge=False, pad_edge=False)
    for name, justify in (
        ("release", "left"),
        ("made", "left"),
        ("articles", "right"),
        ("events", "right"),
        ("claims", "right"),
        ("audit", "left"),
        ("", "left"),
    ):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for version in reversed(list_releases(root)):
        manifest = open_release(root, version).manifest
        rows = {name: f"{manifest.tables[name].rows:,}" for name in ("articles", "events", "claims") if name in manifest.tables}
        table.add_row(
            version,
            f"{manifest.created_at:%Y-%m-%d %H:%M}",
            *rows.values(),
            str(manifest.audit.get("verdict")),
            "latest" if version == newest else "",
        )
    if not table.row_count:
        console.print(Text(f"{root} holds no release yet: make one with `tidings run SOURCE --output {root}`"))
        return
    console.print(table)


def print_sources(console: Console, sources: Iterable[Named], words: Sequence[str]) -> None:
    """Named sources that have all the words in one of their cells, each with its address beneath."""
    table = Table(show_edge=False, pad_edge=False)
    for head in ("name", "outlet and address", "country", "kind"):
        table.add_column(head, overflow="fold", no_wrap=head != "outlet and address")
    for named in sources:
        links = {True: "links followed", False: "links not followed", None: None}[named.follow_links]
        cells = [named.name, named.kind, named.source_name, named.country, named.language, links, label(named.address), named.notes]
        if all(word.lower() in " ".join(cell or "" for cell in cells).lower() for word in words):
            about = ", ".join(filter(None, (named.source_name, None if named.language == "en" else named.language, links, named.notes)))
            table.add_row(named.name, Text(f"{about}\n{label(named.address)}".strip()), named.country or "", named.kind)
    console.print(table if table.row_count else Text(f"no source has {' '.join(words)!r}"))


def print_table(console: Console, root: Path, name: str, *, release: str, where: str | None, columns: str | None, limit: int, format_: str) -> None:
    """Rows of a table that meet a condition."""
    if format_ not in ("table", "csv", "jsonl"):
        raise QueryError(f"--format {format_}: there is table, csv and jsonl")
    frame = open_release(root, release).table(name)
    wanted = chosen(frame, columns)
    try:
        found = (frame.filter(pl.sql_expr(where)) if where else frame).select(wanted).head(limit).collect()
    except pl.exceptions.PolarsError as error:
        raise QueryError(f"--where {where}: {error}; the columns are {', '.join(frame.collect_schema().names())}") from error
    if format_ == "csv":
        sys.stdout.write(found.write_csv())
    elif format_ == "jsonl":
        sys.stdout.write(found.write_ndjson())
    else:
        console.print(grid(found, console.width) if found.height else Text("no row meets the condition" if where else "the table has no rows"))


def chosen(frame: pl.LazyFrame, columns: str | None) -> list[str]:
    """The columns asked for, all if none is."""
    there = frame.collect_schema().names()
    wanted = [c.strip() for c in columns.split(",")] if columns else there
    unknown = [c for c in wanted if c not in there]
    if unknown:
        raise QueryError(f"--columns: no column {unknown[0]}; near are {', '.join(get_close_matches(unknown[0], there) or there)}")
    return wanted


def grid(frame: pl.DataFrame, width: int) -> Table:
    """Rows as a grid that fits the terminal: as many columns as have room, long texts cut."""
    table = Table(show_edge=False, pad_edge=False, show_lines=False)
    room = max(2, width // 16)
    for column in frame.columns[:room]:
        numeric = frame.schema[column].is_numeric()
        table.add_column(column, justify="right" if numeric else "left", overflow="ellipsis", no_wrap=True, max_width=48)
    for row in frame.select(frame.columns[:room]).iter_rows():
        table.add_row(*(Text("" if value is None else str(value).replace("\n", " ")) for value in row))
    if len(frame.columns) > room:
        table.caption = f"{len(frame.columns) - room} more columns: {', '.join(frame.columns[room:])} (see --columns, --format)"
    return table


def print_verification(console: Console, root: Path, version: str) -> bool:
    """Whether a release is whole; what is wrong is printed."""
    release = open_release(root, version)
    problems = verify(release.path)
    for problem in problems:
        console.print(Text(problem, style="red"))
    if not problems:
        files = sum(len(entry.files) for entry in release.manifest.tables.values())
        console.print(Text(f"{release.version} is whole: {len(release.manifest.tables)} tables in {files} files are as the manifest says"))
    return not problems


def print_dictionary(console: Console, name: str | None) -> None:
    """Tables and their grain, or the columns of one table."""
    if name is None:
        table = Table(show_edge=False, pad_edge=False)
        for head in ("table", "one row is", "key"):
            table.add_column(head)
        for known in TABLES.values():
            table.add_row(known.name, known.grain.removeprefix("one row per "), ", ".join(known.key))
        console.print(table, "\n`tidings dictionary TABLE` explains its columns.")
        return
    if name not in TABLES:
        raise QueryError(f"no table {name}; near are {', '.join(get_close_matches(name, TABLES) or TABLES)}")
    console.print(Text(f"{name}: {TABLES[name].grain}", style="bold"))
    columns = Table(show_edge=False, pad_edge=False)
    for head in ("column", "type", "null", "codes or reference", "meaning"):
        columns.add_column(head, overflow="fold")
    for column, declared in TABLES[name].columns.items():
        unit = f" [{declared.unit}]" if declared.unit else ""
        columns.add_row(
            column, str(declared.dtype), "yes" if declared.nullable else "", declared.codes or declared.references or "", Text(declared.doc + unit)
        )
    console.print(columns)
