"""Web pages, saved or fetched: the article in each, and what the page says about it."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from flows.sources import unsupported
from flows.sources.html_dates import date_of
from flows.sources.html_encoding import decoded
from flows.sources.html_metadata import Page
from flows.sources.html_text import paragraphs, text_of
from flows.sources.html_tree import bytes_of, tree_of
from flows.sources.records import WHOLE_FILE, Found, Peek, RawRecord, Reject, Unusable

NAME = "html"
UNIFORM = False
SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
MEDIA_TYPES = ("text/html", "application/xhtml+xml")
BEFORE = r"(?:\s|<!--.{0,3000}?-->|<\?xml[^>]{0,200}\?>)*"
OPENING = re.compile(rf"{BEFORE}<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL)
OTHER_MARKUP = re.compile(rf"{BEFORE}<(?:rss|feed|rdf|nitf|newsml|newsitem|!doctype|\w+:)\b", re.IGNORECASE | re.DOTALL)
SENTENCE = re.compile(r"[.!?。！？।۔…][\"'”’»)\]]*(?:\s|$)")
REAL_LINE = 100
"""Characters of a line that is a paragraph; teasers and menus have shorter ones."""
MIN_CHARACTERS = 60
MAX_TEASERS = 12
HEAD_CHARACTERS = 4_000
"""What is looked at for the comment of a browser that saved the page."""


def recognises(peek: Peek) -> bool:
    """A root element of HTML at the start; or a name or a server that says so, and no sign of anything else."""
    if OPENING.match(peek.start):
        return True
    is_named = peek.suffix in SUFFIXES or peek.content_type in MEDIA_TYPES
    return is_named and not OTHER_MARKUP.match(peek.start) and unsupported.kind_of(peek) is None


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record, or a Reject that says what the page is instead of an article."""
    content = bytes_of(found)
    text, encoding = decoded(content, found.origin.encoding)
    page = Page(tree_of(text), text[:HEAD_CHARACTERS], found.origin.url)
    body = text_of(page)
    if (fault := unfit(page, body)) is not None:
        raise Unusable(*fault, excerpt=body or page.title or "")
    dated = date_of(page)
    fields: dict[str, object] = {
        "text": body,
        "title": page.title,
        "author": page.author,
        "date": dated.raw,
        "source": page.outlet,
        "url": page.address,
        "section": page.section,
        "language": page.language,
    }
    yield RawRecord(found.label, WHOLE_FILE, fields, NAME, dated.source, encoding)


def unfit(page: Page, body: str) -> tuple[str, str] | None:
    """Reason and detail if there is no article in the page; None if there is one."""
    if not body or (len(body) < MIN_CHARACTERS and not SENTENCE.search(body) and not page.is_article):
        return "empty", f"no article in the page{by_script(page)}"
    if is_front(page, body):
        return "boilerplate", "a front or section page: links to articles and no article"
    return None


def by_script(page: Page) -> str:
    """What to say of a page that is filled in by its scripts."""
    scripts = sum(1 for _ in page.tree.iter("script"))
    return "; its text is fetched by JavaScript, so save it from a browser" if scripts and not paragraphs(page.tree) else ""


def is_front(page: Page, body: str) -> bool:
    """Whether a page that does not call itself an article is mostly links to articles."""
    long_lines = sum(len(line) for line in body.splitlines() if len(line) >= REAL_LINE and SENTENCE.search(line))
    teasers = len(page.tree.xpath("//h2[a] | //h3[a] | //h4[a] | //a[h2] | //a[h3] | //a[h4]"))
    at_root = (
        urlsplit(page.address or "").path.strip("/").lower() in ("", "index.html", "index.htm", "index.php", "home") and page.address is not None
    )
    if page.is_article and not at_root:
        return False
    return (at_root or teasers >= MAX_TEASERS) and (2 * long_lines < len(body) or (at_root and teasers >= MAX_TEASERS))
