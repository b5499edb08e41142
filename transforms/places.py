"""Which place in the world a name in a text means."""

from typing import NamedTuple

import polars as pl

from transforms import gazetteer, tables
from transforms.gazetteer import place_key
from transforms.ids import make_id

STATED, IN_NAMED_ADMIN1, IN_NAMED_COUNTRY, IN_LIKELY_COUNTRY = 20.0, 2.5, 2.0, 1.0
"""Prominence gained where the text names the larger place right behind it, or elsewhere in the article."""
IN_HOME_ADMIN1, IN_HOME_COUNTRY, NAMESAKE = 2.5, 1.0, 4.0
"""Prominence gained in the region and the country that most articles of the outlet are about, and by the town the outlet is named for."""
OWN_REGION, GREAT_CITY = 4.0, 5.7
"""Prominence gained by a region of a country that is named or home, unless a city of its name weighs this much (New York)."""
NEAR = ((50.0, 2.5), (150.0, 1.5), (400.0, 0.7))
"""Prominence gained by the kilometres to the nearest other place that the article names beyond doubt."""
HOME_VOTES, HOME_LEAD = 1.5, 1.3
"""Votes, and how many times those of the next, that make a region the home of an outlet."""
VOTE_OF_SIZE = 0.5
"""Power of its size with which a place shares in the vote of its name: ten times the people, three times the share."""
SHORTEST_NAMESAKE = 5
ALTERNATIVES = 3
PARTS = (
    "^(?:north|south|east|west|"
    "(?i:(?:north|south)?(?:ern|eastern|western)|central|downtown|inner|greater|upper|lower|metro|historic|suburban|rural))[ -]"
)
KINDS = " (?i:city|town|village|borough|area|metro)$"
"""Words before and behind a town that say which part or kind of it, where no place has the whole as its name: `north Cardiff`."""
SIDES = "^(?i:(?:north|south|mid)?(?:east|west)?(?:north|south)?)[- ]"
"""The same for regions and cities of a hundred thousand people, in capitals too: `Northeast Ohio`, not `East Hampton`."""
ARTICLES_AT_ONCE = 20_000
ASKED = ("article_id", "key", "within")
CLEAR_CITY, CLEAR_LEAD = 5.0, 1.0
"""Weight of a city, and its lead on the next of its name, from which it speaks for its country."""


class ResolvedPlaces(NamedTuple):
    """Table places, and the place of every mention that names one."""

    places: pl.DataFrame
    mention_places: pl.DataFrame
    """mention_id, place_id."""


def resolve(mentions: pl.DataFrame, articles: pl.DataFrame | None = None) -> ResolvedPlaces:
    """Places of the corpus from stage mentions that carry a `place_name`.

    A name is settled article by article, the same way wherever it stands in it: by the larger place named right behind
    it, by the countries and regions the article names, by the home of the outlet, by the other places of the article,
    then by size. Names that no gazetteer knows get no place, nor does a county that only its name tells from others.
    """
    named = asked_names(mentions)
    asked = named.select(ASKED).unique().sort(ASKED)
    outlets = outlets_of(articles, asked)
    homes = homes_of(asked, outlets)
    chosen = [choices(part, homes) for part in parts(asked)]
    found = with_ids(pl.concat(chosen)) if chosen else empty_choice()
    matched = named.join(found, on=ASKED, how="inner", nulls_equal=True, maintain_order="left").select("mention_id", "place_id")
    return ResolvedPlaces(place_rows(found), matched)


def asked_names(mentions: pl.DataFrame) -> pl.DataFrame:
    """mention_id, article_id, key and within of every mention that names a place; a part of a town no place is named for is the town."""
    index = gazetteer.places()
    known, great = (names["key"].unique().implode() for names in (index, index.filter(pl.col("weight") >= CLEAR_CITY)))
    name = pl.col("place_name")
    spellings = [(name, known), (name.str.replace(KINDS, ""), known), (name.str.replace(PARTS, ""), known), (name.str.replace(SIDES, ""), great)]
    key = pl.coalesce(pl.when(place_key(spelling).is_in(names)).then(place_key(spelling)) for spelling, names in spellings)
    named = mentions.filter(name.is_not_null()).select("mention_id", "article_id", key=key, within=place_key(pl.col("place_within")))
    return named.drop_nulls("key")


def parts(asked: pl.DataFrame) -> list[pl.DataFrame]:
    """The names asked for in parts of so many articles that what they could mean fits into memory."""
    number = asked["article_id"].rank("dense") // ARTICLES_AT_ONCE
    return asked.with_columns(part=number).partition_by("part", include_key=False, maintain_order=True) if asked.height else []


