"""NewsML-G2: news items alone or in a message, and what is said of packages and knowledge items."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlsplit

from flows.sources import markup, xml
from flows.sources.records import WHOLE_FILE, Found, Peek, RawRecord, Reject, Unusable, excerpt, record_of
from flows.sources.wire import nitf
from flows.sources.wire.item import code, identity, names, story, withdrawn, without_text
from flows.sources.xml import Element, attribute, first, words

NAME = "newsml-g2"
UNIFORM = False
NAMESPACE = "http://iptc.org/std/nar/"
ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "hopItem")
ROOTS = frozenset(("newsMessage", *ITEMS))
DATES = ("itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated")
"""First publication: when the item was first made, not when this version of it was."""
NOT_TOPICS = frozenset(("person", "organisation", "organization", "geoarea", "poi", "object", "event"))
"""Natures of a subject that is something in the world; a section is none of these."""
TEXT_TYPES = ("", "text/plain", "text")


class Inside(NamedTuple):
    """What the message around an item knows."""

    label: str
    locator: str
    encoding: str
    sent: str | None
    guids: frozenset[str]
    """Items of the same file."""


def recognises(peek: Peek) -> bool:
    """By its root element; the namespace is not asked for, as old and home-made items lack it."""
    root = xml.root_of(peek.head)
    return root is not None and root.name in ROOTS and (root.namespace.startswith(NAMESPACE) or not root.namespace)


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record or Reject an item of the message; the file itself if it is one item."""
    content = xml.content_of(found.path)
    document = xml.parse(content.data, encoding=found.origin.encoding)
    is_message = document.root.tag == "newsMessage"
    items = [item for item in document.root.iterfind("itemSet/*") if item.tag in ITEMS] if is_message else [document.root]
    guids = frozenset(item.get("guid", "") for item in items)
    for number, item in enumerate(items, 1):
        locator = f"item-{number}" if is_message else WHOLE_FILE
        yield of_item(item, Inside(found.label, locator, document.encoding, first(document.root, "header/sent"), guids))
    if not items:
        yield Reject(found.label, WHOLE_FILE, "empty", "a news message without items")
    yield from (*document.rejects(found.label), *content.rejects(found.label))


def of_item(item: Element, inside: Inside) -> RawRecord | Reject:
    """The item as a record, or why it is none."""
    if item.tag == "packageItem":
        return of_package(item, inside)
    title = first(item, "contentMeta/headline", "itemMeta/title")
    if item.tag != "newsItem":
        return Reject(inside.label, inside.locator, "unsupported", f"a NewsML-G2 {item.tag}, which holds no news text", excerpt(title or ""))
    values = fields_of(item, inside)
    status = attribute(item, "itemMeta/pubStatus", "qcode", "literal", "uri")
    refused = withdrawn(status, inside.label, inside.locator, id=str(values["id"]), title=title)
    if refused is None and not values["text"]:
        refused = without_text(inside.label, inside.locator, kinds_of(item), title=title)
    return refused or record_of(inside.label, inside.locator, values, NAME, encoding=inside.encoding)


def of_package(item: Element, inside: Inside) -> Reject:
    """What a package leads to: items of the same file are read as they stand there, others are not fetched."""
    leads = [reference.get("residref") or reference.get("href") or "" for reference in item.iter("itemRef")]
    away = [lead for lead in leads if lead not in inside.guids]
    here = len(leads) - len(away)
    detail = f"a package of {len(leads)} references; {here} of them are items of this file, {len(away)} lie elsewhere and are not read"
    return Reject(inside.label, inside.locator, "unsupported", detail, excerpt(", ".join(away)))


