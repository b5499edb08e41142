"""Sitemaps and news sitemaps: the pages a site lists, and what it says of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import ParseError, XMLParser

from flows.sources.records import Unusable
from flows.sources.unpacking import ByteStream

LARGEST = 64_000_000
"""Bytes when decompressed; the protocol allows 50 MB."""
MOST_PAGES = 50_000
"""As the protocol has it."""
DEEPEST = 4_000
"""Characters of one element that are kept."""
ROOT = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)[\s>]")
PART_OF_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
PARENTS = ("url", "sitemap")
TOLD = {"news:title": "title", "news:publication_date": "published_at", "news:language": "language", "news:name": "source"}
"""Elements of a news sitemap, and the fields they are for us."""


@dataclass(slots=True)
class Entry:
    """A page, or another sitemap, that a sitemap lists."""

    url: str = ""
    changed: float | None = None
    """End of the time at which it was changed last, in seconds since 1970."""
    told: dict[str, str] = field(default_factory=dict)
    """Title, date of publication, language and outlet, as far as a news sitemap says."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists, the newest first as far as it says when they changed."""

    is_index: bool
    entries: list[Entry]
    trouble: Unusable | None
    """What kept the rest of it from being read."""


def is_sitemap(head: bytes) -> bool:
    """Whether content begins as a sitemap does."""
    return bool(ROOT.search(head[:4096]))


def read(path: Path) -> Sitemap:
    """The sitemap in a file, which may be gzip. Raises Unusable if it is none; what is wrong further on is its `trouble`."""
    target = Target()
    with ByteStream(path, limit=LARGEST) as stream:
        trouble = parsed(stream, target) or stream.trouble
    if target.kind not in ("urlset", "sitemapindex"):
        raise trouble or Unusable("malformed", f"no sitemap: its root is {target.kind or 'missing'}")
    newest = sorted(target.entries, key=lambda entry: entry.changed or 0.0, reverse=True)
    return Sitemap(target.kind == "sitemapindex", newest, trouble)


def parsed(stream: ByteStream, target: "Target") -> Unusable | None:
    """Feed the target; what stopped the parser, if anything did."""
    parser = XMLParser(target=target)
    try:
        while chunk := stream.read(65_536):
            parser.feed(chunk)
        if not stream.trouble:
            parser.close()
    except ParseError as error:
        return Unusable("malformed", f"no sitemap after {len(target.entries)} entries: {error}")
    except Unusable as unusable:
        return unusable
    return None


class Target:
    """Takes what the XML parser meets, and keeps entries alone. A document type, which could define entities, is refused."""

    def __init__(self) -> None:
        self.kind, self.entries = "", list[Entry]()
        self.path: list[str] = []
        self.text: list[str] = []

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        raise Unusable("malformed", f"no sitemap: it has a document type, {name}")

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = plain(tag)
        self.kind = self.kind or name
        self.path.append(name)
        self.text = []
        if name in PARENTS and len(self.path) == 2:
            if len(self.entries) >= MOST_PAGES:
                raise Unusable("too_large", f"more than {MOST_PAGES} entries in a sitemap; those were read")
            self.entries.append(Entry())

    def data(self, text: str) -> None:
        if sum(map(len, self.text)) < DEEPEST:
            self.text.append(text)

    def end(self, tag: str) -> None:
        name, text = self.path.pop(), "".join(self.text).strip()
        parent = self.path[-1] if self.path else ""
        self.text = []
        if not self.entries or not text:
            return
        if parent in PARENTS and name == "loc":
            self.entries[-1].url = text
        elif parent in PARENTS and name == "lastmod":
            self.entries[-1].changed = end_of(text)
        elif "news" in tag.partition("}")[0] and f"news:{name}" in TOLD:
            self.entries[-1].told.setdefault(TOLD[f"news:{name}"], text)

    def close(self) -> None:
        """Nothing is left to do."""


def plain(tag: str) -> str:
    """Name of an element without its namespace."""
    return tag.rpartition("}")[2].lower()


def end_of(text: str) -> float | None:
    """The last instant that a date of W3C form can mean: of a day, month or year its end. Null if it is none."""
    part = PART_OF_DATE.fullmatch(text)
    try:
        if part is None:
            at = datetime.fromisoformat(text)
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
        year, month, day = int(part[1]), int(part[2] or 12), int(part[3] or 1)
        start = datetime(year, month, day, tzinfo=UTC)
        return ((start + timedelta(days=1)) if part[3] else datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def worth_asking(entries: list[Entry]) -> Iterator[Entry]:
    """Entries that name an address, each address once."""
    seen = set[str]()
    for entry in entries:
        if entry.url and entry.url not in seen:
            seen.add(entry.url)
            yield entry