def choices(asked: pl.DataFrame, homes: pl.DataFrame | None) -> pl.DataFrame:
    """The likeliest place of each name asked for, with how it was told from the others, and the others."""
    possible = with_evidence(asked.join(gazetteer.places(), on="key", how="inner", maintain_order="left"), asked, homes)
    sure = chosen(possible).filter(pl.col("resolution").is_in(["unique", "context"]) & pl.col("place_type").is_in(["city", "admin2"]))
    near = nearness(possible, sure.select("article_id", "key", "latitude", "longitude"))
    return chosen(
        possible.join(near, on=["article_id", "key", "place"], how="left").with_columns(context=pl.col("context") + pl.col("near").fill_null(0.0))
    )


def with_evidence(possible: pl.DataFrame, asked: pl.DataFrame, homes: pl.DataFrame | None) -> pl.DataFrame:
    """Possible places with the prominence they gain: `stated` by the larger place behind the name, `context` by the article, `home` by the outlet."""
    inside = asked.join(gazetteer.larger(), on="within", how="inner").select(*ASKED, "code").with_columns(stated=pl.lit(STATED)).unique()
    region = pl.col("place_type") == "admin1"
    told = told_codes(possible, asked)
    count = told.group_by("article_id", "code").agg(names=pl.len())
    own = told.with_columns(own=pl.lit(1))
    for column, gain in (("admin1_code", IN_NAMED_ADMIN1), ("country_code", IN_NAMED_COUNTRY), ("likely", IN_LIKELY_COUNTRY)):
        code = pl.concat_str(pl.lit("likely:"), "country_code") if column == "likely" else pl.col(column)
        possible = possible.with_columns(code=code)
        possible = possible.join(count, on=["article_id", "code"], how="left", maintain_order="left")
        possible = possible.join(own, on=["article_id", "code", "key"], how="left", maintain_order="left")
        others = pl.col("names").fill_null(0) - pl.col("own").fill_null(0)  # no name is evidence for itself
        possible = possible.with_columns(pl.when(others > 0).then(gain).otherwise(0.0).alias(f"in_{column}"))
        possible = possible.join(inside, on=[*ASKED, "code"], how="left", nulls_equal=True, maintain_order="left").rename(
            {"stated": f"stated_{column}"}
        )
        possible = possible.drop("code", "names", "own")
    own_kind = pl.col("place_type") == "country"
    is_stated = pl.max_horizontal(
        pl.when(region).then(None).otherwise("stated_admin1_code"), pl.when(own_kind).then(None).otherwise("stated_country_code")
    )
    city = pl.when(pl.col("place_type") == "city").then("weight").max().over(ASKED).fill_null(0.0)
    own_region = region & (city < GREAT_CITY) & ((pl.col("in_country_code") > 0) | (pl.col("home") > 0))
    admin1 = pl.when(own_region).then(OWN_REGION).when(region).then(0.0).otherwise("in_admin1_code")
    country = pl.when(own_kind).then(0.0).otherwise(pl.max_horizontal("in_country_code", "in_likely"))
    possible = with_home(possible, homes).with_columns(stated=is_stated.fill_null(0.0), context=admin1 + country)
    return possible.select(*ASKED, *HELD, "place", "stated", "context", "home")


HELD = gazetteer.SHAPE[1:]


