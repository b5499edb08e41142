"""Dates in the words of news: where they stand in a text, and which days they mean.

One regular grammar, read twice: `find_dates` adds guards that need the words around (`May` the name, `in 2000 villages`),
`resolve` trusts its caller that the text is a time expression. A text costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from transforms.annotation.date_guards import clock_fits, written_as_name
from transforms.annotation.date_rules import Rule, grammar
from transforms.annotation.date_values import HISTORY, UNKNOWN, Now, Tense, When, days_of, edtf_of, known, shift
from transforms.annotation.date_words import GAP, Words, compiled, expand

__all__ = ["Tense", "When", "find_dates", "resolve"]


class Reading(NamedTuple):
    """An expression found: where it ends, which rule read it, and what it means on a day."""

    end: int
    name: str
    read: Callable[[Now], When | None]


CLOCK = "{time}"
TO_DAY = r"[ ]?,?(?: on)?(?: the)? "
TO_CLOCK = r",? (?:(?:at|around|about|shortly before|shortly after|just before|just after) ){0,2}{time}"
YEARLY = frozenset(("weekday", "date", "days", "month", "piece", "season", "holiday"))
OF_DAYS = frozenset(("near", "weekday", "date", "holiday"))
PREFIX = re.compile(r"(since|by|until|till|before|after|from|between)" + GAP, re.IGNORECASE)
AND = re.compile(GAP + r"(and|to|through|until|till)" + GAP, re.IGNORECASE)
START = re.compile(r"(?<![\w$£€#])(?<!\w[-./:])(?<!\d,)(?=['’]?\w)")


def point(text: str, at: int, *, strict: bool) -> Reading | None:
    """The longest single expression that starts here."""
    best: Reading | None = None
    for rule, pattern in grammar():
        match = pattern.match(text, at)
        if match is None or (best and match.end() <= best.end):
            continue
        if written_as_name(match) and (not strict or rule.fits is None or rule.fits(text, match)):
            best = Reading(match.end(), rule.name, bound(rule, match))
    return best


def bound(rule: Rule, match: Words) -> Callable[[Now], When | None]:
    """The rule's meaning of this match."""
    return lambda now: rule.read(match, now)


@cache
def to_day() -> re.Pattern[str]:
    """What may stand between a time of day and its day."""
    return re.compile(expand(TO_DAY), re.IGNORECASE)


def clocked(text: str, at: int, *, strict: bool) -> Reading | None:
    """A point, with the time of day before or after it; a time alone dates nothing."""
    clock = compiled(CLOCK).match(text, at)
    if clock is None:
        found = point(text, at, strict=strict)
        after_day = compiled(TO_CLOCK).match(text, found.end) if found and found.name in OF_DAYS else None
        return found._replace(end=after_day.end()) if found and after_day else found
    link = to_day().match(text, clock.end())
    day = point(text, link.end(), strict=strict) if link else None
    if day and day.name in OF_DAYS:
        return day
    return Reading(clock.end(), "clock", lambda now: UNKNOWN) if not strict or clock_fits(text, clock) else point(text, at, strict=strict)


def expression(text: str, at: int, *, strict: bool) -> Reading | None:
    """The longest expression that starts here: a point, or one or two of them behind a preposition that makes a span."""
    single, prefix = clocked(text, at, strict=strict), PREFIX.match(text, at)
    if prefix is None:
        return single
    first = clocked(text, prefix.end(), strict=strict)
    if first is None or first.name in ("clock", "lapse", "next"):
        return single
    joined = spanned(text, prefix[1].lower(), first, strict=strict)
    return joined if joined and (single is None or joined.end > single.end) else single


def spanned(text: str, preposition: str, first: Reading, *, strict: bool) -> Reading | None:
    """`since 2003`, `by Friday`, `between 2003 and 2005`; None where the preposition makes no span of it."""
    if preposition in ("from", "between"):
        link = AND.match(text, first.end)
        second = clocked(text, link.end(), strict=strict) if link and (link[1].lower() == "and") == (preposition == "between") else None
        return Reading(second.end, "span", lambda now: between(first, second, now)) if second and second.name not in ("clock", "lapse") else None
    if preposition in ("before", "after") and (first.name not in ("year", "month") or text[first.end : first.end + 1] in ("'", "’")):
        return None
    read = opened if preposition in ("since", "after") else closed
    return Reading(first.end, "span", lambda now: read(first, preposition, now))


