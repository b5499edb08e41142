"""Web archives, WARC and ARC, as crawlers and Common Crawl write them: the pages in them, and how much else there is."""

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from flows.sources import http_message, web_records
from flows.sources.members import Names, write
from flows.sources.records import Found, Origin, PassedOver, Peek, Reject, Unusable
from flows.sources.unpacking import ByteStream, allowance
from flows.sources.web_records import Record

NAME = "warc"
HEAD_BYTES = 65_536
SUFFIXES = {
    **dict.fromkeys(("text/html", "application/xhtml+xml"), ".html"),
    **dict.fromkeys(("application/json", "application/ld+json", "application/feed+json"), ".json"),
    **dict.fromkeys(("text/csv", "application/csv"), ".csv"),
    **dict.fromkeys(("text/plain", "text/markdown"), ".txt"),
    **dict.fromkeys(("text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml"), ".xml"),
}
"""Media types that can be articles, and the name a file of that type is given; the content weighs more."""
OTHER_TYPES = ("image", "audio", "video", "font")


def recognises(peek: Peek) -> bool:
    """By the first bytes, decompressed."""
    return peek.head.startswith((web_records.WARC, web_records.ARC))


def members(found: Found, folder: Path) -> Iterator[Found | Reject | PassedOver]:
    """Every page, feed and text that a server gave with status 200, and every text made of one; all else is PassedOver.

    A page's label ends in its record's id, or in `@` and its offset in the decompressed content where records have none.
    """
    names = Names(found)
    with ByteStream(found.path, limit=allowance(found.path.stat().st_size)) as stream:
        try:
            for item in web_records.records(io.BufferedReader(stream, HEAD_BYTES)):
                if isinstance(item, Unusable):
                    yield item.reject(found.label)
                else:
                    yield from page(item, names, folder)
        except Unusable as unusable:
            yield (stream.trouble or unusable).reject(found.label)
            return
        if stream.trouble:
            yield stream.trouble.reject(found.label)


def page(record: Record, names: Names, folder: Path) -> Iterator[Found | Reject | PassedOver]:
    """The page of a record; PassedOver if it holds none, a Reject if it cannot be had. Raises Unusable if the file ends in it."""
    if record.kind not in ("response", "resource", "conversion"):
        yield PassedOver(record.kind if record.kind in ("warcinfo", "filedesc", "request", "metadata", "revisit", "continuation") else "other record")
        return
    name = record.id or f"@{record.offset}"
    head = record.read(HEAD_BYTES)
    response = http_message.parsed(head) if record.kind == "response" else None
    media_type, encoding = http_message.media_type(response.headers.get("content-type") if response else plain_type(record))
    other = why_passed_over(record, response, media_type)
    if other:
        yield PassedOver(other)
        return
    if record.left + len(head) > http_message.MAX_BODY_BYTES:
        yield Reject(names.label(name), "", "too_large", f"a record of {record.length} bytes, more than {http_message.MAX_BODY_BYTES}")
        return
    body = head[response.body_at if response else 0 :] + record.read(record.left)
    origin = Origin(record.url, encoding, media_type, names.container.origin.source_name)
    yield from written(body, response, record, names.found(name, folder / f"page{SUFFIXES.get(media_type or '', '')}", origin))


def written(body: bytes, response: http_message.Response | None, record: Record, found: Found) -> Iterator[Found | Reject]:
    """The page as a file; a Reject if it cannot be decoded, and one after it if the crawler cut it."""
    try:
        page = http_message.decoded(body, response.headers) if response else http_message.Body(body)
    except Unusable as unusable:
        yield Reject(found.label, "", unusable.reason, unusable.detail)
        return
    except ValueError as error:
        yield Reject(found.label, "", "malformed", str(error)[:200])
        return
    write(found.path, [page.content])
    yield found
    if record.truncated:
        yield Reject(found.label, "end", "too_large", f"cut by the crawler ({record.truncated[:40]}); what it kept was read")
    elif not page.is_whole:
        yield Reject(found.label, "end", "malformed", "the page ends early; what came before was read")


def plain_type(record: Record) -> str | None:
    """Media type of a block that is the page itself."""
    return None if record.kind == "response" and (record.content_type or "").startswith("application/http") else record.content_type


def why_passed_over(record: Record, response: http_message.Response | None, media_type: str | None) -> str | None:
    """What a record is that could not be an article; None if it could."""
    if record.length == 0:
        return "empty record"
    if record.url is not None and record.url.startswith(("dns:", "whois:", "metadata:", "urn:")):
        return "dns or metadata"
    if record.url is not None and path_of(record.url).endswith("/robots.txt"):
        return "robots.txt"
    if response is not None and response.status != 200:
        return "redirect" if 300 <= response.status < 400 else "error page"
    if media_type is None or media_type in SUFFIXES or media_type.endswith("+xml"):
        return None if media_type != "image/svg+xml" else "image"
    kind = media_type.partition("/")[0]
    return kind if kind in OTHER_TYPES else "other media type"


def path_of(url: str) -> str:
    """Path of an address; empty for what is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
