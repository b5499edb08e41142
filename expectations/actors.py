"""What we believe about the actors that are found."""

from datetime import datetime

import polars as pl
from great_expectations.expectations.row_conditions import Column

from expectations import kinds
from expectations.beliefs import Belief, Judged, among
from expectations.shape import Tables

GLUED_SHARE = 0.25
GLUED_ALIASES = 100


def named_mentions_resolved(tables: Tables, now: datetime) -> Judged:
    """At fault are named mentions that lead to no actor and no place."""
    named = tables["mentions"].filter(pl.col("mention_type") == "named")
    return among(named, pl.col("actor_id").is_not_null() | pl.col("place_id").is_not_null())


def one_actor_among_many(tables: Tables, now: datetime) -> Judged:
    """At fault are actors to whom more than a quarter of all resolved mentions are put down; `element_count` is of mentions."""
    actors = tables["actors"]
    total = int(actors["mention_count"].sum())
    return Judged(actors.filter(pl.col("mention_count") > GLUED_SHARE * total), total)


def few_names_an_actor(tables: Tables, now: datetime) -> Judged:
    """At fault are actors with more than a hundred spellings."""
    spellings = tables["actor_aliases"].group_by("actor_id").agg(spellings=pl.len())
    glued = spellings.filter(pl.col("spellings") > GLUED_ALIASES)
    actors = tables["actors"]
    return Judged(actors.join(glued, on="actor_id", how="semi"), actors.height)


BELIEFS: tuple[Belief, ...] = (
    Belief(
        table="mentions",
        name="most named mentions are resolved",
        because="A name that is written out leads to an actor or a place even if nothing else is known of it; below half a layer has failed.",
        check=named_mentions_resolved,
        shows=("text", "resolution"),
        mostly=0.5,
        at_least=200,
    ),
    Belief(
        table="mentions",
        name="a mention has at most 200 characters",
        because="A name with all its titles fills two lines at most; a longer span is a parse that ran away, of which one in a thousand is borne.",
        check=kinds.ExpectColumnValueLengthsToBeBetween(column="text", max_value=200, mostly=0.999),
    ),
    Belief(
        table="actors",
        name="at least three actors in ten are named",
        because="News names most of those it reports on; if descriptions prevail, names are missed or descriptions not brought together.",
        check=kinds.ExpectColumnValuesToBeInSet(column="is_named", value_set=[True], mostly=0.3),
        at_least=50,
    ),
    Belief(
        table="actors",
        name="a quarter of the mentions is not one actor",
        because="Coverage of one country still spreads over many of its actors; a larger share means that unrelated ones were glued together.",
        check=one_actor_among_many,
        shows=("name", "mention_count"),
        at_least=1_000,
    ),
    Belief(
        table="actors",
        name="an actor has at most 100 spellings",
        because="Titles and spellings of one person run to tens; more means that unrelated actors were glued together.",
        check=few_names_an_actor,
        shows=("name",),
    ),
    Belief(
        table="actors",
        name="named countries have a country code",
        because="A country that is named can be looked up; a tenth is left for those that are no more (Yugoslavia).",
        check=kinds.ExpectColumnValuesToNotBeNull(column="country_code", row_condition=Column("actor_type") == "country", mostly=0.9),
        at_least=20,
    ),
)
