"""IPTC 7901 and ANPA 1312: messages between control characters, several a file."""

import re
from collections.abc import Iterator
from datetime import datetime

from flows.sources import xml
from flows.sources.records import Found, Peek, RawRecord, Reject, excerpt, record_of
from flows.sources.wire.charsets import decoded
from flows.sources.wire.item import names, without_text
from transforms.date_formats import other_language, written
from transforms.normalization import unwrap

NAME = "iptc7901"
UNIFORM = False
START = re.compile(rb"[\x00\x0f\x11-\x16\x1b\x7f\s]{0,200}\x01[^\x01\x03\x04]{0,2000}\x02")
"""Start of header, header, start of text; fill characters before."""
MESSAGE = re.compile("\x01(?P<header>[^\x01\x02]{0,2000})\x02(?P<text>[^\x01\x03]*)(?P<end>\x03(?P<tail>[^\x01]{0,500}))?")
IPTC_HEADER = re.compile(
    r"(?P<service>[A-Za-z]{1,6})(?P<number>\d{1,5})\s+(?P<priority>\d)\s+(?P<section>[A-Za-z]{1,4})\s+(?P<words>\d{1,5})\b(?P<rest>.*)"
)
ANPA_HEADER = re.compile(r"(?P<service>[A-Za-z]{1,4})(?P<number>\d{3,4})[\s\x1f]+(?P<priority>[a-z])\s{1,2}(?P<section>[a-z])\b(?P<rest>.*)")
AGENCY = re.compile(r"(?P<name>[A-Za-z]{2,10})\s+\d{1,5}\s*$")
DAY_GROUP = re.compile(r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?P<zone>[A-Z]{1,4})?\s+(?P<month>[^\W\d_]{3,9})\.?\s+(?P<year>\d{4}|\d\d)\b")
IN_UTC = ("GMT", "UTC", "Z", "UT")
CENTURY_STARTS = 70
"""Two digits from 70 on are 19xx: the format is of 1979."""
LEAD = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)\s+)?(?:lead|urgent|update|eilmeldung|zusammenfassung)\b[^a-z]*$", re.IGNORECASE)
BYLINE = re.compile(r"(?:by|von|par|por|av|af|di|door)\s+(?P<name>[^\W\d_].{2,80}?)\s*=?$", re.IGNORECASE)
NOTES = re.compile(r"^#+\s*(?:notebook|notizblock)\b.*", re.IGNORECASE | re.MULTILINE | re.DOTALL)
"""Where dpa's notes to editors begin."""
MAX_HEADING_LINES = 5
CARET = re.compile(r"^\^", re.MULTILINE)
UNDERSCORE = re.compile(r" _ ")
FILL = re.compile("[\x00\x0f\x10-\x1a\x1c-\x1f\x7f]+")
INDENTED = re.compile(r"\n[ \t]{2,}(?=\S)")


def recognises(peek: Peek) -> bool:
    """By the control characters at the start, in any name."""
    return START.match(peek.head) is not None


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record or Reject a message."""
    content = xml.content_of(found.path)
    text, encoding = decoded(content.data)
    number = end = 0
    for number, message in enumerate(MESSAGE.finditer(text), 1):
        yield of_message(message, found.label, f"message-{number}", encoding)
        end = message.end()
        if message["end"] is None:
            yield Reject(found.label, f"message-{number}-end", "malformed", "a message without an end; its text was read as far as it goes")
    if number == 0 or "\x01" in text[end:]:
        yield Reject(found.label, "end", "malformed", "a header without a text", excerpt(text[end:]))
    yield from content.rejects(found.label)


def of_message(message: re.Match[str], label: str, locator: str, encoding: str) -> RawRecord | Reject:
    """The message as a record; a Reject if it has no text."""
    first, *slugs = [line.strip() for line in message["header"].splitlines() if line.strip()] or [""]
    header = IPTC_HEADER.match(first) or ANPA_HEADER.match(first)
    slug = " ".join(FILL.sub(" ", " ".join(slugs)).split())
    values: dict[str, object] = heading_and_text(message["text"]) | {"section": header["section"] if header else slug or None}
    if not values["text"]:
        return without_text(label, locator, [], title=slug)
    agency = AGENCY.search(header["rest"]) if header else None
    published = published_at(message["tail"] or "") or published_at(message["text"][-80:])
    day = published[:10] if published else ""
    values |= {"published_at": published, "source": agency["name"] if agency else None}
    values["id"] = f"{header['service']}{header['number']}{'/' + day if day else ''}" if header else None
    return record_of(label, locator, values, NAME, encoding=encoding)


def heading_and_text(raw: str) -> dict[str, object]:
    """Title and byline out of the lines before the first blank or indented one, if they are a heading; and the paragraphs."""
    text = NOTES.sub("", FILL.sub("", typeset(raw)).replace("\r\n", "\n").replace("\r", "\n")).strip("\n ")
    head, _, rest = INDENTED.sub("\n\n", text).partition("\n\n")
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    if not rest.strip() or len(lines) > MAX_HEADING_LINES or lines[-1].endswith((".", '."', ".”")):
        return {"title": None, "byline": None, "text": "\n".join(paragraphs(text))}
    at = next((number for number, line in enumerate(lines) if BYLINE.match(line)), len(lines))
    title = " ".join(line.rstrip("=< ") for line in lines[:at] if not LEAD.match(line))
    byline = ", ".join(line.rstrip("=< ") for line in lines[at:])  # what follows the name is its owner's post
    return {"title": title or None, "byline": names(byline) or None, "text": "\n".join(paragraphs(rest))}


def typeset(text: str) -> str:
    """The signs that typesetters read as what they stand for: ANPA writes quotes as accents, dashes as underscores, `^` at line starts."""
    quoted = text.replace("``", "“").replace("''", "”") if "``" in text else text
    return UNDERSCORE.sub(" – ", CARET.sub("", quoted))


def paragraphs(text: str) -> list[str]:
    """Lines of one width brought together: a blank line or an indent parts paragraphs, and where neither does, short lines."""
    blocks = [block for block in INDENTED.sub("\n\n", text.strip("\n")).split("\n\n") if block.strip()]
    if len(blocks) == 1:
        return [line for line in unwrap(text).split("\n") if line.strip()]
    return [" ".join(block.split()) for block in blocks]


def published_at(text: str) -> str | None:
    """Day and time of a group such as `051530 GMT Nov 15`: day, hour, minute, month, year. Null without a year: none is put in."""
    found = DAY_GROUP.search(text)
    if found is None:
        return None
    year = int(found["year"]) if len(found["year"]) == 4 else int(found["year"]) + (1900 if int(found["year"]) >= CENTURY_STARTS else 2000)
    try:
        day = next((read for of in (written, other_language) if (read := of(f"{int(found['day'])} {found['month']} {year}", None))), None)
        if day is None or day.at is None:
            return None
        at = datetime(day.at.year, day.at.month, day.at.day, int(found["hour"]), int(found["minute"]))
    except (ValueError, OverflowError):
        return None
    return f"{at:%Y-%m-%dT%H:%M}{'Z' if (found['zone'] or '').upper() in IN_UTC else ''}"
