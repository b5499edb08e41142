"""Where and when events happened that do not say so themselves: from the rest of their article."""

import polars as pl

LOCAL = ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE")
"""Types that happen at one place, which is the article's unless the text says another."""
LEAD = 700
"""Characters at the beginning of an article in which it says where it is about."""
LEAD_WEIGHT = 3
LEAST_WEIGHT = 2
"""A town named once, far down, is not where the article plays."""


def settle(told: pl.DataFrame, mentions: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Event mentions with the article's day and town where they have none of their own; `*_source` says so."""
    return with_town(with_day(told), towns(mentions, places))


def bare() -> pl.Expr:
    """Whether a mention tells an event of now that happens at one place."""
    return pl.col("event_type").is_in(LOCAL) & pl.col("event_status").is_in(["occurred", "ongoing"]) & ~pl.col("is_background")


def with_day(told: pl.DataFrame) -> pl.DataFrame:
    """Mentions dated from publication get the one day on which the article tells other events of their type, if it tells just one."""
    own = told.filter(bare() & pl.col("date_source").is_in(["stated", "relative"]) & (pl.col("date_start") == pl.col("date_end")))
    days = own.group_by("article_id", "event_type").agg(_day=pl.col("date_start").unique())
    days = days.filter(pl.col("_day").list.len() == 1).with_columns(pl.col("_day").list.first())
    joined = told.join(days, on=["article_id", "event_type"], how="left", maintain_order="left")
    taken = bare() & pl.col("_day").is_not_null() & (pl.col("date_source") == "publication")
    return joined.with_columns(
        date_start=pl.when(taken).then("_day").otherwise("date_start"),
        date_end=pl.when(taken).then("_day").otherwise("date_end"),
        date_edtf=pl.when(taken).then(pl.col("_day").dt.to_string("iso")).otherwise("date_edtf"),
        date_source=pl.when(taken).then(pl.lit("anchored")).otherwise("date_source"),
    ).drop("_day")


def towns(mentions: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """article_id, _town, _town_text: the town an article is about: named in its lead or more than once, the commonest first."""
    named = mentions.join(places.filter(pl.col("place_type") == "city").select("place_id"), on="place_id").filter(pl.col("entity_type") == "place")
    weight = pl.when(pl.col("char_start") < LEAD).then(LEAD_WEIGHT).otherwise(1).sum()
    found = named.group_by("article_id", "place_id").agg(
        _weight=weight, _first=pl.col("char_start").min(), _town_text=pl.col("text").sort_by("char_start").first()
    )
    found = found.filter(pl.col("_weight") >= LEAST_WEIGHT).sort("article_id", "_weight", "_first", descending=[False, True, False])
    return found.unique("article_id", keep="first", maintain_order=True).select("article_id", "_town_text", _town="place_id")


def with_town(told: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Mentions that no known place is told of get the town of the article: also where a street or a bar is named."""
    joined = told.join(found, on="article_id", how="left", maintain_order="left")
    taken = bare() & pl.col("_town").is_not_null() & pl.col("place_id").is_null()
    return joined.with_columns(
        place_id=pl.when(taken).then("_town").otherwise("place_id"),
        place_text=pl.when(taken & pl.col("place_text").is_null()).then("_town_text").otherwise("place_text"),
        place_source=pl.when(taken).then(pl.lit("article")).otherwise("place_source"),
    ).drop("_town", "_town_text")
