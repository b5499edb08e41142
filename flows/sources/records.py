"""What a source hands over: records as they were found, and what could not be one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

EXCERPT_CHARACTERS = 200
WHOLE_FILE = ""
"""Locator of a record that is the whole file."""
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


class SourceError(ValueError):
    """A source as it was named to the run cannot be used at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """Fields of one record under the names its source gives them."""

    source_path: str
    locator: str
    """Line, row or item within the file; empty for the whole file."""
    fields: dict[str, object]
    reader: str


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that gave no record, and why. `reason` is a code of `reject_reasons`."""

    source_path: str
    record_locator: str
    reason: str
    detail: str
    excerpt: str = ""


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
    """First bytes of the content, decompressed where the file is gzip."""
    is_gzip: bool

    @property
    def suffix(self) -> str:
        """Last suffix of the name in lower case, without `.gz`."""
        name = self.path.name.lower()
        return Path(name.removesuffix(".gz")).suffix

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

    def read(self, path: Path, label: str) -> Iterator[RawRecord | Reject]:
        """Every record of the file, in order; what cannot be read becomes a Reject or raises Unusable."""


def printable(text: str) -> str:
    """The text with control, invisible and broken characters as escapes: safe to show in a terminal or log."""
    return UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def excerpt(text: str | bytes) -> str:
    """First 200 characters, printable."""
    shown = text[: 4 * EXCERPT_CHARACTERS].decode("utf-8", "replace") if isinstance(text, bytes) else text[:EXCERPT_CHARACTERS]
    return printable(shown)[:EXCERPT_CHARACTERS]
