"""Which place in the world a name in a text means."""

import re
from collections import defaultdict
from collections.abc import Set
from functools import cache
from typing import Any, NamedTuple

import polars as pl

from seeds import reader
from transforms import tables
from transforms.annotation.lexicons import fold
from transforms.ids import make_id

COUNTRY_WEIGHT, REGION_WEIGHT, ADMIN1_WEIGHT = 9.0, 6.6, 6.3
"""Prominence beside log10 of a city's population: a country outweighs every city, a region one of about two million."""
IN_NAMED_ADMIN1, IN_NAMED_COUNTRY, IN_LIKELY_COUNTRY = 2.5, 2.0, 1.0
"""Prominence gained where the article names the first-level region or the country elsewhere."""
ALTERNATIVES = 3
MAX_CANDIDATES = 200
DIRECTION = re.compile(
    r"^(?:(?:north|south|east|west|central|downtown|inner|greater|upper|lower)(?:ern|east|west)?(?:ern)?|suburban|rural)[ -](?=\w)"
)
"""Words before a town that say which part of it, where no place has the whole as its name: `north Cardiff`."""


class ResolvedPlaces(NamedTuple):
    """Table places, and the place of every mention that names one."""

    places: pl.DataFrame
    mention_places: pl.DataFrame
    """mention_id, place_id."""


def resolve(mentions: pl.DataFrame) -> ResolvedPlaces:
    """Places of the corpus from stage mentions that carry a `place_name`.

    A name is settled article by article: by the larger place named right behind it, by the countries and regions the
    article names, then by size. Names that no gazetteer knows get no place.
    """
    named = mentions.filter(pl.col("place_name").is_not_null()).select(
        "mention_id",
        "article_id",
        folded=pl.col("place_name").map_elements(fold, pl.String),
        within=pl.col("place_within").map_elements(fold, pl.String),
    )
    index = candidates(named["folded"].unique())
    if any(DIRECTION.match(name) and name not in index for name in named["folded"].unique()):
        whole = {name: DIRECTION.sub("", name) for name in named["folded"].unique() if name not in index}
        named = named.with_columns(pl.col("folded").replace(whole))
        index = candidates(named["folded"].unique())
    contexts = article_contexts(named, index)
    chosen: dict[tuple[str, str, str | None], dict[str, Any] | None] = {}
    for article_id, folded, within in named.select("article_id", "folded", "within").unique().sort("article_id", "folded", "within").iter_rows():
        context = {told for told, names in contexts[article_id].items() if names - {folded}}  # no name is evidence for itself
        chosen[article_id, folded, within] = choose(index.get(folded, []), within, context)
    ids = [(row["place_id"] if (row := chosen[a, f, w]) else None) for a, f, w in named.select("article_id", "folded", "within").iter_rows()]
    found = [row for row in chosen.values() if row]
    return ResolvedPlaces(place_rows(found), named.select("mention_id").with_columns(place_id=pl.Series(ids, dtype=pl.String)).drop_nulls())


def place_rows(found: list[dict[str, Any]]) -> pl.DataFrame:
    """Table places: one row per place, its resolution the surest with which any article chose it."""
    surest = {"unique": 0, "context": 1, "population": 2}
    best: dict[str, dict[str, Any]] = {}
    for row in sorted(found, key=lambda r: (r["place_id"], surest[r["resolution"]], r["alternatives"] or "")):
        best.setdefault(row["place_id"], row)
    rows = [{name: row.get(name) for name in tables.places.columns} for row in best.values()]
    return tables.places.sorted(tables.places.frame(rows))


@cache
def gazetteer() -> pl.DataFrame:
    """Every place of the gazetteers by every folded name: folded, place_type, name, codes, coordinates, weight."""
    frames = [countries(), first_level(), regions(), cities()]
    shape = ("folded", "place_type", "name", "country_code", "admin1_code", "geonames_id", "latitude", "longitude", "weight")
    return pl.concat([frame.select(shape) for frame in frames])


