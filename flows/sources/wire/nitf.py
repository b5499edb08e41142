"""NITF, the mark-up of news texts: documents of their own, and bodies inside NewsML."""

from collections.abc import Iterator

from flows.sources import markup, xml
from flows.sources.records import WHOLE_FILE, Found, Peek, RawRecord, Reject, record_of
from flows.sources.wire.item import INSTANT, identity, names, story, withdrawn, without_text
from flows.sources.xml import Element, attribute, first

NAME = "nitf"
UNIFORM = False
DATES = (
    ("head/docdata/date.issue", "norm"),
    ("head/docdata/date.release", "norm"),
    ("head/pubdata", "date.publication"),
    ("body/body.head/dateline/story.date", "norm"),
)
"""Issued first, for that is the first publication; an archive of a newspaper has only the day it was printed."""
DESKS = ("section", "online_sections", "dsk")
"""Names of `meta` that newspapers write section and desk in."""
WHOLE_STORY = "full_text"
"""Class of the block that holds all paragraphs where another repeats the lead."""


def recognises(peek: Peek) -> bool:
    """By its root element."""
    root = xml.root_of(peek.head)
    return root is not None and root.name.lower() == "nitf"


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record: the document."""
    content = xml.content_of(found.path)
    document = xml.parse(content.data, encoding=found.origin.encoding)
    values = fields_of(document.root)
    id, title = str(values.get("id") or ""), str(values.get("title") or "")
    refused = withdrawn(attribute(document.root, "head/docdata", "management-status"), found.label, WHOLE_FILE, id=id, title=title)
    if refused is None and not values["text"]:
        refused = without_text(found.label, WHOLE_FILE, media_in(document.root), title=title)
    yield refused or record_of(found.label, WHOLE_FILE, values, NAME, encoding=document.encoding)
    yield from (*document.rejects(found.label), *content.rejects(found.label))


def fields_of(nitf: Element) -> dict[str, object]:
    """Fields of an `nitf` element under our names; those it does not have are null, and `text` is empty."""
    title = first(nitf, "body/body.head/hedline/hl1", "body/body.head/hedline", "head/title")
    lines = markup.without_headline(body_of(nitf), title)
    agency = attribute(nitf, "head/docdata/doc-id", "regsrc") or first(nitf, "body/body.head/distributor")
    return {
        "text": story(lines, dateline=dateline_of(nitf), agency=agency),
        "title": title,
        "url": attribute(nitf, "head/pubdata", "ex-ref"),
        "published_at": next((value for path, name in DATES if (value := attribute(nitf, path, name))), None),
        "source": attribute(nitf, "head/pubdata", "name") or first(nitf, "body/body.head/distributor") or agency or holder_of(nitf),
        "id": identity(attribute(nitf, "head/docdata/doc-id", "id-string"), attribute(nitf, "head/docdata/du-key", "version")),
        "byline": byline_of(nitf),
        "section": section_of(nitf),
        "language": attribute(nitf, ".", "baselang", xml.LANGUAGE),
    }


def byline_of(nitf: Element) -> str | None:
    """Names and, after a comma, titles of the first byline: archives write it a second time, normalised."""
    bylines = (byline for path in ("body/body.head/byline", "body/body.content/byline") for byline in nitf.iterfind(path))
    parts = next((texts for byline in bylines if any(texts := [" ".join(text.split()).strip(" ,") for text in byline.itertext()])), [])
    return names(", ".join(part for part in parts if part)) or None


def holder_of(nitf: Element) -> str | None:
    """Who has the rights: the publisher, if nothing names one."""
    return attribute(nitf, "head/docdata/doc.copyright", "holder") or first(nitf, "body/body.head/rights/rights.owner")


def body_of(nitf: Element) -> list[str]:
    """Paragraphs of the body; of the abstract if there are none."""
    whole = [block for block in nitf.iterfind("body/body.content/block") if block.get("class") == WHOLE_STORY]
    for elements in (whole, nitf.findall("body/body.content"), nitf.findall("body/body.head/abstract")):
        if lines := [line for element in elements for line in markup.paragraphs(element)]:
            return lines
    return []


def dateline_of(nitf: Element) -> str | None:
    """Place and, where it is written out, day of the dateline; the instant some write there for machines is left out."""
    dateline = nitf.find("body/body.head/dateline")
    if dateline is None:
        return None
    for date in list(dateline.iterfind("story.date")):
        if INSTANT.match("".join(date.itertext()).strip()):
            dateline.remove(date)
    return xml.words(dateline)


def section_of(nitf: Element) -> str | None:
    """The first subject with a name, then a section or desk as newspapers write them, then the code of a subject."""
    named = attribute(nitf, "head/tobject/tobject.subject", "tobject.subject.type", "tobject.subject.matter")
    desks = (meta.get("content") for meta in nitf.iterfind("head/meta") if (meta.get("name") or "").lower() in DESKS)
    section = named or attribute(nitf, "head/pubdata", "position.section") or next((desk for desk in desks if desk), None)
    return section or attribute(nitf, "head/tobject/tobject.subject", "tobject.subject.refnum")


def media_in(nitf: Element) -> list[str]:
    """Kinds of media in the body."""
    return [media.get("media-type") or "media" for media in nitf.iterfind("body/body.content//media")]
