"""When a page was published, by the best evidence in it, and what evidence that is."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flows.sources.html_metadata import Page, clean
from transforms.date_formats import Published
from transforms.publication_dates import date_in_path, published

FAR = datetime(2199, 1, 1, tzinfo=UTC)
"""Dates that have not come yet are refused where the clock of the run is known."""
METAS = (
    *("article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished", "parsely-pub-date"),
    *("sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date"),
    *("dcterms.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published_time", "published-date"),
    *("article.published", "citation_publication_date", "citation_date", "date.issued", "datecreated", "bt:pubdate", "date"),
)
MARKED = "//*[@itemprop='datePublished'] | //time[@pubdate] | //*[@property='datePublished']"
TIMES = "(//h1/ancestor::*[position() <= 4]//time[@datetime] | //article//time[@datetime])[not(ancestor::aside or ancestor::nav or ancestor::footer)]"
DATED = re.compile(r"date|time|publish|byline|meta|stamp|datum|fecha", re.IGNORECASE)
CHANGED = re.compile(r"updat|modif|edited|aktualisiert|geändert|mis à jour|actualizad|aggiornat|atualizad|bijgewerkt|更新", re.IGNORECASE)
SAID_BEFORE = re.compile(
    r"^\W*(?:(?:first\s+)?(?:published|posted|created|publicado|publié|pubblicato|veröffentlicht|erstellt|stand|datum|date)(?:\s+(?:on|at|am|le|il|el|em))?\b\s*:?)?\s*",
    re.IGNORECASE,
)
CLOCK_AFTER = re.compile(r"[\s,|–-]*(?:um|às|at|à|ore|kl\.?)?\s*\d{1,2}[:.h]\d{2}.{0,20}$", re.IGNORECASE)
SAME = timedelta(hours=36)
NEAR_ADDRESS = timedelta(days=2)
LATER = timedelta(days=30)
FINEST = ("instant", "minute", "day", "month", "year", "unknown")


class Dated(NamedTuple):
    """A date as the page has it, and what it was found in: a code of `published_at_sources`."""

    raw: str | None
    source: str


def date_of(page: Page) -> Dated:
    """The date of publication, to the second where a source of the same day is that fine; never that of a change.

    The address decides between sources that contradict each other. Null where only a guess would be left.
    """
    address = urlsplit(page.address or "").path
    digits = date_in_path(address)
    at_address = read(digits, page).at if digits else None
    told = [(raw, found) for raw in declared(page) if (found := read(raw, page)).at and found.granularity in ("instant", "minute", "day")]
    if at_address:
        told = agreeing(told, at_address)
    if told:
        return Dated(finest(told), "page")
    return Dated(digits, "url") if digits else shown(page)


def read(raw: str, page: Page) -> Published:
    """The date as the pipeline will read it; months in the language of the page alone, since text is tried that is no date."""
    language = re.match(r"[a-z]{2}(?![a-z])", (page.language or "").lower())
    return published(raw, now=FAR, languages=(language[0],) if language and language[0] != "en" else ())


def agreeing(told: list[tuple[str, Published]], address: datetime) -> list[tuple[str, Published]]:
    """Those near the date in the address; if there are none, those that are not long after it, as a new system's dates are."""
    near = [pair for pair in told if pair[1].at and abs(pair[1].at - address) <= NEAR_ADDRESS]
    return near or [pair for pair in told if pair[1].at and pair[1].at - address <= LATER]


def finest(told: list[tuple[str, Published]]) -> str:
    """The first date, or one of the same day that is finer."""
    first = told[0][1].at or FAR
    same = [pair for pair in told if pair[1].at and abs(pair[1].at - first) <= SAME]
    return min(same, key=lambda pair: FINEST.index(pair[1].granularity))[0]


def declared(page: Page) -> Iterator[str]:
    """Dates that the page marks up as that of its publication, surest first."""
    for node in (page.article, *(node for node in page.nodes if "WebPage" in str(node.get("@type")))):
        if isinstance(node.get("datePublished"), str | int):
            yield str(node["datePublished"])
    yield from (page.meta[name] for name in METAS if name in page.meta)
    for element in page.tree.xpath(MARKED)[:3]:
        yield clean(element.get("content") or element.get("datetime") or element.text_content()[:60])
    if isinstance(page.article.get("dateCreated"), str):
        yield page.article["dateCreated"]
    times = [element for element in page.tree.xpath(TIMES)[:6] if not is_change(element)]
    yield from (clean(element.get("datetime")) for element in times[:1])


def is_change(element: Any) -> bool:
    """Whether a date is that of a change, by its words, its class or those of what it stands in."""
    around = element.getparent()
    said = [
        element.get("class"),
        element.get("itemprop"),
        element.text,
        around is not None and around.get("class"),
        around is not None and around.text,
    ]
    return any(CHANGED.search(text) for text in said if text)


def shown(page: Page) -> Dated:
    """A date that stands by itself beside the headline, or one that htmldate finds in the mark-up. Never a year alone."""
    for element in beside_headline(page):
        text = clean(element.text_content())
        for raw in (text, SAID_BEFORE.sub("", text), CLOCK_AFTER.sub("", SAID_BEFORE.sub("", text))):
            if 6 <= len(raw) <= 60 and read(raw, page).granularity in ("instant", "minute", "day") and not CHANGED.search(text):
                return Dated(raw, "text")
    return by_htmldate(page)


def beside_headline(page: Page) -> Iterator[Any]:
    """Short elements near the headline, or whose class speaks of a date."""
    headline = next(page.tree.iter("h1"), None)
    around = [] if headline is None else headline.xpath("(ancestor::*[position() <= 4]//*[not(*)])[position() <= 400]")
    for element in (*around, *page.tree.xpath("(//*[contains(@class, 'date') or contains(@class, 'time')])[position() <= 20]")):
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "a", "h1") and len(element) <= 3:
            if 6 <= len(text := (element.text_content() or "").strip()) <= 80 and any(map(str.isdigit, text)):
                yield element


def by_htmldate(page: Page) -> Dated:
    """What htmldate finds in mark-up; its search through all of the text finds copyright years and other articles' dates."""
    from htmldate import find_date

    found = find_date(page.tree, original_date=True, extensive_search=False, outputformat="%Y-%m-%d")
    return Dated(found, "page") if found and not found.endswith("-01-01") and found not in changes(page) else Dated(None, "unknown")


def changes(page: Page) -> set[str]:
    """Days on which the page says it was changed."""
    told = [page.article.get("dateModified"), *(text for name, text in page.meta.items() if CHANGED.search(name))]
    told += [element.get("datetime") for element in page.tree.xpath("(//time[@datetime])[position() <= 20]") if is_change(element)]
    return {at.date().isoformat() for raw in told if isinstance(raw, str) and (at := read(raw, page).at)}
