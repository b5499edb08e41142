"""The one door to the reviewed knowledge that is kept as files."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import polars as pl

ROOT = Path(__file__).parent
CODE_COLUMNS = ("code", "label", "description", "parent_code")


class SeedError(ValueError):
    """A seed file is missing, or does not hold what its readers count on."""


@cache
def table(name: str) -> pl.DataFrame:
    """Rows of `seeds/<name>.csv`, every column text, empty cells null.

    Raises SeedError if the file is not there.
    """
    path = ROOT / f"{name}.csv"
    if not path.is_file():
        raise SeedError(f"seeds: no file {name}.csv; there are {[p.stem for p in sorted(path.parent.glob('*.csv'))]}")
    return pl.read_csv(path, infer_schema=False)


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The same as dicts, with empty cells as empty strings."""
    return tuple(table(name).fill_null("").to_dicts())


def cell(text: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by `|`."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


@cache
def code_list(name: str) -> tuple[str, ...]:
    """Codes of a list, in file order. Raises SeedError if there is no such list."""
    return tuple(codes().filter(pl.col("code_list") == name)["code"])


@cache
def codes() -> pl.DataFrame:
    """Every code list, one row a code: code_list, code, label, description, parent_code."""
    lists = [
        table(f"codes/{path.stem}").select(pl.lit(path.stem).alias("code_list"), *CODE_COLUMNS) for path in sorted((ROOT / "codes").glob("*.csv"))
    ]
    return pl.concat([*lists, country_codes()]).sort("code_list", "code")


def country_codes() -> pl.DataFrame:
    """Countries of the gazetteer and PLOVER's codes for what has no country, as a code list."""
    countries = table("gazetteers/countries").select(
        pl.lit("countries").alias("code_list"),
        pl.col("country_code").alias("code"),
        pl.col("name").alias("label"),
        pl.lit(None, pl.String).alias("description"),
        pl.col("region").alias("parent_code"),
    )
    nonstate = table("codes/nonstate/plover").select(pl.lit("countries").alias("code_list"), *CODE_COLUMNS)
    return pl.concat([countries, nonstate])


@cache
def fingerprint() -> str:
    """Hash of every seed file that transforms read: it changes when any of the knowledge does."""
    digest = sha256()
    for path in sorted(path for room in ("codes", "lexicons", "gazetteers") for path in (ROOT / room).rglob("*.csv")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
