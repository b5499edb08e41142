"""WARC and ARC taken apart into records: no header without limit, and what is no record is counted and stepped over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from flows.sources.http_message import fields
from flows.sources.records import Unusable

MAX_LINE_BYTES = 65_536
MAX_HEADER_LINES = 500
SKIP_BYTES = 1 << 20
WARC, ARC = b"WARC/", b"filedesc://"
ARC_LINE = re.compile(rb"[a-z]{2,12}:\S.* \S+ \d{8,14} .*?\d+\s*\Z")
"""Address, host, date, kind, (...) and length: how every record of an ARC begins."""
ARC_FIELDS = 5


class Bytes:
    """A file read by lines and by pieces, which knows where it is."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.offset = 0
        self.back = b""

    def line(self) -> bytes:
        """The next line, or as much of it as may be held; empty at the end."""
        line, self.back = self.back or self.file.readline(MAX_LINE_BYTES), b""
        self.offset += len(line)
        return line

    def unread(self, line: bytes) -> None:
        """Let the line be the next one again."""
        self.back = line
        self.offset -= len(line)

    def read(self, size: int) -> bytes:
        """So many bytes, or what there is; not to be asked for after `unread`."""
        data = self.file.read(size)
        self.offset += len(data)
        return data


@dataclass(slots=True)
class Record:
    """One record; its block is read from the file, in order, before the next record is asked for."""

    kind: str
    """Type by the words of WARC; records of an ARC are responses."""
    id: str | None
    url: str | None
    content_type: str | None
    length: int
    truncated: str | None
    """Why the crawler kept only a part, if it did."""
    offset: int
    """Where it begins, in bytes of the content when decompressed."""
    file: Bytes
    left: int

    def read(self, size: int) -> bytes:
        """So many bytes of the block, or what is left of it. Raises Unusable if the file ends before."""
        wanted = min(size, self.left)
        data = self.file.read(wanted)
        self.left -= len(data)
        if len(data) < wanted:
            raise cut(f"in the record at byte {self.offset}")
        return data

    def finish(self) -> None:
        """Go to where the next record begins. Raises Unusable if the file ends before that."""
        while self.left:
            self.read(SKIP_BYTES)
        for _ in range(2 if self.id is not None else 0):  # a record of a WARC ends in two line breaks
            line = self.file.line()
            if line.strip():
                return self.file.unread(line)
            if not line.endswith(b"\n"):
                raise cut(f"right after the record at byte {self.offset}")


def cut(where: str) -> Unusable:
    """Word that the file ends before it should."""
    return Unusable("malformed", f"the web archive ends early, {where}; what came before was read", locator="end")


def records(content: IO[bytes]) -> Iterator[Record | Unusable]:
    """Every record, and word of every stretch that is none. Raises Unusable if the last one is cut off."""
    file, arc_fields, lost = Bytes(content), ARC_FIELDS, 0
    while line := file.line():
        if not line.strip() and not lost:
            continue
        start = file.offset - len(line)
        record = started(line, file, start, arc_fields)
        if record is None:
            lost += file.offset - start
            continue
        if lost:
            yield no_record(lost, start)
            lost = 0
        yield record
        if record.kind == "filedesc":  # the first record of an ARC says how many fields there are
            arc_fields = fields_of_arc(record.read(MAX_LINE_BYTES)) or arc_fields
        record.finish()
    if lost:
        yield no_record(lost, file.offset)


def no_record(size: int, end: int) -> Unusable:
    """Word of bytes that belong to no record."""
    return Unusable("malformed", f"{size} bytes that are no record, before byte {end}; stepped over", locator=f"byte-{end - size}")


def started(line: bytes, file: Bytes, start: int, arc_fields: int) -> Record | None:
    """The record that a line begins; None if it begins none."""
    if line.startswith(WARC):
        return warc_record(headers(file), file, start)
    return arc_record(line, file, start, arc_fields) if line.startswith(ARC) or ARC_LINE.match(line) else None


def headers(file: Bytes) -> dict[str, str]:
    """Headers up to a blank line. Raises Unusable at the end of the file."""
    lines: list[str] = []
    while (line := file.line()).strip() and len(lines) < MAX_HEADER_LINES:
        lines.append(line.decode("utf-8", "replace").rstrip("\r\n"))
    if not line.endswith(b"\n"):
        raise cut("in a header")
    return fields(lines)


def warc_record(named: dict[str, str], file: Bytes, start: int) -> Record | None:
    """The record with these headers; None if they do not say how long it is."""
    length = named.get("content-length", "")
    if not length.isdecimal() or len(length) > 18:
        return None
    url = named.get("warc-target-uri", "").strip("<> ") or None
    name = named.get("warc-record-id", "").strip("<> ").removeprefix("urn:uuid:")
    kind = named.get("warc-type", "").lower()
    return Record(kind, name, url, named.get("content-type"), int(length), named.get("warc-truncated"), start, file, int(length))


def arc_record(line: bytes, file: Bytes, start: int, arc_fields: int) -> Record | None:
    """The record that a line of an ARC begins; None if the line is none."""
    parts = line.strip().decode("utf-8", "replace").rsplit(" ", arc_fields - 1)
    if len(parts) < 4 or not parts[-1].isdecimal() or len(parts[-1]) > 18:
        return None
    kind = "filedesc" if line.startswith(ARC) else "response"
    return Record(kind, None, parts[0], parts[3] if kind == "response" else None, int(parts[-1]), None, start, file, int(parts[-1]))


def fields_of_arc(block: bytes) -> int:
    """How many fields a record of this ARC begins with, by the third line of the file; 0 if it does not say."""
    lines = block.splitlines()
    count = len(lines[1].split()) if len(lines) > 1 else 0
    return count if ARC_FIELDS <= count <= 2 * ARC_FIELDS else 0
