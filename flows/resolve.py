"""Annotations of single articles made into the tables of the dataset."""

from datetime import datetime
from pathlib import Path

import polars as pl
from prefect import get_run_logger, task

from flows import progress
from flows.annotate import documents, folder_of, load
from output.read import Release, open_release
from output.release import latest
from transforms import heirs
from transforms.annotation.protocol import AnnotatorFacts
from transforms.articles import headline_end
from transforms.resolution import Known, StageFrames
from transforms.resolution import resolve as resolved


@task(name="resolve", persist_result=False)
def resolve(articles_path: Path, rejects_path: Path, folder: Path, *, root: Path, work_area: Path, facts: AnnotatorFacts, now: datetime) -> Path:
    """Resolve actors, places, events and claims; gives the folder that holds one Parquet file a table."""
    progress.current().step("Resolving actors, events")
    articles = pl.read_parquet(articles_path)
    loaded = load(folder_of(work_area, facts), documents(articles, headline_end(articles)))
    remembered = known(root, articles, loaded.stages)
    tables = resolved(without_failed(articles, loaded.errors), pl.read_parquet(rejects_path), loaded.stages, now=now, known=remembered)
    out = folder / "tables"
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.write_parquet(out / f"{name}.parquet")
        progress.current().advance()
    return out


def without_failed(articles: pl.DataFrame, errors: pl.DataFrame) -> pl.DataFrame:
    """Articles with those that the annotator failed on marked, each told at the log."""
    for article_id, error in errors.iter_rows():
        get_run_logger().error("article %s could not be annotated: %s", article_id, error)
    failed = pl.col("article_id").is_in(errors["article_id"].implode())
    return articles.with_columns(skipped_reason=pl.when(failed).then(pl.lit("failed")).otherwise(pl.col("skipped_reason")))


def known(root: Path, articles: pl.DataFrame, stages: StageFrames) -> Known | None:
    """What the latest release published, as far as identifiers depend on it; None where there is no release."""
    if latest(root) is None:
        return None
    release = open_release(root)
    events = release["event_mentions"].select("event_mention_id", "event_id").collect()
    return Known(
        release["mentions"].select("mention_id", "actor_id").collect(), inherited(events, release, articles, stages), release["redirects"].collect()
    )


def inherited(events: pl.DataFrame, release: Release, articles: pl.DataFrame, stages: StageFrames) -> pl.DataFrame:
    """The events of the release, those told in texts that are read no longer under the mentions of the texts read in their place."""
    left_to = heirs.heirs(articles)
    gone, there = (left_to.select(article_id=name).unique() for name in ("article_id", "heir_id"))
    before = [release[name].join(gone.lazy(), on="article_id", how="semi").collect() for name in ("event_mentions", "sentences")]
    now = [stages[name].join(there, on="article_id", how="semi") for name in ("event_mentions", "sentences")]
    return heirs.inherited(events, heirs.told(*before), heirs.told(*now), left_to)
