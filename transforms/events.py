"""Which events there are in the world, out of the places in texts where events are told."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import polars as pl

from seeds import reader
from transforms import tables
from transforms.ids import make_id
from transforms.summaries import commonest, with_commonest

DAY = {"day", "instant", "minute"}
STATUS_ORDER = ("occurred", "ongoing", "future", "hypothetical", "negated")
SIDES, TRIGGER = WITHIN_ARTICLE = ("article sides", "article trigger")
"""Evidence that counts within one article; the last part of its keys is the day the mention itself tells."""
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
    known: pl.DataFrame | None = None,
) -> ResolvedEvents:
    """Events of the corpus and the tables about them.

    Mentions are of one event if type, status and day do not differ and, in one article, actors or trigger agree; across
    articles, the day and a city, or the day and both sides. `known` (event_mention_id, event_id of the last release)
    lets events keep their ids.
    """
    participants = event_mention_actors.join(chain_actors, on="chain_id", how="left")
    told = (
        event_mentions.join(mention_places.rename({"mention_id": "place_mention_id"}), on="place_mention_id", how="left")
        .join(articles.select("article_id", "published_at", "source_name"), on="article_id", how="left")
        .join(places.select("place_id", "place_type"), on="place_id", how="left")
        .sort("published_at", "article_id", "char_start", "event_mention_id", nulls_last=True)
    )
    told = told.with_columns(event_id=event_ids(told, participants, known))
    published = tables.event_mentions.conform(told.select(tables.event_mentions.schema.names()))
    people = tables.event_mention_actors.conform(participants.select(tables.event_mention_actors.schema.names()))
    sides = participants.filter(pl.col("actor_id").is_not_null()).join(told.select("event_mention_id", "event_id"), on="event_mention_id")
    event_actors = sides.group_by("event_id", "actor_id", "role").agg(mention_count=pl.col("event_mention_id").n_unique().cast(pl.Int64))
    event_articles = told.group_by("event_id", "article_id").agg(mention_count=pl.len().cast(pl.Int64))
    contexts = told.select("event_id", context=pl.col("contexts").str.split("|")).explode("context").drop_nulls().unique()
    events = event_rows(told, places)
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


def event_ids(told: pl.DataFrame, participants: pl.DataFrame, known: pl.DataFrame | None) -> pl.Series:
    """The event of every mention, in the order of `told`."""
    mentions = told["event_mention_id"].to_list()
    groups = Groups(len(mentions))
    for alike in blocks(told, participants):
        groups.join(alike)
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


class Groups:
    """Disjoint sets of row numbers; the root is the smallest."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def root(self, number: int) -> int:
        """Smallest number of the set that holds `number`."""
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def join(self, numbers: Iterable[int]) -> None:
        """Put numbers into one set."""
        roots = sorted({self.root(n) for n in numbers})
        for other in roots[1:]:
            self.parent[other] = roots[0]


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
    if row["event_type"] == "ASSAULT" and str(row["trigger_lemma"]).split()[-1] in harming():
        yield ("harm in one sentence", row["sentence_id"], *common, doers, own_day)
    if dated and told_as == "occurred":
        if row["place_type"] == "city" and (sufferers or doers):
            mode = row["event_mode"] if own_day is None or row["event_type"] != "ASSAULT" else None
            yield ("day and city", *common, mode, row["date_start"], row["place_id"])
        if doers and sufferers:
            yield ("day and sides", *common, row["event_mode"], row["date_start"], doers, sufferers)


@cache
def harming() -> frozenset[str]:
    """Lemmas that tell the harm done by one assault: `shot five people, killing two`."""
    killed_or_hurt = [row["word"] for row in reader.rows("lexicons/word_sets") if row["word_set"] in ("killing", "injuring")]
    return frozenset(killed_or_hurt) | {"shoot", "fire", "attack", "bomb", "strike", "hit", "stab", "shooting", "stabbing"}


def event_rows(told: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Table events without `summary`, from mentions with their `event_id`."""
    key = ["event_id"]
    base = told.group_by("event_id").agg(
        mention_count=pl.len().cast(pl.Int64),
        article_count=pl.col("article_id").n_unique().cast(pl.Int64),
        source_count=pl.col("source_name").drop_nulls().n_unique().cast(pl.Int64),
        first_reported_at=pl.col("published_at").min(),
        last_reported_at=pl.col("published_at").max(),
        confidence=(1 - (1 - pl.col("confidence")).product()).clip(0.0, 0.99).round(4),
        **{name: latest(name) for name in ("killed_count", "injured_count", "arrested_count", "participant_count")},
    )
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


def latest(name: str) -> pl.Expr:
    """The last value that is not null, in the order of publication."""
    return pl.col(name).drop_nulls().last().alias(name)


def best_status(told: pl.DataFrame) -> pl.DataFrame:
    """event_id, event_status: the most real of what is told."""
    rank = pl.col("event_status").replace_strict({s: i for i, s in enumerate(STATUS_ORDER)}, return_dtype=pl.Int32)
    return told.sort(rank, maintain_order=True).unique("event_id", keep="first", maintain_order=True).select("event_id", "event_status")


def best_date(told: pl.DataFrame) -> pl.DataFrame:
    """event_id and its date columns: stated before relative before assumed, fine before coarse."""
    source = {"stated": 0, "relative": 1, "anchored": 2, "publication": 3, "unknown": 4}
    order = [
        pl.col("date_start").is_null(),
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
