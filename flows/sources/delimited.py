"""CSV and its kin: any delimiter, cells of any size, line breaks inside cells."""

import csv
from collections.abc import Iterator
from itertools import zip_longest

from flows.sources import fields
from flows.sources.content import MAX_LINE_CHARACTERS, TextFile
from flows.sources.records import Found, Peek, RawRecord, Reject, Unusable, excerpt

NAME = "csv"
UNIFORM = True
SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
DELIMITERS = ",;\t|"


def recognises(peek: Peek) -> bool:
    """By name: any text with commas could be a table."""
    return peek.suffix in SUFFIXES


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record a row, under the names of the header."""
    csv.field_size_limit(MAX_LINE_CHARACTERS)  # 131,072 as it stands; for the whole process, and only ever raised here
    with TextFile(found.path, found.origin.encoding) as file:
        lines = (line.replace("\0", "") for line in file.lines())
        header_line = next((line for line in lines if line.strip()), "")
        delimiter = delimiter_of(header_line)
        header = next(csv.reader([header_line.lstrip("\ufeff")], delimiter=delimiter), [])
        yield from records(csv.reader(lines, delimiter=delimiter), [name.strip() for name in header], found.label, file.encoding)
        yield from file.trouble(found.label)


def records(rows: Iterator[list[str]], header: list[str], label: str, encoding: str) -> Iterator[RawRecord | Reject]:
    """One record or Reject for each row that is not blank; the first row after the header is number 1."""
    number = 0
    try:
        for number, cells in enumerate((cells for cells in rows if any(cells)), 1):
            yield record(cells, header, label, f"row-{number}", encoding)
    except csv.Error as error:
        raise Unusable("malformed", f"no table after row {number}: {error}", locator=f"row-{number + 1}") from error


def record(cells: list[str], header: list[str], label: str, locator: str, encoding: str) -> RawRecord | Reject:
    """The row as a record; a Reject if it has more cells than the header, for then no cell is sure to be what its name says."""
    if any(cells[len(header) :]):
        return Reject(label, locator, "malformed", f"{len(cells)} cells where the header has {len(header)}", excerpt(" | ".join(cells)))
    return RawRecord(label, locator, dict(zip_longest(header, cells[: len(header)])), NAME, encoding=encoding)


def delimiter_of(header_line: str) -> str:
    """The delimiter that makes the most known column names of the header, or else the most columns."""

    def worth(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header_line], delimiter=delimiter), [])
        return len(fields.known(names)), len(names)

    return max(DELIMITERS, key=worth)
