"""NewsML 1.x: news items with components inside each other, and text in NITF, XHTML or plain in the innermost."""

from collections.abc import Iterator
from typing import NamedTuple

from flows.sources import markup, xml
from flows.sources.records import Found, Peek, RawRecord, Reject, record_of
from flows.sources.wire import nitf
from flows.sources.wire.item import identity, letters, names, story, withdrawn, without_text
from flows.sources.xml import Element, attribute, first

NAME = "newsml-1"
UNIFORM = False
DATES = ("NewsManagement/FirstCreated", "NewsManagement/ThisRevisionCreated", "Identification/NewsIdentifier/DateId")
"""First publication: when the item was first made, not when this revision of it was."""
IDENTIFIER = "Identification/NewsIdentifier"


class Story(NamedTuple):
    """A component with a headline, and the text in it."""

    component: Element
    body: dict[str, object]


def recognises(peek: Peek) -> bool:
    """By its root element."""
    root = xml.root_of(peek.head)
    return root is not None and root.name == "NewsML"


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record a story: a news item, or each component of it that has a headline and a text of its own."""
    content = xml.content_of(found.path)
    document = xml.parse(content.data, encoding=found.origin.encoding)
    number = 0
    for number, item in enumerate(document.root.iter("NewsItem"), 1):
        sent = first(document.root, "NewsEnvelope/DateAndTime")
        yield from of_item(item, found.label, f"item-{number}", encoding=document.encoding, sent=sent)
    if number == 0:
        yield Reject(found.label, "", "empty", "NewsML without news items")
    yield from (*document.rejects(found.label), *content.rejects(found.label))


def of_item(item: Element, label: str, locator: str, *, encoding: str, sent: str | None) -> Iterator[RawRecord | Reject]:
    """Every story of the item, or why it has none."""
    id, title = id_of(item), first(item, "NewsComponent//HeadLine")
    refused = withdrawn(attribute(item, "NewsManagement/Status", "FormalName"), label, locator, id=id, title=title)
    stories = [] if refused else list(stories_of(item))
    if not stories:
        yield refused or without_text(label, locator, kinds_of(item), title=title)
    for number, one in enumerate(stories, 1):
        place = locator if len(stories) == 1 else f"{locator}.{number}"
        own = id if len(stories) == 1 else one.component.get("Duid") and f"{id}#{one.component.get('Duid')}"
        yield record_of(label, place, fields_of(item, one, sent=sent) | {"id": own}, NAME, encoding=encoding)


def id_of(item: Element) -> str | None:
    """The public identifier, which has provider, day and revision in it; else item and revision."""
    return first(item, f"{IDENTIFIER}/PublicIdentifier") or identity(first(item, f"{IDENTIFIER}/NewsItemId"), first(item, f"{IDENTIFIER}/RevisionId"))


def stories_of(item: Element) -> Iterator[Story]:
    """Components with a text. Text under one headline is one story; of several renditions of it the longest is read."""
    under: dict[Element, list[dict[str, object]]] = {}
    for content in item.iter("ContentItem"):
        headed = component_of(content)
        if next(content.iterancestors("NewsItem")) is not item:
            continue  # of an item inside this one, which is read by itself
        if headed is not None and (body := body_of(content))["text"]:
            under.setdefault(headed, []).append(body)
    for component, bodies in under.items():
        yield Story(component, max(bodies, key=lambda body: len(letters(str(body["text"])))))


def component_of(content: Element) -> Element | None:
    """The innermost component around a content item that has a headline; else the outermost."""
    around = list(content.iterancestors("NewsComponent"))
    return next((component for component in around if first(component, "NewsLines/HeadLine")), around[-1] if around else None)


def body_of(content: Element) -> dict[str, object]:
    """Fields of the text in a content item: NITF has many, anything else only a text."""
    nothing: dict[str, object] = dict.fromkeys(("text", "title", "url", "source", "byline", "section", "language"))
    data = content.find("DataContent")
    if data is None or (attribute(content, "MediaType", "FormalName") or "text").lower() not in ("text", "complexdata"):
        return nothing
    inner = data.find("nitf")
    if inner is not None:
        return nothing | nitf.fields_of(inner)
    text = "".join(data.itertext())
    lines = markup.paragraphs(data) if len(data) else markup.of_html(text)
    return nothing | {"text": "\n".join(lines)}


def fields_of(item: Element, one: Story, *, sent: str | None) -> dict[str, object]:
    """Fields of a story under our names, from the component nearest to it that has them."""
    around = [one.component, *one.component.iterancestors("NewsComponent")]

    def nearest(*paths: str) -> str | None:
        return next((text for component in around if (text := first(component, *paths))), None)

    def called(*paths: str) -> str | None:
        return next((name for component in around for path in paths if (name := attribute(component, path, "FormalName"))), None)

    title = nearest("NewsLines/HeadLine") or one.body["title"]
    source = called("AdministrativeMetadata/Provider/Party", "AdministrativeMetadata/Creator/Party", "AdministrativeMetadata/Source/Party")
    lines = markup.without_headline(str(one.body["text"]).split("\n"), str(title))
    return {
        "text": story(lines, dateline=nearest("NewsLines/DateLine"), agency=source),
        "title": title,
        "url": one.body["url"],
        "published_at": first(item, *DATES) or sent,
        "source": source or one.body["source"] or first(item, f"{IDENTIFIER}/ProviderId"),
        "byline": names(nearest("NewsLines/ByLine")) or one.body["byline"],
        "section": one.body["section"] or nearest("NewsLines/SlugLine") or subjects_of(around) or first(item, "Identification/NameLabel"),
        "language": called("DescriptiveMetadata/Language") or one.body["language"],
    }


def subjects_of(around: list[Element]) -> str | None:
    """Codes of the subjects, for names are in a catalogue that is not fetched."""
    found = [subject.get("FormalName", "") for component in around for subject in component.iterfind("DescriptiveMetadata/SubjectCode/*")]
    return "; ".join(dict.fromkeys(name for name in found if name)) or None


def kinds_of(item: Element) -> list[str]:
    """Kinds of media in the item, and what lies elsewhere."""
    media = [kind.get("FormalName", "").lower() for kind in item.iter("MediaType")]
    others = [child.tag for child in item if child.tag in ("TopicSet", "Update", "Catalog", "NewsItemRef")]
    away, inner = sum(1 for _ in item.iter("NewsItemRef")), sum(1 for _ in item.iter("NewsItem")) - 1
    package = f"a package of {inner} items, read by themselves," if inner else ""
    return [package, *([] if inner else media), *others, f"{away} references elsewhere, not read," if away else ""]
