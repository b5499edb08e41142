"""Single compressed files whose content must be read out of order, or is compressed again: unpacked before it is read."""

import io
from collections.abc import Iterator
from pathlib import Path

from flows.sources import columnar
from flows.sources.members import Names, chunks_of, local_name, write
from flows.sources.records import PACKED_SUFFIXES, Found, Peek, Reject
from flows.sources.unpacking import ByteStream, allowance, packing_of

NAME = "compressed"
OUT_OF_ORDER = (columnar.PARQUET, columnar.ARROW_FILE, columnar.ARROW_STREAM, b"PK\x03\x04", b"PK\x05\x06")


def recognises(peek: Peek) -> bool:
    """Compressed Parquet, Arrow and zip, and what is compressed twice. All else is read through `ByteStream` as it stands."""
    return peek.is_packed and (peek.head.startswith(OUT_OF_ORDER) or packing_of(peek.head[:16]) is not None)


def members(found: Found, folder: Path) -> Iterator[Found | Reject]:
    """The one file in it, as far as it goes; a cut is a Reject after it."""
    name = Path(found.label).name
    inner = next((name.removesuffix(suffix) for suffix in PACKED_SUFFIXES if name.lower().endswith(suffix)), name)
    path = folder / local_name(inner)
    with ByteStream(found.path, limit=allowance(found.path.stat().st_size)) as stream:
        write(path, chunks_of(io.BufferedReader(stream)))
        yield Names(found).found(inner, path)
        if stream.trouble:
            yield stream.trouble.reject(found.label)
