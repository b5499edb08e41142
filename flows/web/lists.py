"""Lists of addresses: one a line, or a table with a column of them."""

import csv
from collections.abc import Iterator
from itertools import zip_longest

from flows.sources import fields
from flows.sources.content import TextFile
from flows.sources.delimited import delimiter_of
from flows.sources.records import Found, RawRecord, Reject, excerpt
from flows.web.urls import is_web

NAME = "urls"
COMMENT = "#"


def read(found: Found) -> Iterator[tuple[str, RawRecord] | Reject]:
    """Each address with what the list says of it, and a Reject for each line that holds none. Blank lines and `#` lines are no lines."""
    with TextFile(found.path) as file:
        lines = [(number, line.strip()) for number, line in enumerate(file.lines(), 1)]
        said = [(number, line) for number, line in lines if line and not line.startswith(COMMENT)]
        header = header_of(said[0][1]) if said else None
        yield from plain(said, found.label) if header is None else table(said, header, found.label)
        yield from file.trouble(found.label)


def header_of(line: str) -> tuple[list[str], str] | None:
    """Column names and delimiter, if the line is the header of a table with a column of addresses."""
    if is_web(line):
        return None
    delimiter = delimiter_of(line)
    names = [name.strip() for name in next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter))]
    return (names, delimiter) if "url" in fields.known(names) else None


def plain(lines: list[tuple[int, str]], label: str) -> Iterator[tuple[str, RawRecord] | Reject]:
    """One address a line."""
    for number, line in lines:
        address = line.lstrip("\ufeff")
        yield pair(address, {"url": address}, label, f"line-{number}")


def table(lines: list[tuple[int, str]], header: tuple[list[str], str], label: str) -> Iterator[tuple[str, RawRecord] | Reject]:
    """One address a row; the other columns tell of its page."""
    names, delimiter = header
    column = fields.known(names)["url"][0]
    for number, cells in enumerate(csv.reader((line for _, line in lines[1:]), delimiter=delimiter), 1):
        row = dict(zip_longest(names, cells[: len(names)], fillvalue=""))
        yield pair((row[column] or "").strip(), {name: cell for name, cell in row.items() if cell}, label, f"row-{number}")


def pair(address: str, told: dict[str, object], label: str, locator: str) -> tuple[str, RawRecord] | Reject:
    """The address and what is told of it; a Reject if it is none."""
    if not is_web(address):
        return Reject(label, locator, "malformed", "no address of a page: it begins with neither http:// nor https://", excerpt(address))
    return address, RawRecord(label, locator, told, NAME)
