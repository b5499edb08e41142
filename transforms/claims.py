"""Claims with the actors and events that resolution found for them."""

from typing import NamedTuple

import polars as pl

from transforms import tables


class ResolvedClaims(NamedTuple):
    """Published tables of claims."""

    claims: pl.DataFrame
    claim_spans: pl.DataFrame
    claim_actors: pl.DataFrame
    claim_events: pl.DataFrame


def resolve(
    claims: pl.DataFrame, claim_spans: pl.DataFrame, *, chain_actors: pl.DataFrame, mentions: pl.DataFrame, event_mentions: pl.DataFrame
) -> ResolvedClaims:
    """Claims with their speakers' actors, whom they are addressed to and mention, and the events told in them.

    `mentions` and `event_mentions` are the published tables, `claims` the stage table. Events and actors count for the
    innermost claim whose pieces hold them and for every claim around it.
    """
    speakers = chain_actors.rename({"chain_id": "speaker_chain_id", "actor_id": "speaker_actor_id"})
    resolved = claims.join(speakers, on="speaker_chain_id", how="left")
    published = tables.claims.conform(resolved.select(tables.claims.schema.names()))
    pieces = claim_spans.join(claims.select("claim_id", "article_id"), on="claim_id")
    return ResolvedClaims(
        tables.claims.sorted(published),
        tables.claim_spans.sorted(tables.claim_spans.conform(claim_spans)),
        claim_actors(claims, pieces, mentions),
        claim_events(pieces, event_mentions),
    )


def inside(pieces: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a claim's piece and a span that lies in it: the columns of both."""
    spans = spans.rename({"char_start": "inner_start", "char_end": "inner_end"})
    return pieces.join(spans, on="article_id").filter((pl.col("char_start") <= pl.col("inner_start")) & (pl.col("inner_end") <= pl.col("char_end")))


def claim_actors(claims: pl.DataFrame, pieces: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Table claim_actors."""
    known = mentions.filter(pl.col("actor_id").is_not_null())
    mentioned = inside(pieces, known.select("article_id", "char_start", "char_end", "actor_id")).select(
        "claim_id", "actor_id", role=pl.lit("mentioned")
    )
    addressed = claims.select("claim_id", mention_id="addressee_mention_id").join(known.select("mention_id", "actor_id"), on="mention_id")
    rows = pl.concat([mentioned, addressed.select("claim_id", "actor_id", role=pl.lit("addressee"))]).unique()
    return tables.claim_actors.sorted(tables.claim_actors.conform(rows))


def claim_events(pieces: pl.DataFrame, event_mentions: pl.DataFrame) -> pl.DataFrame:
    """Table claim_events."""
    rows = (
        inside(pieces, event_mentions.select("article_id", "char_start", "char_end", "event_mention_id"))
        .select("claim_id", "event_mention_id")
        .unique()
    )
    return tables.claim_events.sorted(tables.claim_events.conform(rows))
