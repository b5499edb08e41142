"""What is known of a date: the days it may be, how finely, how that is known, and the calendar behind it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Tense = Literal["past", "future", "present"]
Days = tuple[date, date]
InYear = Callable[[int], Days | None]
FIRST_YEAR, LAST_YEAR = 1900, 2100
HISTORY = 2
"""Years before publication from which what is dated is told as history."""


@dataclass(frozen=True, slots=True)
class When:
    """What a time expression says: days it may mean, how finely, how that is known, and the same in EDTF level 1."""

    start: date | None
    end: date | None
    granularity: str
    source: str
    edtf: str | None
    is_background: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """The day a text counts from, and the tense of what it dates."""

    published: date | None
    tense: Tense


UNKNOWN = When(None, None, "unknown", "unknown", None)


def days_of(unit: str, day: date) -> Days:
    """The day, week, weekend, month, year or decade that holds a day."""
    if unit == "week":
        monday = day - timedelta(day.weekday())
        return monday, monday + timedelta(6)
    if unit == "month":
        return month_days(day.year, day.month)
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if unit == "decade":
        return date(day.year // 10 * 10, 1, 1), date(day.year // 10 * 10 + 9, 12, 31)
    return day, day


def month_days(year: int, month: int) -> Days:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_days(year: int, first: int, count: int) -> Days:
    """First and last day of several months; they may run into the next year."""
    last = first + count - 2
    return date(year, first, 1), month_days(year + last // 12, last % 12 + 1)[1]


def shift(day: date, unit: str, count: int) -> date | None:
    """The day so many units later or earlier; None if the calendar ends before."""
    per = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "weekend": 7}.get(unit)
    months = {"month": 1, "year": 12, "decade": 120}.get(unit, 0) * count + day.year * 12 + day.month - 1
    year, month = months // 12, months % 12 + 1
    if per is None:
        return date(year, month, min(day.day, monthrange(year, month)[1])) if 1 <= year <= 9999 else None
    return day + timedelta(per * count)


def day_in(year: int, month: int, day: int) -> Days | None:
    """One day; None if the month does not have it."""
    return (date(year, month, day),) * 2 if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def part_of(days: Days, phase: str | None, unit: str) -> tuple[Days, str]:
    """Early, middle or late third of a month, year or decade, and its granularity; other units stay whole."""
    (start, end), third = days, {"early": 0, "mid": 1, "late": 2}.get(phase or "")
    if third is None or unit not in ("month", "year", "decade"):
        return days, unit
    if unit == "month":
        return (start.replace(day=1 + 10 * third), (start.replace(day=10 + 10 * third) if third < 2 else end)), "range"
    if unit == "year":
        return months_days(start.year, 1 + 4 * third, 4), "range"
    first, last = ((0, 3), (4, 6), (7, 9))[third]
    return (date(start.year + first, 1, 1), date(start.year + last, 12, 31)), "decade"


def edtf_of(days: Days, granularity: str) -> str:
    """Days in EDTF level 1, as coarse as they are."""
    start, end = days
    if granularity == "decade" and start.year % 10 == 0 and end.year % 10 == 9:
        return f"{start.year // 10}X"
    if granularity == "day":
        return start.isoformat()
    length = 10
    if start.day == 1 and end == month_days(end.year, end.month)[1]:
        length = 4 if (start.month, end.month) == (1, 12) else 7
    first, last = start.isoformat()[:length], end.isoformat()[:length]
    return first if first == last else f"{first}/{last}"


def known(days: Days | None, granularity: str, source: str, edtf: str | None = None) -> When | None:
    """A date that can be told; without days outside the years this grammar answers for."""
    if days is None:
        return None
    if days[0].year < FIRST_YEAR or days[1].year > LAST_YEAR:
        return When(None, None, granularity, source, None, is_background=days[1].year < FIRST_YEAR)
    return When(*days, granularity, source, edtf or edtf_of(days, granularity))


def relative(granularity: str, edtf: str | None = None) -> When:
    """A date that counts from a publication date that is not known, or vaguely."""
    return When(None, None, granularity, "relative", edtf)


def anchored(granularity: str) -> When:
    """A date that counts from another event."""
    return When(None, None, granularity, "anchored", None)


def nearest(published: date, tense: str, which: str | None, in_year: InYear) -> Days | None:
    """Of what comes every year the one meant; None if the tense leaves it open."""
    spans = [days for year in range(published.year - 8, published.year + 9) if (days := in_year(year))]
    which = (which or "").replace("this past", "last").replace("this coming", "next").replace("coming", "next").replace("past", "last")
    if which == "this":
        return next((days for days in spans if days[0].year == published.year), None)
    if which == "last":
        return next((days for days in reversed(spans) if days[1] < published), None)
    if which == "next":
        return next((days for days in spans if days[0] > published), None)
    if tense == "past":
        return next((days for days in reversed(spans) if days[0] <= published), None)
    if tense == "future":
        return next((days for days in spans if days[1] >= published), None)
    return next((days for days in spans if days[0] <= published <= days[1]), None)


def without_year(in_year: InYear, granularity: str) -> str | None:
    """`XXXX-12-25` for what is known but for its year; None if the year would change it (the end of February)."""
    if granularity == "season":
        return None
    told = {edtf_of(days, granularity).replace(str(year), "XXXX") for year in (2001, 2004) if (days := in_year(year))}
    return told.pop() if len(told) == 1 else None