def exploded(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per folded name of a gazetteer frame with `name` and `aliases`."""
    names = frame.with_columns(folded=pl.concat_str(pl.col("name"), pl.lit("|"), pl.col("aliases").fill_null("")).str.split("|")).explode("folded")
    names = names.filter(pl.col("folded").str.len_chars() > 1).with_columns(pl.col("folded").map_elements(fold, pl.String))
    numbers = [pl.col(c).cast(pl.Float64, strict=False) for c in ("latitude", "longitude")]
    return names.with_columns(*numbers, pl.col("geonames_id").cast(pl.Int64, strict=False)).unique(
        ["folded", "name", "admin1_code", "country_code", "geonames_id"]
    )


def countries() -> pl.DataFrame:
    """Countries; dependencies count for their own."""
    frame = reader.table("gazetteers/countries").with_columns(
        place_type=pl.lit("country"), admin1_code=pl.lit(None, pl.String), weight=pl.lit(COUNTRY_WEIGHT)
    )
    return exploded(frame)


def first_level() -> pl.DataFrame:
    """First-level regions; postal abbreviations are no names here."""
    frame = reader.table("gazetteers/admin1").with_columns(place_type=pl.lit("admin1"), weight=pl.lit(ADMIN1_WEIGHT))
    return exploded(frame).filter(pl.col("folded").str.len_chars() > 2)


def regions() -> pl.DataFrame:
    """Well-known regions; one that is a first-level unit by the same name (Bavaria, Chechnya) is that unit, under all its names."""
    shared = ("admin1_code", "geonames_id", "latitude", "longitude")
    same: list[pl.Expr] = [pl.col("country_code"), pl.col("name").map_elements(fold, pl.String).alias("same")]
    units = (
        reader.table("gazetteers/admin1").select(*same, *(pl.col(c).alias(f"unit_{c}") for c in shared)).unique(["country_code", "same"], keep="none")
    )
    frame = reader.table("gazetteers/regions").with_columns(
        *same, admin1_code=pl.lit(None, pl.String), geonames_id=pl.lit(None, pl.String), weight=pl.lit(REGION_WEIGHT)
    )
    frame = frame.join(units, on=["country_code", "same"], how="left", maintain_order="left")
    is_unit = pl.col("unit_admin1_code").is_not_null()
    return exploded(
        frame.with_columns(
            place_type=pl.when(is_unit).then(pl.lit("admin1")).otherwise(pl.lit("region")),
            **{c: pl.when(is_unit).then(f"unit_{c}").otherwise(c) for c in shared},
        )
    )


def cities() -> pl.DataFrame:
    """Cities and towns, weighed by population."""
    frame = reader.table("gazetteers/cities").with_columns(
        place_type=pl.lit("city"),
        aliases=pl.concat_str([pl.col("aliases").fill_null(""), pl.col("ascii_name").fill_null("")], separator="|"),
        weight=(pl.col("population").cast(pl.Float64).fill_null(0) + 1).log10() + pl.when(pl.col("feature") == "capital").then(0.7).otherwise(0.0),
    )
    return exploded(frame)


def candidates(names: pl.Series) -> dict[str, list[dict[str, Any]]]:
    """Places by folded name, heaviest first, for the names given."""
    found = (
        gazetteer()
        .filter(pl.col("folded").is_in(names.implode()))
        .sort(["folded", "weight", "name", "admin1_code"], descending=[False, True, False, False])
    )
    index: dict[str, list[dict[str, Any]]] = {}
    for row in found.iter_rows(named=True):
        places = index.setdefault(row["folded"], [])
        if len(places) < MAX_CANDIDATES:
            places.append(row)
    return index


def article_contexts(named: pl.DataFrame, index: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, set[str]]]:
    """For each article the countries and first-level regions it names beyond doubt, and the likely countries, each with the names that say so."""
    contexts: dict[str, dict[str, set[str]]] = {}
    for article_id, folded, within in named.select("article_id", "folded", "within").iter_rows():
        context = contexts.setdefault(article_id, defaultdict(set))
        for name in (folded, within):
            for told in told_by(index.get(name or "", [])):
                context[told].add(name)
    return contexts


def told_by(places: list[dict[str, Any]]) -> list[str]:
    """Codes of the countries and regions that a name speaks for, given the places it may mean."""
    if not places:
        return []
    top = places[0]
    if top["place_type"] == "country":
        return [top["country_code"]]
    if top["place_type"] == "admin1":
        return [top["admin1_code"], top["country_code"]]
    is_clear = top["weight"] >= 5 and (len(places) == 1 or top["weight"] - places[1]["weight"] > 1)
    return [f"likely:{top['country_code'] or ''}"] if is_clear else []


def choose(places: list[dict[str, Any]], within: str | None, context: Set[str]) -> dict[str, Any] | None:
    """The likeliest of the places, with how it was told from the others; None if there is none."""
    if not places:
        return None
    inside = [p for p in places if within and within_matches(p, within)]
    scored = sorted(inside or places, key=lambda p: -prominence(p, context))
    best = scored[0]
    others = [p for p in scored[1:] if (p["latitude"], p["longitude"]) != (best["latitude"], best["longitude"])]
    if inside or (others and prominence(best, context) - best["weight"] > 0):
        resolution = "context"
    elif others:
        resolution = "population"
    else:
        resolution = "unique"
    alternatives = "; ".join(label(p) for p in others[:ALTERNATIVES]) or None
    place_id = make_id(
        "plc",
        best["place_type"],
        best["geonames_id"] or best["name"],
        best["admin1_code"] if best["place_type"] != "city" else None,
        best["country_code"],
    )
    return {**best, "place_id": place_id, "resolution": resolution, "alternatives": alternatives}


def prominence(place: dict[str, Any], context: Set[str]) -> float:
    """Weight of a place in an article."""
    score = float(place["weight"])
    own = place["place_type"] == "country"
    if place["place_type"] == "city" and place["admin1_code"] in context:
        score += IN_NAMED_ADMIN1
    if not own and place["country_code"] in context:
        score += IN_NAMED_COUNTRY
    elif not own and f"likely:{place['country_code']}" in context:
        score += IN_LIKELY_COUNTRY
    return score


@cache
def larger_places() -> dict[str, tuple[set[str], set[str]]]:
    """Country codes and first-level codes by folded name, abbreviations included."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for file, column, side in (("countries", "country_code", 0), ("admin1", "admin1_code", 1)):
        for row in reader.rows(f"gazetteers/{file}"):
            for name in (row["name"], *reader.cell(row["aliases"])):
                found.setdefault(fold(name), (set(), set()))[side].add(row[column])
    return found


def within_matches(place: dict[str, Any], within: str) -> bool:
    """Whether the place lies in the larger place of that name."""
    countries_, firsts = larger_places().get(within, (set(), set()))
    if place["place_type"] == "country" or (place["place_type"] == "admin1" and place["admin1_code"] in firsts):
        return False
    return place["country_code"] in countries_ or place["admin1_code"] in firsts


def label(place: dict[str, Any]) -> str:
    """A place in a few words."""
    return ", ".join(filter(None, (place["name"], place["admin1_code"] if place["place_type"] == "city" else None, place["country_code"])))
