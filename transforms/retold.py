"""Events that several articles tell: joined where the articles are alike and nothing speaks against it."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from transforms.groups import Groups
from transforms.retellings import alike

AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old|, (\d{1,3})\b")
FINE = {"day", "instant", "minute"}
DAYS_APART = 1
"""Days by which two reports of one event may differ: a night counts to either day, and zones move midnight."""
REPORTED_WITHIN = 31
"""Days after which a report that names no day is not taken to tell of an event on a day."""
KILOMETRES_APART = 60
"""Two towns further apart are two places; nearer ones may be a suburb and its city."""
EARTH_DIAMETER = 12_742
ALIKE = 0.15
"""Least evidence that two reports are of one event. Of pairs of local crime reports of one week that share two rare
words, 93 % of those with a cosine above it tell the same incident."""
OWN_HOUSE = 0.07
"""What two reports of one outlet have in common whatever they report: its names, its formulas."""
SAME_DAY, SAME_CITY, SHARED_PERSON = 0.02, 0.02, 0.1
"""What each kind of evidence adds to the likeness of the texts when an event has several counterparts."""
COLUMNS = (
    *("article_id", "event_type", "event_status", "is_background", "published_at", "date_start", "date_end", "date_granularity", "date_source"),
    *("source_name", "place_id", "place_type", "latitude", "longitude", "killed_count", "injured_count", "event_mention_id"),
)


@dataclass(slots=True)
class Telling:
    """What one article tells of one event; of several articles, once they are joined."""

    event_type: str
    published: date | None
    mentions: int = 0
    has_harm: bool = False
    days: set[date] = field(default_factory=set)
    cities: dict[str, tuple[float, float]] = field(default_factory=dict)
    actors: set[str] = field(default_factory=set)
    ages: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    """Of the actors those that are persons with a name."""


def joined_across(groups: Groups, told: pl.DataFrame, participants: pl.DataFrame, actors: pl.DataFrame, articles: pl.DataFrame) -> None:
    """Join in `groups` the events that articles alike tell: of one type, happened, with no day or city that differs."""
    tellings = by_article(groups, told, participants, actors)
    everything = {root: telling for events in tellings.values() for root, telling in events.items()}
    blocks = told_blocks(tellings)
    texts = articles.filter(pl.col("article_id").is_in(list(tellings))).select("article_id", "text", "published_at")
    links = [link for one, other, likeness in alike(texts, blocks).iter_rows() for link in counterparts(tellings[one], tellings[other], likeness)]
    for _, one, other in sorted(links, key=lambda link: (-link[0], link[1:])):
        first, second = groups.root(one), groups.root(other)
        if first != second and agree(everything[first], everything[second]):
            groups.join((first, second))
            absorb(everything[groups.root(first)], everything[max(first, second)])


def by_article(groups: Groups, told: pl.DataFrame, participants: pl.DataFrame, actors: pl.DataFrame) -> dict[str, dict[int, Telling]]:
    """Events that happened, by article and by the root of their group."""
    people, ages = people_of(participants)
    named = set(actors.filter(pl.col("is_named") & (pl.col("actor_type") == "person"))["actor_id"])
    found: dict[str, dict[int, Telling]] = defaultdict(dict)
    for number, row in enumerate(told.select(COLUMNS).iter_rows(named=True)):
        if row["event_status"] in ("occurred", "ongoing"):
            published = row["published_at"].date() if row["published_at"] else None
            telling = found[row["article_id"]].setdefault(groups.root(number), Telling(row["event_type"], published))
            add(telling, row)
            telling.actors |= people[row["event_mention_id"]]
            telling.people |= people[row["event_mention_id"]] & named
            telling.ages |= ages[row["event_mention_id"]]
    return found


def people_of(participants: pl.DataFrame) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By mention: the actors that take part, and the ages of those that suffer."""
    people: dict[str, set[str]] = defaultdict(set)
    ages: dict[str, set[str]] = defaultdict(set)
    for mention, role, actor, text in participants.select("event_mention_id", "role", "actor_id", "text").iter_rows():
        if actor is not None:
            people[mention].add(actor)
        if role == "recipient":
            ages[mention] |= ages_in(text)
    return people, ages


def ages_in(text: str) -> set[str]:
    """Ages a description gives: `a 12-year-old boy`."""
    return {age for found in AGE.findall(text) for age in found if age}


def add(telling: Telling, row: dict[str, object]) -> None:
    """Let a mention add what it tells."""
    telling.mentions += 1
    telling.outlets |= {str(row["source_name"])} if row["source_name"] else set()
    telling.has_harm |= bool(row["killed_count"] or row["injured_count"])
    if row["date_granularity"] in FINE and row["date_source"] in ("stated", "relative") and isinstance(row["date_start"], date):
        telling.days.add(row["date_start"])
    if row["place_type"] == "city" and isinstance(row["latitude"], float) and isinstance(row["longitude"], float):
        telling.cities[str(row["place_id"])] = (row["latitude"], row["longitude"])


