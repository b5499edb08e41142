"""Which actors there are in the world, out of the actors that single articles know."""

from typing import NamedTuple

import polars as pl

from seeds import reader
from transforms import tables
from transforms.identities import identified
from transforms.summaries import commonest, with_commonest


class ResolvedActors(NamedTuple):
    """Published tables of actors, and the actor of every chain."""

    actors: pl.DataFrame
    actor_aliases: pl.DataFrame
    actor_roles: pl.DataFrame
    chain_actors: pl.DataFrame
    """chain_id, actor_id."""


def resolve(mentions: pl.DataFrame, chains: pl.DataFrame, articles: pl.DataFrame, *, known: pl.DataFrame | None = None) -> ResolvedActors:
    """Actors of the corpus.

    `mentions` and `chains` are stage tables; `known` (mention_id, actor_id of the last release) lets actors keep their ids.
    """
    keyed = identified(chains, mentions, known)
    chain_actors = keyed.select("chain_id", "actor_id")
    spans = mentions.filter(pl.col("chain_id").is_not_null()).join(chain_actors, on="chain_id").join(days(articles), on="article_id", how="left")
    return ResolvedActors(actor_rows(keyed, spans), alias_rows(spans), role_rows(spans), chain_actors)


def days(articles: pl.DataFrame) -> pl.DataFrame:
    """article_id and day of publication."""
    return articles.select("article_id", pl.col("published_at").dt.date().alias("published_date"))


def actor_rows(keyed: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Table actors: attributes are the commonest of the chains, the name the commonest of those with more than one word."""
    counts = spans.group_by("actor_id").agg(
        mention_count=pl.len().cast(pl.Int64),
        article_count=pl.col("article_id").n_unique().cast(pl.Int64),
        first_mentioned_date=pl.col("published_date").min(),
        last_mentioned_date=pl.col("published_date").max(),
    )
    whole = pl.col("name").str.contains(" ")
    fullest = keyed.filter(whole | ~whole.any().over("actor_id"))
    named = keyed.group_by("actor_id").agg(pl.col("is_named").any(), pl.col("key").first())
    base = named.join(commonest(fullest, ["actor_id"], "name"), on="actor_id").join(counts, on="actor_id")
    base = with_commonest(base, keyed, ["actor_id"], ["actor_type", "country_code", "sector_code"]).with_columns(wikidata_id=wikidata())
    return tables.actors.sorted(tables.actors.conform(base.drop("key")))


def wikidata() -> pl.Expr:
    """Wikidata item of countries, from the gazetteer."""
    known = {f"country:{row['country_code']}": row["wikidata_id"] for row in reader.rows("gazetteers/countries") if row["wikidata_id"]}
    return pl.col("key").replace_strict(known, default=None, return_dtype=pl.String)


def alias_rows(spans: pl.DataFrame) -> pl.DataFrame:
    """Table actor_aliases: the names under which named mentions stand in the texts."""
    named = spans.filter(pl.col("mention_type") == "named").with_columns(alias=folded_name())
    rows = named.filter(pl.col("alias").str.contains(r"\S")).group_by("actor_id", "alias").agg(mention_count=pl.len().cast(pl.Int64))
    return tables.actor_aliases.sorted(tables.actor_aliases.conform(rows))


def folded_name() -> pl.Expr:
    """The span's words without the role before them: the name for persons, the text for the rest."""
    text = pl.when(pl.col("entity_type") == "person").then(pl.col("name")).otherwise(pl.col("text"))
    return text.str.replace_all(r"\s+", " ").str.strip_chars()


def role_rows(spans: pl.DataFrame) -> pl.DataFrame:
    """Table actor_roles: titles as the texts give them."""
    given = spans.filter(pl.col("role").is_not_null() & pl.col("role").str.contains(r"\S"))
    rows = given.group_by("actor_id", "role").agg(
        mention_count=pl.len().cast(pl.Int64), first_mentioned_date=pl.col("published_date").min(), last_mentioned_date=pl.col("published_date").max()
    )
    renamed = given.rename({"role_country_code": "country_code", "role_sector_code": "sector_code"})
    rows = with_commonest(rows, renamed, ["actor_id", "role"], ["country_code", "sector_code"])
    return tables.actor_roles.sorted(tables.actor_roles.conform(rows))
