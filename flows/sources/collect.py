"""One table of raw records out of everything the user named."""

import csv
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import polars as pl

from flows.sources import fields
from flows.sources.discover import discover, reason
from flows.sources.records import WHOLE_FILE, Container, Found, RawRecord, Reject, Source, Unusable, printable
from flows.sources.registry import container_of, peek_at, source_of
from transforms.articles import RAW_RECORDS, RAW_REJECTS

FAULTS = (ValueError, OSError, EOFError, RecursionError, OverflowError, csv.Error, zlib.error, pl.exceptions.PolarsError)
"""What a file can make a reader raise; Arrow's errors are ValueErrors and OSErrors. Anything else is our own bug."""
RECORD_FIELDS = {"title": "title", "byline": "byline", "section": "section", "language_raw": "language"}
MAX_DEPTH = 3
"""Containers inside each other: a zip of tar files of zips is still read."""


class Collected(NamedTuple):
    """What the sources held: `RAW_RECORDS`, `RAW_REJECTS`, and one dict a file: path, kind, records, rejects."""

    records: pl.DataFrame
    rejects: pl.DataFrame
    inputs: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class FileRows:
    """Rows of one file."""

    label: str
    kind: str
    records: pl.DataFrame
    rejects: list[Reject]


def collect(sources: Sequence[str | Path], *, mapping: Mapping[str, str] | None = None, progress: Callable[[str], None] | None = None) -> Collected:
    """Every record of every source is a row of `records` or of `rejects`, in the order of the sources.

    `mapping` (ours to theirs) names fields that go by odd names; it wins over the usual ones. `progress` is told one
    line a file. Raises SourceError for a source that matches nothing, or a mapping of a field that we do not have.
    """
    fields.check(mapping or {})
    files = []
    for found in discover(sources):
        files.append(of_file(found, mapping or {}) if isinstance(found, Found) else not_a_file(found))
        if progress:
            progress(f"{files[-1].label}: {len(files[-1].records)} records, {len(files[-1].rejects)} rejected")
    return Collected(
        pl.concat([RAW_RECORDS.to_frame(), *(file.records for file in files)]),
        pl.DataFrame([asdict(reject) | {"detail": printable(reject.detail)} for file in files for reject in file.rejects], schema=RAW_REJECTS),
        [{"path": file.label, "kind": file.kind, "records": len(file.records), "rejects": len(file.rejects)} for file in files],
    )


def not_a_file(reject: Reject) -> FileRows:
    """What stood in a folder and was never opened."""
    return FileRows(reject.source_path, reject.reason, RAW_RECORDS.to_frame(), [reject])


def of_file(found: Found, mapping: Mapping[str, str]) -> FileRows:
    """Every record of a file and of the files in it, and every reason why there are not more."""
    rows: list[dict[str, object]] = []
    rejects: list[Reject] = []
    kinds: list[str] = []
    for item in items(found, mapping, kinds):
        (rejects if isinstance(item, Reject) else rows).append(item)  # type: ignore[arg-type]
    return FileRows(found.label, kinds[0] if kinds else "unreadable", pl.DataFrame(rows, schema=RAW_RECORDS), rejects)


def items(found: Found, mapping: Mapping[str, str], kinds: list[str], *, depth: int = 0) -> Iterator[dict[str, object] | Reject]:
    """Rows and Rejects of a file, in order, whatever happens to its reader; `kinds` gets the name of each kind that was met."""
    given = 0
    try:
        peek = peek_at(found)
        container = container_of(peek)
        kinds.append(container.NAME if container else source_of(peek).NAME)
        read = rows_of(source_of(peek), found, mapping) if container is None else rows_inside(container, found, mapping, kinds, depth=depth)
        for item in read:
            given += not isinstance(item, Reject)
            yield item
    except Unusable as unusable:
        yield unusable.reject(found.label)
    except FAULTS as error:
        yield fault(found, error, after=given)


def rows_inside(
    container: Container, found: Found, mapping: Mapping[str, str], kinds: list[str], *, depth: int
) -> Iterator[dict[str, object] | Reject]:
    """Rows and Rejects of the files in a container. Raises Unusable for one that lies too deep in others."""
    if depth >= MAX_DEPTH:
        raise Unusable("too_deep", f"more than {MAX_DEPTH} containers inside each other; unpack the outer ones first")
    with TemporaryDirectory(prefix="tidings-") as folder:
        for member in container.members(found, Path(folder)):
            if isinstance(member, Reject):
                yield member
            else:
                yield from items(member, mapping, kinds, depth=depth + 1)
                member.path.unlink(missing_ok=True)


def rows_of(source: Source, found: Found, mapping: Mapping[str, str]) -> Iterator[dict[str, object] | Reject]:
    """Rows and Rejects of a file of records. A table without a column for the text is one Reject."""
    for item in source.read(found):
        if isinstance(item, RawRecord) and source.UNIFORM and "text" not in fields.known(item.fields, mapping):
            yield Reject(found.label, WHOLE_FILE, "missing_fields", fields.missing(item.fields))
            return
        yield item if isinstance(item, Reject) else row(item, found, mapping)


def row(record: RawRecord, found: Found, mapping: Mapping[str, str]) -> dict[str, object] | Reject:
    """The record as a row of `RAW_RECORDS`, or why it is none."""
    values = fields.ours(record, mapping)
    if isinstance(values, Reject):
        return values
    named: dict[str, object] = {ours: values[theirs] for ours, theirs in RECORD_FIELDS.items()}
    return named | {
        "url": values["url"] or found.origin.url,
        "source_name": values["source"] or found.origin.source_name,
        "source_ref": values["id"] or (f"{found.ref}#{record.locator}" if record.locator else found.ref),
        "source_path": record.source_path,
        "published_at_raw": values["published_at"],
        "published_at_source": record.date_source,
        "encoding": record.encoding,
        "text_raw": values["text"],
        "extractor": record.reader,
        "has_own_id": values["id"] is not None,
        "record_locator": record.locator,
    }


def fault(found: Found, error: BaseException, *, after: int) -> Reject:
    """The Reject for a file whose reader gave up."""
    if isinstance(error, OSError) and error.errno is not None:
        return Reject(found.label, WHOLE_FILE, "unreadable", reason(error))
    said = str(error).replace(str(found.path), found.label).splitlines()
    return Reject(found.label, "end" if after else WHOLE_FILE, "malformed", f"after {after} records: {said[0] if said else type(error).__name__}")
