"""Wide and counted tables for people and BI tools, derived from the others and never a source of truth."""

from collections.abc import Mapping

import polars as pl

from seeds import reader
from transforms import tables

Tables = Mapping[str, pl.DataFrame]


def derive(published: Tables) -> dict[str, pl.DataFrame]:
    """All marts, and the code lists, by table name."""
    return {
        "events_flat": events_flat(published),
        "claims_flat": claims_flat(published),
        "actor_days": actor_days(published),
        "dyad_months": dyad_months(published),
        "codes": tables.codes.sorted(tables.codes.conform(reader.codes())),
    }


def events_flat(published: Tables) -> pl.DataFrame:
    """One row per event with up to three actors a side and the first sentence that tells it."""
    types = reader.table("codes/event_types").select(event_type="code", event_type_label="label")
    quads = reader.table("codes/quad_codes").select(quad_code=pl.col("code").cast(pl.Int32), quad_label="label")
    flat = published["events"].join(types, on="event_type", how="left").join(quads, on="quad_code", how="left").with_columns(event_date="date_start")
    for role in ("actor", "recipient"):
        flat = flat.join(side(published, role), on="event_id", how="left")
    flat = flat.join(first_told(published), on="event_id", how="left")
    return tables.events_flat.sorted(tables.events_flat.conform(flat.select(tables.events_flat.schema.names())))


def side(published: Tables, role: str) -> pl.DataFrame:
    """event_id and name, type, country and sector of its three most mentioned actors of a role."""
    ranked = (
        published["event_actors"]
        .filter(pl.col("role") == role)
        .sort("event_id", "mention_count", "actor_id", descending=[False, True, False])
        .with_columns(rank=pl.int_range(1, pl.len() + 1).over("event_id"))
        .filter(pl.col("rank") <= 3)
        .join(published["actors"].select("actor_id", "name", "actor_type", "country_code", "sector_code"), on="actor_id")
    )
    parts = {"name": "name", "type": "actor_type", "country_code": "country_code", "sector_code": "sector_code"}
    return ranked.group_by("event_id").agg(
        pl.col(column).filter(pl.col("rank") == number).first().alias(f"{role}_{number}_{part}")
        for number in (1, 2, 3)
        for part, column in parts.items()
    )


def first_told(published: Tables) -> pl.DataFrame:
    """event_id and article, address and sentence of its earliest report."""
    dated = published["articles"].select("article_id", "published_at", first_url="url")
    told = published["event_mentions"].select("event_id", "article_id", "sentence_id", "char_start").join(dated, on="article_id")
    first = told.sort("published_at", "article_id", "char_start", nulls_last=True).unique("event_id", keep="first", maintain_order=True)
    sentences = published["sentences"].select("sentence_id", first_sentence="text")
    return first.join(sentences, on="sentence_id", how="left").select("event_id", "first_url", "first_sentence", first_article_id="article_id")


def claims_flat(published: Tables) -> pl.DataFrame:
    """One row per claim with speaker, article and sentence."""
    roles = (
        published["actor_roles"]
        .sort("actor_id", "mention_count", "role", descending=[False, True, False])
        .unique("actor_id", keep="first", maintain_order=True)
        .select(speaker_actor_id="actor_id", speaker_role="role")
    )
    speakers = published["actors"].select(
        speaker_actor_id="actor_id", speaker_name="name", speaker_country_code="country_code", speaker_sector_code="sector_code"
    )
    articles = published["articles"].select(
        "article_id", "source_name", "url", article_title="title", published_date=pl.col("published_at").dt.date()
    )
    sentences = published["sentences"].select("sentence_id", sentence="text")
    flat = published["claims"].join(speakers, on="speaker_actor_id", how="left").join(roles, on="speaker_actor_id", how="left")
    flat = flat.join(articles, on="article_id", how="left").join(sentences, on="sentence_id", how="left")
    return tables.claims_flat.sorted(tables.claims_flat.conform(flat.select(tables.claims_flat.schema.names())))


def actor_days(published: Tables) -> pl.DataFrame:
    """What each actor did and said on each day of publication."""
    dated = published["articles"].select("article_id", date=pl.col("published_at").dt.date()).drop_nulls()
    key = ["actor_id", "date"]
    mentions = published["mentions"].filter(pl.col("actor_id").is_not_null()).join(dated, on="article_id")
    counts = mentions.group_by(key).agg(article_count=pl.col("article_id").n_unique().cast(pl.Int64), mention_count=pl.len().cast(pl.Int64))
    took_part = (
        published["event_actors"]
        .select("event_id", "actor_id")
        .unique()
        .join(published["event_articles"], on="event_id")
        .join(dated, on="article_id")
    )
    events = took_part.group_by(key).agg(event_count=pl.col("event_id").n_unique().cast(pl.Int64))
    said = published["claims"].filter(pl.col("speaker_actor_id").is_not_null()).join(dated, on="article_id")
    claims = said.group_by(pl.col("speaker_actor_id").alias("actor_id"), "date").agg(claim_count=pl.len().cast(pl.Int64))
    days = counts.join(events, on=key, how="left").join(claims, on=key, how="left").with_columns(pl.col("event_count", "claim_count").fill_null(0))
    return tables.actor_days.sorted(tables.actor_days.conform(days.select(tables.actor_days.schema.names())))


def dyad_months(published: Tables) -> pl.DataFrame:
    """Events that occurred between countries, by month; an event with several countries a side counts for every pair."""
    countries = published["actors"].select("actor_id", "country_code").filter(pl.col("country_code").is_not_null())
    sides = published["event_actors"].join(countries, on="actor_id")
    doers = sides.filter(pl.col("role") == "actor").select("event_id", actor_country_code="country_code").unique()
    sufferers = sides.filter(pl.col("role") == "recipient").select("event_id", recipient_country_code="country_code").unique()
    happened = published["events"].filter(pl.col("event_status").is_in(["occurred", "ongoing"]) & within_a_month())
    pairs = happened.with_columns(month=pl.col("date_start").dt.truncate("1mo")).join(doers, on="event_id").join(sufferers, on="event_id")
    rows = pairs.group_by("actor_country_code", "recipient_country_code", "month").agg(
        *((pl.col("quad_code") == n).sum().cast(pl.Int64).alias(f"quad_{n}_count") for n in (1, 2, 3, 4)),
        mean_intensity=pl.col("intensity").mean().round(4),
        killed_count=pl.col("killed_count").sum().cast(pl.Int64),
    )
    return tables.dyad_months.sorted(tables.dyad_months.conform(rows.select(tables.dyad_months.schema.names())))


def within_a_month() -> pl.Expr:
    """Whether both days of a date are known and lie in one month."""
    return (pl.col("date_start").dt.truncate("1mo") == pl.col("date_end").dt.truncate("1mo")).fill_null(False)
