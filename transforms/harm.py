"""Attacks as an article tells them: one attack told in many sentences is one event."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import polars as pl

from seeds import reader
from transforms.groups import Groups
from transforms.retold import FINE, ages_in, cities_agree

ANOTHER = re.compile(
    r"\b(?:another|separate(?:ly)?|second|third|fourth|fifth|earlier|previous(?:ly)?|unrelated|elsewhere|different|similar)\b", re.IGNORECASE
)
"""Words before a trigger that set its event apart from the one told before."""
REACH = 90
"""Characters before a trigger in which such a word counts."""
WARRING = frozenset({"government", "military", "armed_group", "country", "intergovernmental", "party"})
"""Kinds of actors that are not the same as another of these kinds under another name."""
COLUMNS = (
    *("article_id", "char_start", "event_type", "event_mode", "trigger_lemma", "event_status", "is_background"),
    *("date_start", "date_end", "date_granularity", "date_source", "date_text"),
    *("place_id", "place_type", "place_text", "place_source", "latitude", "longitude", "event_mention_id"),
)


@dataclass(slots=True)
class Attack:
    """What is known of an attack so far."""

    number: int
    is_background: bool
    mode: object = None
    days: set[date] = field(default_factory=set)
    spells: list[tuple[date, date]] = field(default_factory=list)
    cities: dict[str, tuple[float, float]] = field(default_factory=dict)
    doers: set[str] = field(default_factory=set)
    ages: set[str] = field(default_factory=set)
    told_when_or_where: bool = False
    set_apart: bool = False


def joined_within(groups: Groups, told: pl.DataFrame, participants: pl.DataFrame, actors: pl.DataFrame, articles: pl.DataFrame) -> None:
    """Join in `groups` the mentions of an article that tell of one attack.

    A mention joins the attack told last that it does not contradict: by day, city, weapon, known attacker, or the age
    of a victim told with a time or place of its own; `another` and its like begin a new one.
    """
    known = set(actors.filter(pl.col("is_named") | pl.col("actor_type").is_in(list(WARRING)))["actor_id"])
    people = people_of(participants)
    texts = dict(articles.select("article_id", "text").iter_rows())
    attacks: dict[str, list[Attack]] = defaultdict(list)
    for number, row in enumerate(told.select(COLUMNS).iter_rows(named=True)):
        if row["event_type"] == "ASSAULT" and row["event_status"] in ("occurred", "ongoing") and is_harming(str(row["trigger_lemma"])):
            doers, sufferers = people.get(row["event_mention_id"], (set(), []))
            mention = attack(number, row, doers & known, sufferers, texts.get(row["article_id"], ""))
            same = next((earlier for earlier in reversed(attacks[row["article_id"]]) if agree(earlier, mention)), None)
            if same is None:
                attacks[row["article_id"]].append(mention)
            else:
                groups.join((same.number, number))
                absorb(same, mention)


def people_of(participants: pl.DataFrame) -> dict[str, tuple[set[str], list[str]]]:
    """By mention: actors that attack, and the words for those attacked."""
    found: dict[str, tuple[set[str], list[str]]] = defaultdict(lambda: (set(), []))
    for mention, role, actor, text in participants.select("event_mention_id", "role", "actor_id", "text").iter_rows():
        if role == "actor" and actor is not None:
            found[mention][0].add(actor)
        elif role == "recipient":
            found[mention][1].append(text)
    return found


def attack(number: int, row: dict[str, object], doers: set[str], sufferers: list[str], text: str) -> Attack:
    """The attack as one mention tells it."""
    told = Attack(number, bool(row["is_background"]), row["event_mode"], doers=doers)
    start, end, own = row["date_start"], row["date_end"], row["date_source"] in ("stated", "relative")
    if own and isinstance(start, date) and isinstance(end, date):
        if row["date_granularity"] in FINE:
            told.days.add(start)
        else:
            told.spells.append((start, end))
    if row["place_source"] == "stated" and row["place_type"] == "city" and isinstance(row["latitude"], float) and isinstance(row["longitude"], float):
        told.cities[str(row["place_id"])] = (row["latitude"], row["longitude"])
    told.ages = {age for sufferer in sufferers for age in ages_in(sufferer)}
    told.told_when_or_where = (own and row["date_text"] is not None) or row["place_source"] == "stated"
    at = int(str(row["char_start"]))
    told.set_apart = bool(ANOTHER.search(text[max(0, at - REACH) : at].rpartition("\n")[2].rpartition(". ")[2]))
    return told


def agree(one: Attack, other: Attack) -> bool:
    """Whether a mention can be of an attack told before."""
    return not (
        other.set_apart
        or one.is_background != other.is_background
        or (one.mode and other.mode and one.mode != other.mode)
        or (one.doers and other.doers and not one.doers & other.doers)
        or (one.ages and other.ages and not one.ages & other.ages and other.told_when_or_where)
        or not days_agree(one, other)
        or not cities_agree(one.cities.values(), other.cities.values())
    )


def days_agree(one: Attack, other: Attack) -> bool:
    """Whether neither tells a time that the other's contradicts."""
    if one.days and other.days and not one.days & other.days:
        return False
    return all(start <= day <= end for a, b in ((one, other), (other, one)) for start, end in a.spells for day in b.days)


def absorb(whole: Attack, part: Attack) -> None:
    """Let a mention add what it tells."""
    whole.mode = whole.mode or part.mode
    whole.days |= part.days
    whole.spells += part.spells
    whole.cities |= part.cities
    whole.doers |= part.doers
    whole.ages |= part.ages


def is_harming(lemma: str) -> bool:
    """Whether a trigger tells of harm done, which other words of the article tell too: `shot five people, killing two`."""
    return not harming().isdisjoint(lemma.split())


@cache
def harming() -> frozenset[str]:
    """Lemmas of such triggers."""
    return frozenset(row["word"] for row in reader.rows("lexicons/word_sets") if row["word_set"] in ("killing", "injuring", "harming"))
