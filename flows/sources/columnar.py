"""Parquet and Arrow files, a few hundred rows at a time."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from flows.sources.records import Found, Peek, RawRecord, Reject

NAME = "columnar"
UNIFORM = True
BATCH_ROWS = 256
PARQUET, ARROW_FILE, ARROW_STREAM = b"PAR1", b"ARROW1", b"\xff\xff\xff\xff"


def recognises(peek: Peek) -> bool:
    """By the first bytes."""
    return not peek.is_packed and peek.head.startswith((PARQUET, ARROW_FILE, ARROW_STREAM))


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record a row, under the names of the columns."""
    rows = (row for batch in batches(found.path) for row in rows_of(batch))
    try:
        for number, row in enumerate(rows, 1):
            yield RawRecord(found.label, f"row-{number}", row, NAME)
    except (pa.ArrowException, pl.exceptions.PanicException) as error:  # of which some are neither ValueError nor Exception
        raise ValueError(str(error) or type(error).__name__) from error


def batches(path: Path) -> Iterator[pa.RecordBatch]:
    """Record batches of the file, whichever of the three formats it is in."""
    with path.open("rb") as file:
        magic = file.read(6)
        file.seek(0)
        if magic.startswith(PARQUET):
            yield from pq.ParquetFile(file).iter_batches(BATCH_ROWS)
        elif magic.startswith(ARROW_FILE):
            reader = pa.ipc.open_file(file)
            yield from (reader.get_batch(number) for number in range(reader.num_record_batches))
        else:
            yield from pa.ipc.open_stream(file)


def rows_of(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    """Rows as dicts of Python values. Raises ArrowInvalid, a ValueError, where offsets lead out of the data: Polars would follow them."""
    batch.validate(full=True)
    for start in range(0, batch.num_rows, BATCH_ROWS):
        frame = pl.from_arrow(batch.slice(start, BATCH_ROWS))
        assert isinstance(frame, pl.DataFrame)  # a record batch never becomes a Series
        yield from frame.iter_rows(named=True)