def fields_of(item: Element, inside: Inside) -> dict[str, object]:
    """Fields of a news item under our names. What the item says of itself weighs more than what the body in it says."""
    inner = body_of(item)
    title = first(item, "contentMeta/headline", "itemMeta/title") or inner["title"]
    lines = markup.without_headline(str(inner["text"]).split("\n"), str(title)) if inner["text"] else []
    source = source_of(item)
    return {
        "text": story(lines, dateline=first(item, "contentMeta/dateline"), agency=source),
        "title": title,
        "url": inner["url"],
        "published_at": first(item, *DATES) or inner["published_at"] or inside.sent,
        "source": source or inner["source"],
        "id": identity(item.get("guid"), item.get("version")) or inner["id"],
        "byline": names(first(item, "contentMeta/by")) or creators_of(item) or inner["byline"],
        "section": section_of(item) or inner["section"],
        "language": attribute(item, "contentMeta/language", "tag") or inner["language"] or item.get(xml.LANGUAGE),
    }


def body_of(item: Element) -> dict[str, object]:
    """Fields of the first rendition of the content that has a text; all null if none has."""
    renditions = chain(item.iterfind("contentSet/inlineXML"), item.iterfind("contentSet/inlineData"))
    nothing: dict[str, object] = dict.fromkeys(("text", "title", "url", "published_at", "source", "id", "byline", "section", "language"))
    return next((values for rendition in renditions if (values := nothing | of_rendition(rendition))["text"]), nothing)


def of_rendition(rendition: Element) -> dict[str, object]:
    """Fields of one rendition: NITF has many, anything else only a text."""
    inner = rendition.find("nitf")
    if inner is not None:
        return nitf.fields_of(inner)
    text = "".join(rendition.itertext())
    kind = (rendition.get("contenttype") or "").lower()
    if len(rendition):
        lines = markup.paragraphs(rendition)
    elif "xml" in kind and text.lstrip().startswith("<"):
        return of_escaped(text)
    elif "html" in kind:
        lines = markup.of_html(text)
    else:
        lines = markup.plain(text) if kind in TEXT_TYPES and not rendition.get("encoding") else []
    return {"text": "\n".join(lines)}


def of_escaped(text: str) -> dict[str, object]:
    """Fields of XML that was put in as characters."""
    try:
        inner = xml.parse(text.encode("utf-8", "replace")).root
    except Unusable:
        return {"text": "\n".join(markup.of_html(text))}
    return nitf.fields_of(inner) if inner.tag == "nitf" else {"text": "\n".join(markup.paragraphs(inner))}


def source_of(item: Element) -> str | None:
    """Name or code of the provider, then who has the rights, then the host of the provider's address."""
    named = first(item, "itemMeta/provider/name") or attribute(item, "itemMeta/provider", "literal", "qcode")
    host = urlsplit_host(attribute(item, "itemMeta/provider", "uri"))
    return (named or "").rpartition(":")[2] or first(item, "rightsInfo/copyrightHolder/name") or host


def urlsplit_host(address: str | None) -> str | None:
    """Host of an address; None if it has none, or is no address."""
    try:
        return urlsplit(address or "").hostname
    except ValueError:  # a bracket that never closes
        return None


def creators_of(item: Element) -> str | None:
    """Names of the people who made the content."""
    return "; ".join(name for creator in item.iterfind("contentMeta/creator") if (name := words(creator.find("name")))) or None


def section_of(item: Element) -> str | None:
    """Names of its topics, in its language or the first there is; codes where none has a name; else the slug line."""
    topics = [subject for subject in item.iterfind("contentMeta/subject") if code(subject.get("type")) not in NOT_TOPICS]
    language = (attribute(item, "contentMeta/language", "tag") or item.get(xml.LANGUAGE) or "").lower()[:2]
    names = [name for topic in topics if (name := name_of(topic, language))]
    codes = [qcode for topic in topics if (qcode := topic.get("qcode"))]
    return "; ".join(names) or "; ".join(codes) or first(item, "contentMeta/slugline")


def name_of(concept: Element, language: str) -> str | None:
    """Name of a concept in a language, or else its first."""
    names = concept.findall("name")
    return words(next((name for name in names if name.get(xml.LANGUAGE, "").lower()[:2] == language), names[0] if names else None))


def kinds_of(item: Element) -> list[str]:
    """What the item holds: its class, and what lies elsewhere."""
    kind = code(attribute(item, "itemMeta/itemClass", "qcode"))
    remote = len(item.findall("contentSet/remoteContent"))
    return [kind, f"{remote} renditions elsewhere, not read" if remote else ""]
