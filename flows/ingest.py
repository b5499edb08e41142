"""Sources read, and their articles put with those the dataset already has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from prefect import task

from flows import progress
from flows.sources.collect import collect
from output.read import open_release
from output.release import latest
from transforms import articles, tables


@dataclass(frozen=True, slots=True)
class Ingested:
    """Where the articles and rejects of the dataset lie, and what each source gave."""

    articles: Path
    rejects: Path
    inputs: list[dict[str, Any]]
    accounts: dict[str, int]
    """Records in; articles, rejects and articles known before they are."""


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
) -> Ingested:
    """Read the sources; the articles of the last release stay, unless they are to be replaced."""
    progress.current().step("Reading sources")
    found = collect(sources, mapping=mapping, progress=lambda _: progress.current().advance())
    progress.current().step("Normalizing articles")
    new = articles.normalize(found.records, now=now, rejects=found.rejects, longest=longest_article)
    rejects = new.rejects
    known_articles, known_rejects = known(root)
    accounts = {"records": found.records.height + found.rejects.height, "articles": new.articles.height, "rejects": rejects.height}
    accounts["known"] = new.articles.join(known_articles, on="article_id", how="semi").height
    together = new.articles if replace else articles.accumulate(known_articles, new.articles)
    if replace:
        together = with_first_ingestion(together, known_articles)
    together = articles.link_duplicates(reconsidered(together, longest_article), annotate_duplicates=annotate_duplicates)
    folder.mkdir(parents=True, exist_ok=True)
    together.write_parquet(folder / "articles.parquet")
    articles.accumulate_rejects(
        known_rejects if not replace else known_rejects.join(rejects, on=tables.rejects.key, how="semi"), rejects
    ).write_parquet(folder / "rejects.parquet")
    return Ingested(folder / "articles.parquet", folder / "rejects.parquet", found.inputs, accounts)


def known(root: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles and rejects of the latest release; none where there is no release."""
    if latest(root) is None:
        return tables.articles.empty(), tables.rejects.empty()
    release = open_release(root)
    return tables.articles.conform(release["articles"].collect()), tables.rejects.conform(release["rejects"].collect())


def with_first_ingestion(articles_: pl.DataFrame, known_articles: pl.DataFrame) -> pl.DataFrame:
    """Articles with the instant at which the dataset first had them."""
    first = known_articles.select("article_id", first_at="ingested_at")
    return articles_.join(first, on="article_id", how="left").with_columns(ingested_at=pl.coalesce("first_at", "ingested_at")).drop("first_at")


def reconsidered(articles_: pl.DataFrame, longest: int) -> pl.DataFrame:
    """Articles with those free again that an annotator failed on, as another version may do better, and the limit on length applied anew."""
    free = pl.when(~pl.col("skipped_reason").is_in(["failed", "too_long"])).then(pl.col("skipped_reason"))
    return articles_.with_columns(skipped_reason=pl.coalesce(free, pl.when(pl.col("char_count") > longest).then(pl.lit("too_long"))))
