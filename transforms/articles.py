"""Articles: each text normalised once, with what is known about it."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import polars as pl

from transforms import boilerplate, duplicates, normalization, revisions, tables
from transforms.annotation.furniture import find_furniture
from transforms.annotation.legible import legible
from transforms.columns import UTC
from transforms.date_formats import Published
from transforms.ids import content_hash
from transforms.languages import language_of
from transforms.publication_dates import day_orders, from_path, published
from transforms.urls import canonical_url

RAW_RECORDS = pl.Schema(
    dict.fromkeys(("source_ref", "source_path", "source_name", "url", "title", "byline", "section", "language_raw"), pl.String())
    | dict.fromkeys(("published_at_raw", "published_at_source", "text_raw", "encoding", "extractor"), pl.String())
    | {"has_own_id": pl.Boolean(), "record_locator": pl.String()}
)
"""What every source hands over, one row a record. `has_own_id`: `source_ref` is an id the source gave, not a path."""
RAW_REJECTS = pl.Schema({name: pl.String for name in tables.rejects.columns if name != "rejected_at"})
"""What a source could not read, one row a record."""
LOCATION = ("source_path", "record_locator")
ANNOTATED_LANGUAGES = ("en",)
LONGEST_CHARACTERS = 200_000
"""Some 35,000 words, eight seconds of the language model; the longest of 1,998 real articles has 55,151 characters."""

EXCERPT = pl.col("text").str.slice(0, 190).str.replace_all("\n", "\\n", literal=True).str.slice(0, 200)


class Normalized(NamedTuple):
    """Every record, as an article or as a reject."""

    articles: pl.DataFrame
    rejects: pl.DataFrame


def normalize(
    records: pl.DataFrame, *, now: datetime, rejects: pl.DataFrame | None = None, longest: int = LONGEST_CHARACTERS, known: pl.DataFrame | None = None
) -> Normalized:
    """Each row of `records` (`RAW_RECORDS`) is an article or a reject, and so is each of `rejects` (`RAW_REJECTS`).

    An article's text is its title, a blank line and its body, normalised; no two articles have the same id. Rejects
    have the reason `empty` (no title and no text), `boilerplate` (a page that stands in an article's place) or `repeated`
    (the id of an earlier record). Articles in languages that are not annotated, or of more than `longest` characters,
    are kept with a `skipped_reason`. A text that the `known` articles have at its address has the identifier it has there.
    """
    read = described(records, now=now)
    is_unfit = (pl.col("text") == "") | pl.col("stub").is_not_null()
    fit = read.filter(~is_unfit)
    fit = fit.with_columns(revisions.identified(fit, tables.articles.empty() if known is None else known))
    repeats = fit.select(again=pl.col("article_id").is_first_distinct().not_()).to_series()
    kept = fit.filter(~repeats).with_columns(skipped_reason=skipped_reason(longest=longest))
    unread = [] if rejects is None else [rejects.select(RAW_REJECTS.names())]
    refused = pl.concat([*unread, unfit(read.filter(is_unfit)), repeated(fit.filter(repeats), kept)])
    return Normalized(
        tables.articles.conform(kept.select(*tables.articles.columns)), tables.rejects.conform(refused.with_columns(rejected_at=pl.lit(now, UTC)))
    )


def described(records: pl.DataFrame, *, now: datetime) -> pl.DataFrame:
    """The records with every column of an article but `article_id` and `skipped_reason`, with their locators, and `stub`.

    What the record does not say of author and day is taken from the byline and dateline of the text, where it has them.
    """
    lines = {name: each(records[name], normalization.line) for name in ("title", "source_name", "byline", "section")}
    repaired = {raw: normalization.repaired(raw) for raw in records["text_raw"].fill_null("").unique()}
    bodies = each(records["text_raw"].fill_null(""), lambda raw: repaired[raw].text)
    said = pl.DataFrame(lines | {"body": bodies}).with_columns(pl.col(*lines).replace("", None))
    return (
        records.with_columns(
            *(said[name] for name in lines),
            *publication(records.with_columns(said["source_name"]), now=now),
            url=each(records["url"], canonical_url),
            text=pl.Series([with_title(title, body) for title, body in said.select("title", "body").iter_rows()], dtype=pl.String),
            repairs=each(records["text_raw"], lambda raw: "; ".join(repaired[raw].repairs) or None),
            stub=pl.Series([boilerplate.kind_of(*row) for row in said.select("title", "body").iter_rows()], dtype=pl.String),
            language=each(said.select(pl.when(pl.col("body") == "").then("title").otherwise("body")).to_series(), language_of),
            source_ref=each(records["source_ref"], normalization.visible),
            published_at_raw=each(records["published_at_raw"], normalization.visible),
        )
        .pipe(read_around, now=now)
        .with_columns(content_hash=pl.col("text").map_elements(content_hash, pl.String))
        .with_columns(
            char_count=pl.col("text").str.len_chars().cast(pl.Int64),
            word_count=pl.col("text").str.count_matches(r"\w+").cast(pl.Int64),
            sentence_count=pl.lit(None, pl.Int64),
            duplicate_of=pl.lit(None, pl.String),
            duplicate_similarity=pl.lit(None, pl.Float64),
            copy_count=pl.lit(0, pl.Int64),
            source_count=pl.col("source_name").is_not_null().cast(pl.Int64),
            revision_of=pl.lit(None, pl.String),
            revision_number=pl.lit(1, pl.Int32),
            ingested_at=pl.lit(now, UTC),
        )
    )


def each(column: pl.Series, function: Callable[[str], str | None]) -> pl.Series:
    """The function of every string of the column, computed once for equal ones; null stays null."""
    made = {value: function(value) for value in column.unique() if value is not None}
    return pl.Series(column.name, [made.get(value) for value in column], dtype=pl.String)


def with_title(title: str | None, body: str) -> str:
    """Title, blank line, body. A first line of the body that only repeats the title is left out."""
    if title is None:
        return body
    first, _, rest = body.partition("\n")
    return f"{title}\n\n{rest.lstrip() if same_words(first, title) else body}".strip()


def same_words(first: str, second: str) -> bool:
    """Whether two lines have letters, and differ in case, spaces and punctuation only."""
    return len(first) <= 2 * len(second) and letters_and_digits(first) == letters_and_digits(second) != ""


def letters_and_digits(text: str) -> str:
    """The text as it is compared."""
    return "".join(filter(str.isalnum, text.casefold()))


def publication(records: pl.DataFrame, *, now: datetime) -> list[pl.Series]:
    """Columns `published_at`, `published_at_source` and `published_at_granularity`.

    Where what the record says cannot be read, or it says nothing, digits in its address tell the day, then those in the
    name of a file that is the record.
    """
    written = records.select("source_name", "published_at_raw")
    orders = day_orders(written.iter_rows())
    made = {
        (raw, order): published(raw, now=now, day_first=order) for raw, order in {(raw, orders.get(source)) for source, raw in written.iter_rows()}
    }
    found = [
        dated(made[raw, orders.get(row["source_name"])], row, now=now)
        for raw, row in zip(records["published_at_raw"], records.to_dicts(), strict=True)
    ]
    return [
        pl.Series("published_at", [date.at for date, _ in found], dtype=UTC),
        pl.Series("published_at_source", [source for _, source in found], dtype=pl.String),
        pl.Series("published_at_granularity", [date.granularity for date, _ in found], dtype=pl.String),
    ]


def dated(date: Published, record: dict[str, str | None], *, now: datetime) -> tuple[Published, str]:
    """The date of a record, and what it is from: a code of `published_at_sources`."""
    if date.at is not None:
        return date, record["published_at_source"] or "metadata"
    url = record["url"] if (record["url"] or "").startswith("http") else None
    name = None if record["record_locator"] else (record["source_path"] or "").rpartition("/")[2]
    for source, path in (("url", (url or "").partition("?")[0].partition("#")[0]), ("path", name)):
        found = from_path(path, now=now)
        if found.at is not None:
            return found, source
    return date, "unknown"


def read_around(rows: pl.DataFrame, *, now: datetime) -> pl.DataFrame:
    """The rows with what stands around the article in its text: `agency`, and author and day of publication where the record gives none."""
    around = [find_furniture(legible(text), end) for text, end in zip(rows["text"], headline_end(rows), strict=True)]
    dates = [published(found.dated, now=now) for found in around]
    said = rows.with_columns(
        agency=pl.Series([found.agency for found in around], dtype=pl.String),
        _byline=pl.Series([found.byline for found in around], dtype=pl.String),
        _at=pl.Series([date.at for date in dates], dtype=UTC),
        _granularity=pl.Series([date.granularity for date in dates], dtype=pl.String),
    )
    from_text = pl.col("published_at").is_null() & pl.col("_at").is_not_null()
    sources = pl.when(pl.col("byline").is_not_null()).then(pl.lit("metadata")).when(pl.col("_byline").is_not_null()).then(pl.lit("text"))
    return said.with_columns(
        byline=pl.coalesce("byline", "_byline"),
        byline_source=sources,
        published_at=pl.coalesce("published_at", "_at"),
        published_at_source=pl.when(from_text).then(pl.lit("text")).otherwise("published_at_source"),
        published_at_granularity=pl.when(from_text).then("_granularity").otherwise("published_at_granularity"),
    ).drop("_byline", "_at", "_granularity")


def skipped_reason(*, longest: int) -> pl.Expr:
    """Why an article will not be annotated; null if it will."""
    other_language = pl.col("language").is_in(ANNOTATED_LANGUAGES).not_()  # null stays null: a language not known is tried
    return pl.when(other_language).then(pl.lit("language")).when(pl.col("char_count") > longest).then(pl.lit("too_long"))


def unfit(rows: pl.DataFrame) -> pl.DataFrame:
    """Rejects for records without any text, and for those that are a page in an article's place."""
    is_stub = pl.col("stub").is_not_null()
    said = pl.col("stub").replace_strict({kind: boilerplate.detail_of(kind) for kind in boilerplate.LABELS}, default=None, return_dtype=pl.String)
    return rows.select(
        *LOCATION,
        reason=pl.when(is_stub).then(pl.lit("boilerplate")).otherwise(pl.lit("empty")),
        detail=pl.when(is_stub).then(said).otherwise(pl.lit("neither text nor title")),
        excerpt=EXCERPT,
    )


def repeated(rows: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """Rejects for records that have the id of one that was kept."""
    first = kept.select("article_id", first=pl.lit("the same article as ") + pl.col("source_path") + " " + pl.col("record_locator"))
    return rows.join(first, on="article_id", maintain_order="left").select(*LOCATION, reason=pl.lit("repeated"), detail="first", excerpt=EXCERPT)


def link_duplicates(articles: pl.DataFrame, *, annotate_duplicates: bool) -> pl.DataFrame:
    """The articles with their copies linked to the earliest of each report: see `duplicates.link`."""
    return duplicates.link(articles, headline_end(articles), annotate_duplicates=annotate_duplicates)


def accumulate(known: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Articles of an earlier release as they stand there, `ingested_at` too, and after them those that are new."""
    return pl.concat([known, new.join(known, on="article_id", how="anti", maintain_order="left")])


def accumulate_rejects(known: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The same for rejects, which are known by file, locator and reason."""
    return pl.concat([known, new.join(known, on=tables.rejects.key, how="anti", maintain_order="left")])


def headline_end(articles: pl.DataFrame) -> pl.Series:
    """For each article how many characters of its text are headline: all of the title where it begins the text, else 0."""
    title = pl.col("title").fill_null("")
    begins = pl.col("text").str.starts_with(pl.concat_str(title, pl.lit("\n"))) | (pl.col("text") == title)
    return articles.select(headline_end=pl.when(begins & (title != "")).then(title.str.len_chars()).otherwise(0).cast(pl.Int64)).to_series()
