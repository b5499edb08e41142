"""Which actors of single articles are one actor in the world, and under which identifier."""

import re
import unicodedata
from functools import cache

import polars as pl

from transforms.annotation import lexicons as lex
from transforms.annotation.lexicons import fold
from transforms.ids import make_id
from transforms.summaries import commonest

SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
ATTRIBUTES = ("name", "is_named", "actor_type", "country_code", "sector_code", "entity_key")
CANDIDATES = 20
"""Persons of one surname that a bare surname is weighed against, those of most articles: it bounds the joins."""
EMPTY_MAP = pl.DataFrame(schema={"key": pl.String, "to": pl.String})


def identified(chains: pl.DataFrame, mentions: pl.DataFrame, known: pl.DataFrame | None) -> pl.DataFrame:
    """Chains with `key` and `actor_id`.

    Chains of one key are one actor: what the gazetteers know by its key, named persons by first and last name, other
    names by their folded form, descriptions by country, sector and words. Then spellings of one name become one, bearers
    of one name with evidence against each other become two, and bare surnames join the bearer whom the evidence favours.
    `known` (mention_id, actor_id of the last release) lets actors keep their identifiers, and decides what nothing else does.
    """
    if chains.is_empty():
        return chains.with_columns(key=pl.lit(None, pl.String), actor_id=pl.lit(None, pl.String))
    kinds = chains.select(ATTRIBUTES).unique()
    raw = pl.Series([key_of(*row) for row in kinds.iter_rows()], dtype=pl.String)
    keyed = chains.join(kinds.with_columns(key=raw), on=ATTRIBUTES, how="left", nulls_equal=True)
    remembered = memory(mentions, known)
    keyed = renamed(keyed, spellings(keyed))
    keyed = keyed.with_columns(key=bearers(keyed))
    keyed = keyed.join(surnames(keyed, remembered), on="chain_id", how="left").with_columns(key=pl.coalesce("to", "key")).drop("to")
    return keyed.join(identifiers(keyed, remembered), on="key", how="left")


def memory(mentions: pl.DataFrame, known: pl.DataFrame | None) -> pl.DataFrame:
    """chain_id, actor_id, votes: which actors of the last release have the mentions of a chain."""
    if known is None or known.is_empty():
        return pl.DataFrame(schema={"chain_id": pl.String, "actor_id": pl.String, "votes": pl.UInt32})
    old = known.select("mention_id", "actor_id").drop_nulls()
    held = mentions.select("mention_id", "chain_id").drop_nulls().join(old, on="mention_id")
    return held.group_by("chain_id", "actor_id").agg(votes=pl.len())


def key_of(name: str, is_named: bool, actor_type: str, country_code: str | None, sector_code: str | None, entity_key: str | None) -> str:
    """What identifies the actor of a chain across articles."""
    if entity_key and entity_key.startswith("leader:"):
        name = entity_key.removeprefix("leader:")
    elif entity_key:
        return f"org:{fold(entity_key[4:])}" if entity_key.startswith("org:") else entity_key
    if is_named and actor_type == "person":
        words = person_words(name)
        return f"person:{words[0]} {words[-1]}" if len(words) > 1 else f"person:{words[0] if words else fold(name)}"
    if is_named:
        return f"org:{fold(name)}"
    return f"kind:{country_code or ''}:{sector_code or ''}:{actor_type}:{fold(name)}"


def person_words(name: str) -> list[str]:
    """Words of a personal name that tell persons apart: plain letters, no initials in the middle, no suffix.

    What follows a Korean family name is one given name, however it is written: `Kim Jong Un`, `Kim Jong-un`.
    """
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode() or name.lower()
    words = [w for w in re.findall(r"[\w'-]+", plain) if w not in SUFFIXES]
    words = [w for i, w in enumerate(words) if len(w) > 1 or i == 0]
    words = [re.sub(r"^(?:al|el)-", "al-", w) for w in words]
    if len(words) in (2, 3) and words[0] in lex.word_set("korean_family_name"):
        return [words[0], "".join(words[1:]).replace("-", "")]
    return words


@cache
def sound(word: str) -> str:
    """A word as it might be written by another hand: one letter for those that transliterations exchange."""
    for pattern, letters in (
        (r"['`-]", ""),
        (r"^(?:al|el)(?=[a-z]{4})", ""),
        (r"^m[uo]h?a?mm?[aeu]d$", "mohamed"),
        (r"ph", "f"),
        (r"(?:ou|oo)", "u"),
        (r"ks", "x"),
        (r"(?<=\w)[yij]+", "i"),
        (r"ee|ei|ie", "i"),
        (r"(.)\1", r"\1"),
    ):
        word = re.sub(pattern, letters, word)
    return word


