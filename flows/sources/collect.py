"""One table of raw records out of everything the user named."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import polars as pl

from flows.sources import fields
from flows.sources.discover import discover, reason
from flows.sources.members import MAX_MEMBERS
from flows.sources.records import WHOLE_FILE, Container, Found, PassedOver, RawRecord, Reject, Source, Unusable, printable
from flows.sources.registry import container_of, peek_at, source_of
from flows.sources.unpacking import allowance
from transforms.articles import RAW_RECORDS, RAW_REJECTS

FAULTS = (ValueError, OSError, EOFError, RecursionError, OverflowError, MemoryError, csv.Error, pl.exceptions.PolarsError)
"""What a file can make a reader raise. Anything else is our own bug."""
RECORD_FIELDS = {"title": "title", "byline": "byline", "section": "section", "language_raw": "language"}
SURE_DATES = ("metadata", "page")
"""Where a date is from that counts for more than what a feed or sitemap says."""
MAX_DEPTH = 3
"""Containers inside each other: a zip of tar files of zips is still read."""
BATCH_ROWS = 2_000
TOO_MUCH = "more comes out of it than of any honest archive of its size; what came before was read"


class Collected(NamedTuple):
    """What the sources held: `RAW_RECORDS`, `RAW_REJECTS`, and one dict a file: path, kind, records, rejects."""

    records: pl.DataFrame
    rejects: pl.DataFrame
    inputs: list[dict[str, Any]]


@dataclass(slots=True)
class Tally:
    """What has been met so far in one file and in the files in it."""

    kinds: list[str] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    allowance: int = 0
    """Bytes that may still come out of it."""
    members: int = 0
    is_spent: bool = False

    def add(self, member: Path) -> None:
        """Count a file that was taken out. Raises Unusable once, when it is one too many."""
        self.members += 1
        self.allowance -= member.stat().st_size
        self.is_spent = self.members > MAX_MEMBERS or self.allowance < 0
        if self.is_spent:
            raise Unusable("too_large", f"more than {MAX_MEMBERS} files" if self.allowance >= 0 else TOO_MUCH, locator="end")


class Batches:
    """Rows as data frames of some thousands, since a row costs eight times as much as a dict."""

    def __init__(self, schema: pl.Schema) -> None:
        self.schema = schema
        self.frames = [schema.to_frame()]
        self.rows: list[dict[str, object]] = []

    def add(self, row: dict[str, object]) -> None:
        """One more row."""
        self.rows.append(row)
        if len(self.rows) >= BATCH_ROWS:
            self.pack()

    def pack(self) -> None:
        """Waiting rows to a frame."""
        self.frames.append(pl.DataFrame(self.rows, schema=self.schema))
        self.rows = []

    def frame(self) -> pl.DataFrame:
        """All rows."""
        self.pack()
        return pl.concat(self.frames)


def collect(
    sources: Sequence[str | Path],
    *,
    mapping: Mapping[str, str] | None = None,
    fetched: Iterable[Found | Reject] = (),
    progress: Callable[[str], None] | None = None,
) -> Collected:
    """Every record of every source is a row of `records` or of `rejects`, in the order of the sources; then those of what was fetched.

    `mapping` (ours to theirs) names fields that go by odd names; it wins over the usual ones. `progress` is told one
    line a file. Raises SourceError for a source that matches nothing, or a mapping of a field that we do not have.
    """
    fields.check(mapping or {})
    records, rejects, inputs = Batches(RAW_RECORDS), Batches(RAW_REJECTS), []
    for found in chain(discover(sources), fetched):
        tally, given, refused = Tally(), 0, 0
        for item in items(found, mapping or {}, tally) if isinstance(found, Found) else [found]:
            if isinstance(item, Reject):
                rejects.add(asdict(item) | {"detail": printable(item.detail)})
                refused += 1
            else:
                records.add(item)
                given += 1
        inputs.append(account(found, tally, given, refused))
        if progress:
            progress(line_of(inputs[-1]))
    return Collected(records.frame(), rejects.frame(), inputs)


def account(found: Found | Reject, tally: Tally, records: int, rejects: int) -> dict[str, Any]:
    """What a file gave; `passed_over` only where there is something in it."""
    label, kind = (found.source_path, found.reason) if isinstance(found, Reject) else (found.label, [*tally.kinds, "unreadable"][0])
    counts: dict[str, Any] = {"path": label, "kind": kind, "records": records, "rejects": rejects}
    return counts | ({"passed_over": dict(sorted(tally.passed_over.items()))} if tally.passed_over else {})


def line_of(account: Mapping[str, Any]) -> str:
    """The same in words."""
    passed = account.get("passed_over", {})
    kinds = ", ".join(f"{count} {kind}" for kind, count in passed.items())
    more = f", {sum(passed.values())} passed over ({kinds})" if passed else ""
    return f"{account['path']}: {account['records']} records, {account['rejects']} rejected{more}"


def items(found: Found, mapping: Mapping[str, str], tally: Tally, *, depth: int = 0) -> Iterator[dict[str, object] | Reject]:
    """Rows and Rejects of a file, in order, whatever happens to its reader; at least one, unless parts were passed over."""
    records, rejects, passed = 0, 0, tally.passed_over.total()
    try:
        for item in read(found, mapping, tally, depth=depth):
            rejects += isinstance(item, Reject)
            records += not isinstance(item, Reject)
            yield item
        if not records + rejects and tally.passed_over.total() == passed and found.only is None:
            yield Reject(found.label, WHOLE_FILE, "empty", "nothing in it to read")
    except Unusable as unusable:
        yield unusable.reject(found.label)
    except FAULTS as error:
        yield fault(found, error, after=records)
    if not records and found.known and fields.told(found.known)["text"]:
        yield row(found.known, replace(found, known=None), mapping)


def read(found: Found, mapping: Mapping[str, str], tally: Tally, *, depth: int) -> Iterator[dict[str, object] | Reject]:
    """Rows and Rejects of a file by the source or container that it is for."""
    peek = peek_at(found)
    container = container_of(peek)
    if container is None:
        source = source_of(peek)
        tally.kinds.append(source.NAME)
        return rows_of(source, found, mapping)
    if not tally.kinds:
        tally.allowance = allowance(found.path.stat().st_size)
    tally.kinds.append(container.NAME)
    if depth >= MAX_DEPTH:
        raise Unusable("too_deep", f"more than {MAX_DEPTH} containers inside each other; unpack the outer ones first")
    return rows_inside(container, found, mapping, tally, depth=depth)


def rows_inside(container: Container, found: Found, mapping: Mapping[str, str], tally: Tally, *, depth: int) -> Iterator[dict[str, object] | Reject]:
    """Rows and Rejects of the files in a container, until all that is in the outermost one is more than may be."""
    with TemporaryDirectory(prefix="tidings-") as folder:
        for member in container.members(found, Path(folder)):
            if isinstance(member, PassedOver):
                tally.passed_over[member.kind] += 1
            elif isinstance(member, Reject):
                yield member
            else:
                tally.add(member.path)
                yield from items(member, mapping, tally, depth=depth + 1)
                member.path.unlink(missing_ok=True)
            if tally.is_spent:
                return


def rows_of(source: Source, found: Found, mapping: Mapping[str, str]) -> Iterator[dict[str, object] | Reject]:
    """Rows and Rejects of a file of records. A table without a column for the text is one Reject."""
    for item in source.read(found):
        if isinstance(item, RawRecord) and source.UNIFORM and "text" not in fields.known(item.fields, mapping):
            yield Reject(found.label, WHOLE_FILE, "missing_fields", fields.missing(item.fields))
            return
        if isinstance(item, Reject):
            yield item
        elif found.only is None or item.locator in found.only:
            yield row(item, found, mapping)


def row(record: RawRecord, found: Found, mapping: Mapping[str, str]) -> dict[str, object] | Reject:
    """The record as a row of `RAW_RECORDS`, or why it is none."""
    values = fields.ours(record, mapping)
    if isinstance(values, Reject):
        return values
    values, date_source = filled(values, record, found)
    is_page = record.locator == WHOLE_FILE  # a record among others has an address of its own, or none that is known
    named: dict[str, object] = {ours: values[theirs] for ours, theirs in RECORD_FIELDS.items()}
    return named | {
        "url": values["url"] or (found.origin.url if is_page else None),
        "source_name": found.origin.source_name or values["source"],
        "source_ref": values["id"] or (f"{found.ref}#{record.locator}" if record.locator else found.ref),
        "source_path": record.source_path,
        "published_at_raw": values["published_at"],
        "published_at_source": date_source,
        "encoding": record.encoding,
        "text_raw": values["text"],
        "extractor": record.reader,
        "has_own_id": values["id"] is not None,
        "record_locator": record.locator,
    }


def filled(values: dict[str, str | None], record: RawRecord, found: Found) -> tuple[dict[str, str | None], str]:
    """The values with what is known of the file from outside it where they leave it open, and where the date is from."""
    if found.known is None:
        return values, record.date_source
    told = fields.told(found.known)
    if told["published_at"] and (values["published_at"] is None or record.date_source not in SURE_DATES):
        return filled_in(values, told) | {"published_at": told["published_at"]}, "metadata"
    return filled_in(values, told), record.date_source


def filled_in(values: dict[str, str | None], told: dict[str, str | None]) -> dict[str, str | None]:
    """The values, and what is told for those that are null; id and address are the record's own, or the file's."""
    return {name: told[name] if value is None and name not in ("id", "url") else value for name, value in values.items()}


def fault(found: Found, error: BaseException, *, after: int) -> Reject:
    """The Reject for a file whose reader gave up."""
    if isinstance(error, OSError) and error.errno is not None:
        return Reject(found.label, WHOLE_FILE, "unreadable", reason(error))
    said = str(error).replace(str(found.path), found.label).splitlines()
    return Reject(found.label, "end" if after else WHOLE_FILE, "malformed", f"after {after} records: {said[0] if said else type(error).__name__}")
