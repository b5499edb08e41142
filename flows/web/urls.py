"""Addresses of pages as they are read, written down and told to people."""

import re
from pathlib import PurePosixPath

import httpx

from flows.sources.records import Unusable, printable

WEB = re.compile(r"(?i)https?://")
SECRET = re.compile(
    r"(?i)((?:^|[?&;])(?:[^=&;]*[-_.])?(?:api_?key|key|token|secret|password|passwd|pwd|auth|signature|sig|session|sessionid|sid)=)[^&;]+"
)
"""Parameters that let in whoever knows them."""
HOST = re.compile(rb"[a-z0-9._-]*|[0-9a-f:.]+")
"""Names in ASCII, as IDNA makes them, and addresses; none in `file:///`."""
MASK = "***"
SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".arrow", ".txt", ".md", ".xml", ".rss", ".atom", ".html", ".htm")
BY_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/x-ndjson": ".jsonl",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "text/markdown": ".md",
}
"""Ends of names that readers go by where the content cannot say."""


def is_web(source: str) -> bool:
    """Whether a source as it was named is an address on the web."""
    return bool(WEB.match(source))


def parsed(address: str) -> httpx.URL:
    """The address without its fragment. Raises Unusable if it is none."""
    try:
        return sound(httpx.URL(address.strip()).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError, TypeError) as error:  # ValueError: a port that is no number
        raise Unusable("malformed", f"no address: {error}") from error


def joined(base: httpx.URL, target: str) -> httpx.URL:
    """Where a link on a page leads, without name and password. Raises Unusable if it is no address."""
    try:
        return sound(anonymous(base.join(target.strip())))
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Unusable("malformed", f"a link that is no address: {error}") from error


def sound(url: httpx.URL) -> httpx.URL:
    """The address, if its host can be one; httpx takes `[half` for a name. Raises ValueError if not."""
    if not HOST.fullmatch(url.raw_host):
        raise ValueError(f"no host can be called {url.host}")
    return url


def anonymous(url: httpx.URL) -> httpx.URL:
    """The address without name, password and fragment."""
    return url.copy_with(userinfo=b"", fragment=None)


def label(url: httpx.URL | str) -> str:
    """The address as people and tables may see it: no name and password, secrets in its query masked, no fragment."""
    try:
        read = anonymous(url if isinstance(url, httpx.URL) else parsed(url))
    except Unusable:
        bare = re.sub(r"//[^/@\s]*@", "//", str(url).partition("#")[0])
        return printable(SECRET.sub(rf"\1{MASK}", bare))[:2000]
    return printable(SECRET.sub(rf"\1{MASK}", str(read)))


def suffix(url: httpx.URL, content_type: str | None) -> str:
    """End of a file name for what the address gave: that of the address if it is one of data, else by the declared type."""
    path = PurePosixPath(url.path.lower().removesuffix(".gz"))
    return path.suffix if path.suffix in SUFFIXES else BY_TYPE.get(content_type or "", "")
