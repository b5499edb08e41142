"""Which events there are in the world, out of the places in texts where events are told."""

from functools import cache
from typing import NamedTuple

import polars as pl

from seeds import reader
from transforms import scenes, tables
from transforms.event_identity import event_ids
from transforms.summaries import commonest, with_commonest

STATUS_ORDER = ("occurred", "ongoing", "future", "hypothetical", "negated")
COUNTS = ["killed_count", "injured_count", "arrested_count", "participant_count"]
PRECISION = {"city": 0, "admin1": 1, "region": 2, "country": 3}


class ResolvedEvents(NamedTuple):
    """Published tables of events."""

    event_mentions: pl.DataFrame
    event_mention_actors: pl.DataFrame
    events: pl.DataFrame
    event_actors: pl.DataFrame
    event_contexts: pl.DataFrame
    event_articles: pl.DataFrame


def bring_together(
    event_mentions: pl.DataFrame,
    event_mention_actors: pl.DataFrame,
    *,
    chain_actors: pl.DataFrame,
    actors: pl.DataFrame,
    mention_places: pl.DataFrame,
    places: pl.DataFrame,
    articles: pl.DataFrame,
    mentions: pl.DataFrame,
    known: pl.DataFrame | None = None,
) -> ResolvedEvents:
    """Events of the corpus and the tables about them.

    Mentions are of one event if type, status and day do not differ and, in one article, actors or trigger agree, or what
    is told of an attack does not differ (`harm.py`); across articles, the day and a city, or the day and both sides, or
    the texts are alike (`retold.py`). `known` (event_mention_id, event_id of the last release)
    lets events keep their ids.
    """
    participants = event_mention_actors.join(chain_actors, on="chain_id", how="left")
    placed = event_mentions.join(mention_places.rename({"mention_id": "place_mention_id"}), on="place_mention_id", how="left")
    told = (
        scenes.settle(placed, mentions, places)
        .join(articles.select("article_id", "published_at", "source_name"), on="article_id", how="left")
        .join(places.select("place_id", "place_type", "latitude", "longitude"), on="place_id", how="left")
        .sort("published_at", "article_id", "char_start", "event_mention_id", nulls_last=True)
    )
    told = told.with_columns(event_id=event_ids(told, participants, actors, articles, known))
    published = tables.event_mentions.conform(told.select(tables.event_mentions.schema.names()))
    people = tables.event_mention_actors.conform(participants.select(tables.event_mention_actors.schema.names()))
    sides = participants.filter(pl.col("actor_id").is_not_null()).join(told.select("event_mention_id", "event_id"), on="event_mention_id")
    event_actors = sides.group_by("event_id", "actor_id", "role").agg(mention_count=pl.col("event_mention_id").n_unique().cast(pl.Int64))
    event_articles = told.group_by("event_id", "article_id").agg(mention_count=pl.len().cast(pl.Int64))
    contexts = told.select("event_id", context=pl.col("contexts").str.split("|")).explode("context").drop_nulls().unique()
    events = event_rows(told, places).join(outlets(event_articles, articles), on="event_id", how="left")
    return ResolvedEvents(
        tables.event_mentions.sorted(published),
        tables.event_mention_actors.sorted(people),
        tables.events.sorted(
            tables.events.conform(
                events.join(summaries(events, event_actors, actors), on="event_id", how="left").select(tables.events.schema.names())
            )
        ),
        tables.event_actors.sorted(tables.event_actors.conform(event_actors)),
        tables.event_contexts.sorted(tables.event_contexts.conform(contexts.select("event_id", "context"))),
        tables.event_articles.sorted(tables.event_articles.conform(event_articles)),
    )


