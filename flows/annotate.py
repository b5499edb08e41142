"""Articles read by the annotator, batch by batch, each batch kept so that no article is read twice."""

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import polars as pl
from prefect import task

from flows import progress
from output.files import sync_tree
from transforms.annotation.protocol import Annotations, Annotator, AnnotatorFacts, Document
from transforms.annotation.stages import STAGES
from transforms.ids import content_hash

DONE = "done"
"""Name of the file of a batch that says which documents it holds."""
KEPT = f"[!.]*/{DONE}.parquet"
"""That file in every batch; what a killed run left half written begins with a dot."""
FEW = 40
"""Documents up to which a second process costs more (2 s to load the model) than it saves."""


@dataclass(frozen=True, slots=True)
class Work:
    """Documents still to be read, and where their annotations go."""

    folder: Path
    batches: tuple[tuple[Document, ...], ...]

    @property
    def size(self) -> int:
        """Documents in all batches."""
        return sum(len(batch) for batch in self.batches)


@cache
def annotator(model: str) -> Annotator:
    """The annotator of that name: one registered under the entry point `tidings.annotators`, else a spaCy pipeline."""
    for point in entry_points(group="tidings.annotators"):
        if point.name == model:
            made: Annotator = point.load()()
            return made
    from transforms.annotation.spacy_annotator import SpacyAnnotator

    return SpacyAnnotator(model)


def documents(articles: pl.DataFrame, headline_ends: pl.Series) -> list[Document]:
    """The articles that are to be annotated, in the order of the frame."""
    frame = articles.with_columns(_headline_end=headline_ends, _day=pl.col("published_at").dt.date()).filter(pl.col("skipped_reason").is_null())
    return [Document(*row) for row in frame.select("article_id", "text", "_headline_end", "_day").iter_rows()]


def key(document: Document) -> str:
    """What the annotations of a document depend on besides the annotator."""
    return content_hash(f"{document.article_id}|{document.headline_end}|{document.published_date}|{document.text}")


def pending(found: Sequence[Document], folder: Path, *, batch_articles: int) -> Work:
    """The documents without kept annotations, in batches of a size."""
    kept = kept_keys(folder)
    rest = [document for document in found if key(document) not in kept]
    return Work(folder, tuple(tuple(rest[i : i + batch_articles]) for i in range(0, len(rest), batch_articles)))


def kept_keys(folder: Path) -> set[str]:
    """Keys of all documents whose annotations are kept."""
    return {key for path in sorted(folder.glob(KEPT)) for key in pl.read_parquet(path, columns=["key"])["key"]}


def read_batch(model: str, batch: Sequence[Document], folder: Path) -> int:
    """Annotate a batch and keep it: whole under its name, or not at all. Gives the number of documents."""
    name = content_hash("\n".join(key(document) for document in batch))[:16]
    staging = folder / f".{name}-{uuid4().hex[:8]}"
    staging.mkdir(parents=True)
    results, errors = read_each(annotator(model), batch)
    for table in STAGES.values():
        rows = [row for result in results for row in getattr(result, table.name)]
        table.frame(rows).write_parquet(staging / f"{table.name}.parquet")
    done = {"key": [key(d) for d in batch], "article_id": [d.article_id for d in batch], "error": [errors.get(d.article_id) for d in batch]}
    pl.DataFrame(done, schema=dict.fromkeys(done, pl.String)).write_parquet(staging / f"{DONE}.parquet")
    sync_tree(staging)
    shutil.rmtree(folder / name, ignore_errors=True)
    os.replace(staging, folder / name)
    return len(batch)


def read_each(reader: Annotator, batch: Sequence[Document]) -> tuple[list[Annotations], dict[str, str]]:
    """Annotations of the batch, and the errors of articles the annotator failed on, which cost the others nothing."""
    try:
        return list(reader.annotate(batch)), {}
    except Exception:
        results: list[Annotations] = []
        errors: dict[str, str] = {}
        for document in batch:
            try:
                results += list(reader.annotate([document]))
            except Exception as error:
                errors[document.article_id] = f"{type(error).__name__}: {error}"[:300]
        return results, errors


class Loaded(NamedTuple):
    """What annotation left for resolution."""

    stages: dict[str, pl.DataFrame]
    errors: pl.DataFrame
    """article_id, error: the articles that could not be read."""


def load(folder: Path, found: Sequence[Document]) -> Loaded:
    """Stage tables of exactly these documents, sorted by key, whatever batches they were read in."""
    wanted = {key(document) for document in found}
    errors = [pl.DataFrame(schema={"article_id": pl.String, "error": pl.String})]
    parts: dict[str, list[pl.DataFrame]] = {name: [table.empty()] for name, table in STAGES.items()}
    for done in sorted(folder.glob(KEPT)):
        held = pl.read_parquet(done).filter(pl.col("key").is_in(list(wanted)))
        if held.is_empty():
            continue
        wanted -= set(held["key"])
        errors.append(held.select("article_id", "error").drop_nulls("error"))
        articles = held["article_id"].implode()
        for name in STAGES:
            frame = pl.read_parquet(done.with_name(f"{name}.parquet"))
            parts[name].append(of_articles(frame, name, articles, done.parent))
    if wanted:
        raise RuntimeError(f"annotations of {len(wanted)} articles are missing in {folder}: run again")
    return Loaded({name: STAGES[name].sorted(pl.concat(frames)) for name, frames in parts.items()}, pl.concat(errors).sort("article_id"))


def of_articles(frame: pl.DataFrame, name: str, articles: pl.Series, batch: Path) -> pl.DataFrame:
    """Rows that belong to the articles: directly, or through the claim or event mention they hang on."""
    if "article_id" in frame.columns:
        return frame.filter(pl.col("article_id").is_in(articles))
    parent, column = ("claims", "claim_id") if name == "claim_spans" else ("event_mentions", "event_mention_id")
    owners = pl.read_parquet(batch / f"{parent}.parquet", columns=[column, "article_id"]).filter(pl.col("article_id").is_in(articles))
    return frame.join(owners.select(column), on=column, how="semi")


def finished(work: Work, *, model: str, workers: int) -> Iterator[int]:
    """Read all batches, in processes of their own where it pays; yields the size of each as it is done."""
    if workers == 1 or work.size <= FEW or len(work.batches) == 1:
        for batch in work.batches:
            yield read_batch(model, batch, work.folder)
        return
    with ProcessPoolExecutor(min(workers, len(work.batches)), mp_context=get_context("spawn")) as pool:
        for future in as_completed([pool.submit(read_batch, model, batch, work.folder) for batch in work.batches]):
            yield future.result()


@task(name="annotate", persist_result=False)
def annotate(articles_path: Path, work_area: Path, *, model: str, workers: int, batch_articles: int) -> AnnotatorFacts:
    """Annotate the articles of a file that were not read before; their annotations lie in the work area."""
    from transforms.articles import headline_end

    facts = annotator(model).facts
    articles = pl.read_parquet(articles_path)
    work = pending(documents(articles, headline_end(articles)), folder_of(work_area, facts), batch_articles=batch_articles)
    work.folder.mkdir(parents=True, exist_ok=True)
    for stale in work.folder.glob(".*-*"):
        shutil.rmtree(stale, ignore_errors=True)
    progress.current().step("Annotating articles", work.size)
    for size in finished(work, model=model, workers=workers):
        progress.current().advance(size)
    return facts


def folder_of(work_area: Path, facts: AnnotatorFacts) -> Path:
    """Where the annotations of one annotator are kept."""
    return work_area / "annotations" / f"{facts.name}-{facts.fingerprint}"
