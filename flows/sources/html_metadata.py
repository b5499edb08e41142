"""What a page says about itself: JSON-LD, Open Graph and other meta tags, microdata, and its headline."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

Json = Mapping[str, Any]
ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|Opinion|Review)$")
NOT_ARTICLES = ("itemListElement", "hasPart", "mentions", "citation", "isPartOf", "video", "image", "comment", "review", "relatedLink")
"""Keys under which other things than the page's own article stand."""
MAX_NODES = 20_000
MAX_DEPTH = 30
MAX_CHARACTERS = 2_000_000
MAX_TITLE = 500
TITLES = ("og:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "twitter:title", "headline", "title")
AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "citation_author",
    "creator",
    "og:article:author",
)
OUTLETS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "citation_journal_title")
SECTIONS = ("article:section", "og:article:section", "parsely-section", "sailthru.section", "section", "dc.subject")
LANGUAGES = ("og:locale", "dc.language", "dcterms.language", "language", "content-language")
URLS = ("og:url", "parsely-link", "twitter:url", "dc.identifier")
SAVED_FROM = re.compile(r"\bsaved from url=\(\d{4}\)\s*(\S{8,2000})", re.IGNORECASE)
SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|｜ㅣ]\s*|\s+-{1,2}|-(?=\S+$)")
BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A parsed page, and the views of it that are asked for more than once."""

    tree: Any
    """Root element of lxml."""
    head: str
    """First characters, as they were before the comments were dropped."""
    origin: str | None = None
    """Address the page came from."""

    @cached_property
    def meta(self) -> dict[str, str]:
        """First content of each meta tag by its name, property or itemprop in lower case."""
        found: dict[str, str] = {}
        for tag in self.tree.iter("meta"):
            content = clean(tag.get("content"))
            for name in ("property", "name", "itemprop", "http-equiv"):
                if content and tag.get(name):
                    found.setdefault(tag.get(name).strip().lower(), content)
        return found

    @cached_property
    def nodes(self) -> list[Json]:
        """Every object of the page's JSON-LD, outer ones first."""
        scripts = (script.text for script in self.tree.iter("script") if "ld+json" in (script.get("type") or "").lower())
        return [node for text in scripts if text for node in objects(parsed(text))]

    @cached_property
    def article(self) -> Json:
        """The JSON-LD object of the article itself; empty if there is none."""
        found = [node for node in self.nodes if is_article(node)]
        return next((node for node in found if node.get("datePublished") or node.get("articleBody")), found[0] if found else {})

    @property
    def is_article(self) -> bool:
        """Whether the page calls itself an article."""
        return (
            bool(self.article)
            or self.meta.get("og:type", "").lower() in ("article", "og:article", "news", "newsarticle")
            or "article:published_time" in self.meta
        )

    @cached_property
    def address(self) -> str | None:
        """The page's own address for itself if it is to be believed, else the one it came from."""
        base = self.origin or saved_from(self.head) or first(self.tree.xpath("//base/@href"))
        links = self.tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
        for told in (*links[:1], *(self.meta[name] for name in URLS if name in self.meta), text_of(self.article.get("url"))):
            whole = absolute(told, base)
            if whole and believable(whole, base):
                return whole
        return base if base and base.lower().startswith(("http://", "https://")) else None

    @cached_property
    def outlet(self) -> str | None:
        """Name of the site."""
        publisher = self.article.get("publisher") or next((node["publisher"] for node in self.nodes if node.get("publisher")), None)
        told = first(self.meta[name] for name in OUTLETS if name in self.meta and not self.meta[name].startswith(("http", "@")))
        return told or text_of(publisher) or first(text_of(node.get("name")) for node in self.nodes if "WebSite" in types(node))

    @cached_property
    def headlines(self) -> list[str]:
        """Texts of its main headings."""
        return [text for heading in self.tree.iter("h1") if (text := clean(heading.text_content()))][:3]

    @cached_property
    def title(self) -> str | None:
        """Headline, without the name of the site."""
        tag = first(clean(found.text_content()) for found in self.tree.iter("title"))
        told = [text_of(self.article.get("headline")), *(self.meta.get(name) for name in TITLES), *self.headlines[:1], tag]
        return next(
            (short for title in told if title and len(title) <= MAX_TITLE and (short := self.without_outlet(title)) and not same(short, self.outlet)),
            None,
        )

    def without_outlet(self, title: str) -> str:
        """The title up to the separator after which the site is named, or after which it no longer is the heading on the page."""
        for found in reversed(list(SEPARATOR.finditer(title))):
            before, after = title[: found.start()].strip(), title[found.end() :].strip()
            if before and (same(after, self.outlet) or any(same(before, heading) for heading in self.headlines) or self.is_host(after)):
                return before
        return title

    def is_host(self, text: str) -> bool:
        """Whether a text is the name in the page's address."""
        host = "".join(filter(str.isalnum, urlsplit(self.address or "").hostname or ""))
        name = "".join(filter(str.isalnum, text.lower()))
        return len(name) >= 3 and name in host

    @cached_property
    def author(self) -> str | None:
        """Names of the authors, separated by semicolons."""
        told = [
            names(self.article.get("author")),
            names(self.article.get("creator")),
            *(self.meta.get(name) for name in AUTHORS),
            *self.marked_authors,
        ]
        return next((shown for name in told if name and (shown := BY.sub("", clean(name))) and is_name(shown)), None)

    @cached_property
    def marked_authors(self) -> list[str]:
        """Names in microdata and in links to authors."""
        marked = self.tree.xpath(
            "//*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author'] | //a[@rel='author'] | //*[contains(@class, 'byline')]//a"
        )
        found = [clean(element.get("content") or element.text_content()) for element in marked[:6]]
        return ["; ".join(dict.fromkeys(name for name in found if is_name(name)))] if found else []

    @cached_property
    def section(self) -> str | None:
        """Part of the outlet."""
        return first(self.meta[name] for name in SECTIONS if name in self.meta) or text_of(self.article.get("articleSection"))

    @cached_property
    def language(self) -> str | None:
        """Language as the page declares it."""
        return (
            clean(self.tree.get("lang") or self.tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
            or first(self.meta[name] for name in LANGUAGES if name in self.meta)
            or text_of(self.article.get("inLanguage"))
        )

    @property
    def body(self) -> str:
        """The article as JSON-LD has it, without tags; empty if it has none."""
        told = self.article.get("articleBody")
        return told if isinstance(told, str) else ""


def parsed(text: str) -> Any:
    """The JSON of a script, forgiving what templates do to it; None if it is none."""
    inner = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/|;)\s*$", "", text.strip()).strip()
    for attempt in (inner, re.sub(r",(?=\s*[}\]])", "", inner)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def objects(value: Any) -> Iterator[Json]:
    """Every object in a JSON value, outer ones first, as far as is reasonable; not those listed as other articles."""
    waiting, seen = [(value, 0)], 0
    while waiting and seen < MAX_NODES:
        node, depth = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
        inner = node if isinstance(node, list) else [part for key, part in node.items() if key not in NOT_ARTICLES] if isinstance(node, dict) else []
        if depth < MAX_DEPTH:
            waiting.extend((part, depth + 1) for part in inner if isinstance(part, dict | list))


def types(node: Json) -> list[str]:
    """Names of a node's types."""
    told = node.get("@type")
    return [str(name) for name in (told if isinstance(told, list) else [told]) if name]


def is_article(node: Json) -> bool:
    """Whether a node of JSON-LD is an article."""
    return any(ARTICLE_TYPE.search(name) for name in types(node)) and any(
        node.get(key) for key in ("headline", "datePublished", "articleBody", "name")
    )


def text_of(value: Any) -> str | None:
    """The text in a value of JSON-LD: itself, its name, or that of the first of several."""
    if isinstance(value, list):
        return first(text_of(part) for part in value[:20])
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or value.get("@id"))
    return clean(value) or None if isinstance(value, str) else None