def absorb(whole: Telling, part: Telling) -> None:
    """Let an event that was joined add what it tells."""
    whole.mentions += part.mentions
    whole.has_harm |= part.has_harm
    whole.days |= part.days
    whole.cities |= part.cities
    whole.actors |= part.actors
    whole.people |= part.people
    whole.ages |= part.ages
    whole.outlets |= part.outlets
    whole.published = min(filter(None, (whole.published, part.published)), default=None)


def told_blocks(tellings: dict[str, dict[int, Telling]]) -> pl.DataFrame:
    """Columns article_id, block: the days on which articles say that something happened, and the persons they name in it."""
    told = {(article, f"told {day}") for article, events in tellings.items() for telling in events.values() for day in telling.days}
    named = {(article, person) for article, events in tellings.items() for telling in events.values() for person in telling.people}
    return pl.DataFrame(sorted(told | named), schema={"article_id": pl.String, "block": pl.String}, orient="row")


def counterparts(ours: dict[int, Telling], theirs: dict[int, Telling], likeness: float) -> Iterator[tuple[float, int, int]]:
    """Strength and roots of events of two articles that are the same, each event with one of the other article."""
    pairs = [
        (strength(one, other, likeness) - 0.01 * (rank + other_rank), root, other_root)
        for kind in sorted({t.event_type for t in ours.values()})
        for rank, (root, one) in enumerate(ranked(ours, kind))
        for other_rank, (other_root, other) in enumerate(ranked(theirs, kind))
        if strength(one, other, likeness) >= ALIKE and agree(one, other) and (evident(one, other) if rank or other_rank else leading(one, other))
    ]
    taken: set[int] = set()
    for found in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if not taken & {found[1], found[2]}:
            taken |= {found[1], found[2]}
            yield found


def ranked(events: dict[int, Telling], event_type: str) -> list[tuple[int, Telling]]:
    """Events of a type, the one the article is most about first."""
    of_type = [(root, telling) for root, telling in events.items() if telling.event_type == event_type]
    return sorted(of_type, key=lambda event: (not event[1].has_harm, -event[1].mentions, event[0]))


def strength(one: Telling, other: Telling, likeness: float) -> float:
    """How much speaks for one event."""
    same_day = SAME_DAY * bool(one.days & other.days)
    same_city = SAME_CITY * bool(one.cities.keys() & other.cities.keys())
    house = OWN_HOUSE * bool(one.outlets & other.outlets)
    return likeness - house + same_day + same_city + SHARED_PERSON * bool(one.people & other.people)


def leading(one: Telling, other: Telling) -> bool:
    """Whether the events of a type that two articles are most about can be one: harm done is, anything else by who takes part."""
    return one.event_type == "ASSAULT" or bool(one.actors & other.actors)


def evident(one: Telling, other: Telling) -> bool:
    """Whether two events that their articles tell beside others have a day or city, and an actor, in common."""
    return bool(one.actors & other.actors) and bool(one.days & other.days or one.cities.keys() & other.cities.keys())


def agree(one: Telling, other: Telling) -> bool:
    """Whether two events can be one: neither their days, their cities nor the ages of their victims differ."""
    if one.ages and other.ages and not one.ages & other.ages:
        return False
    return one.event_type == other.event_type and days_agree(one, other) and cities_agree(one.cities.values(), other.cities.values())


def days_agree(one: Telling, other: Telling) -> bool:
    """Whether the days told are at most a day apart, or one can have been reported by the article that tells no day."""
    if one.days and other.days:
        return any(abs((a - b).days) <= DAYS_APART for a in one.days for b in other.days)
    dated, undated = (one, other) if one.days else (other, one)
    if not dated.days or undated.published is None:
        return True
    return any(-DAYS_APART <= (undated.published - day).days <= REPORTED_WITHIN for day in dated.days)


def cities_agree(ours: Iterable[tuple[float, float]], theirs: Iterable[tuple[float, float]]) -> bool:
    """Whether two cities are near each other, or one side names none."""
    ours, theirs = list(ours), list(theirs)
    return not ours or not theirs or any(kilometres(a, b) <= KILOMETRES_APART for a in ours for b in theirs)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great circle distance of two points in degrees."""
    lat, lon, other_lat, other_lon = map(math.radians, (*a, *b))
    half = math.sin((other_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return EARTH_DIAMETER * math.asin(min(1.0, math.sqrt(half)))
