"""What a source lists: pages to be asked for, files to be read, and what is wrong with it."""

from dataclasses import dataclass, field

import httpx

from flows.sources import fields
from flows.sources.collect import FAULTS, fault
from flows.sources.content import head_of
from flows.sources.discover import discover
from flows.sources.records import Found, RawRecord, Reject, Unusable, excerpt
from flows.sources.registry import peek_at, source_of
from flows.web import lists, sitemaps
from flows.web.asking import Asker
from flows.web.memory import key_of
from flows.web.named import Named
from flows.web.urls import is_web, joined, label, parsed

FEED = "feed"
FEEDS = (FEED, "json-feed")
"""Names of the readers of feeds."""
MOST_SITEMAPS = 50
"""Sitemaps of one index read in a run."""
DEEPEST_SITEMAP = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What a run fetches."""

    follow_links: bool = False
    pages_per_source: int = 200
    refetch_seconds: float = 86_400.0
    parallel_hosts: int = 4


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a source lists and that is to be asked for."""

    url: httpx.URL
    key: str
    source: Named
    known: RawRecord | None
    """What the source says of it."""


@dataclass(slots=True)
class Listing:
    """What a source gave: files, rejects, and pages still to be asked for, in its order."""

    source: Named
    items: list[Found | Reject | Page] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    """Keys of the lists that were read for it; forgotten if not all they list was had."""
    feed: Found | None = None
    own: set[str] = field(default_factory=set)
    """Locators of the entries of the feed that are read for themselves."""
    sitemaps: int = 0
    """Sitemaps of an index that were asked for."""
    unfinished: bool = False

    @property
    def pages(self) -> list[Page]:
        """Pages to be asked for."""
        return [item for item in self.items if isinstance(item, Page)]


