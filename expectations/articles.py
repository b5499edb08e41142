"""What we believe about the articles that come in."""

from datetime import UTC, datetime, timedelta

import polars as pl

from expectations import kinds
from expectations.beliefs import Belief, Judged, among
from expectations.shape import Tables

REPLACEMENT_CHARACTER = "\ufffd"
OLDEST = datetime(1900, 1, 1, tzinfo=UTC)


def published_in_our_time(tables: Tables, now: datetime) -> Judged:
    """At fault are articles published before 1900 or more than a day after `now`."""
    return among(tables["articles"], pl.col("published_at").is_between(OLDEST, now + timedelta(days=1)))


def readable(tables: Tables, now: datetime) -> Judged:
    """At fault are articles of which more than one character in a hundred was lost in decoding."""
    lost = pl.col("text").str.count_matches(REPLACEMENT_CHARACTER, literal=True)
    return among(tables["articles"], lost * 100 <= pl.col("text").str.len_chars())


def accepted(tables: Tables, now: datetime) -> Judged:
    """At fault are rejects, among all input records but those that had been seen before."""
    rejects = tables["rejects"].filter(pl.col("reason") != "repeated")
    return Judged(rejects, rejects.height + tables["articles"].height)


def annotatable(tables: Tables, now: datetime) -> Judged:
    """At fault are articles that were skipped for what they are, not because another article stands for them."""
    return among(tables["articles"], pl.col("skipped_reason").is_null() | pl.col("skipped_reason").is_in(["duplicate", "superseded"]))


BELIEFS: tuple[Belief, ...] = (
    Belief(
        table="articles",
        name="most articles are dated",
        because="Feeds and archives carry a date, and without it `last week` in a text means nothing; below half a source has changed.",
        check=kinds.ExpectColumnValuesToNotBeNull(column="published_at", mostly=0.5),
        at_least=20,
    ),
    Belief(
        table="articles",
        name="articles are published between 1900 and tomorrow",
        because="Earlier and later dates are misread ones; a day is left for clocks and time zones.",
        check=published_in_our_time,
        shows=("published_at", "published_at_source"),
    ),
    Belief(
        table="articles",
        name="texts were decoded",
        because="A text with more than 1 % of U+FFFD was read in the wrong encoding; one in a hundred may be like that at its source.",
        check=readable,
        shows=("title",),
        mostly=0.99,
    ),
    Belief(
        table="articles",
        name="the median article has 50 to 5,000 words",
        because="A news report has some hundreds of words; a median far outside means teasers, cookie notices or whole pages with their menus.",
        check=kinds.ExpectColumnMedianToBeBetween(column="word_count", min_value=50, max_value=5_000),
        at_least=20,
    ),
    Belief(
        table="articles",
        name="most articles can be annotated",
        because="If most are skipped, the model does not know the language of the sources; copies and texts of yesterday do not count.",
        check=annotatable,
        shows=("skipped_reason",),
        mostly=0.5,
        at_least=20,
    ),
    Belief(
        table="rejects",
        name="fewer inputs are rejected than accepted",
        because="When half of the records cannot be read, it is the reader that is wrong, not the records; repeated ones do not count.",
        check=accepted,
        shows=("detail",),
        mostly=0.5,
        at_least=20,
    ),
)
