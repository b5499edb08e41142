"""The body of an answer written to a file, within a limit as it comes and as it unfolds."""

import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from flows.sources.records import Unusable

CHUNK_BYTES = 65_536
PLAIN = ("", "identity")
GZIP = ("gzip", "x-gzip")
"""The one coding that is asked for: brotli and zstd would need a library each, and deflate means two things."""


def write(chunks: Iterable[bytes], path: Path, *, coding: str, limit: int, cut: bool = False) -> str:
    """Hash of the body, which lies at the path. Raises Unusable if it is larger than the limit, unless it is to be cut there."""
    digest, size = sha256(), 0
    with path.open("wb") as file:
        for part in decoded(within(chunks, limit), coding):
            size += len(part)
            if size > limit and not cut:
                raise Unusable("too_large", f"more than {limit} bytes; see the setting largest_response")
            digest.update(part)
            file.write(part)
            if size > limit:
                break
    return digest.hexdigest()


def within(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The chunks, ended one past the limit: no more is taken from the wire."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        yield chunk
        if size > limit:
            return


def decoded(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The chunks without the coding the server put them in, never more than a chunk in memory."""
    coding = coding.strip().lower()
    if coding in PLAIN:
        yield from chunks
    elif coding in GZIP:
        yield from gunzipped(chunks)
    else:
        raise Unusable("unreadable", f"sent as {coding}, which was not asked for")


def gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Decompressed pieces. Raises Unusable if the data are broken or cut."""
    member = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            packed = chunk
            while packed and not member.eof:
                yield member.decompress(packed, CHUNK_BYTES)
                packed = member.unconsumed_tail
        while not member.eof and (rest := member.decompress(member.unconsumed_tail, CHUNK_BYTES)):
            yield rest
    except zlib.error as error:
        raise Unusable("unreadable", f"gzip data broken: {error}") from error
    if not member.eof:
        raise Unusable("unreadable", "gzip data end early")
