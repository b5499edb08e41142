"""ninjs, news in JSON, versions 1 to 3: one item, lines or an array of them."""

import re
from collections.abc import Iterator, Mapping

from flows.sources import jsonl, markup
from flows.sources.fields import folded
from flows.sources.records import Found, Peek, RawRecord, Reject, record_of
from flows.sources.wire.item import identity, names, story, withdrawn, without_text

NAME = "ninjs"
SUMMARY = "ninjs-summary"
"""Reader of an item that has only a description."""
UNIFORM = False
KEY = re.compile(r'"(\w{3,20})"\s*:')
OWN_KEYS = frozenset(("versioncreated", "pubstatus", "bodyxhtml", "usageterms", "representationtype", "contentcreated"))
"""Keys that other JSON hardly has; `uri` beside one of them makes it ninjs. Case and underscores differ between versions."""
DATES = ("firstcreated", "contentcreated", "versioncreated")
"""First publication: when the item was first made, not when this version of it was."""
TEXT_KINDS = ("", "text", "composite", "news")


def recognises(peek: Peek) -> bool:
    """JSON with the keys of ninjs in its first bytes."""
    keys = {folded(key) for key in KEY.findall(peek.head.replace(b"\0", b"").decode("ascii", "ignore"))} if jsonl.recognises(peek) else set()
    return "uri" in keys and bool(keys & OWN_KEYS)


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record or Reject an object; objects of a list that are not ninjs are read as plain JSON."""
    for item in jsonl.read(found):
        values = {folded(name): value for name, value in item.fields.items()} if isinstance(item, RawRecord) else {}
        yield of_item(values, item) if isinstance(item, RawRecord) and "uri" in values else item


def of_item(item: Mapping[str, object], read: RawRecord) -> RawRecord | Reject:
    """The item as a record, or why it is none."""
    where = read.source_path, read.locator
    values = fields_of(item)
    title = words(values["title"])
    refused = withdrawn(words(item.get("pubstatus")), *where, id=words(item.get("uri")), title=title)
    kind = (words(item.get("type")) or "").lower()
    summary = [] if values["text"] or kind not in TEXT_KINDS else rendition(item, "description")
    if refused is None and not values["text"] and not summary:
        refused = without_text(*where, [kind], title=title)
    text = {"text": "\n".join(summary)} if summary else {}
    return refused or record_of(*where, values | text, SUMMARY if summary else NAME, encoding=read.encoding)


def fields_of(item: Mapping[str, object]) -> dict[str, object]:
    """Fields of an item under our names."""
    title = words(item.get("headline")) or words(values_of(item.get("headlines"), "value")) or words(item.get("title"))
    lines = markup.without_headline(rendition(item, "body"), title)
    rights = item.get("rightsinfo")
    holder = rights.get("copyrightholder") or rights.get("copyrightHolder") if isinstance(rights, Mapping) else None
    source = words(item.get("source")) or words(item.get("provider")) or words(values_of(item.get("infosources"), "name"))
    return {
        "text": story(lines, dateline=words(item.get("dateline")), agency=source),
        "title": markup.line_of_html(title),
        "url": words(item.get("url")) or words(item.get("link")) or words(item.get("canonicalurl")),
        "published_at": next((words(item[name]) for name in DATES if words(item.get(name))), None),
        "source": source or words(holder) or words(item.get("copyrightholder")),
        "id": identity(words(item.get("uri")), words(item.get("version"))),
        "byline": names(words(item.get("byline"))) or words(values_of(item.get("people"), "name", role="author")),
        "section": "; ".join(topics(item.get("subject") or item.get("subjects"))) or words(item.get("slugline")),
        "language": words(item.get("language")),
    }


def rendition(item: Mapping[str, object], name: str) -> list[str]:
    """Paragraphs of a body or description: mark-up before plain text, as plain text is often cut or wrapped."""
    for kind in ("xhtml", "html", "text"):
        if isinstance(text := item.get(f"{name}{kind}"), str) and (lines := lines_of(text, kind)):
            return lines
    several = item.get("bodies" if name == "body" else f"{name}s")
    for one in several if isinstance(several, list) else []:
        if isinstance(one, Mapping) and isinstance(text := one.get("value"), str):
            if lines := lines_of(text, str(one.get("contenttype") or one.get("contentType") or "text")):
                return lines
    return []


def lines_of(text: str, kind: str) -> list[str]:
    """Paragraphs of a text of this media type."""
    return markup.of_html(text) if "html" in kind or "nitf" in kind else markup.plain(text)


def topics(subjects: object) -> list[str]:
    """Names of the topics of an item, or else their codes."""
    found = [subject for subject in subjects if isinstance(subject, Mapping)] if isinstance(subjects, list) else []
    called = [name for subject in found if (name := words(subject.get("name")))]
    return called or [code for subject in found if (code := words(subject.get("code") or subject.get("uri")))]


def values_of(things: object, key: str, *, role: str | None = None) -> object:
    """The value under a key of the first object of a list that has it, of those with a role if one is asked for."""
    found = [thing for thing in things if isinstance(thing, Mapping)] if isinstance(things, list) else []
    fitting = [thing for thing in found if role is None or role in str(thing.get("rel") or thing.get("role")).lower()]
    return next((thing[key] for thing in fitting if thing.get(key)), None)


def words(value: object) -> str | None:
    """A single value on one line; null if it is none, or says nothing."""
    return " ".join(str(value).split()) or None if isinstance(value, str | int | float) and not isinstance(value, bool) else None
