"""Every place there is a name for, by every name."""

from functools import cache

import polars as pl

from seeds import reader

COUNTRY_WEIGHT, REGION_WEIGHT, ADMIN1_WEIGHT, ADMIN2_WEIGHT, SHORT_ADMIN2_WEIGHT = 11.0, 6.6, 6.3, 4.5, 3.0
"""Prominence beside log10 of a city's population: a country outweighs every city, a region one of about two million."""
CAPITAL_WEIGHT, OTHER_NAME_WEIGHT = 0.7, -0.7
"""Gained by the capital of a country; lost by a city under another name than its first."""
SHAPE = ("key", "place_type", "name", "country_code", "admin1_code", "geonames_id", "latitude", "longitude", "weight")


def place_key(name: pl.Expr) -> pl.Expr:
    """A name as the index holds it: lower case, no marks on letters, no `the`, hyphens as spaces, `St.` as Saint.

    The full stop of a short abbreviation stays: `La.` is no `LA`.
    """
    plain = name.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.replace_all("[’‘ʻ`]", "'").str.to_lowercase()
    plain = plain.str.replace_all(r"[-–\s]+", " ").str.strip_chars().str.replace("^the ", "").str.replace("'s?$", "").str.replace_all("'", "")
    for short, full in (("st", "saint"), ("ste", "sainte"), ("mt", "mount"), ("ft", "fort"), ("pt", "point")):
        plain = plain.str.replace(rf"^{short}\.? (\w)", f"{full} $1")
    plain = plain.str.replace(r" co\.?$", " county").str.replace(r" twp\.?$", " township").str.replace(r"^co\.? (\w)", "county $1")
    return pl.when(plain.str.len_chars() > 3).then(plain.str.strip_suffix(".")).otherwise(plain)


@cache
def places() -> pl.DataFrame:
    """Every place of the gazetteers by every key, one row a pair of the two; `place` numbers the places."""
    named = pl.concat([frame.select(SHAPE) for frame in (countries(), first_level(), second_level(), regions(), cities())])
    same = ["place_type", "name", "country_code", "admin1_code", "geonames_id"]
    return named.sort(*SHAPE[:6], nulls_last=True).with_columns(place=pl.struct(same).rank("dense").cast(pl.UInt32))


def by_name(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per key of a gazetteer frame with `name` and `aliases`."""
    names = frame.with_columns(key=pl.concat_str(pl.col("name"), pl.lit("|"), pl.col("aliases").fill_null("")).str.split("|")).explode("key")
    names = names.with_columns(key=place_key(pl.col("key"))).filter(pl.col("key").str.len_chars() > 1)
    numbers = [pl.col(c).cast(pl.Float64, strict=False) for c in ("latitude", "longitude")]
    return names.with_columns(*numbers, pl.col("geonames_id").cast(pl.Int64, strict=False)).unique(
        ["key", "name", "admin1_code", "country_code", "geonames_id"], keep="first", maintain_order=True
    )


def countries() -> pl.DataFrame:
    """Countries; dependencies count for their own."""
    return by_name(
        reader.table("gazetteers/countries").with_columns(
            place_type=pl.lit("country"), admin1_code=pl.lit(None, pl.String), weight=pl.lit(COUNTRY_WEIGHT)
        )
    )


def first_level() -> pl.DataFrame:
    """First-level regions; postal abbreviations are no names here."""
    frame = reader.table("gazetteers/admin1").with_columns(place_type=pl.lit("admin1"), weight=pl.lit(ADMIN1_WEIGHT))
    return by_name(frame).filter(pl.col("key").str.len_chars() > 2)


def second_level() -> pl.DataFrame:
    """Counties, and their names without the word county, which mean them only where nothing larger has that name."""
    frame = by_name(
        reader.table("gazetteers/counties").with_columns(place_type=pl.lit("admin2"), geonames_id=pl.lit(None, pl.String), weight=pl.lit(0.0))
    )
    larger_keys = pl.concat([countries()["key"], first_level()["key"]]).unique()
    is_full = pl.col("key") == place_key(pl.col("name"))
    frame = frame.filter(is_full | ~pl.col("key").is_in(larger_keys.implode()))  # Ohio is no county of Indiana
    return frame.with_columns(weight=pl.when(is_full).then(ADMIN2_WEIGHT).otherwise(SHORT_ADMIN2_WEIGHT))


def regions() -> pl.DataFrame:
    """Well-known regions; one that is a first-level unit by the same name (Bavaria, Chechnya) is that unit, under all its names."""
    shared = ("admin1_code", "geonames_id", "latitude", "longitude")
    same: list[pl.Expr] = [pl.col("country_code"), place_key(pl.col("name")).alias("same")]
    units = (
        reader.table("gazetteers/admin1").select(*same, *(pl.col(c).alias(f"unit_{c}") for c in shared)).unique(["country_code", "same"], keep="none")
    )
    frame = reader.table("gazetteers/regions").with_columns(
        *same, admin1_code=pl.lit(None, pl.String), geonames_id=pl.lit(None, pl.String), weight=pl.lit(REGION_WEIGHT)
    )
    frame = frame.join(units, on=["country_code", "same"], how="left", maintain_order="left")
    is_unit = pl.col("unit_admin1_code").is_not_null()
    return by_name(
        frame.with_columns(
            place_type=pl.when(is_unit).then(pl.lit("admin1")).otherwise(pl.lit("region")),
            **{c: pl.when(is_unit).then(f"unit_{c}").otherwise(c) for c in shared},
        )
    )


def cities() -> pl.DataFrame:
    """Cities and towns, weighed by population."""
    is_capital = pl.col("feature") == "capital"
    frame = by_name(
        reader.table("gazetteers/cities").with_columns(
            place_type=pl.lit("city"),
            weight=(pl.col("population").cast(pl.Float64).fill_null(0) + 1).log10() + pl.when(is_capital).then(CAPITAL_WEIGHT).otherwise(0.0),
        )
    )
    is_first = pl.col("key") == place_key(pl.col("name"))
    return frame.with_columns(weight=pl.col("weight") + pl.when(is_first).then(0.0).otherwise(OTHER_NAME_WEIGHT))


@cache
def larger() -> pl.DataFrame:
    """Codes of countries and first-level regions by every key, abbreviations included: within, code."""
    frames = [
        reader.table(f"gazetteers/{file}").select(
            within=pl.concat_str(pl.col("name"), pl.lit("|"), pl.col("aliases").fill_null("")).str.split("|"), code=pl.col(column)
        )
        for file, column in (("countries", "country_code"), ("admin1", "admin1_code"))
    ]
    named = pl.concat(frames).explode("within").with_columns(within=place_key(pl.col("within")))
    return named.filter(pl.col("within") != "").unique().sort("within", "code")
