"""Sources read, and their articles put with those the dataset already has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from prefect import task

from flows import progress
from flows.sources.collect import Collected, collect
from flows.sources.records import Found, Reject
from output.read import open_release
from output.release import latest
from transforms import articles, revisions, tables


@dataclass(frozen=True, slots=True)
class Ingested:
    """Where the articles and rejects of the dataset lie, and what each source gave."""

    articles: Path
    rejects: Path
    inputs: list[dict[str, Any]]
    accounts: dict[str, int]
    """What became of the records that came in: see `accounted`."""


@task(name="ingest", persist_result=False)
def ingest(
    sources: Sequence[str],
    folder: Path,
    *,
    root: Path,
    mapping: Mapping[str, str],
    annotate_duplicates: bool,
    longest_article: int,
    replace: bool,
    now: datetime,
    fetched: Sequence[Found | Reject] = (),
) -> Ingested:
    """Read the sources, and what was fetched from others; the articles of the last release stay, unless they are to be replaced."""
    progress.current().step("Reading sources")
    found = collect(sources, mapping=mapping, fetched=fetched, progress=told)
    progress.current().step("Normalizing articles")
    made = brought_in(found, known(root), annotate_duplicates=annotate_duplicates, longest_article=longest_article, replace=replace, now=now)
    folder.mkdir(parents=True, exist_ok=True)
    made.articles.write_parquet(folder / "articles.parquet")
    made.rejects.write_parquet(folder / "rejects.parquet")
    return Ingested(folder / "articles.parquet", folder / "rejects.parquet", found.inputs, made.accounts)


def told(line: str) -> None:
    """One more file is read; how much of an archive was passed over is for people to see."""
    progress.current().advance()
    if "passed over" in line:
        progress.current().note(line)


class Made(NamedTuple):
    """Articles and rejects of the dataset, and what became of the records."""

    articles: pl.DataFrame
    rejects: pl.DataFrame
    accounts: dict[str, int]


def brought_in(
    found: Collected, known: articles.Normalized, *, annotate_duplicates: bool, longest_article: int, replace: bool, now: datetime
) -> Made:
    """The records put with what is known: new articles, new revisions of known ones, copies linked, the rest as it was."""
    there = articles.Normalized(known.articles.clear(), known.rejects.clear()) if replace else known
    new = articles.normalize(found.records, now=now, rejects=found.rejects, longest=longest_article, known=there.articles)
    together = articles.accumulate(there.articles, with_first_ingestion(new.articles, known.articles))
    numbered = reconsidered(revisions.number(together), longest_article)
    linked = articles.link_duplicates(numbered, annotate_duplicates=annotate_duplicates)
    again = known.rejects.join(new.rejects, on=tables.rejects.key, how="semi") if replace else known.rejects
    accounts = accounted(found.records.height + found.rejects.height, new, known.articles, linked)
    return Made(linked, articles.accumulate_rejects(again, new.rejects), accounts)


def accounted(records: int, new: articles.Normalized, known_articles: pl.DataFrame, together: pl.DataFrame) -> dict[str, int]:
    """What became of the records: records = new + revisions + known + rejects; duplicates are some of new and revisions."""
    added = new.articles.join(known_articles, on="article_id", how="anti")
    revised = revisions.count(together, added["article_id"])
    linked = together.join(added, on="article_id", how="semi")["duplicate_of"].drop_nulls().len()
    return {
        "records": records,
        "new": added.height - revised,
        "revisions": revised,
        "known": new.articles.height - added.height,
        "rejects": new.rejects.height,
        "repeated": new.rejects.filter(pl.col("reason") == "repeated").height,
        "duplicates": linked,
    }


def known(root: Path) -> articles.Normalized:
    """Articles and rejects of the latest release; none where there is no release."""
    if latest(root) is None:
        return articles.Normalized(tables.articles.empty(), tables.rejects.empty())
    release = open_release(root)
    rejects = tables.rejects.conform(release["rejects"].collect())
    return articles.Normalized(tables.articles.conform(extended(release["articles"].collect())), rejects)


def extended(published: pl.DataFrame) -> pl.DataFrame:
    """Articles of a release with the columns that the contract has had since: null, or what every article has."""
    given = {"revision_number": 1, "copy_count": 0, "source_count": 0}
    missing = {name: column for name, column in tables.articles.columns.items() if name not in published.columns}
    return published.with_columns(pl.lit(given.get(name), column.dtype).alias(name) for name, column in missing.items())


def with_first_ingestion(articles_: pl.DataFrame, known_articles: pl.DataFrame) -> pl.DataFrame:
    """Articles with the instant at which the dataset first had them."""
    first = known_articles.select("article_id", first_at="ingested_at")
    return articles_.join(first, on="article_id", how="left").with_columns(ingested_at=pl.coalesce("first_at", "ingested_at")).drop("first_at")


def reconsidered(articles_: pl.DataFrame, longest: int) -> pl.DataFrame:
    """Articles with those free again that an annotator failed on, as another version may do better, and the limit on length applied anew."""
    free = pl.when(~pl.col("skipped_reason").is_in(["failed", "too_long"])).then(pl.col("skipped_reason"))
    return articles_.with_columns(skipped_reason=pl.coalesce(free, pl.when(pl.col("char_count") > longest).then(pl.lit("too_long"))))
