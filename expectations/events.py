"""What we believe about the events that are told."""

from datetime import datetime, timedelta

import polars as pl

from expectations import kinds
from expectations.beliefs import Belief, Judged, among
from expectations.shape import Tables
from seeds import reader

DEADLIEST = 100_000
EVERYWHERE = 0.5
ENOUGH_EVENTS = 200


def quad_fits_type(tables: Tables, now: datetime) -> Judged:
    """At fault are events whose quad class is not that of their type."""
    quads = {row["code"]: int(row["parent_code"]) for row in reader.rows("codes/event_types")}
    return among(tables["events"], pl.col("quad_code") == pl.col("event_type").replace_strict(quads, default=None, return_dtype=pl.Int32))


def somebody_takes_part(tables: Tables, now: datetime) -> Judged:
    """At fault are events without any actor or recipient."""
    return among(tables["events"], pl.col("event_id").is_in(tables["event_actors"]["event_id"].unique().implode()))


def recipients_named(tables: Tables, now: datetime) -> Judged:
    """At fault are events without a recipient whose type has no meaning without one."""
    types = [row["code"] for row in reader.rows("codes/event_types") if row["requires_recipient"] == "yes"]
    recipients = tables["event_actors"].filter(pl.col("role") == "recipient")["event_id"].unique()
    return among(tables["events"].filter(pl.col("event_type").is_in(types)), pl.col("event_id").is_in(recipients.implode()))


def nobody_is_everywhere(tables: Tables, now: datetime) -> Judged:
    """At fault are the parts of actors who take part in more than half of all events; `element_count` is of events."""
    parts, total = tables["event_actors"], tables["events"].height
    events = parts.group_by("actor_id").agg(events=pl.col("event_id").n_unique())
    everywhere = events.filter(pl.col("events") > EVERYWHERE * total)
    return Judged(parts.join(everywhere, on="actor_id", how="semi"), total)


def what_occurred_is_past(tables: Tables, now: datetime) -> Judged:
    """At fault are events that are said to have occurred and whose first day is later than tomorrow."""
    occurred = tables["events"].filter(pl.col("event_status") == "occurred")
    return among(occurred, pl.col("date_start") <= (now + timedelta(days=1)).date())


BELIEFS: tuple[Belief, ...] = (
    Belief(
        table="events",
        name="the quad class is that of the event type",
        because="PLOVER puts each type into one of the four classes; another one would put an event on the wrong side of every chart.",
        check=quad_fits_type,
        shows=("event_type", "quad_code"),
        severity="critical",
    ),
    Belief(
        table="events",
        name="no event kills more than 100,000",
        because="Since 1945 few natural disasters killed more at once; a larger number is mostly the toll of a whole war or a misread figure.",
        check=kinds.ExpectColumnValuesToBeBetween(column="killed_count", max_value=DEADLIEST),
    ),
    Belief(
        table="events",
        name="most events have an actor or a recipient",
        because="Passives and nominalisations leave them out, but not in more than half of the events; below that the role layer has failed.",
        check=somebody_takes_part,
        shows=("event_type", "summary"),
        mostly=0.5,
        at_least=20,
    ),
    Belief(
        table="events",
        name="most events whose type requires a recipient have one",
        because="PLOVER requires one for COOPERATE, AID and SANCTION; texts leave it unsaid at times, but not in most cases.",
        check=recipients_named,
        shows=("event_type", "summary"),
        mostly=0.5,
        at_least=20,
    ),
    Belief(
        table="event_actors",
        name="nobody takes part in more than half of the events",
        because="Coverage of one war is shared by its sides and those who look on; a larger share means that unrelated actors were glued together.",
        check=nobody_is_everywhere,
        at_least=ENOUGH_EVENTS + 1,
    ),
    Belief(
        table="events",
        name="what occurred is not in the future",
        because="An event that is told as past has a date misread if that lies ahead; one in a hundred is a slip of the source.",
        check=what_occurred_is_past,
        shows=("date_start", "date_source"),
        mostly=0.99,
    ),
    Belief(
        table="events",
        name="most events are dated",
        because="An event dates from its text or from the publication of its report; if most have neither, the dates of the articles were lost.",
        check=kinds.ExpectColumnValuesToNotBeNull(column="date_start", mostly=0.5),
        at_least=20,
    ),
)