def names(value: Any) -> str | None:
    """Names of one or several people."""
    found = [text_of(part) for part in (value if isinstance(value, list) else [value])]
    return "; ".join(dict.fromkeys(name for name in found if name)) or None


def is_name(text: str) -> bool:
    """Whether a text can be a byline: letters, not an address, not a paragraph."""
    return 2 < len(text) <= 200 and any(map(str.isalpha, text)) and not text.lower().startswith(("http://", "https://", "/", "@")) and "{" not in text


def clean(text: str | None) -> str:
    """The text in one line, entities undone once more: many templates write them twice."""
    return " ".join(unescape((text or "")[:MAX_CHARACTERS]).split())


def same(one: str, other: str | None) -> bool:
    """Whether two texts have the same letters and digits."""
    first_, second = ("".join(filter(str.isalnum, text.casefold())) for text in (one, other or ""))
    return first_ == second != ""


def first(values: Any) -> str | None:
    """The first that says something."""
    return next((value for value in values if value), None)


def saved_from(head: str) -> str | None:
    """The address that browsers write into the pages they save."""
    found = SAVED_FROM.search(head)
    return found[1] if found and found[1].startswith(("http://", "https://")) else None


def absolute(told: str | None, base: str | None) -> str | None:
    """A whole web address; None if it is none."""
    try:
        whole = urljoin(base or "", (told or "").strip()) if told else ""
        return whole if urlsplit(whole).scheme in ("http", "https") and urlsplit(whole).hostname else None
    except ValueError:
        return None


def believable(told: str, base: str | None) -> bool:
    """Whether a page that came from `base` can have this address: the same site, and no front page for a page below it."""
    if base is None:
        return True
    ours, theirs = urlsplit(base), urlsplit(told)
    is_front = theirs.path in ("", "/") and not theirs.query and ours.path not in ("", "/")
    return not is_front and (site(ours.hostname) == site(theirs.hostname) or not ours.hostname)


def site(host: str | None) -> str:
    """The name by which two hosts of one outlet are known: the longest part of the host, `www` and endings aside."""
    return max((host or "").removeprefix("www.").split("."), key=len)
