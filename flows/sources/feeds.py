"""RSS and Atom: every version that is met, broken ones too, from a file or from what a server sent."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from flows.sources import json_feed, markup, xml
from flows.sources.records import Found, Peek, RawRecord, Reject, Unusable, excerpt, record_of

NAME = "feed"
SUMMARY = "feed-summary"
"""Reader of an entry that has only a summary or a title: the whole text is at its address, if anywhere."""
UNIFORM = False
ROOTS = frozenset(("rss", "feed", "channel"))
RSS_1 = ("http://purl.org/rss/1.0", "http://my.netscape.com/rdf/simple/0.9", "http://channel.netscape.com/rdf/simple/0.9")
ADDRESS = re.compile(r"(?:https?:)?//|www\.", re.IGNORECASE)
LONG_RUN = re.compile(r"[\w.+-]{1000}(?=[\w.+-])", re.ASCII)
"""feedparser looks for an e-mail address in authors, in time quadratic in a run of such characters: 108 s for 100,000."""
FULL_TEXT = "yandex_full-text"
"""Where feeds made for Yandex have the text."""
DATES = ("published", "created", "updated")
"""When it was first there before when it was last touched."""


def recognises(peek: Peek) -> bool:
    """By the root element; RDF only if its own namespaces say that it is RSS."""
    root = xml.root_of(peek.head)
    if root is None or root.name != "RDF":
        return root is not None and root.name.lower() in ROOTS
    return any(space.encode() in peek.head.replace(b"\0", b"")[:8192] for space in RSS_1)


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record or Reject an entry."""
    content = xml.content_of(found.path)
    yield from entries(content.data, label=found.label, url=found.origin.url, encoding=found.origin.encoding)
    yield from content.rejects(found.label)


def entries(content: bytes, *, label: str = "", url: str | None = None, encoding: str | None = None) -> Iterator[RawRecord | Reject]:
    """One record or Reject an entry of an RSS, Atom or JSON feed, and a Reject for what was wrong with the feed.

    `fields["url"]` of a record is the address of its article; its `reader` is `SUMMARY` if only a summary or title is
    there. `url` is the address of the feed, for relative ones; `encoding` what the server declared. Raises Unusable for
    what is no feed, or one without entries.
    """
    if content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"{"):
        yield from json_feed.entries(content, label=label, url=url)
        return
    text, known = xml.decoded(content, encoding)
    feed = parsed(xml.without_prolog(text), url)
    fault = str(feed.get("bozo_exception") or "") if feed.get("bozo") else ""
    if not feed.entries:
        raise Unusable("malformed" if fault else "empty", f"a feed without entries{fault and ': ' + fault}", excerpt=text[:200])
    name = markup.line_of_html(feed.feed.get("title"))
    for number, entry in enumerate(feed.entries, 1):
        yield of_entry(entry, feed.feed, label, f"entry-{number}", source=name, encoding=known)
    yield from xml.recovered(label, fault)


def parsed(text: str, url: str | None) -> Any:
    """What feedparser makes of it. It is given bytes in a stream, as it would open a string as an address or path."""
    import feedparser  # type: ignore[import-untyped, unused-ignore]  # a third of a second, for runs with feeds only

    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": url} if url else {})
    try:
        stream = io.BytesIO(LONG_RUN.sub(r"\g<0> ", text).encode())
        return feedparser.parse(stream, response_headers=headers, resolve_relative_uris=False, sanitize_html=False)
    except (AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:  # its loose parser is Python 2's sgmllib
        raise Unusable("malformed", f"no feed that can be read: {type(error).__name__} {error}", excerpt=text[:200]) from error


def of_entry(entry: Mapping[str, Any], feed: Mapping[str, Any], label: str, locator: str, *, source: str | None, encoding: str) -> RawRecord | Reject:
    """The entry as a record; a Reject if it has neither text nor title, or is there for a sound or film only."""
    title = " ".join(lines_of(entry.get("title_detail") or {"value": entry.get("title")})) or None
    contents = entry.get("content") or [{"value": entry.get(FULL_TEXT)}]
    whole = max(map(lines_of, contents), key=lambda lines: sum(map(len, lines)))
    body = whole or lines_of(entry.get("summary_detail") or {"value": entry.get("summary")})
    media = sorted({kind for link in (*entry.get("enclosures", []), *entry.get("media_content", [])) if (kind := json_feed.film_or_sound(link))})
    if not body and (media or not title):
        detail = f"an entry of {', '.join(media)} only" if media else "neither text nor title"
        return Reject(label, locator, "empty", detail, excerpt(title or str(entry.get("link") or "")))
    values: dict[str, object] = {
        "text": "\n".join(markup.without_headline(body, title)),
        "title": title,
        "url": link_of(entry, feed),
        "published_at": published_at(entry),
        "source": markup.line_of_html((entry.get("source") or {}).get("title")) or markup.line_of_html(entry.get("publisher")) or source,
        "id": own_id(entry.get("id")),
        "byline": markup.line_of_html(authors_of(entry)),
        "section": "; ".join(tag for one in entry.get("tags") or [] if (tag := markup.line_of_html(one.get("label") or one.get("term")))),
        "language": entry.get("language") or (entry.get("title_detail") or {}).get("language") or feed.get("language"),
    }
    return record_of(label, locator, values, NAME if whole else SUMMARY, encoding=encoding)


def lines_of(content: Mapping[str, Any]) -> list[str]:
    """Paragraphs of a content or summary, by its type. Feeds say plain and send mark-up, so plain text with tags is HTML too."""
    text = str(content.get("value") or "")
    kind = str(content.get("type") or "")
    if kind.startswith(("image/", "audio/", "video/", "application/octet")):
        return []
    return markup.of_html(text) if "html" in kind or markup.HAS_BLOCK.search(text) else markup.plain(text)


def link_of(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> str | None:
    """Address of the article: of the page, not of a file; relative to that of the feed."""
    pages = [link.get("href") for link in entry.get("links") or [] if link.get("rel", "alternate") == "alternate"]
    candidates = (entry.get("feedburner_origlink"), *pages, entry.get("link"), entry.get("id") if ADDRESS.match(str(entry.get("id"))) else None)
    link = next((str(link) for link in candidates if link), None)
    return json_feed.absolute(link, str(feed.get("link") or "")) if link else None


def own_id(id: object) -> str | None:
    """The id of an entry, unless it is an address: the address then is `url`, and enough to know the article by."""
    return str(id) if id and not ADDRESS.match(str(id)) and not str(id).startswith("/") else None


def published_at(entry: Mapping[str, Any]) -> str | None:
    """The first date as the feed wrote it, for its zone and how fine it is; in ISO form if it is in another script."""
    for name in DATES:
        if raw := str(entry.get(name) or "").strip():
            read = entry.get(f"{name}_parsed")
            return raw if raw.isascii() or read is None else "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*read[:6])
    return None


def authors_of(entry: Mapping[str, Any]) -> str | None:
    """Names of the authors; without their addresses."""
    names = [str(author.get("name")) for author in entry.get("authors") or [] if author.get("name")]
    return "; ".join(dict.fromkeys(names)) or (str(entry["author"]) if entry.get("author") and "@" not in str(entry["author"]) else None)
