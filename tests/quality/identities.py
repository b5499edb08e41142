"""What it costs to find out which actors of many articles are one: time and memory over made-up mentions of real names.

python -m tests.quality.identities [10000 100000 1000000]
"""

import random
import subprocess
import sys
from datetime import UTC, datetime
from itertools import accumulate
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

import polars as pl

from seeds import reader
from transforms import actors, tables
from transforms.annotation.stages import STAGES
from transforms.ids import make_id

SIZES = ("10000", "100000", "1000000")
ACTORS_AN_ARTICLE, MENTIONS_AN_ACTOR = 9, 2
SHARE_BARE, SHARE_PERSONS, SHARE_DESCRIBED = 0.35, 0.5, 0.2
"""Persons who stand in an article by their surname only; actors that are persons, that are described and not named."""


def main() -> int:
    """Print a line for each number of mentions; each is measured in a process of its own, so that peaks do not mix."""
    if sys.argv[1:2] == ["--one"]:
        return measure(int(sys.argv[2]))
    for size in sys.argv[1:] or SIZES:
        subprocess.run([sys.executable, "-m", "tests.quality.identities", "--one", size], check=True)
    return 0


def measure(size: int) -> int:
    """Resolve made-up mentions once anew and once with what was found as known."""
    chains, mentions, articles = corpus(size)
    start = perf_counter()
    first = actors.resolve(mentions, chains, articles)
    again = perf_counter()
    known = mentions.join(first.chain_actors, on="chain_id").select("mention_id", "actor_id")
    second = actors.resolve(mentions, chains, articles, known=known)
    end = perf_counter()
    kept = second.chain_actors.equals(first.chain_actors)
    print(
        f"{size:,} mentions, {chains.height:,} chains, {first.actors.height:,} actors: {again - start:.1f} s, with known ids {end - again:.1f} s, "
        f"ids kept: {kept}, peak memory {getrusage(RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB",
        flush=True,
    )
    return 0


def corpus(size: int, *, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Chains, mentions and articles with about so many mentions; names come as often as in news, a few again and again."""
    chance = random.Random(seed)
    count = size // (ACTORS_AN_ARTICLE * MENTIONS_AN_ACTOR)
    people, bodies, nouns = persons(size // 5, chance), organizations(), described()
    chains = []
    for article in range(count):
        for number in range(ACTORS_AN_ARTICLE):
            named = chance.random() >= SHARE_DESCRIBED
            kind = people if named and chance.random() < SHARE_PERSONS else bodies if named else nouns
            row = dict(kind[int(chance.random() ** 3 * len(kind))])
            if kind is people and chance.random() < SHARE_BARE:
                row["name"] = str(row["name"]).split()[-1]
            if kind is people and chance.random() < 0.5:
                row["country_code"] = None
            chains.append(row | {"chain_id": make_id("chn", article, number), "article_id": make_id("art", article)})
    made = STAGES["chains"].frame(chains)
    return made, spans(made, chance), dated(count)


def persons(count: int, chance: random.Random) -> list[dict[str, object]]:
    """Full names from the given names and the family names of the gazetteer, some of the latter borne by many."""
    first = [row["name"].title() for row in reader.rows("lexicons/given_names")]
    last = sorted({row["name"].split()[-1] for row in reader.rows("gazetteers/leaders")})
    weights = list(accumulate(1 / rank for rank in range(1, len(last) + 1)))
    countries = [row["country_code"] for row in reader.rows("gazetteers/countries")]
    names = zip(chance.choices(first, k=count), chance.choices(last, cum_weights=weights, k=count), strict=True)
    return [
        {
            "name": f"{a} {b}",
            "is_named": True,
            "actor_type": "person",
            "country_code": chance.choice(countries),
            "sector_code": chance.choice(["GOV", None]),
        }
        for a, b in names
    ]


def organizations() -> list[dict[str, object]]:
    """Organizations of the gazetteer."""
    rows = (*reader.rows("gazetteers/organizations_state"), *reader.rows("gazetteers/organizations_society"))
    kept = ("name", "actor_type", "country_code", "sector_code")
    return [{c: row[c] or None for c in kept} | {"is_named": True, "entity_key": f"org:{row['name']}"} for row in rows]


def described() -> list[dict[str, object]]:
    """Common nouns for actors, each of several countries."""
    codes = [row["country_code"] for row in reader.rows("gazetteers/countries")]
    nouns = reader.rows("lexicons/agent_nouns")
    return [
        {"name": row["noun"], "is_named": False, "actor_type": row["actor_type"], "country_code": code, "sector_code": row["sector_code"] or None}
        for code in (None, *codes[:20])
        for row in nouns
    ]


def spans(chains: pl.DataFrame, chance: random.Random) -> pl.DataFrame:
    """Mentions of every chain: the name, then again."""
    named = chains.select("chain_id", "article_id", "name", "is_named", "actor_type", sentence_id=pl.col("article_id").str.replace("art_", "sen_"))
    twice = pl.concat([named.with_columns(n=pl.lit(n)) for n in range(MENTIONS_AN_ACTOR)]).with_row_index("row")
    columns = {
        "mention_id": pl.format("men_{}", pl.col("row").cast(pl.String).str.zfill(20)),
        "char_start": pl.col("row").cast(pl.Int64),
        "char_end": pl.col("row").cast(pl.Int64) + 4,
        "text": pl.col("name"),
        "mention_type": pl.when("is_named").then(pl.lit("named")).otherwise(pl.lit("nominal")),
        "entity_type": pl.when(pl.col("actor_type") == "person").then(pl.lit("person")).otherwise(pl.lit("organization")),
        "resolution": pl.lit("exact"),
        "confidence": pl.lit(chance.random()),
        "rule_id": pl.lit("mentions.person"),
    }
    empty = {name: pl.lit(None) for name in ("place_name", "place_within", "role", "role_country_code", "role_sector_code")}
    return STAGES["mentions"].conform(twice.with_columns(**columns, **empty).select(STAGES["mentions"].schema.names()))


def dated(count: int) -> pl.DataFrame:
    """Articles of one day, as far as actors need them."""
    ids = [make_id("art", number) for number in range(count)]
    day = pl.lit(datetime(2026, 1, 2, tzinfo=UTC)).cast(tables.articles.schema["published_at"])
    return pl.DataFrame({"article_id": ids}).with_columns(published_at=day)


if __name__ == "__main__":
    sys.exit(main())