def event_rows(told: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Table events without `summary`, from mentions with their `event_id`."""
    key = ["event_id"]
    base = told.group_by("event_id").agg(
        mention_count=pl.len().cast(pl.Int64),
        article_count=pl.col("article_id").n_unique().cast(pl.Int64),
        first_reported_at=pl.col("published_at").min(),
        last_reported_at=pl.col("published_at").max(),
        confidence=(1 - (1 - pl.col("confidence")).product()).clip(0.0, 0.99).round(4),
    )
    base = base.join(counted(told), on="event_id")
    base = with_commonest(base, told, key, ["event_type", "event_mode", "cameo_root_code"])
    base = base.join(best_status(told), on="event_id").join(best_date(told), on="event_id").join(best_place(told), on="event_id", how="left")
    located = places.select(
        "place_id",
        "country_code",
        "admin1_code",
        "geonames_id",
        "latitude",
        "longitude",
        place_name=pl.col("name"),
        place_precision=pl.col("place_type"),
    )
    return coded(base.join(located, on="place_id", how="left"))


def counted(told: pl.DataFrame) -> pl.DataFrame:
    """event_id and its counts: the highest an article gives, as it counts its victims one by one too; of the last article that gives one.

    Who was shot or stabbed is hurt or dead: those said to be dead are taken off where nobody counts the hurt.
    """
    is_hit = pl.col("trigger_lemma").str.split(" ").list.last().is_in(sorted(hitting()))
    hit = pl.when(is_hit).then(pl.col("injured_count") + pl.col("killed_count").fill_null(0)).max()
    hurt = pl.when(~is_hit).then("injured_count").max()
    rest = (pl.col("_hit") - pl.col("killed_count").fill_null(0)).clip(0)
    articles = told.group_by("event_id", "article_id", maintain_order=True).agg(
        _hit=hit, _hurt=hurt, **{name: pl.col(name).max() for name in COUNTS if name != "injured_count"}
    )
    articles = articles.with_columns(injured_count=pl.coalesce("_hurt", pl.when(rest > 0).then(rest)))
    return articles.group_by("event_id", maintain_order=True).agg(*(pl.col(name).drop_nulls().last() for name in COUNTS))


@cache
def hitting() -> frozenset[str]:
    """Lemmas that leave whom they hit hurt or dead."""
    return frozenset(row["word"] for row in reader.rows("lexicons/word_sets") if row["word_set"] == "hitting")


def outlets(event_articles: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """event_id, source_count: outlets of the articles that tell an event, and of the copies of these, read or not."""
    carried = pl.concat([articles.select("article_id", "source_name"), articles.select(pl.col("duplicate_of").alias("article_id"), "source_name")])
    told = event_articles.select("event_id", "article_id").join(carried.unique(), on="article_id")
    return told.group_by("event_id").agg(source_count=pl.col("source_name").drop_nulls().n_unique().cast(pl.Int64))


def best_status(told: pl.DataFrame) -> pl.DataFrame:
    """event_id, event_status: the most real of what is told."""
    rank = pl.col("event_status").replace_strict({s: i for i, s in enumerate(STATUS_ORDER)}, return_dtype=pl.Int32)
    return told.sort(rank, maintain_order=True).unique("event_id", keep="first", maintain_order=True).select("event_id", "event_status")


def best_date(told: pl.DataFrame) -> pl.DataFrame:
    """event_id and its date columns: told before assumed, a day before a month, stated before relative."""
    source = {"stated": 0, "relative": 1, "anchored": 2, "publication": 3, "unknown": 4}
    order = [
        pl.col("date_start").is_null(),
        pl.col("date_source") == "publication",
        pl.col("date_end") - pl.col("date_start") > pl.duration(days=2),
        pl.col("date_source").replace_strict(source, return_dtype=pl.Int32),
        (pl.col("date_end") - pl.col("date_start")),
    ]
    columns = ("event_id", "date_start", "date_end", "date_granularity", "date_source", "date_edtf")
    return told.sort(order, maintain_order=True, nulls_last=True).unique("event_id", keep="first", maintain_order=True).select(columns)


def best_place(told: pl.DataFrame) -> pl.DataFrame:
    """event_id, place_id: the finest place told, the commonest of equally fine ones."""
    placed = told.filter(pl.col("place_id").is_not_null()).with_columns(
        fineness=pl.col("place_type").replace_strict(PRECISION, default=4, return_dtype=pl.Int32)
    )
    finest = placed.filter(pl.col("fineness") == pl.col("fineness").min().over("event_id"))
    return commonest(finest, ["event_id"], "place_id")


def coded(events: pl.DataFrame) -> pl.DataFrame:
    """Events with quad class, intensity, CAMEO root and Goldstein score from the code tables."""
    types = reader.table("codes/event_types").select(
        event_type="code",
        quad_code=pl.col("parent_code").cast(pl.Int32),
        type_intensity=pl.col("intensity").cast(pl.Float64),
        type_root="cameo_root_code",
    )
    modes = mode_intensities()
    roots = reader.table("codes/cameo_roots").select(cameo_root_code="code", goldstein_score=pl.col("goldstein_score").cast(pl.Float64))
    found = events.join(types, on="event_type", how="left").join(modes, on=["event_type", "event_mode"], how="left")
    found = found.with_columns(intensity=pl.coalesce("mode_intensity", "type_intensity"), cameo_root_code=pl.coalesce("cameo_root_code", "type_root"))
    return found.drop("mode_intensity", "type_intensity", "type_root").join(roots, on="cameo_root_code", how="left")


def mode_intensities() -> pl.DataFrame:
    """event_type, event_mode, mode_intensity: one row for every type a mode belongs to."""
    return (
        reader.table("codes/event_modes")
        .select(event_mode="code", event_type=pl.col("parent_code").str.split(" "), mode_intensity=pl.col("intensities").str.split(" "))
        .explode("event_type", "mode_intensity")
        .with_columns(pl.col("mode_intensity").cast(pl.Float64))
    )


def summaries(events: pl.DataFrame, event_actors: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    """event_id, summary: who did what to whom, where, when."""
    names = event_actors.sort("event_id", "mention_count", "actor_id", descending=[False, True, False]).join(
        actors.select("actor_id", "name"), on="actor_id"
    )
    sides = names.group_by("event_id", maintain_order=True).agg(
        doers=pl.col("name").filter(pl.col("role") == "actor").head(3).str.join(" and "),
        sufferers=pl.col("name").filter(pl.col("role") == "recipient").head(3).str.join(" and "),
    )
    verbs = {row["code"]: row["verb"] for row in reader.rows("codes/event_types")}
    alone = {row["code"]: row["verb_alone"] for row in reader.rows("codes/event_types")}
    has_recipient = pl.col("sufferers").fill_null("") != ""
    told = events.select("event_id", "event_type", "event_mode", "event_status", "place_name", "date_edtf").join(sides, on="event_id", how="left")
    parts = [
        pl.when(pl.col("doers").fill_null("") != "").then(pl.col("doers")).otherwise(pl.lit("Somebody")),
        pl.lit(" "),
        pl.when(has_recipient)
        .then(pl.col("event_type").replace_strict(verbs, return_dtype=pl.String) + pl.lit(" ") + pl.col("sufferers"))
        .otherwise(pl.col("event_type").replace_strict(alone, return_dtype=pl.String)),
        pl.when(pl.col("event_mode").is_not_null()).then(pl.lit(" (") + pl.col("event_mode") + pl.lit(")")).otherwise(pl.lit("")),
        pl.when(pl.col("place_name").is_not_null()).then(pl.lit(", in ") + pl.col("place_name")).otherwise(pl.lit("")),
        pl.when(pl.col("date_edtf").is_not_null()).then(pl.lit(", ") + pl.col("date_edtf")).otherwise(pl.lit("")),
        pl.when(~pl.col("event_status").is_in(["occurred"])).then(pl.lit(" [") + pl.col("event_status") + pl.lit("]")).otherwise(pl.lit("")),
    ]
    return told.select("event_id", summary=pl.concat_str(parts))


def redirects(known: pl.DataFrame, event_mentions: pl.DataFrame) -> pl.DataFrame:
    """old_id, new_id for events of the last release that were merged into another."""
    current = event_mentions.select("event_mention_id", new_id="event_id")
    gone = known.select("event_mention_id", old_id="event_id").filter(~pl.col("old_id").is_in(current["new_id"].unique().implode()))
    return commonest(gone.join(current, on="event_mention_id"), ["old_id"], "new_id").sort("old_id")
