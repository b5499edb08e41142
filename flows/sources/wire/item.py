"""A story of a wire as a record, the same for every format: text as print has it, withdrawn ones refused."""

import re
from collections.abc import Iterable

from flows.sources.records import Reject, excerpt

WITHDRAWN = frozenset(("canceled", "cancelled", "withheld", "withdrawn", "killed", "deleted"))
"""What the formats call an item that must not be used any more, or not yet; `embargoed` is none of these, see README."""
SHORT_AGENCY = re.compile(r"[A-Za-z]{2,8}$")
"""What stands in the brackets of a dateline is an acronym: AFP, dpa, Reuters."""
INSTANT = re.compile(r"\d{8}t\d|\d{4}-\d\d-\d\d", re.IGNORECASE)
BY = re.compile(r"(?:by|von|par|por|av|af|di|door)\s+(?=[^\W\d_])", re.IGNORECASE)
AROUND = " \t\n-–—:,;.=_"
AFTER_TOWN = re.compile(r"[,(\d]")
DATELINE_END = re.compile(r"\s[-–—_]|[.)]\s*[-–—_]|—|\(")
NEAR_START = 40
"""Characters after the town in which a dateline ends, if the text begins with one."""


def code(value: str | None) -> str:
    """The part of a qualified code after its scheme, in lower case: `stat:usable` is `usable`."""
    return (value or "").rpartition(":")[2].strip().lower()


def names(byline: str | None) -> str | None:
    """Who a byline names, without the word it begins with."""
    return BY.sub("", byline, count=1) if byline and BY.match(byline) else byline


def identity(guid: str | None, version: str | None) -> str | None:
    """Id and version as one, the way NewsML writes them; a version the id already ends in is not written again."""
    return guid if not guid or not version or guid.endswith(f":{version}") else f"{guid}:{version}"


def withdrawn(status: str | None, label: str, locator: str, *, id: str | None, title: str | None) -> Reject | None:
    """The Reject for an item that its publisher has taken back or holds back; None for one that may be used."""
    if code(status) not in WITHDRAWN:
        return None
    return Reject(label, locator, "withdrawn", f"{code(status)} by its publisher: {id or 'no id'}", excerpt(title or ""))


def without_text(label: str, locator: str, kinds: Iterable[str], *, title: str | None) -> Reject:
    """The Reject for an item that holds no text; `kinds` are what it holds instead."""
    named = ", ".join(sorted({kind for kind in kinds if kind} - {"text"}))
    detail = f"{named} without a text of its own" if named else "an item without a body"
    return Reject(label, locator, "unsupported" if named else "empty", detail, excerpt(title or ""))


def story(lines: list[str], *, dateline: str | None = None, agency: str | None = None) -> str:
    """The paragraphs as a text that begins with its dateline, as in print: `OSLO (NTB) – `. One that it has already is not put twice."""
    place = "" if dateline is None or INSTANT.match(dateline) else dateline.strip(AROUND)
    if not lines or not place or begins_with(lines[0], AFTER_TOWN.split(place)[0]):
        return "\n".join(lines)
    brackets = f" ({agency})" if agency and "(" not in place and SHORT_AGENCY.match(agency) else ""
    return "\n".join([f"{place}{brackets} – {lines[0]}", *lines[1:]])


def begins_with(line: str, town: str) -> bool:
    """Whether a paragraph begins with a dateline of this town; `Oslo police said` does not."""
    has_end = DATELINE_END.search(line[len(town) : len(town) + NEAR_START])
    return letters(line).startswith(letters(town)) and (has_end is not None or line.startswith("("))


def letters(text: str) -> str:
    """The text as it is compared."""
    return "".join(filter(str.isalnum, text.casefold()))
