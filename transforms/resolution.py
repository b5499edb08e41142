"""From what single articles say to actors, places, events and claims of the whole corpus."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from transforms import actors, claims, events, identities, marts, places, tables

StageFrames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Known:
    """What the last release published, as far as identifiers depend on it."""

    mentions: pl.DataFrame
    """mention_id, actor_id."""
    event_mentions: pl.DataFrame
    """event_mention_id, event_id."""
    redirects: pl.DataFrame


def resolve(
    articles: pl.DataFrame, rejects: pl.DataFrame, stages: StageFrames, *, now: datetime, known: Known | None = None
) -> dict[str, pl.DataFrame]:
    """Every published table, from articles and the stage tables of their annotation.

    The same frames give the same tables; `now` only dates the redirects of merged identifiers.
    """
    who = actors.resolve(stages["mentions"], stages["chains"], articles, known=known.mentions if known else None)
    where = places.resolve(stages["mentions"], articles)
    mentions = resolved_mentions(stages["mentions"], who.chain_actors, where.mention_places)
    what = events.bring_together(
        stages["event_mentions"],
        stages["event_mention_actors"],
        chain_actors=who.chain_actors,
        actors=who.actors,
        mention_places=where.mention_places,
        places=where.places,
        articles=articles,
        mentions=mentions,
        known=known.event_mentions if known else None,
    )
    said = claims.resolve(
        stages["claims"], stages["claim_spans"], chain_actors=who.chain_actors, mentions=mentions, event_mentions=what.event_mentions
    )
    published = {
        "articles": tables.articles.sorted(with_sentence_counts(articles, stages["sentences"])),
        "rejects": tables.rejects.sorted(rejects),
        "sentences": tables.sentences.sorted(tables.sentences.conform(stages["sentences"])),
        "mentions": mentions,
        "actors": who.actors,
        "actor_aliases": who.actor_aliases,
        "actor_roles": who.actor_roles,
        "places": where.places,
        **what._asdict(),
        **said._asdict(),
        "redirects": redirected(who.actors, mentions, what.event_mentions, known, now),
    }
    return {**published, **marts.derive(published)}


def resolved_mentions(mentions: pl.DataFrame, chain_actors: pl.DataFrame, mention_places: pl.DataFrame) -> pl.DataFrame:
    """Table mentions."""
    joined = mentions.join(chain_actors, on="chain_id", how="left").join(mention_places, on="mention_id", how="left")
    lost = pl.col("actor_id").is_null() & pl.col("place_id").is_null()
    exact = pl.col("actor_id").is_null() & pl.col("place_id").is_not_null() & (pl.col("resolution") == "unresolved")
    settled = joined.with_columns(
        resolution=pl.when(lost).then(pl.lit("unresolved")).when(exact).then(pl.lit("exact")).otherwise(pl.col("resolution"))
    )
    return tables.mentions.sorted(tables.mentions.conform(settled.select(tables.mentions.schema.names())))


def with_sentence_counts(articles: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Articles with the number of sentences found; null for those not annotated."""
    counts = sentences.group_by("article_id").agg(sentence_count=pl.len().cast(pl.Int64))
    counted = articles.drop("sentence_count").join(counts, on="article_id", how="left")
    filled = pl.when(pl.col("skipped_reason").is_null()).then(pl.col("sentence_count").fill_null(0)).otherwise(pl.col("sentence_count"))
    return tables.articles.conform(counted.with_columns(sentence_count=filled).select(tables.articles.schema.names()))


def redirected(current: pl.DataFrame, mentions: pl.DataFrame, event_mentions: pl.DataFrame, known: Known | None, now: datetime) -> pl.DataFrame:
    """Table redirects: those of the last release, led on to where they lead now, and the new ones; each from what is gone to what is there."""
    if known is None:
        return tables.redirects.empty()
    new = pl.concat(
        [
            identities.redirects(known.mentions, mentions, known.mentions["actor_id"].drop_nulls(), current["actor_id"]),
            events.redirects(known.event_mentions, event_mentions),
        ]
    ).with_columns(redirected_at=pl.lit(now).cast(tables.redirects.schema["redirected_at"]))
    onward = dict(new.select("old_id", "new_id").iter_rows())
    earlier = known.redirects.with_columns(pl.col("new_id").replace(onward)) if onward else known.redirects
    rows = pl.concat([earlier, new]).unique("old_id", keep="last", maintain_order=True)
    # An actor told apart again is there again; one that only removed articles mention is there no longer.
    living = pl.concat([current["actor_id"], event_mentions["event_id"]]).unique().implode()
    leads_somewhere = pl.col("new_id").is_in(living) & ~pl.col("old_id").is_in(living)
    return tables.redirects.sorted(tables.redirects.conform(rows.filter(leads_somewhere)))