def spellings(keyed: pl.DataFrame) -> pl.DataFrame:
    """key, to: persons whose names are spellings of one, to the commonest; not where countries differ or an article names both."""
    persons = keyed.filter(pl.col("key").str.starts_with("person:") & pl.col("key").str.contains(" "))
    keys = persons.group_by("key").agg(count=pl.len()).with_columns(sound=pl.col("key").map_elements(by_sound, pl.String))
    several = keys.filter(pl.len().over("sound") > 1)
    if several.is_empty():
        return EMPTY_MAP
    told = persons.join(several, on="key").group_by("sound").agg(countries=pl.col("country_code").drop_nulls().n_unique())
    pairs = persons.join(several, on="key").select("article_id", "sound", "key").unique()
    together = pairs.filter(pl.len().over("article_id", "sound") > 1).select("sound").unique()
    one = told.filter(pl.col("countries") < 2).join(together, on="sound", how="anti")
    ranked = several.join(one, on="sound", how="semi").sort("sound", "count", "key", descending=[False, True, False])
    return ranked.with_columns(to=pl.col("key").first().over("sound")).filter(pl.col("key") != pl.col("to")).select("key", "to")


def by_sound(key: str) -> str:
    """The key of a person as it sounds."""
    return " ".join(map(sound, key.removeprefix("person:").split()))


def renamed(keyed: pl.DataFrame, mapping: pl.DataFrame) -> pl.DataFrame:
    """Chains whose keys are those they map to."""
    return keyed.join(mapping, on="key", how="left").with_columns(key=pl.coalesce("to", "key")).drop("to")


def bearers(keyed: pl.DataFrame) -> pl.Series:
    """Keys in which persons of one name and two countries are two, unless the same others are named with both."""
    person = pl.col("key").str.starts_with("person:") & pl.col("country_code").is_not_null()
    own = person & pl.col("entity_key").is_null()
    counts = keyed.filter(person).group_by("key", "country_code").agg(count=pl.len(), known=pl.col("entity_key").is_not_null().any())
    ranked = counts.filter(pl.len().over("key") > 1).sort("key", "known", "count", "country_code", descending=[False, True, True, False])
    ranked = ranked.with_columns(main=pl.col("country_code").first().over("key"))
    company = companions(keyed, ranked.select("key").unique())
    here = keyed.filter(person).join(ranked.select("key", "country_code", "main"), on=["key", "country_code"])
    with_whom = here.join(company, on=["key", "article_id"]).select("key", "country_code", "main", "companion").unique()
    main = with_whom.filter(pl.col("country_code") == pl.col("main")).select("key", "companion")
    shared = with_whom.filter(pl.col("country_code") != pl.col("main")).join(main, on=["key", "companion"]).select("key", "country_code").unique()
    others = ranked.filter(pl.col("country_code") != pl.col("main")).join(shared, on=["key", "country_code"], how="anti")
    apart = others.select("key", "country_code", own_key=pl.concat_str("key", pl.lit(":"), "country_code"))
    joined = keyed.join(apart, on=["key", "country_code"], how="left", maintain_order="left")
    return joined.select(pl.when(own).then(pl.coalesce("own_key", "key")).otherwise("key").alias("key"))["key"]


