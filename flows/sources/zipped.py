"""Zip archives: by their directory, or from the front where that is lost."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from flows.sources import zip_salvage
from flows.sources.members import MAX_MEMBER_BYTES, Names, chunks_of, is_hidden, local_name, write
from flows.sources.records import Found, Peek, Reject, Unusable
from flows.sources.unpacking import allowance

NAME = "zip"
START, EMPTY = b"PK\x03\x04", b"PK\x05\x06"
ENDING = struct.Struct("<4s4H2LH")
ENDING_64 = struct.Struct("<4sQ2H2L4Q")
MAX_COMMENT_BYTES = 65_535
MAX_DIRECTORY_BYTES = 64_000_000
"""Half a million files with usual names; it is held in memory, at some ten times its size."""
LOCAL_HEADER_BYTES = 30
ENCRYPTED, UTF_8 = 0x1, 0x800
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
"""Not LZMA, whose dictionary may be 4 GiB by the word of the file."""
DOCUMENTS = (
    ("[Content_Types].xml", "an office document (docx, xlsx, pptx)"),
    ("mimetype", "an e-book or OpenDocument file"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
)


def recognises(peek: Peek) -> bool:
    """By the first bytes; of a zip in gzip, once it has been unpacked."""
    return not peek.is_packed and peek.head.startswith((START, EMPTY))


def members(found: Found, folder: Path) -> Iterator[Found | Reject]:
    """Every file that is whole, and a Reject for each that cannot be had. Raises Unusable for bombs and for documents."""
    with found.path.open("rb") as file:
        try:
            check_directory(file)
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error, OSError) as error:
            yield from zip_salvage.members(file, found, folder, str(error) or type(error).__name__)
            return
        with archive:
            check_kind(archive.namelist())
            entries = archive.infolist()
            check_overlaps(entries, archive.start_dir)
            names = Names(found)
            for entry in entries:
                yield from member(archive, entry, names, folder)


def check_directory(file: IO[bytes]) -> None:
    """Raises Unusable if the directory is larger than may be held in memory."""
    end = file.seek(0, 2)
    file.seek(max(0, end - ENDING.size - MAX_COMMENT_BYTES))
    tail = file.read()
    at = tail.rfind(EMPTY)
    if at < 0 or len(tail) - at < ENDING.size:
        return
    size = ENDING.unpack_from(tail, at)[5]
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    if size == 0xFFFFFFFF and wide >= 0 and len(tail) - wide >= ENDING_64.size:
        size = ENDING_64.unpack_from(tail, wide)[8]
    if MAX_DIRECTORY_BYTES < size <= end:
        raise Unusable(
            "too_large", f"a zip directory of {size} bytes, more than {MAX_DIRECTORY_BYTES}; pack the files in several archives, or as tar"
        )


def check_kind(names: list[str]) -> None:
    """Raises Unusable if the archive is a document of some program."""
    present = set(names)
    kind = next((kind for name, kind in DOCUMENTS if name in present), None)
    if kind:
        raise Unusable("unsupported", f"{kind}, which is not read; save it as text or HTML")


def check_overlaps(entries: list[zipfile.ZipInfo], end: int) -> None:
    """Raises Unusable if files of the archive share bytes: 10 MB can hold 281 TB so, and no honest program does it."""
    spans = sorted((entry.header_offset, entry.header_offset + LOCAL_HEADER_BYTES + entry.compress_size) for entry in entries)
    starts = [*(start for start, _ in spans[1:]), end]
    shared = sum(stop > start for (_, stop), start in zip(spans, starts, strict=False))
    if shared:
        raise Unusable("malformed", f"{shared} of {len(spans)} files overlap others or the directory, as in a zip bomb")


def member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, names: Names, folder: Path) -> Iterator[Found | Reject]:
    """The file of an entry, if it is one that is read."""
    name = name_of(entry)
    if entry.is_dir() or is_hidden(name):
        return
    refusal = why_not(entry)
    if refusal:
        yield Reject(names.label(name), "", *refusal)
        return
    path = folder / local_name(name)
    try:
        with archive.open(entry) as content:
            write(path, chunks_of(content), limit=min(MAX_MEMBER_BYTES, allowance(entry.compress_size)))
    except Unusable as unusable:
        yield Reject(names.label(name), "", unusable.reason, unusable.detail)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zlib.error, struct.error) as error:
        yield Reject(names.label(name), "", "malformed", f"damaged in the archive: {str(error)[:200]}")
    else:
        yield names.found(name, path)


def why_not(entry: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Reason and detail for an entry that cannot be taken out; None if it can."""
    mode = stat.S_IFMT(entry.external_attr >> 16)
    if mode not in (0, stat.S_IFREG):
        return "not_a_file", "a link" if mode == stat.S_IFLNK else "a pipe, device or the like"
    if entry.flag_bits & ENCRYPTED:
        return "unreadable", "encrypted; unpack it with its password and name the folder"
    if entry.compress_type not in METHODS:
        return "unsupported", f"packed by method {entry.compress_type}, which is not read; unpack it and name the folder"
    return None


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; one that is not marked as UTF-8 and is it all the same is read so."""
    if entry.flag_bits & UTF_8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except ValueError:
        return entry.filename
