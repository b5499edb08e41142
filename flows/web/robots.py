"""What a site lets programs read: its robots.txt, asked once a day (RFC 9309)."""

from collections.abc import Callable
from threading import Lock

import httpx
from protego import Protego

from flows.sources.records import Unusable
from flows.web.memory import Memory
from flows.web.trouble import Refused, Unreachable

PRODUCT = "Tidings"
"""Name that a robots.txt calls us by."""
LARGEST = 512_000
"""Bytes that are read of a robots.txt; RFC 9309 asks for 500 KiB at least."""
EVERYTHING = ""
Rules = Protego | Unreachable | Unusable


class Robots:
    """The rules of every site asked in a run. `read` gives the text of a robots.txt, and raises Unusable as the client does."""

    def __init__(self, read: Callable[[httpx.URL], str], memory: Memory) -> None:
        self.read, self.memory = read, memory
        self.rules: dict[str, Rules] = {}
        self.locks: dict[str, Lock] = {}
        self.guard = Lock()

    def check(self, url: httpx.URL) -> None:
        """Raises Unusable if the site closes the page to us, or does not say."""
        rules = self.of(url)
        if isinstance(rules, Unusable):
            raise rules
        if not rules.can_fetch(str(url), PRODUCT):
            raise Unusable("forbidden", "robots.txt of the site closes this page to programs")

    def delay(self, url: httpx.URL) -> float | None:
        """Seconds the site wants between two requests, if it says so."""
        rules = self.of(url)
        return None if isinstance(rules, Unusable) else rules.crawl_delay(PRODUCT)

    def of(self, url: httpx.URL) -> Rules:
        """The rules of the page's site."""
        origin = origin_of(url)
        with self.guard:
            lock = self.locks.setdefault(origin, Lock())
        with lock:
            if origin not in self.rules:
                self.rules[origin] = self.learned(url, origin)
            return self.rules[origin]

    def learned(self, url: httpx.URL, origin: str) -> Rules:
        """Rules that are remembered from today, or asked for. No such file: all is open. No answer: all is closed for now."""
        text = self.memory.robots(origin)
        if text is None:
            try:
                text = self.read(url.copy_with(userinfo=b"", raw_path=b"/robots.txt", fragment=None))
            except Unreachable as trouble:
                return Unreachable(
                    f"robots.txt of the site: {trouble}; until it can be read nothing is asked", again=False, answered=trouble.answered
                )
            except Refused:
                text = EVERYTHING
            except Unusable as closed:
                return closed
            self.memory.keep_robots(origin, text)
        return Protego.parse(text)


def origin_of(url: httpx.URL) -> str:
    """Scheme, host and port of an address: what one robots.txt speaks for."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
