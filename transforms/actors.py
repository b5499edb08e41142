"""Which actors there are in the world, out of the actors that single articles know."""

import re
import unicodedata
from typing import NamedTuple

import polars as pl

from seeds import reader
from transforms import tables
from transforms.annotation.lexicons import fold
from transforms.ids import make_id
from transforms.summaries import commonest, with_commonest

SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


class ResolvedActors(NamedTuple):
    """Published tables of actors, and the actor of every chain."""

    actors: pl.DataFrame
    actor_aliases: pl.DataFrame
    actor_roles: pl.DataFrame
    chain_actors: pl.DataFrame
    """chain_id, actor_id."""


def resolve(mentions: pl.DataFrame, chains: pl.DataFrame, articles: pl.DataFrame) -> ResolvedActors:
    """Actors of the corpus.

    `mentions` and `chains` are stage tables. Chains with one key are one actor: what the gazetteers know by its key,
    named persons by first and last name, other names by their folded form, descriptions by country, sector and words.
    A surname alone joins the only person of the corpus who bears it. Ids are hashes of the keys.
    """
    keyed = keys(chains)
    chain_actors = keyed.select("chain_id", "actor_id")
    spans = mentions.filter(pl.col("chain_id").is_not_null()).join(chain_actors, on="chain_id").join(days(articles), on="article_id", how="left")
    return ResolvedActors(actor_rows(keyed, spans), alias_rows(spans), role_rows(spans), chain_actors)


def days(articles: pl.DataFrame) -> pl.DataFrame:
    """article_id and day of publication."""
    return articles.select("article_id", pl.col("published_at").dt.date().alias("published_date"))


def keys(chains: pl.DataFrame) -> pl.DataFrame:
    """Chains with `key` and `actor_id`."""
    if chains.is_empty():
        return chains.with_columns(key=pl.lit(None, pl.String), actor_id=pl.lit(None, pl.String))
    raw = [key_of(**row) for row in chains.select("name", "is_named", "actor_type", "country_code", "sector_code", "entity_key").to_dicts()]
    keyed = chains.with_columns(key=pl.Series(raw, dtype=pl.String))
    keyed = keyed.with_columns(key=pl.col("key").replace(surnames(keyed)))
    ids = {key: make_id("act", key) for key in keyed["key"].unique()}
    return keyed.with_columns(actor_id=pl.col("key").replace_strict(ids, return_dtype=pl.String))


def key_of(name: str, is_named: bool, actor_type: str, country_code: str | None, sector_code: str | None, entity_key: str | None) -> str:
    """What identifies the actor of a chain across articles."""
    if entity_key:
        return f"org:{fold(entity_key[4:])}" if entity_key.startswith("org:") else entity_key
    if is_named and actor_type == "person":
        words = person_words(name)
        return f"person:{words[0]} {words[-1]}" if len(words) > 1 else f"person:{words[0] if words else fold(name)}"
    if is_named:
        return f"org:{fold(name)}"
    return f"kind:{country_code or ''}:{sector_code or ''}:{actor_type}:{fold(name)}"


def person_words(name: str) -> list[str]:
    """Words of a personal name that tell persons apart: plain letters, no initials in the middle, no suffix."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode() or name.lower()
    words = [w for w in re.findall(r"[\w'-]+", plain) if w not in SUFFIXES]
    words = [w for i, w in enumerate(words) if len(w) > 1 or i == 0]
    return [re.sub(r"^(?:al|el)-", "al-", w) for w in words]


def surnames(keyed: pl.DataFrame) -> dict[str, str]:
    """Keys of persons known by a surname alone, to the key of the only full name of the corpus that ends in it."""
    persons = [k for k in keyed["key"].unique() if k.startswith("person:")]
    full: dict[str, set[str]] = {}
    for key in persons:
        _, _, last = key.removeprefix("person:").partition(" ")
        if last:
            full.setdefault(last, set()).add(key)
    return {key: next(iter(full[name])) for key in persons if " " not in key and len(full.get(name := key.removeprefix("person:"), ())) == 1}


def actor_rows(keyed: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Table actors: attributes are the commonest of the chains, the name the commonest of those with more than one word."""
    counts = spans.group_by("actor_id").agg(
        mention_count=pl.len().cast(pl.Int64),
        article_count=pl.col("article_id").n_unique().cast(pl.Int64),
        first_mentioned_date=pl.col("published_date").min(),
        last_mentioned_date=pl.col("published_date").max(),
    )
    whole = pl.col("name").str.contains(" ")
    fullest = keyed.filter(whole | ~whole.any().over("actor_id"))
    named = keyed.group_by("actor_id").agg(pl.col("is_named").any(), pl.col("key").first())
    base = named.join(commonest(fullest, ["actor_id"], "name"), on="actor_id").join(counts, on="actor_id")
    base = with_commonest(base, keyed, ["actor_id"], ["actor_type", "country_code", "sector_code"]).with_columns(wikidata_id=wikidata())
    return tables.actors.sorted(tables.actors.conform(base.drop("key")))


def wikidata() -> pl.Expr:
    """Wikidata item of countries, from the gazetteer."""
    known = {f"country:{row['country_code']}": row["wikidata_id"] for row in reader.rows("gazetteers/countries") if row["wikidata_id"]}
    return pl.col("key").replace_strict(known, default=None, return_dtype=pl.String)


def alias_rows(spans: pl.DataFrame) -> pl.DataFrame:
    """Table actor_aliases: the names under which named mentions stand in the texts."""
    named = spans.filter(pl.col("mention_type") == "named").with_columns(alias=folded_name())
    rows = named.filter(pl.col("alias").str.contains(r"\S")).group_by("actor_id", "alias").agg(mention_count=pl.len().cast(pl.Int64))
    return tables.actor_aliases.sorted(tables.actor_aliases.conform(rows))


def folded_name() -> pl.Expr:
    """The span's words without the role before them: the name for persons, the text for the rest."""
    text = pl.when(pl.col("entity_type") == "person").then(pl.col("name")).otherwise(pl.col("text"))
    return text.str.replace_all(r"\s+", " ").str.strip_chars()


def role_rows(spans: pl.DataFrame) -> pl.DataFrame:
    """Table actor_roles: titles as the texts give them."""
    given = spans.filter(pl.col("role").is_not_null() & pl.col("role").str.contains(r"\S"))
    rows = given.group_by("actor_id", "role").agg(
        mention_count=pl.len().cast(pl.Int64), first_mentioned_date=pl.col("published_date").min(), last_mentioned_date=pl.col("published_date").max()
    )
    renamed = given.rename({"role_country_code": "country_code", "role_sector_code": "sector_code"})
    rows = with_commonest(rows, renamed, ["actor_id", "role"], ["country_code", "sector_code"])
    return tables.actor_roles.sorted(tables.actor_roles.conform(rows))


def redirects(known_mentions: pl.DataFrame, mentions: pl.DataFrame, known_ids: pl.Series, current_ids: pl.Series) -> pl.DataFrame:
    """old_id, new_id for actors of the last release that are gone because another has their mentions now."""
    gone = known_ids.filter(~known_ids.is_in(current_ids.implode())).unique()
    old = known_mentions.filter(pl.col("actor_id").is_in(gone.implode())).select("mention_id", old_id="actor_id")
    moved = old.join(mentions.select("mention_id", new_id="actor_id").drop_nulls(), on="mention_id")
    return commonest(moved, ["old_id"], "new_id").select("old_id", "new_id").sort("old_id")
