"""Every row leads back to the exact characters of its article."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import polars as pl

from expectations.relation import Relation
from expectations.shape import Tables
from transforms.schema import Table

ARTICLE_TEXT = "__article_text"
SPAN_START = "__span_start"
SAYS = "Every row leads back to the characters that support it; offsets that have shifted point at other words."
ORDER = "A span has a first character and one after its last; where there is no text there are no offsets, and no text without them."
HELD = "A reader who looks up the sentence of a row finds the row in it."


class Span(NamedTuple):
    """The three columns of a table that say where and what."""

    start: str
    end: str
    text: str


def spans_of(table: Table) -> tuple[Span, ...]:
    """The spans a table declares: `[prefix_]char_start`, `[prefix_]char_end` and `[prefix_]text`, or `trigger`."""
    prefixes = [name.removesuffix("char_start") for name in table.columns if name.endswith("char_start")]
    return tuple(
        Span(f"{prefix}char_start", f"{prefix}char_end", f"{prefix}text" if f"{prefix}text" in table.columns else "trigger") for prefix in prefixes
    )


def span_relations(table: Table) -> Iterator[Relation]:
    """What holds of each span of a table."""
    for span in spans_of(table):
        order, quote = partial(disordered, table, span), partial(misquoted, table, span)
        yield Relation(table.name, f"{span.start} is before {span.end}", ORDER, order, span)
        yield Relation(table.name, f"{span.text} is articles.text[{span.start}:{span.end}]", SAYS, quote, span)


def disordered(table: Table, span: Span, tables: Tables) -> pl.DataFrame:
    """Rows whose span is empty, runs backwards, or is there only in part."""
    start, end, text = (pl.col(name) for name in span)
    halved = (start.is_null() != text.is_null()) | (end.is_null() != text.is_null())
    return tables[table.name].filter(halved | (start >= end))


def misquoted(table: Table, span: Span, tables: Tables) -> pl.DataFrame:
    """Rows whose text is not what their article says between the offsets, counted in code points."""
    # A negative offset would count from the end; the contract's bounds report it, so here it only must not match.
    start = pl.col(span.start).clip(0)
    length = (pl.col(span.end) - start).clip(0)
    said = pl.col(ARTICLE_TEXT).str.slice(start, length)
    # A slice ends with the article: without the length, an end beyond it would go unseen.
    wrong = (said != pl.col(span.text)) | (length != said.str.len_chars())
    return with_article_text(table, tables).filter(wrong).select(*table.columns)


def with_article_text(table: Table, tables: Tables) -> pl.DataFrame:
    """The table with its article's text beside each row, its own or that of the row it belongs to; null where that is not there."""
    frame = tables[table.name]
    if "article_id" not in table.columns:
        column, parent, key = parent_of(table, tables)
        articles = tables[parent].select(pl.col(key).alias(column), "article_id").unique(column)
        frame = frame.join(articles, on=column, how="left", maintain_order="left")
    texts = tables["articles"].select("article_id", pl.col("text").alias(ARTICLE_TEXT)).unique("article_id")
    return frame.join(texts, on="article_id", how="left", maintain_order="left")


def parent_of(table: Table, tables: Tables) -> tuple[str, str, str]:
    """The first column that leads to a table with articles, that table, and the column it leads to."""
    for name, column in table.columns.items():
        parent, _, key = (column.references or "").partition(".")
        if parent in tables and "article_id" in tables[parent].columns:
            return name, parent, key
    raise ValueError(f"{table.name}: no column leads to an article")


def held_by_sentence(table: Table, start: pl.Expr) -> Relation:
    """`sentence_id` is the sentence of the same article that holds the character at `start`."""

    def at_fault(tables: Tables) -> pl.DataFrame:
        held = tables["sentences"].select("sentence_id", pl.struct("article_id", "char_start", "char_end").alias("__sentence")).unique("sentence_id")
        rows = tables[table.name].with_columns(start.alias(SPAN_START)).join(held, on="sentence_id", how="left", maintain_order="left")
        first, after = (pl.col("__sentence").struct.field(name) for name in ("char_start", "char_end"))
        elsewhere = pl.col("__sentence").struct.field("article_id") != pl.col("article_id")
        return rows.filter(elsewhere | (pl.col(SPAN_START) < first) | (pl.col(SPAN_START) >= after)).select(*table.columns)

    return Relation(table.name, "the sentence holds the start of the span", HELD, at_fault, ("sentence_id",))
