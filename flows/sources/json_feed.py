"""JSON Feed, versions 1 and 1.1."""

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from flows.sources import markup, xml
from flows.sources.records import Found, Peek, RawRecord, Reject, Unusable, excerpt, record_of

NAME = "json-feed"
SUMMARY = "feed-summary"
"""As in `feeds.py`: only a summary or title is there."""
UNIFORM = False
VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
Object = Mapping[str, object]


def recognises(peek: Peek) -> bool:
    """An object that names the version of JSON Feed."""
    return peek.start.startswith("{") and VERSION.search(peek.head.replace(b"\0", b"").decode("ascii", "ignore")) is not None


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record or Reject an item."""
    content = xml.content_of(found.path)
    yield from entries(content.data, label=found.label, url=found.origin.url)
    yield from content.rejects(found.label)


def entries(content: bytes, *, label: str = "", url: str | None = None) -> Iterator[RawRecord | Reject]:
    """One record or Reject an item of the feed. Raises Unusable for what is no feed, or one without items."""
    text, encoding = xml.decoded(content)
    try:
        feed = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise Unusable("malformed", f"no JSON: {error}", excerpt=text[:200]) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        raise Unusable("empty", "a feed without items", excerpt=text[:200])
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield of_item(item, feed, label, f"entry-{number}", url=url, encoding=encoding)
        else:
            yield Reject(label, f"entry-{number}", "wrong_type", f"{type(item).__name__} where an object belongs", excerpt(str(item)))


def of_item(item: Object, feed: Object, label: str, locator: str, *, url: str | None, encoding: str) -> RawRecord | Reject:
    """The item as a record; a Reject if it has neither text nor title, or is there for a sound or film only."""
    title = said(item, "title")
    body = markup.of_html(said(item, "content_html") or "") or markup.plain(said(item, "content_text") or "")
    summary = markup.plain(said(item, "summary") or "")
    attached = item.get("attachments")
    media = [kind for file in (attached if isinstance(attached, list) else []) if isinstance(file, dict) and (kind := film_or_sound(file))]
    if not body and not summary and (media or not title):
        detail = f"an entry of {', '.join(media)} only" if media else "neither text nor title"
        return Reject(label, locator, "empty", detail, excerpt(title or str(item.get("id"))))
    id = said(item, "id") or (str(item["id"]) if isinstance(item.get("id"), int | float) else None)
    link = said(item, "url") or (id if id and ADDRESS.match(id) else None)
    tags = item.get("tags")
    values: dict[str, object] = {
        "text": "\n".join(markup.without_headline(body or summary, title)),
        "title": title,
        "url": absolute(link, said(feed, "home_page_url") or url or "") if link else None,
        "published_at": said(item, "date_published") or said(item, "date_modified"),
        "source": said(feed, "title"),
        "id": None if id is None or ADDRESS.match(id) else id,
        "byline": authors_of(item) or authors_of(feed),
        "section": "; ".join(str(tag) for tag in tags if tag) if isinstance(tags, list) else None,
        "language": said(item, "language") or said(feed, "language"),
    }
    return record_of(label, locator, values, NAME if body else SUMMARY, encoding=encoding)


def film_or_sound(file: Object) -> str | None:
    """Media type of a file that stands in a text's place; None for a picture, which may go with an article elsewhere."""
    kind = str(file.get("type") or file.get("mime_type") or file.get("medium") or "").lower()
    return kind if kind.startswith(("audio", "video")) else None


def said(thing: Object, name: str) -> str | None:
    """A value that is text; null if it is something else or blank."""
    value = thing.get(name)
    return value.strip() or None if isinstance(value, str) else None


def authors_of(thing: Object) -> str | None:
    """Names of the authors, of version 1.1 or 1."""
    listed = thing.get("authors")
    authors = listed if isinstance(listed, list) else [thing.get("author")]
    named = [said(author, "name") for author in authors if isinstance(author, dict)]
    return "; ".join(name for name in named if name) or None


def absolute(link: str, base: str) -> str:
    """The address, made whole by that of its feed."""
    try:
        return urljoin(base, link.strip())
    except ValueError:  # a bracket that never closes
        return link
