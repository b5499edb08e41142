"""Which event each telling is of: within an article, and across articles that tell much the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import polars as pl

from transforms.groups import Groups
from transforms.harm import is_harming, joined_within
from transforms.ids import make_id
from transforms.retold import joined_across

DAY = {"day", "instant", "minute"}
SIDES, TRIGGER = WITHIN_ARTICLE = ("article sides", "article trigger")
"""Evidence that counts within one article; the last part of its keys is the day the mention itself tells."""


def event_ids(told: pl.DataFrame, participants: pl.DataFrame, actors: pl.DataFrame, articles: pl.DataFrame, known: pl.DataFrame | None) -> pl.Series:
    """The event of every mention, in the order of `told`."""
    mentions = told["event_mention_id"].to_list()
    groups = Groups(len(mentions))
    for alike in blocks(told, participants):
        groups.join(alike)
    joined_within(groups, told, participants, actors, articles)
    joined_across(groups, told, participants, actors, articles)
    names = kept_names([groups.root(number) for number in range(len(mentions))], mentions, known)
    for number, mention in enumerate(mentions):
        names.setdefault(groups.root(number), make_id("evt", mention))
    return pl.Series([names[groups.root(number)] for number in range(len(mentions))], dtype=pl.String)


def kept_names(roots: list[int], mentions: list[str], known: pl.DataFrame | None) -> dict[int, str]:
    """Ids of the last release by group: of several the smallest; where its mentions part, with the one the id was made of, else with most."""
    if known is None:
        return {}
    remembered = dict(known.select("event_mention_id", "event_id").iter_rows())
    votes: Counter[tuple[str, int]] = Counter()
    for root, mention in zip(roots, mentions, strict=True):
        if mention in remembered:
            votes[remembered[mention], root] += len(mentions) if make_id("evt", mention) == remembered[mention] else 1
    owners: dict[str, int] = {}
    for (name, root), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        owners.setdefault(name, root)
    names: dict[int, str] = {}
    for name in sorted(owners):
        names.setdefault(owners[name], name)
    return names


def blocks(told: pl.DataFrame, participants: pl.DataFrame) -> list[list[int]]:
    """Row numbers of `told` that tell the same event, each list by one kind of evidence."""
    sides: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"actor": set(), "recipient": set()})
    for mention, role, actor in participants.select("event_mention_id", "role", "actor_id").iter_rows():
        if actor is not None:
            sides[mention][role].add(actor)
    columns = (
        "event_mention_id",
        "article_id",
        "sentence_id",
        "event_type",
        "event_mode",
        "trigger_lemma",
        "event_status",
        "date_start",
        "date_end",
        "date_granularity",
        "date_source",
        "place_id",
        "place_type",
    )
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(told.select(columns).iter_rows(named=True)):
        both = sides[row["event_mention_id"]]
        for key in evidence(row, frozenset(both["actor"]), frozenset(both["recipient"])):
            found[key].append(number)
    for undated, dated in only_days(found):
        found[dated] += found[undated]
    return [numbers for numbers in found.values() if len(numbers) > 1]


def only_days(found: Iterable[tuple[object, ...]]) -> list[tuple[tuple[object, ...], tuple[object, ...]]]:
    """Keys of what an article tells without a day, as a headline does, each with that of the only day it tells the same of."""
    days: dict[tuple[object, ...], list[tuple[object, ...]]] = defaultdict(list)
    for key in found:
        if key[0] in WITHIN_ARTICLE:
            days[key[:-1]].append(key)
    pairs = ([[key for key in keys if (key[-1] is None) == undated] for undated in (True, False)] for keys in days.values())
    return [(undated[0], dated[0]) for undated, dated in pairs if undated and len(dated) == 1]


def evidence(row: dict[str, object], doers: frozenset[str], sufferers: frozenset[str]) -> Iterable[tuple[object, ...]]:
    """Keys under which a mention meets others of its event."""
    told_as = row["event_status"] if row["event_status"] not in ("occurred", "ongoing") else "occurred"
    common = (row["event_type"], told_as)
    dated = row["date_granularity"] in DAY and row["date_source"] in ("stated", "relative", "publication") and row["date_start"] is not None
    own_day = row["date_start"] if row["date_source"] in ("stated", "relative") else None
    if doers and sufferers:
        yield (SIDES, row["article_id"], *common, doers, sufferers, own_day)
    if doers or sufferers:
        yield (TRIGGER, row["article_id"], *common, row["trigger_lemma"], min(doers | sufferers), own_day)
    if row["event_type"] == "ASSAULT" and is_harming(str(row["trigger_lemma"])):
        yield ("harm in one sentence", row["sentence_id"], *common, doers, own_day)
    if dated and told_as == "occurred":
        if row["place_type"] == "city" and (sufferers or doers):
            mode = row["event_mode"] if own_day is None or row["event_type"] != "ASSAULT" else None
            yield ("day and city", *common, mode, row["date_start"], row["place_id"])
        if doers and sufferers:
            yield ("day and sides", *common, row["event_mode"], row["date_start"], doers, sufferers)