def between(first: Reading, second: Reading, now: Now) -> When | None:
    """From the first day of one to the last day of the other; what has no year takes it from the other."""
    last, start = second.read(now), first.read(now)
    inherits = start is not None and start.source == "relative" and first.name in YEARLY
    if inherits and last and last.start and (last.source == "stated" or (start and start.start and start.start > last.start)):
        start = first.read(Now(last.start, "past"))
        start = start and replace(start, source=last.source)
    if start is None or last is None:
        return None
    source = "stated" if (start.source, last.source) == ("stated", "stated") else "relative"
    if start.start and last.end:
        edtf = f"{start.edtf}/{last.edtf}" if simple(start.edtf) and simple(last.edtf) else None
        return known((start.start, last.end), "range", source, edtf) if start.start <= last.end else None
    partly = simple(start.edtf) and simple(last.edtf) and not (start.start or last.end)
    return When(None, None, "range", source, f"{start.edtf}/{last.edtf}" if partly else None)


def simple(edtf: str | None) -> bool:
    """Whether a date may stand as one end of an interval in EDTF."""
    return bool(edtf) and not set(edtf or "") & set("/") and not (edtf or "").endswith("X") and (edtf or "")[5:7] < "21"


def edge(when: When, *, last: bool) -> str | None:
    """The first or last date of an expression in EDTF."""
    day = when.end if last else when.start
    if when.edtf and when.edtf.endswith("X") and day:
        return str(day.year)
    if when.edtf is None or (when.granularity == "season" and "/" not in when.edtf):
        return day.isoformat() if day else None
    return when.edtf.split("/")[-1 if last else 0]


def opened(first: Reading, preposition: str, now: Now) -> When | None:
    """`since 2003`: from then to publication, told as background."""
    when = first.read(Now(now.published, "past"))
    if when is None or (when.start is None and when.edtf is None):
        return when and replace(when, granularity="range", is_background=True)
    begin, end = when.start, now.published
    if begin and end and begin > end:
        end = None
    left = edge(when, last=False)
    return When(begin, end if begin else None, "range", when.source, f"{left}/.." if left else None, is_background=preposition == "since")


def closed(first: Reading, preposition: str, now: Now) -> When | None:
    """`by 2030`, `until Friday`, `before 2003`: up to then; what is still to come begins at publication."""
    when = first.read(now)
    if when is None or (when.end is None and when.edtf is None):
        return when and replace(when, granularity="range")
    end = when.start - timedelta(1) if preposition == "before" and when.start else when.end
    coming = preposition in ("by", "until", "till") and now.published and end and end >= now.published
    right = (edtf_of(days_of(when.granularity, end), when.granularity) if end else None) if preposition == "before" else edge(when, last=True)
    return When(now.published if coming else None, end, "range", when.source, f"../{right}" if right else None)


# the two questions

LEADING = re.compile(r"(?:on|in|at|during|over|around|about|throughout|of|within|earlier|later)\b[ \t\u00a0\n]{1,3}(?=\S)", re.IGNORECASE)


def find_dates(text: str) -> list[tuple[int, int]]:
    """Where the time expressions of a text stand, in order and without overlap, longest first; `on`, `in`, `at` left out."""
    found: list[tuple[int, int]] = []
    at = 0
    for start in START.finditer(text):
        reading = expression(text, start.start(), strict=True) if start.start() >= at else None
        if reading:
            at = reading.end
            found.append((start.start(), at))
    return found


def resolve(text: str, published: date | None, *, tense: Tense = "past") -> When:
    """What a time expression means in a text published that day.

    A text with several expressions, or one that could mean several days, is unknown.
    """
    reading = whole(text.strip(" \t\n,;()"))
    when = reading.read(Now(published, tense)) if reading else None
    if when is None:
        return replace(UNKNOWN, text=text)
    return replace(when, text=text, is_background=when.is_background or is_history(when, published))


def whole(text: str) -> Reading | None:
    """The reading of all of a text, or of the only expression in it."""
    at = 0
    for _ in range(3):
        reading = expression(text, at, strict=False)
        if reading and not text[reading.end :].strip(" .,;"):
            return reading
        leading = LEADING.match(text, at)
        if leading is None:
            break
        at = leading.end()
    spans = find_dates(text)
    return expression(text, spans[0][0], strict=True) if len(spans) == 1 else None


def is_history(when: When, published: date | None) -> bool:
    """Whether what is dated ended years before publication."""
    return bool(published and when.end and when.end < (shift(published, "year", -HISTORY) or date.min))
