"""A zip archive whose directory is cut off or damaged, read from the front for the files that are whole."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flows.sources.members import MAX_MEMBER_BYTES, Names, is_hidden, local_name, write
from flows.sources.records import Found, Reject, Unusable
from flows.sources.unpacking import CHUNK_BYTES

HEADER = struct.Struct("<4s5H3L2H")
START, DIRECTORY = b"PK\x03\x04", (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06")
STORED, DEFLATED = 0, 8
ENCRYPTED, SIZES_FOLLOW, UTF_8 = 0x1, 0x8, 0x800
DESCRIPTOR_BYTES = 24
"""At most: mark, checksum and two sizes of eight bytes."""
WIDE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Local:
    """What stands before a file in the archive."""

    name: str
    flags: int
    method: int
    checksum: int
    packed_bytes: int

    @property
    def is_open(self) -> bool:
        """Whether only the packed data itself says where it ends."""
        return bool(self.flags & SIZES_FOLLOW) and self.packed_bytes == 0


def members(file: IO[bytes], found: Found, folder: Path, error: str) -> Iterator[Found | Reject]:
    """Every file from the front on that is whole, and one Reject for the rest."""
    names, given = Names(found), 0
    file.seek(0)
    try:
        while (local := header(file)) is not None:
            path = folder / local_name(local.name)
            write(path, content(file, local))
            if local.name.endswith("/") or is_hidden(local.name):
                path.unlink()
                continue
            given += 1
            yield names.found(local.name, path)
    except (Unusable, ValueError, zlib.error, struct.error) as fault:
        error = str(fault) or error
    yield Reject(found.label, "end", "malformed", f"damaged zip archive: {error[:200]}; {given} files from its front were read")


def header(file: IO[bytes]) -> Local | None:
    """What stands before the next file; None at the directory. Raises ValueError at a cut, or where there is something else."""
    raw = file.read(HEADER.size)
    if raw[:4] in DIRECTORY:
        return None
    if len(raw) < HEADER.size or not raw.startswith(START):
        raise ValueError("cut off" if len(raw) < HEADER.size else f"no file at byte {file.tell() - HEADER.size}")
    _, _, flags, method, _, _, checksum, packed_bytes, _, name_bytes, extra_bytes = HEADER.unpack(raw)
    name, extra = file.read(name_bytes), file.read(extra_bytes)
    if flags & ENCRYPTED or method not in (STORED, DEFLATED):
        raise ValueError("a file that is encrypted or packed by a rare method")
    shown = name.decode("utf-8" if flags & UTF_8 or is_utf8(name) else "cp437", "backslashreplace")
    return Local(shown, flags, method, checksum, wide_size(extra) if packed_bytes == WIDE else packed_bytes)


def is_utf8(name: bytes) -> bool:
    """Whether the bytes are UTF-8."""
    try:
        name.decode("utf-8")
    except ValueError:
        return False
    return True


def wide_size(extra: bytes) -> int:
    """The packed size of a file beyond 4 GB, from the extra field. Raises ValueError if it is not there."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<2H", extra)
        if kind == 1 and size >= 16:
            return int(struct.unpack_from("<Q", extra, 12)[0])
        extra = extra[4 + size :]
    raise ValueError("a file without its size")


def content(file: IO[bytes], local: Local) -> Iterator[bytes]:
    """The file's bytes, unpacked. Raises ValueError if they are cut off or do not have the checksum."""
    if local.is_open and local.method == STORED:
        raise ValueError("a file without its size")
    checksum = 0
    for chunk in inflated(file, local) if local.method == DEFLATED else stored(file, local.packed_bytes):
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    expected = after_open(file) if local.flags & SIZES_FOLLOW else local.checksum
    if expected is not None and checksum != expected:
        raise ValueError(f"a file with the wrong checksum, {local.name[:100]}")


def stored(file: IO[bytes], size: int) -> Iterator[bytes]:
    """So many bytes. Raises ValueError if there are fewer."""
    while size:
        chunk = file.read(min(size, CHUNK_BYTES))
        if not chunk:
            raise ValueError("cut off")
        size -= len(chunk)
        yield chunk


def inflated(file: IO[bytes], local: Local) -> Iterator[bytes]:
    """Unpacked bytes; the file is left where the packed ones end. Raises ValueError if they are cut off."""
    machine, left, given = zlib.decompressobj(-15), local.packed_bytes or WIDE, 0
    while not machine.eof:
        packed = machine.unconsumed_tail or file.read(min(left, CHUNK_BYTES))
        if not packed:
            raise ValueError("cut off")
        left -= 0 if machine.unconsumed_tail else len(packed)
        chunk = machine.decompress(packed, CHUNK_BYTES)
        given += len(chunk)
        if given > MAX_MEMBER_BYTES:
            raise Unusable("too_large", f"a file of more than {MAX_MEMBER_BYTES} bytes")
        yield chunk
    file.seek(-len(machine.unused_data), 1)


def after_open(file: IO[bytes]) -> int | None:
    """Step over what follows a file whose sizes come after it; its checksum, if it can be told."""
    start = file.tell()
    ahead = file.read(DESCRIPTOR_BYTES + 4)
    ends = [at for mark in (START, *DIRECTORY) if (at := ahead.find(mark)) > 0]
    file.seek(start + (min(ends) if ends else len(ahead)))
    return int.from_bytes(ahead[4:8], "little") if ahead.startswith(b"PK\x07\x08") and len(ahead) >= 8 else None
