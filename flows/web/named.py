"""Sources by name, from the reviewed list and from a file of the user's."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from flows.sources.records import SourceError
from flows.web.urls import is_web
from seeds import reader

KINDS = ("feed", "sitemap", "urls", "page")
COLUMNS = ("name", "kind", "url")
"""What a row must have; the others may be left out."""
LIST = "urls:"
"""Before a file or address: a list of addresses, each of which is fetched."""
YES_OR_NO = {"true": True, "yes": True, "false": False, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class Named:
    """A source on the web, or one that has a name."""

    name: str
    kind: str
    """One of KINDS; empty where the content is to say."""
    address: str
    source_name: str | None = None
    language: str | None = None
    country: str | None = None
    follow_links: bool | None = None
    """Whether the pages that a feed links to are read in the stead of its entries; null leaves it to the setting."""
    notes: str | None = None


def all_named(file: Path | None) -> dict[str, Named]:
    """Every named source by its name: the reviewed ones, and those of the user's file, which win. Raises SourceError for a wrong row."""
    reviewed = reader.rows("sources")
    mine = user_rows(file) if file else []
    return {named.name: named for named in (row_of(row, "sources.csv" if file is None else file.name) for row in (*reviewed, *mine))}


def user_rows(file: Path) -> list[dict[str, str]]:
    """Rows of the user's file."""
    try:
        table = pl.read_csv(file, infer_schema=False, comment_prefix="#").fill_null("")
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SourceError(f"sources_file {file}: {str(error).splitlines()[0]}") from error
    missing = [column for column in COLUMNS if column not in table.columns]
    if missing:
        raise SourceError(f"sources_file {file}: missing the columns {missing}; there are {table.columns}")
    return table.to_dicts()


def row_of(row: Mapping[str, str], file: str) -> Named:
    """A row as a source."""
    values = {name: (value or "").strip() for name, value in row.items()}
    name, kind, follow = values["name"], values["kind"], values.get("follow_links", "").lower()
    if not name or not values["url"]:
        raise SourceError(f"{file}: a row without name or url: {dict(row)}")
    if kind not in KINDS:
        raise SourceError(f"{file}: {name}: kind {kind!r}; there is {', '.join(KINDS)}")
    if follow not in YES_OR_NO:
        raise SourceError(f"{file}: {name}: follow_links {follow!r}; it is true, false or empty")
    if kind in ("feed", "sitemap", "page") and not is_web(values["url"]):
        raise SourceError(f"{file}: {name}: url {values['url']!r} begins with neither http:// nor https://")
    outlet, language, country, notes = (values.get(column) or None for column in ("source_name", "language", "country", "notes"))
    return Named(name, kind, values["url"], outlet, language, country, YES_OR_NO[follow], notes)


def resolve(source: str, named: Mapping[str, Named]) -> Named | None:
    """The source behind a word that a run was given; None if it is a path. What exists as a path is one, whatever else has its name."""
    if is_web(source):
        return Named(source, "", source)
    if source.startswith(LIST):
        return Named(source, "urls", source.removeprefix(LIST))
    if os.path.lexists(source):
        return None
    if source not in named and (near := near_names(source, named)):
        raise SourceError(f"nothing to read at {source!r}, and no source of that name; near are {', '.join(near)}")
    return named.get(source)


def path_of(source: str, named: Mapping[str, Named]) -> str | None:
    """The path that a word leads to, of files or of a list of addresses; None if it leads to the web."""
    found = resolve(source, named)
    if found is None:
        return source
    return found.address if found.kind == "urls" and not is_web(found.address) else None


def near_names(name: str, named: Iterable[str]) -> list[str]:
    """Names that may have been meant."""
    return get_close_matches(name, list(named), cutoff=0.75)
