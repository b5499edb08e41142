"""What a source hands over: records as they were found, and what could not be one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

EXCERPT_CHARACTERS = 200
WHOLE_FILE = ""
"""Locator of a record that is the whole file."""
PACKED_SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zstd")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


class SourceError(ValueError):
    """A source as it was named to the run cannot be used at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a file from outside it: from the server, archive or list that it came by. Null is not known."""

    url: str | None = None
    """Address of the page in it."""
    encoding: str | None = None
    """Encoding the server declared."""
    content_type: str | None = None
    """Media type the server declared, in lower case and without parameters."""
    source_name: str | None = None
    """Outlet, if the user named it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file to read."""

    path: Path
    label: str
    """How the run names it: the end of what the user named, and the path below it. Never a path of the machine."""
    ref: str
    """Path below the folder the user named, or the file's own name; what its record is called if it has no id."""
    origin: Origin = field(default_factory=Origin)
    known: "RawRecord | None" = None
    """What the feed, sitemap or list that named it says of it: fills what the file leaves open.

    One with a text stands in for a file that gives no record.
    """
    only: frozenset[str] | None = None
    """Locators of the records that are wanted, if not all are."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """Fields of one record under the names its source gives them."""

    source_path: str
    locator: str
    """Line, row or item within the file; empty for the whole file."""
    fields: dict[str, object]
    reader: str
    date_source: str = "metadata"
    """Where the date of publication is from: a code of `published_at_sources`."""
    encoding: str | None = None
    """Encoding the text was decoded from; null where the format knows only one."""


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that gave no record, and why. `reason` is a code of `reject_reasons`."""

    source_path: str
    record_locator: str
    reason: str
    detail: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A part of a container that is no candidate for an article (the request for a page, an image): counted, not rejected."""

    kind: str


class Unusable(Exception):
    """Raised inside a reader when the rest of a file is of no use; it becomes one Reject."""

    def __init__(self, reason: str, detail: str, *, excerpt: str = "", locator: str = WHOLE_FILE) -> None:
        super().__init__(detail)
        self.reason, self.detail, self.excerpt, self.locator = reason, detail, excerpt, locator

    def reject(self, label: str) -> Reject:
        """The same as a row about the file with this label."""
        return Reject(label, self.locator, self.reason, self.detail, excerpt(self.excerpt))


@dataclass(frozen=True, slots=True)
class Peek:
    """What is known of a file before a source is chosen for it."""

    path: Path
    head: bytes
    """First bytes of the content, decompressed where the file is compressed."""
    is_packed: bool
    """Whether the file is compressed: gzip, bzip2, xz or zstd."""
    content_type: str | None = None
    """Media type the server declared, if one did."""

    @property
    def suffix(self) -> str:
        """Last suffix of the name in lower case, before that of a compression if it has one."""
        path = Path(self.path.name.lower())
        return Path(path.stem).suffix if path.suffix in PACKED_SUFFIXES else path.suffix

    @property
    def start(self) -> str:
        """First characters of the content without white space before them, as far as ASCII goes."""
        return self.head[:4096].replace(b"\0", b"").decode("ascii", "ignore").lstrip()


class Source(Protocol):
    """A kind of input. A module with these three names is one; `registry.py` lists them."""

    NAME: str
    """Kind, as the run report and `articles.extractor` call it."""
    UNIFORM: bool
    """Whether every record of a file has the same fields, so that one look tells if any can be the text."""

    def recognises(self, peek: Peek) -> bool:
        """Whether this source reads such a file: by content first, by name where content cannot say."""

    def read(self, found: Found) -> Iterator[RawRecord | Reject]:
        """Every record of the file, in order; what cannot be read becomes a Reject or raises Unusable."""


class Container(Protocol):
    """A kind of input that holds files. A module with these three names is one; `registry.py` lists them."""

    NAME: str
    """Kind, as the run report calls it."""

    def recognises(self, peek: Peek) -> bool:
        """Whether this container opens such a file, by content."""

    def members(self, found: Found, folder: Path) -> Iterator[Found | Reject | PassedOver]:
        """Every file in it, in order, each written below `folder`; it may be gone once the next is asked for.

        What cannot be taken out becomes a Reject or raises Unusable; what could not be an article by its kind is
        PassedOver. A member's label is the container's, `!/` and its own path, and no other member has it.
        """


def record_of(label: str, locator: str, values: Mapping[str, object], reader: str, *, encoding: str | None) -> RawRecord:
    """A record of fields under our own names, without those that are not known."""
    return RawRecord(label, locator, {name: value for name, value in values.items() if value or name == "text"}, reader, encoding=encoding)


def printable(text: str) -> str:
    """The text with control, invisible and broken characters as escapes: safe to show in a terminal or log."""
    return UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def excerpt(text: str | bytes) -> str:
    """First 200 characters, printable."""
    shown = text[: 4 * EXCERPT_CHARACTERS].decode("utf-8", "replace") if isinstance(text, bytes) else text[:EXCERPT_CHARACTERS]
    return printable(shown)[:EXCERPT_CHARACTERS]
