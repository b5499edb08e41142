"""Sources fetched into files that are read like any other: first what they list, then the pages, host by host."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple, TypeVar

from flows.sources.records import Found, Reject
from flows.web.asking import Asker
from flows.web.listing import Lister, Listing, Options, Page
from flows.web.named import Named
from flows.web.urls import is_web, label

INSTEAD = "; what the feed says was read instead"

Job = TypeVar("Job")
Result = TypeVar("Result")


class Fetched(NamedTuple):
    """What the sources gave, in their order, and what people should be told."""

    items: list[Found | Reject]
    notes: list[str]
    is_cut_off: bool
    """Whether hosts were asked and none gave any answer, as when there is no network."""


class Fetcher:
    """Fetches what sources list, once."""

    def __init__(self, asker: Asker, options: Options) -> None:
        self.asker, self.options, self.lister = asker, options, Lister(asker, options)

    def fetch(self, sources: Sequence[Named]) -> Fetched:
        """What the sources give, each address once."""
        different = {(source.kind, source.address): source for source in reversed(sources)}
        listings = each(list(different.values())[::-1], self.lister.listed, self.options.parallel_hosts)
        got = self.pages(page for listing in listings for page in listing.pages)
        items, notes = [], []
        for listing in listings:
            given = self.together(listing, got)
            items += given
            notes += note(listing, given)
        return Fetched(once(items), notes, is_cut_off=self.asker.was_silent and not self.asker.was_answered)

    def pages(self, wanted: Iterable[Page]) -> dict[str, Found | Reject | None]:
        """What each page gave, by its key; hosts side by side, the pages of one after each other."""
        hosts: dict[str, dict[str, Page]] = {}
        for page in wanted:
            hosts.setdefault(page.url.host, {}).setdefault(page.key, page)
        given = each([list(pages.values()) for pages in hosts.values()], self.pages_of_host, self.options.parallel_hosts)
        return dict(pair for pairs in given for pair in pairs)

    def pages_of_host(self, pages: Iterable[Page]) -> list[tuple[str, Found | Reject | None]]:
        """What each page gave."""
        return [(page.key, self.asker.one(page.url, page.key, page.source, known=page.known)) for page in pages]

    def together(self, listing: Listing, got: dict[str, Found | Reject | None]) -> list[Found | Reject]:
        """Everything of a source, with what its pages gave; entries whose page gave nothing speak for themselves."""
        items: list[Found | Reject] = []
        for item in listing.items:
            given = got.pop(item.key, None) if isinstance(item, Page) else item
            if isinstance(item, Page) and isinstance(given, Reject):
                listing.unfinished |= item.key in self.asker.passing
                if listing.feed and item.known:
                    listing.own.add(item.known.locator)
                    given = replace(given, detail=given.detail + INSTEAD)
            items += [given] if given else []
        if listing.feed:
            items.append(replace(listing.feed, only=frozenset(listing.own)))
        if listing.unfinished:
            for key in listing.read:
                self.asker.memory.forget(key)
        return items


def each(jobs: Sequence[Job], work: Callable[[Job], Result], workers: int) -> list[Result]:
    """Results in the order of the jobs, so many at a time; the first error ends the rest."""
    with ThreadPoolExecutor(max(1, workers), thread_name_prefix="web") as pool:
        futures = [pool.submit(work, job) for job in jobs]
        try:
            return [future.result() for future in futures]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def once(items: Iterable[Found | Reject]) -> list[Found | Reject]:
    """The items without those that another goes by the same name as, before them."""
    first: dict[tuple[str, ...], Found | Reject] = {}
    for item in items:
        first.setdefault((item.label,) if isinstance(item, Found) else (item.source_path, item.record_locator, item.reason), item)
    return list(first.values())


def note(listing: Listing, given: list[Found | Reject]) -> list[str]:
    """What people should be told of a source, if anything."""
    name = label(listing.source.name) if is_web(listing.source.name) else listing.source.name
    if not given:
        return [f"{name}: nothing new"]
    return [f"{name}: there is more, for the next run"] if listing.unfinished else []