def companions(keyed: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """key, article_id, companion: persons and organizations that an article names beside one of the wanted keys."""
    articles = keyed.join(wanted, on="key", how="semi").select("key", "article_id").unique()
    named = pl.col("is_named") & pl.col("key").str.contains("^(?:person|org):")
    others = keyed.filter(named).join(articles, on="article_id", how="semi").select("article_id", companion="key").unique()
    return articles.join(others, on="article_id").filter(pl.col("key") != pl.col("companion"))


def surnames(keyed: pl.DataFrame, remembered: pl.DataFrame) -> pl.DataFrame:
    """chain_id, to: persons known by one name only, to the bearer of a full name whom country, sector, company or memory favours."""
    persons = keyed.filter(pl.col("key").str.starts_with("person:"))
    bare = persons.filter(~pl.col("key").str.contains(" ")).select(
        "chain_id", "article_id", "country_code", "sector_code", "key", name=pl.col("key").str.replace(r"^person:([^:]*).*$", "$1")
    )
    full = persons.filter(pl.col("key").str.contains(" ")).with_columns(name=last_name())
    full = full.join(bare.select("name").unique(), on="name", how="semi")
    known = full.group_by("name", to="key").agg(
        count=pl.len(), countries=pl.col("country_code").drop_nulls().unique(), sectors=pl.col("sector_code").drop_nulls().unique()
    )
    known = known.sort("name", "count", "to", descending=[False, True, False]).group_by("name", maintain_order=True).head(CANDIDATES)
    by_kind = bare.select("name", "country_code", "sector_code").unique().join(known, on="name")
    by_kind = by_kind.with_columns(
        other=(pl.col("countries").list.len() > 0) & ~pl.col("countries").list.contains(pl.col("country_code")),
        kind=pl.col("countries").list.contains(pl.col("country_code")).fill_null(value=False).cast(pl.Int32) * 2
        + pl.col("sectors").list.contains(pl.col("sector_code")).fill_null(value=False).cast(pl.Int32),
    ).filter(~pl.col("other").fill_null(value=False))
    possible = bare.join(
        by_kind.select("name", "country_code", "sector_code", "to", "kind"), on=["name", "country_code", "sector_code"], nulls_equal=True
    )
    sole = possible.filter(pl.len().over("chain_id") == 1).select("chain_id", "to")
    contested = possible.filter(pl.len().over("chain_id") > 1)
    return pl.concat([sole, favoured(contested, keyed, remembered)])


def last_name() -> pl.Expr:
    """The name by which a person is called alone: the last word, of Koreans the first."""
    first, last = pl.col("key").str.extract(r"^person:([^ :]+)", 1), pl.col("key").str.extract(r"([^ :]+)(?::[A-Z]{3})?$", 1)
    return pl.when(first.is_in(sorted(lex.word_set("korean_family_name")))).then(first).otherwise(last)


def favoured(contested: pl.DataFrame, keyed: pl.DataFrame, remembered: pl.DataFrame) -> pl.DataFrame:
    """chain_id, to: where one bearer fits better than every other; others stay bare surnames."""
    if contested.is_empty():
        return contested.select("chain_id", "to")
    named = pl.col("is_named") & pl.col("key").str.contains("^(?:person|org):")
    near = (
        keyed.filter(named).join(contested.select("article_id").unique(), on="article_id", how="semi").select("article_id", companion="key").unique()
    )
    company = companions(keyed, contested.select(key="to").unique()).select(to="key", companion="companion").unique()
    company = company.join(near.select("companion").unique(), on="companion", how="semi")
    met = contested.select("chain_id", "article_id", "to").join(near, on="article_id").join(company, on=["to", "companion"])
    met = met.group_by("chain_id", "to").agg(company=pl.len().cast(pl.Int32))
    before = keyed.select("chain_id", to="key").join(remembered, on="chain_id").select("to", "actor_id").unique()
    was = contested.select("chain_id", "to").join(remembered.select("chain_id", "actor_id"), on="chain_id").join(before, on=["to", "actor_id"])
    was = was.select("chain_id", "to", was=pl.lit(1)).unique()
    scored = contested.join(met, on=["chain_id", "to"], how="left").join(was, on=["chain_id", "to"], how="left")
    scored = scored.with_columns(score=pl.col("kind") * 4 + pl.col("company").fill_null(0).clip(0, 3) * 2 + pl.col("was").fill_null(0))
    best = scored.filter(pl.col("score") == pl.col("score").max().over("chain_id"))
    return best.filter((pl.len().over("chain_id") == 1) & (pl.col("score") > 0)).select("chain_id", "to")


def identifiers(keyed: pl.DataFrame, remembered: pl.DataFrame) -> pl.DataFrame:
    """key, actor_id: the identifier under which most of its mentions were published, if no other key has more of them; else a hash of the key."""
    votes = keyed.select("chain_id", "key").join(remembered, on="chain_id").group_by("key", "actor_id").agg(pl.col("votes").sum())
    by_id = votes.sort("actor_id", "votes", "key", descending=[False, True, False]).unique("actor_id", keep="first", maintain_order=True)
    kept = by_id.sort("key", "votes", "actor_id", descending=[False, True, False]).unique("key", keep="first", maintain_order=True)
    kept = kept.select("key", "actor_id")
    fresh = keyed.select("key").unique().join(kept, on="key", how="anti").sort("key")
    taken = set(kept["actor_id"])
    ids = [make_id("act", key) if make_id("act", key) not in taken else make_id("act", key, "another") for key in fresh["key"]]
    return pl.concat([kept, fresh.with_columns(actor_id=pl.Series(ids, dtype=pl.String))])


def redirects(known_mentions: pl.DataFrame, mentions: pl.DataFrame, known_ids: pl.Series, current_ids: pl.Series) -> pl.DataFrame:
    """old_id, new_id for actors of the last release that are gone because another has their mentions now."""
    gone = known_ids.filter(~known_ids.is_in(current_ids.implode())).unique()
    old = known_mentions.filter(pl.col("actor_id").is_in(gone.implode())).select("mention_id", old_id="actor_id")
    moved = old.join(mentions.select("mention_id", new_id="actor_id").drop_nulls(), on="mention_id")
    return commonest(moved, ["old_id"], "new_id").select("old_id", "new_id").sort("old_id")
