"""The shapes that dates of publication are written in, each with a function that reads it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
ZONE = r"(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})"
ISO = re.compile(rf"(?P<year>\d{{4}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?:(?:t|\s+){CLOCK}\s*{ZONE}?)?$", re.IGNORECASE)
COMPACT = re.compile(
    rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d)(?:t?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?\s*{ZONE}?)?$", re.IGNORECASE
)
YEAR_MONTH = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})$")
YEAR = re.compile(r"(?P<year>\d{4})$")
NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})\2(?P<year>\d{4}|\d{2})(?:[,\s]+\d{1,2}:\d{2}.{0,20})?$", re.DOTALL)
EPOCH = re.compile(r"(?P<whole>\d{9,19})(?:\.\d+)?$")
RFC = re.compile(
    r"(?:[a-z]{3,9},?\s+)?\d{1,2}\s+[a-z]{3}\s+\d{2,4}\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+(?:[+-]\d{4}|[a-z]{1,5}))?(?:\s+\([^()]{0,40}\))?$",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"(?P<name>(?:{'|'.join(MONTHS)})[a-z]{{0,6}})\.?"
WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
TAIL = r"(?:,?\s+(?:at\s+)?\d{1,2}(?::\d{2}){1,2}.{0,20})?$"
WRITTEN = (
    re.compile(rf"{WEEKDAY}{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){TAIL}", re.IGNORECASE | re.DOTALL),
    re.compile(rf"{WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{MONTH},?[\s-]+(?P<year>\d{{4}}){TAIL}", re.IGNORECASE | re.DOTALL),
)
WRITTEN_MONTH = re.compile(rf"{MONTH},?\s+(?P<year>\d{{4}})$", re.IGNORECASE)
OTHER_LANGUAGE = re.compile(r"(?=.*[^\W\d_]{3})(?=.*\b\d{4}\b)(?=.*\b\d{1,2}\b).{6,60}$")
"""What dateparser is asked about: a day, a month in letters and a year, for it reads `the 1990s` as today."""
STRICT: dict[str, Any] = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
EPOCH_UNITS = {9: 1, 10: 1, 11: 1, 12: 1_000, 13: 1_000, 14: 1_000, 15: 1_000_000, 16: 1_000_000, 18: 1_000_000_000, 19: 1_000_000_000}


class Published(NamedTuple):
    """When, in UTC, and how fine that is known: a code of `granularities`. Month and year stand on their first day."""

    at: datetime | None
    granularity: str


UNKNOWN = Published(None, "unknown")


def iso(text: str, _: bool | None) -> Published | None:
    """2020-03-04, 2020/3/4, 20200304, with or without a time and a zone."""
    found = ISO.match(text) or COMPACT.match(text)
    if found is None or not 1900 <= int(found["year"]) < 2200:
        return None
    day = int(found["year"]), int(found["month"]), int(found["day"])
    if found["hour"] is None or found["zone"] is None:
        return Published(datetime(*day, tzinfo=UTC), "day")
    at = datetime(*day, int(found["hour"]), int(found["minute"]), int(found["second"] or 0), tzinfo=zone_of(found["zone"]))
    return in_utc(at, "instant" if found["second"] else "minute")


def zone_of(text: str) -> timezone:
    """Zone of Z, UTC, +02:00, +0200 or +02."""
    if text.lower() in ("z", "utc", "gmt"):
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:].strip(":") or 0))
    return timezone(-offset if text[0] == "-" else offset)


def in_utc(instant: datetime, granularity: str) -> Published:
    """The instant in UTC; midnight to the second in UTC is nearly always a day that a program wrote as an instant."""
    at = instant.astimezone(UTC)
    is_day = instant.utcoffset() == timedelta(0) and (at.hour, at.minute, at.second) == (0, 0, 0)
    return Published(at, "day" if is_day else granularity)


def epoch(text: str, _: bool | None) -> Published | None:
    """Seconds, milliseconds, microseconds or nanoseconds since 1970."""
    found = EPOCH.match(text)
    unit = EPOCH_UNITS.get(len(found["whole"])) if found else None
    return in_utc(datetime.fromtimestamp(int(found["whole"]) // unit, UTC), "instant") if found and unit else None


def rfc_2822(text: str, _: bool | None) -> Published | None:
    """Tue, 04 Jun 2019 23:30:00 GMT."""
    if not RFC.match(text):
        return None
    at = parsedate_to_datetime(text)
    return in_utc(at, "instant") if at.tzinfo else Published(at.replace(hour=0, minute=0, second=0, tzinfo=UTC), "day")


def numeric(text: str, day_first: bool | None) -> Published | None:
    """31/12/2019, 12/31/19; with full stops the day is first everywhere."""
    found = NUMERIC.match(text)
    if found is None:
        return None
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    order = True if found["mark"] == "." or first > 12 else False if second > 12 or first == second else day_first
    if order is None:
        return UNKNOWN
    day, month = (first, second) if order else (second, first)
    return Published(datetime(full_year(year, len(found["year"])), month, day, tzinfo=UTC), "day")


def full_year(year: int, digits: int) -> int:
    """Two digits as POSIX reads them: 69 to 99 are 19xx."""
    return year if digits == 4 else year + (1900 if year >= 69 else 2000)


def month_number(name: str) -> int:
    """1 to 12 of an English month, by its first three letters."""
    return MONTHS.index(name[:3].lower()) + 1


def written(text: str, _: bool | None) -> Published | None:
    """January 5, 2020; 5 Jan 2020; Monday, 5th January 2020, 3:04 PM."""
    found = next((match for pattern in WRITTEN if (match := pattern.match(text))), None)
    return Published(datetime(int(found["year"]), month_number(found["name"]), int(found["day"]), tzinfo=UTC), "day") if found else None


def month_or_year(text: str, _: bool | None) -> Published | None:
    """2020-03, March 2020, 2020."""
    if found := YEAR_MONTH.match(text):
        return Published(datetime(int(found["year"]), int(found["month"]), 1, tzinfo=UTC), "month")
    if found := WRITTEN_MONTH.match(text):
        return Published(datetime(int(found["year"]), month_number(found["name"]), 1, tzinfo=UTC), "month")
    found = YEAR.match(text)
    return Published(datetime(int(found["year"]), 1, 1, tzinfo=UTC), "year") if found else None


def other_language(text: str, _: bool | None, *, languages: tuple[str, ...] | None = None) -> Published | None:
    """4 juin 2019, 31. Dezember 2019: absolute dates with day, month and year only; in one of the languages if they are given.

    The first text that is tried in all of some 200 languages takes some seconds.
    """
    if not OTHER_LANGUAGE.match(text) or languages == ():
        return None
    import dateparser  # type: ignore[import-untyped, unused-ignore]

    at = dateparser.parse(text, languages=languages, settings=STRICT | {"RELATIVE_BASE": datetime(2000, 1, 1)})
    return Published(at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC), "day") if at else None


Reading = Callable[[str, bool | None], Published | None]
READINGS: tuple[Reading, ...] = (iso, epoch, rfc_2822, numeric, written, month_or_year)
"""In the order they are asked, before `other_language`; each gives None for a shape that is not its own."""
