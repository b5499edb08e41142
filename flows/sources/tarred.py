"""Tar archives, compressed or not, read from front to back."""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.sources.members import Names, chunks_of, is_hidden, local_name, write
from flows.sources.records import Found, Peek, Reject, Unusable, printable
from flows.sources.unpacking import CHUNK_BYTES, ByteStream, allowance

NAME = "tar"
MAX_HEADER_BYTES = 65_536
"""Long names and their like; headers are held in memory whole, and searched with slow patterns."""
EXTENDED = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
SPARSE_GOES_ON = 482
"""Byte of an old GNU header that says that more blocks of its map follow, which may be without end."""
NOT_READ = "not read from here on"


class Header(tarfile.TarInfo):
    """A header that does not claim the impossible, and does not take damage for the end as the library does."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "Header":
        """The header in a block. Raises Unusable if it is none, or one that costs without limit; HeaderError at the mark of the end."""
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if buf.count(0) == tarfile.BLOCKSIZE:
                raise
            raise at_end("malformed", "the tar archive ends early" if len(buf) < tarfile.BLOCKSIZE else f"damaged tar archive: {error}") from None
        if header.size < 0:
            raise at_end("malformed", "a tar header with a size below zero")
        if header.type in EXTENDED and header.size > MAX_HEADER_BYTES:
            raise at_end("too_large", f"a tar header of {header.size} bytes")
        if header.type == tarfile.GNUTYPE_SPARSE and buf[SPARSE_GOES_ON]:
            raise at_end("unsupported", "a file with holes (sparse)")
        return header

    def _proc_gnusparse_10(self, next: tarfile.TarInfo, *_: Any) -> None:  # the library calls it so
        """The map of the holes stays unread: reading it takes quadratic time."""
        next.sparse = []  # type: ignore[assignment]  # a list, whatever the stubs say; issparse() is true by it


def at_end(reason: str, detail: str) -> Unusable:
    """Why an archive is read no further."""
    return Unusable(reason, f"{detail}; {NOT_READ}", locator="end")


def recognises(peek: Peek) -> bool:
    """A first block with the checksum of a tar header, whatever the file is called."""
    try:
        tarfile.TarInfo.frombuf(peek.head[:512], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


def members(found: Found, folder: Path) -> Iterator[Found | Reject]:
    """Every file that is whole, and a Reject for what is no plain file; a cut or damage is said once, at the end."""
    names = Names(found)
    with ByteStream(found.path, limit=allowance(found.path.stat().st_size)) as stream:
        try:
            with tarfile.open(fileobj=io.BufferedReader(stream), mode="r|", tarinfo=Header) as archive:
                while (header := archive.next()) is not None:
                    archive.members.clear()  # type: ignore[attr-defined]  # it would keep every header it has seen
                    yield from member(archive, header, names, folder)
                rest = b"".join(piece.strip(b"\0")[:50] for piece in iter(lambda: archive.fileobj.read(CHUNK_BYTES), b""))
        except (tarfile.TarError, OSError, EOFError, ValueError, Unusable) as error:
            yield (stream.trouble or (error if isinstance(error, Unusable) else at_end("malformed", str(error)))).reject(found.label)
            return
        if stream.trouble or rest:
            yield (stream.trouble or at_end("malformed", "bytes after the end of the tar archive")).reject(found.label)


def member(archive: tarfile.TarFile, header: tarfile.TarInfo, names: Names, folder: Path) -> Iterator[Found | Reject]:
    """The file under this header, if it is one that is read."""
    if header.isdir() or is_hidden(header.name):
        return
    if not header.isreg():
        kind = f"a link to {printable(header.linkname)[:500]} in the archive" if header.islnk() or header.issym() else "a pipe, device or the like"
        yield Reject(names.label(header.name), "", "not_a_file", kind)
        return
    if header.issparse():
        yield Reject(names.label(header.name), "", "unsupported", "a file with holes (sparse); pack it without --sparse")
        return
    content, path = archive.extractfile(header), folder / local_name(header.name)
    assert content is not None  # it is a regular file
    try:
        write(path, chunks_of(content))
    except Unusable as unusable:
        yield Reject(names.label(header.name), "", unusable.reason, unusable.detail)
        return
    yield names.found(header.name, path)
