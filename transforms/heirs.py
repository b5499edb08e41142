"""What a text that is read no longer leaves to the one that is read in its place: its events keep their ids."""

import polars as pl

from transforms import duplicates, revisions

PLACE = ("sentence", "offset", "trigger", "event_type", "nth")
"""What two mentions must agree in to be the same words in two texts."""


def heirs(articles: pl.DataFrame) -> pl.DataFrame:
    """article_id, heir_id: superseded texts and copies with the article that is read in their place."""
    copies = duplicates.heirs(articles)
    superseded = revisions.latest(articles).join(copies.select(heir_id="article_id", original="heir_id"), on="heir_id", how="left")
    return pl.concat([copies, superseded.select("article_id", heir_id=pl.coalesce("original", "heir_id"))])


def inherited(known: pl.DataFrame, before: pl.DataFrame, now: pl.DataFrame, heirs: pl.DataFrame) -> pl.DataFrame:
    """`known` (event_mention_id, event_id) with mentions of texts read no longer as the same words in their heirs.

    `before` and `now` are mentions as `told` gives them, of the last release and of this run. What the heir does not say
    in the same sentence stays as it was. The heir's own mentions come last.
    """
    left = before.join(heirs, on="article_id").select("event_mention_id", *PLACE, article_id="heir_id")
    moved = left.join(now.select("article_id", *PLACE, heir="event_mention_id"), on=["article_id", *PLACE]).select("event_mention_id", "heir")
    renamed = known.join(moved, on="event_mention_id", how="left", maintain_order="left").sort(pl.col("heir").is_null(), maintain_order=True)
    return renamed.select(pl.coalesce("heir", "event_mention_id").alias("event_mention_id"), "event_id")


def told(event_mentions: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """event_mention_id, article_id and `PLACE`: the words an event is told in, wherever in its text they stand."""
    texts = sentences.select("sentence_id", sentence="text", start="char_start")
    beside = event_mentions.join(texts, on="sentence_id").sort("article_id", "char_start", "char_end", "event_mention_id")
    placed = beside.with_columns(offset=pl.col("char_start") - pl.col("start"))
    return placed.select("event_mention_id", "article_id", *PLACE[:-1], nth=pl.int_range(pl.len()).over("article_id", *PLACE[:-1]))