def told_codes(possible: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Codes of the countries and regions that the names of an article speak for: article_id, code, key."""
    lead = pl.col("weight").top_k(2).min()
    heads = possible.with_columns(top=pl.col("weight").max().over(ASKED))
    large = heads.filter(pl.col("place_type").is_in(["country", "admin1"]) & (pl.col("weight") > pl.col("top") - 3))
    heaviest = large.filter(pl.col("weight") == pl.col("top"))
    clear = possible.group_by("article_id", "key").agg(
        pl.col("country_code", "place_type", "weight").sort_by("weight").last(), lead=pl.col("weight").max() - lead, n=pl.len()
    )
    clear = clear.filter((pl.col("weight") >= CLEAR_CITY) & (pl.col("place_type") == "city") & ((pl.col("n") == 1) | (pl.col("lead") > CLEAR_LEAD)))
    counties = possible.filter((pl.col("place_type") == "admin2") & (pl.col("admin1_code").n_unique().over(ASKED) == 1))
    within = asked.join(gazetteer.larger(), on="within", how="inner").select("article_id", "code", key="within")
    countries = within.filter(pl.col("code").str.contains(r"[-.]")).select(
        "article_id", pl.col("code").replace_strict(country_of(), default=None), "key"
    )
    told = [
        large.select("article_id", pl.coalesce("admin1_code", "country_code").alias("code"), "key"),
        heaviest.select("article_id", pl.col("country_code").alias("code"), "key"),
        clear.select("article_id", pl.concat_str(pl.lit("likely:"), "country_code").alias("code"), "key"),
        *(counties.select("article_id", pl.col(column).alias("code"), "key") for column in ("admin1_code", "country_code")),
        within,
        countries,
    ]
    return pl.concat(told).drop_nulls().unique()


def country_of() -> dict[str, str]:
    """Country codes by code of a first-level region."""
    units = gazetteer.first_level().select("admin1_code", "country_code").unique().drop_nulls()
    return dict(units.iter_rows())


def with_home(possible: pl.DataFrame, homes: pl.DataFrame | None) -> pl.DataFrame:
    """Possible places with the prominence that the outlet's home gives them."""
    if homes is None:
        return possible.with_columns(home=pl.lit(0.0))
    known = possible.join(homes, on="article_id", how="left", maintain_order="left")
    in_region = (pl.col("admin1_code") == pl.col("home_admin1")).fill_null(value=False) & (pl.col("place_type") != "country")
    in_country = (pl.col("country_code") == pl.col("home_country")).fill_null(value=False) & (pl.col("place_type") != "country")
    letters = pl.col("key").str.replace_all(" ", "")
    namesake = in_region & (letters.str.len_chars() >= SHORTEST_NAMESAKE) & pl.col("outlet").str.contains(letters, literal=True)
    gains = ((in_region, IN_HOME_ADMIN1), (in_country, IN_HOME_COUNTRY), (namesake.fill_null(value=False), NAMESAKE))
    return known.with_columns(home=pl.sum_horizontal(pl.when(test).then(gain).otherwise(0.0) for test, gain in gains))


def nearness(possible: pl.DataFrame, sure: pl.DataFrame) -> pl.DataFrame:
    """Prominence that possible places gain from the nearest sure place of another name in the article: article_id, key, place, near."""
    ambiguous = possible.filter(pl.col("latitude").is_not_null() & pl.col("place_type").is_in(["city", "admin2"]) & (pl.len().over(ASKED) > 1))
    pairs = (
        ambiguous.select("article_id", "key", "place", "latitude", "longitude")
        .unique()
        .join(sure.drop_nulls(), on="article_id", how="inner", suffix="_sure")
    )
    pairs = pairs.filter(pl.col("key") != pl.col("key_sure"))
    north = (pl.col("latitude") - pl.col("latitude_sure")) * 111.2
    east = (pl.col("longitude") - pl.col("longitude_sure")) * 111.2 * pl.col("latitude").radians().cos()
    distance = pairs.with_columns(km=(north**2 + east**2).sqrt()).group_by("article_id", "key", "place").agg(pl.col("km").min())
    gain = pl.lit(0.0)
    for limit, value in reversed(NEAR):
        gain = pl.when(pl.col("km") <= limit).then(value).otherwise(gain)
    return distance.select("article_id", "key", "place", near=gain)


def chosen(possible: pl.DataFrame) -> pl.DataFrame:
    """The best of the possible places of each name asked for, with resolution and alternatives."""
    said = pl.col("weight") + pl.col("stated") + pl.col("context")
    order = ["score", "weight", "name", "admin1_code", "geonames_id"]
    ranked = possible.with_columns(said=said, score=said + pl.col("home")).sort(
        *ASKED, *order, descending=[False] * 3 + [True, True, False, False, False], nulls_last=True
    )
    here = ["latitude", "longitude"]
    ranked = ranked.with_columns((pl.col(c) != pl.col(c).first().over(ASKED)).fill_null(value=False).alias(f"other_{c}") for c in here)
    ranked = ranked.with_columns(other=pl.col("other_latitude") | pl.col("other_longitude"))
    best = ranked.unique(ASKED, keep="first", maintain_order=True)
    other = (
        ranked.filter("other")
        .group_by(ASKED, maintain_order=True)
        .agg(label().head(ALTERNATIVES).alias("alternatives"), *(pl.col(c).first().alias(f"rival_{c}") for c in ("context", "home")))
    )
    best = best.join(other, on=ASKED, how="left", nulls_equal=True, maintain_order="left")
    told = best.with_columns(alternatives=pl.col("alternatives").list.join("; "), resolution=resolution())
    # One county of many by size alone is right 6 times in 15; a town of under 100,000 people 59 times in 100, a larger city 9 in 10 (LGL).
    return told.filter((pl.col("resolution") != "population") | (pl.col("place_type") != "admin2"))


def resolution() -> pl.Expr:
    """How the best place was told from the next of its name."""
    return (
        pl.when(pl.col("stated") > 0)
        .then(pl.lit("context"))
        .when(pl.col("rival_home").is_null())
        .then(pl.lit("unique"))
        .when(pl.col("context") > pl.col("rival_context"))
        .then(pl.lit("context"))
        .when(pl.col("home") > pl.col("rival_home"))
        .then(pl.lit("outlet"))
        .otherwise(pl.lit("population"))
    )


def label() -> pl.Expr:
    """A place in a few words."""
    within = pl.when(pl.col("place_type").is_in(["city", "admin2"])).then("admin1_code")
    return pl.concat_str("name", within, "country_code", separator=", ", ignore_nulls=True)


def outlets_of(articles: pl.DataFrame | None, asked: pl.DataFrame) -> pl.DataFrame:
    """article_id and outlet of the articles whose outlet is known: its name, else the host of the address."""
    if articles is None:
        return asked.select("article_id", outlet=pl.lit(None, pl.String)).clear()
    host = pl.col("url").str.extract(r"^https?://(?:www\.)?([^/:?#]+)")
    return articles.select("article_id", outlet=pl.coalesce("source_name", host)).drop_nulls()


def homes_of(asked: pl.DataFrame, outlets: pl.DataFrame) -> pl.DataFrame:
    """article_id, outlet, home_admin1 and home_country: the region and country that the names of the outlet's articles have in common.

    Every name has one vote, shared by the regions that have a place of that name. Where the outlet is not known or is
    at home nowhere, the article's own names decide.
    """
    votes = pl.concat([ballots(part) for part in parts(asked)]) if asked.height else ballots(asked)
    alone = votes.select("article_id", outlet="article_id").unique("article_id")
    homes = alone.select("article_id").join(outlets, on="article_id", how="left")
    for column in ("admin1_code", "country_code"):
        for group, name in ((outlets, "common"), (alone, "own")):
            homes = homes.join(winners(votes, group, column).rename({column: name}), on="article_id", how="left")
        homes = homes.with_columns(pl.coalesce("common", "own").alias("home_" + column.removesuffix("_code"))).drop("common", "own")
    return homes.with_columns(outlet=pl.col("outlet").str.to_lowercase().str.replace_all("[^a-z]", ""))


def ballots(asked: pl.DataFrame) -> pl.DataFrame:
    """article_id, admin1_code, country_code and share of the vote of each name; larger places have larger shares."""
    possible = with_evidence(asked.join(gazetteer.places(), on="key", how="inner"), asked, None)
    size = 10 ** ((pl.col("weight") + pl.col("stated") + pl.col("context")) * VOTE_OF_SIZE)
    return possible.drop_nulls("country_code").select("article_id", "admin1_code", "country_code", vote=size / size.sum().over(ASKED))


def winners(votes: pl.DataFrame, outlets: pl.DataFrame, column: str) -> pl.DataFrame:
    """article_id and the region or country that has most votes of its outlet, if it has enough."""
    counted = votes.join(outlets, on="article_id", how="inner").drop_nulls(column).group_by("outlet", column).agg(pl.col("vote").sum())
    ranked = counted.sort("outlet", "vote", column, descending=[False, True, False])
    best = ranked.group_by("outlet", maintain_order=True).agg(
        pl.col(column).first(), pl.col("vote").first(), next=pl.col("vote").get(1, null_on_oob=True)
    )
    sure = best.filter((pl.col("vote") >= HOME_VOTES) & (pl.col("vote") >= HOME_LEAD * pl.col("next").fill_null(0.0)))
    return outlets.join(sure.select("outlet", column), on="outlet", how="inner").select("article_id", column)


def empty_choice() -> pl.DataFrame:
    """The frame of choices where nothing is asked for."""
    columns = dict.fromkeys((*ASKED, "place_id", "place_type", "name", "country_code", "admin1_code", "resolution", "alternatives"), pl.String)
    return pl.DataFrame(schema={**columns, "geonames_id": pl.Int64, "latitude": pl.Float64, "longitude": pl.Float64})


def with_ids(found: pl.DataFrame) -> pl.DataFrame:
    """Choices with the identifier of the place, which depends on nothing but the place."""
    facts = ["place_type", "name", "country_code", "admin1_code", "geonames_id"]
    unique = found.select("place", *facts).unique("place")
    ids = [
        make_id("plc", kind, geonames or name, admin1 if kind != "city" else None, country)
        for _, kind, name, country, admin1, geonames in unique.iter_rows()
    ]
    return found.join(unique.select("place", place_id=pl.Series(ids, dtype=pl.String)), on="place", how="left", maintain_order="left")


def place_rows(found: pl.DataFrame) -> pl.DataFrame:
    """Table places: one row per place, its resolution the surest with which any article chose it."""
    surest = {"unique": 0, "context": 1, "outlet": 2, "population": 3}
    order = pl.col("resolution").replace_strict(surest, return_dtype=pl.Int8)
    ranked = found.with_columns(sure=order).sort("place_id", "sure", pl.col("alternatives").fill_null(""), maintain_order=True)
    return tables.places.sorted(tables.places.conform(ranked.unique("place_id", keep="first").select(tables.places.schema.names())))