class Lister:
    """Opens sources: feeds whose links are followed, sitemaps and lists to pages, all else to files."""

    def __init__(self, asker: Asker, options: Options) -> None:
        self.asker, self.memory, self.options = asker, asker.memory, options

    def listed(self, source: Named) -> Listing:
        """What the address of a source gives, and what that lists."""
        listing = Listing(source)
        try:
            if source.kind == "urls" and not is_web(source.address):
                for found in discover([source.address]):
                    self.open_as("urls", found, listing)
            else:
                self.ask(source, listing)
        except Unusable as unusable:
            listing.items.append(unusable.reject(label(source.address)))
        return listing

    def ask(self, source: Named, listing: Listing) -> None:
        """Fetch the address and open it as what it is, or is said to be."""
        url, follow = parsed(source.address), self.follows(source)
        key = key_of(label(url), "follow" if follow else source.kind.removeprefix("page"))
        found = self.asker.one(url, key, source)
        if isinstance(found, Reject):
            listing.items.append(found)
        elif found is not None:
            listing.read.append(key)
            self.open_as(source.kind or kind_of(found, follow=follow), found, listing)

    def follows(self, source: Named) -> bool:
        """Whether links of the source's entries are followed."""
        return source.kind in ("", FEED) and (self.options.follow_links if source.follow_links is None else source.follow_links)

    def open_as(self, kind: str, found: Found | Reject, listing: Listing) -> None:
        """Put what a file lists into the listing, or the file itself; a Reject if it is not what it should be."""
        if isinstance(found, Reject):
            listing.items.append(found)
            return
        try:
            if kind == "urls":
                self.open_list(found, listing)
            elif kind == "sitemap":
                self.open_sitemap(found, listing, depth=1)
            elif kind == FEED:
                self.open_feed(found, listing)
            else:
                listing.items.append(found)
        except Unusable as unusable:
            listing.items.append(unusable.reject(found.label))
        except FAULTS as error:
            listing.items.append(fault(found, error, after=len(listing.items)))

    def open_list(self, found: Found, listing: Listing) -> None:
        """Pages of a list of addresses."""
        for item in lists.read(found):
            if isinstance(item, Reject):
                listing.items.append(item)
            else:
                self.add(item[0], None, listing, known=item[1])

    def open_feed(self, found: Found, listing: Listing) -> None:
        """The feed; or, where links are followed, the pages of its entries."""
        if source_of(peek_at(found)).NAME not in FEEDS:
            raise Unusable("malformed", f"no feed: {what_it_is(found)}")
        if not self.follows(listing.source):
            listing.items.append(found)
            return
        listing.feed = found
        for entry in source_of(peek_at(found)).read(found):
            if isinstance(entry, Reject):
                continue  # told when the feed itself is read
            link = fields.first_value(entry.fields, fields.known(entry.fields).get("url", []))
            if isinstance(link, str) and link.strip():
                self.add(link, parsed(found.origin.url or listing.source.address), listing, known=entry)
            else:
                listing.own.add(entry.locator)

    def open_sitemap(self, found: Found, listing: Listing, *, depth: int) -> None:
        """Pages of a sitemap, or of the sitemaps of an index, until enough are found for a run."""
        sitemap = sitemaps.read(found.path)
        if sitemap.trouble:
            listing.items.append(sitemap.trouble.reject(found.label))
        if sitemap.is_index and depth >= DEEPEST_SITEMAP:
            raise Unusable("too_deep", f"more than {DEEPEST_SITEMAP} sitemaps inside each other")
        base = parsed(found.origin.url or listing.source.address)
        for entry in sitemaps.worth_asking(sitemap.entries):
            if sitemap.is_index:
                self.inner_sitemap(entry, base, listing, depth=depth)
            else:
                told = RawRecord(found.label, entry.url, dict(entry.told), "sitemap") if entry.told else None
                self.add(entry.url, base, listing, known=told, changed=entry.changed)

    def inner_sitemap(self, entry: sitemaps.Entry, base: httpx.URL, listing: Listing, *, depth: int) -> None:
        """One sitemap of an index, unless it is as it was or there is enough for this run."""
        try:
            url = joined(base, entry.url)
            key = key_of(label(url), "sitemap")
            last = self.memory.last(key)
            if last and last.settled and entry.changed and entry.changed <= last.at:
                return
            if listing.sitemaps >= MOST_SITEMAPS or len(listing.pages) >= self.options.pages_per_source:
                listing.unfinished = True
                return
            listing.sitemaps += 1
            found = self.asker.one(url, key, listing.source)
            if isinstance(found, Reject):
                listing.items.append(found)
                listing.unfinished |= key in self.asker.passing
            elif found is not None:
                listing.read.append(key)
                self.open_sitemap(found, listing, depth=depth + 1)
        except Unusable as unusable:
            listing.items.append(unusable.reject(label(entry.url)))

    def add(self, address: str, base: httpx.URL | None, listing: Listing, *, known: RawRecord | None, changed: float | None = None) -> None:
        """A page for the listing: to be asked for, kept from a run that came to no release, or left out as it is known."""
        try:
            url = parsed(address) if base is None else joined(base, address)
        except Unusable as unusable:
            listing.items.append(unusable.reject(label(address)))
            return
        key = key_of(label(url))
        last = self.memory.last(key)
        is_recent = last is not None and self.memory.now() - last.at < self.options.refetch_seconds
        if last and not last.settled and is_recent:
            listing.items.append(self.asker.found(url, last, listing.source, known))
        elif last and last.settled and (is_recent or (changed and changed <= last.at)):
            return
        elif listing.source.kind != "urls" and len(listing.pages) >= self.options.pages_per_source:
            listing.unfinished = True
        else:
            listing.items.append(Page(url, key, listing.source, known))


def kind_of(found: Found, *, follow: bool) -> str:
    """How an address without a kind is opened: as a sitemap, as a feed whose links are followed, or as a file."""
    try:
        peek = peek_at(found)
        if sitemaps.is_sitemap(peek.head):
            return "sitemap"
        return FEED if follow and source_of(peek).NAME in FEEDS else ""
    except (Unusable, OSError):
        return ""  # the reader will say what is wrong


def what_it_is(found: Found) -> str:
    """What came in the stead of a feed, for people."""
    try:
        head = head_of(found.path)
    except Unusable as unusable:
        return str(unusable)
    name = source_of(peek_at(found)).NAME
    return f"{found.origin.content_type or name} that begins: {excerpt(head.lstrip())[:60]}"
