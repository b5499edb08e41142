"""Compressed bytes as they were before: known by content, within a limit, and a cut or damage never passed over in silence."""

import bz2
import io
import lzma
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flows.sources.records import Unusable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK_BYTES = 65_536
MAX_DECOMPRESSED_BYTES = 256_000_000
"""97 kB of gzip can hold 100 MB; a news file larger than this is better given as Parquet or in pieces."""
MAX_ARCHIVE_BYTES = 20_000_000_000
"""All that comes out of an archive; a crawl file of 1 GB of gzip holds 5 GB."""
MAX_RATIO = 200
"""Text packs to a third or a tenth, near-equal pages to a hundredth; bombs begin at 1,000."""
MAX_DICTIONARY_BYTES = 1 << 27
"""What one decompressor may hold: `xz -9` needs 64 MiB, `zstd --long` 128 MiB; files may ask for 4 GiB."""
MAGIC = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0", "zstd": b"\x28\xb5\x2f\xfd"}
ZSTD_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90|.{0,5}\Z)", re.DOTALL)
FAULTS = (zlib.error, lzma.LZMAError, zstd.ZstdError, OSError, EOFError, ValueError)
"""What damaged data makes the decompressors raise."""


class Decompressor(Protocol):
    """What the decompressors of the standard library have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class Gunzip:
    """zlib with the manners of the others."""

    def __init__(self) -> None:
        self.inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self.inner.eof

    @property
    def needs_input(self) -> bool:
        return not self.inner.unconsumed_tail and not self.inner.eof

    @property
    def unused_data(self) -> bytes:
        return self.inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self.inner.decompress(self.inner.unconsumed_tail + data, max_length)


DECOMPRESSORS: dict[str, Callable[[], Decompressor]] = {
    "gzip": Gunzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_DICTIONARY_BYTES),
    "zstd": lambda: zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: MAX_DICTIONARY_BYTES.bit_length() - 1}),
}


def packing_of(head: bytes) -> str | None:
    """Which compression begins with these bytes, or with a part of it as long as they are; None if they are not compressed."""
    if BZIP2.match(head) or head == MAGIC["bzip2"]:
        return "bzip2"
    if ZSTD_SKIPPABLE.match(head):
        return "zstd"
    return next((name for name, magic in MAGIC.items() if name != "bzip2" and len(head) > 1 and head[: len(magic)] == magic[: len(head)]), None)


def packing(path: Path) -> str | None:
    """The same of a file. Raises OSError if it cannot be opened."""
    with path.open("rb") as file:
        return packing_of(file.read(16))


def allowance(packed_bytes: int) -> int:
    """How many bytes may come out of so many: what honest archives need, and bombs exceed."""
    return max(MAX_DECOMPRESSED_BYTES, min(MAX_RATIO * packed_bytes, max(MAX_ARCHIVE_BYTES, 2 * packed_bytes)))


class ByteStream(io.RawIOBase):
    """Content of a file, decompressed if it is compressed whatever its name; `trouble` says what was wrong, once it ends."""

    def __init__(self, path: Path, *, limit: int = MAX_DECOMPRESSED_BYTES) -> None:
        self.file = path.open("rb")
        self.limit, self.given = limit, 0
        self.trouble: Unusable | None = None
        kind = packing_of(self.file.read(16))
        self.file.seek(0)
        self.chunks = unpacked(self, kind) if kind else iter(lambda: self.file.read(CHUNK_BYTES), b"")
        self.waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        while not self.waiting:
            chunk = next(self.chunks, None)
            if chunk is None:
                return 0
            self.waiting = chunk
        room = memoryview(buffer)
        part, self.waiting = self.waiting[: len(room)], self.waiting[len(room) :]
        room[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self.file.close()
        super().close()

    def failed(self, reason: str, detail: str, *, excerpt: str = "") -> None:
        """Leave word that the content ends here, and why."""
        self.trouble = Unusable(reason, detail, excerpt=excerpt, locator="end")


def unpacked(stream: ByteStream, kind: str) -> Iterator[bytes]:
    """Decompressed chunks of every member that follows another; ends at junk, at a cut or at the limit and leaves word in `trouble`."""
    member, packed = DECOMPRESSORS[kind](), stream.file.read(CHUNK_BYTES)
    while True:
        try:
            chunk = member.decompress(packed, CHUNK_BYTES)
        except FAULTS as error:
            return stream.failed(*damage(kind, error, stream.given))
        stream.given += len(chunk)
        if stream.given > stream.limit:
            return stream.failed("too_large", f"more than {stream.limit} bytes when decompressed; what came before was read")
        if chunk:
            yield chunk
        packed = b""
        if member.eof:
            packed = after(member.unused_data, stream)
            if not packed:
                return
            if packing_of(packed) != kind:
                return stream.failed("malformed", f"bytes after the end of the {kind} data, not read", excerpt=repr(packed[:50]))
            member = DECOMPRESSORS[kind]()
        elif member.needs_input and not (packed := stream.file.read(CHUNK_BYTES)):
            return stream.failed("unreadable", f"{kind} data ends early, after {stream.given} bytes; what came before was read")


def after(rest: bytes, stream: ByteStream) -> bytes:
    """What follows a member, without the zeros that pad xz and tapes; empty at the end of the file."""
    while not (rest := rest.lstrip(b"\0")):
        if not (rest := stream.file.read(CHUNK_BYTES)):
            return b""
    return rest if len(rest) >= 16 else rest + stream.file.read(CHUNK_BYTES)


def damage(kind: str, error: Exception, given: int) -> tuple[str, str]:
    """Reason and detail for data that a decompressor refused."""
    if "emory" in str(error):  # both xz and zstd: Memory usage limit exceeded, requires too much memory
        return (
            "too_large",
            f"{kind} data that needs more than {MAX_DICTIONARY_BYTES} bytes of memory to decompress; pack it again with a smaller window",
        )
    return "unreadable", f"{kind} data broken after {given} bytes: {error}; what came before was read"
