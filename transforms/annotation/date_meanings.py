"""What each kind of time expression means on the day a text was published; None where it could mean several days.

Longer than most modules: one small function a kind, and the kinds belong side by side.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from transforms.annotation.counts import parse_number
from transforms.annotation.date_values import (
    UNKNOWN,
    Days,
    InYear,
    Now,
    When,
    anchored,
    day_in,
    days_of,
    known,
    month_days,
    months_days,
    nearest,
    part_of,
    relative,
    shift,
    without_year,
)
from transforms.annotation.date_words import STEPS, Words, phase_of, vocabulary, word


def recurring(match: Words, now: Now, in_year: InYear, granularity: str) -> When | None:
    """A date that comes every year: in the year named, else the nearest in the sense of the tense or of `last`, `next`."""
    year, whose, which = word(match, "year"), word(match, "whose"), word(match, "which")
    if year:
        return known(in_year(int(year)), granularity, "stated")
    if now.published is None:
        return relative(granularity, None if which or whose else without_year(in_year, granularity))
    if whose:
        return known(in_year(now.published.year + STEPS[whose]), granularity, "relative")
    days = nearest(now.published, now.tense, which, in_year)
    return known(days, granularity, "relative") or relative(granularity, without_year(in_year, granularity))


def near_day(match: Words, now: Now) -> When | None:
    """`yesterday`, `tonight`, `last night`, `the day before yesterday`."""
    said = word(match, "near") or ""
    if now.published is None:
        return relative("range" if said == "overnight" else "day")
    if said == "overnight":
        return known((now.published - timedelta(1), now.published), "range", "relative")
    offsets = {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
    day = now.published + timedelta(offsets.get(said, 0))
    return known((day, day), "day", "relative")


def weekday(match: Words, now: Now) -> When | None:
    """`Monday`, `late last Thursday`, `Tuesday of last week`."""
    day = the_weekday(now, weekday_number(match), word(match, "which") or "", word(match, "week"))
    return known((day, day), "day", "relative") if day else relative("day")


def weekday_number(match: Words) -> int:
    """0 for Monday."""
    said = (word(match, "weekday") or "").rstrip(".")
    return int(vocabulary("weekday").get(said) or vocabulary("weekday_short")[said])


def the_weekday(now: Now, number: int, which: str, week: str | None) -> date | None:
    """The weekday meant; None if it is not known when the text was published, or the present tense leaves it open."""
    if now.published is None:
        return None
    if week:
        return now.published + timedelta(number - now.published.weekday() + 7 * STEPS[week])
    back = (now.published.weekday() - number) % 7
    if which in ("last", "past", "this past"):
        return now.published - timedelta(back or 7)
    if which in ("next", "coming", "this coming"):
        return now.published + timedelta(7 - back)
    if now.tense == "future":
        return now.published + timedelta(-back % 7)
    return now.published - timedelta(back) if now.tense == "past" or back == 0 else None


def weekday_range(match: Words, now: Now) -> When | None:
    """`Monday-Wednesday`."""
    last = the_weekday(now, int(vocabulary("weekday")[word(match, "last_day") or ""]), "", None)
    if last is None:
        return relative("range")
    return known((last - timedelta((last.weekday() - weekday_number(match)) % 7), last), "range", "relative")


def month_number(match: Words) -> int:
    """1 for January."""
    said = (word(match, "month") or "").rstrip(".")
    return int(vocabulary("month").get(said) or vocabulary("month_short")[said])


def month_day(match: Words, now: Now) -> When | None:
    """`December 25`, `25 December 2013`, `Monday, Dec. 25`; a weekday that contradicts a date without year leaves it open."""
    month, day = month_number(match), int(word(match, "day") or 0)
    when = recurring(match, now, lambda year: day_in(year, month, day), "day")
    if when and when.source == "relative" and when.start and word(match, "weekday") and when.start.weekday() != weekday_number(match):
        return relative("day", f"XXXX-{month:02}-{day:02}")
    return when if day_in(2004, month, day) else None


def days_of_month(match: Words, now: Now) -> When | None:
    """`March 3-5`, `3 to 5 March 2014`."""
    month, first, last = month_number(match), int(word(match, "day") or 0), int(word(match, "until") or 0)

    def in_year(year: int) -> Days | None:
        start, end = day_in(year, month, first), day_in(year, month, last)
        return (start[0], end[1]) if start and end and start < end else None

    return recurring(match, now, in_year, "range") if in_year(2004) else None


def month(match: Words, now: Now) -> When | None:
    """`December`, `late December`, `last March`, `December 2013`, `December of last year`."""
    number, phase = month_number(match), phase_of(match)
    granularity = part_of(month_days(2001, number), phase, "month")[1]
    return recurring(match, now, lambda year: part_of(month_days(year, number), phase, "month")[0], granularity)


def piece_of_month(match: Words, now: Now) -> When | None:
    """`the last week of December`, `the first half of March 2014`, `the last day of May`."""
    number, nth, piece = month_number(match), int(vocabulary("ordinal")[word(match, "ordinal") or ""]), word(match, "piece") or ""

    def in_year(year: int) -> Days | None:
        first, last = month_days(year, number)
        if piece == "half":
            return {1: (first, first.replace(day=15)), 2: (first.replace(day=16), last), -1: (first.replace(day=16), last)}.get(nth)
        length = 7 if piece == "week" else 1
        if nth < 0:
            return last - timedelta(length - 1), last
        start = first + timedelta(length * (nth - 1))
        return (start, min(last, start + timedelta(length - 1))) if start <= last else None

    granularity = {"week": "week", "day": "day"}.get(piece, "range")
    return recurring(match, now, in_year, granularity) if in_year(2004) else None


def year(match: Words, now: Now) -> When | None:
    """`2013`, `early 2014`."""
    days, granularity = part_of(days_of("year", date(int(word(match, "year") or 0), 1, 1)), phase_of(match), "year")
    return known(days, granularity, "stated")


def years(match: Words, now: Now) -> When | None:
    """`2003-2005`, `2013/14`; `2003-05` may be a month as well and stays open."""
    first, last = match["year"], match["last_year"]
    ambiguous = len(last) == 2 and match["mark"] == "-" and 1 <= int(last) <= 12
    last = last if len(last) == 4 else first[:2] + last
    if ambiguous or int(last) <= int(first):
        return None
    return known((date(int(first), 1, 1), date(int(last), 12, 31)), "range", "stated")


def decade(match: Words, now: Now) -> When | None:
    """`the 1990s`, `the early '90s`, `the nineties`; the 1900s and 2000s of two digits could be centuries."""
    said, short = word(match, "decade"), word(match, "short")
    number = int(said) if said else 190 + int(short) if short else int(vocabulary("decade")[word(match, "spelt") or ""])
    if number == 190:
        return None
    days, granularity = part_of((date(number * 10, 1, 1), date(number * 10 + 9, 12, 31)), phase_of(match), "decade")
    return known(days, granularity, "stated")


def century(match: Words, now: Now) -> When | None:
    """`the 20th century`: too wide to date, but history."""
    return replace(UNKNOWN, is_background=int(match["century"]) < 21)


def piece_of_year(match: Words, now: Now) -> When | None:
    """`the first quarter of 2015`, `Q1 2015`, `the second half of last year`."""
    months = 6 if word(match, "piece") == "half" else 3
    said, digit = word(match, "ordinal"), word(match, "q")
    nth = int(digit) if digit else int(vocabulary("ordinal")[said or ""])
    nth = 12 // months if nth < 0 else nth
    return recurring(match, now, lambda y: months_days(y, 1 + months * (nth - 1), months), "range") if nth * months <= 12 else None


def season(match: Words, now: Now) -> When | None:
    """`summer 2014`, `last spring`, of the northern half; which winter `winter 2014` is, is not known."""
    code = int(vocabulary("season")[word(match, "season") or ""])
    said, paired = word(match, "year"), word(match, "next_year")
    if code == 24 and paired and said:
        return known(months_days(int(said), 12, 3), "season", "stated") if paired == f"{int(said) + 1}"[-len(paired) :] else None
    if code == 24 and (said or word(match, "whose")):
        return When(None, None, "season", "stated" if said else "relative", f"{said}-24" if said else None)
    when = recurring(match, now, lambda y: months_days(y, 3 * (code - 20), 3), "season")
    return replace(when, edtf=f"{when.start.year}-{code}") if when and when.start and code != 24 else when


def unit(match: Words, now: Now) -> When | None:
    """`last week`, `this month`, `the end of next year`, `earlier this week`, `the weekend`."""
    name, step = word(match, "unit") or "", STEPS[(word(match, "step") or "the").split()[-1]]
    if name == "weekend":
        return weekend(now, word(match, "step") or "the")
    limit = word(match, "limit")
    if now.published is None:
        return relative("range" if limit or (phase_of(match) and name in ("month", "year")) else name)
    day = shift(now.published, name, step)
    days = days_of(name, day) if day else None
    if days and limit and step == 0:
        days = (days[0], now.published) if limit == "earlier" else (now.published, days[1])
        return known(days, "range", "relative")
    phase = {"earlier": "early", "early": "early", "later": "late", "late": "late"}.get(limit or "") or phase_of(match)
    return known(*part_of(days, phase, name), "relative") if days else None


def weekend(now: Now, step: str) -> When | None:
    """`last weekend`, `this weekend`, `over the weekend`: Saturday and Sunday."""
    if now.published is None:
        return relative("range")
    saturday = now.published - timedelta((now.published.weekday() - 5) % 7)
    if step.endswith(("last", "past")) and saturday + timedelta(1) >= now.published:
        saturday -= timedelta(7)
    if step.endswith(("next", "coming")) or (now.tense == "future" and saturday + timedelta(1) < now.published):
        saturday += timedelta(7)
    return known((saturday, saturday + timedelta(1)), "range", "relative")


def amount(match: Words) -> int | None:
    """How many units; None where the text is vague."""
    said = word(match, "n")
    return 1 if said in ("a", "an") else parse_number(said) if said else None


def unit_name(match: Words) -> str:
    """The unit in the singular."""
    return (word(match, "unit") or "").rstrip("s")


GRAINS = {"week": "week", "fortnight": "week", "month": "month", "year": "year", "decade": "decade", "weekend": "range"}


def ago(match: Words, now: Now) -> When | None:
    """`three days ago`, `two weeks ago` (some day of that week), `years ago`."""
    return moved(match, now, -1)


def ahead(match: Words, now: Now) -> When | None:
    """`in two weeks`, `three days from now`; in the past tense `in two weeks` is how long it took."""
    return moved(match, now, 1) if now.tense == "future" or "from" in match[0].lower() else None


def moved(match: Words, now: Now, way: int) -> When | None:
    """So many units from publication."""
    name, count = unit_name(match), amount(match)
    if count is None or now.published is None:
        return replace(relative(GRAINS.get(name, "day")), is_background=count is None and name in ("year", "decade"))
    if name in ("minute", "hour"):
        return hours_moved(now.published, count if name == "hour" else 1, way)
    day = shift(now.published, name, way * count)
    return known(days_of("week" if name == "fortnight" else name, day), GRAINS.get(name, "day"), "relative") if day else None


def hours_moved(published: date, hours: int, way: int) -> When | None:
    """Hours from an unknown hour of the day of publication: two days may be meant."""
    near, far = (published + timedelta(way * (hours // 24 + more)) for more in (0, 1 if hours % 24 else 0))
    return known((min(near, far), max(near, far)), "day" if near == far else "range", "relative")


def from_event(match: Words, now: Now) -> When | None:
    """`two days earlier`, `a week after`, `the next day`, `that night`: only another event can date it."""
    name = unit_name(match)
    return anchored("unknown" if name in ("minute", "hour") else GRAINS.get(name, "day"))


def next_unit(match: Words, now: Now) -> When | None:
    """`the next week`: the week to come in the future tense, else the one after what was told."""
    return running(match, now) if now.tense == "future" else from_event(match, now)


def running(match: Words, now: Now) -> When | None:
    """`the past three days`, `the next two weeks`, `recent weeks`: days up to or from publication."""
    said = word(match, "run") or ""
    if said in ("previous", "following"):
        return anchored("range")
    count = amount(match) if word(match, "n") else None if word(match, "vague") or match["unit"].lower().endswith("s") else 1
    if count is None or now.published is None:
        return relative("range")
    name = unit_name(match)
    way = 1 if said in ("next", "coming") else -1
    far = shift(now.published, "day" if name == "hour" else name, way * (-(-count // 24) if name == "hour" else count))
    return known((min(far, now.published), max(far, now.published)), "range", "relative") if far else None


def iso(match: Words, now: Now) -> When | None:
    """`2013-12-25`, `2013/12/25`, `2013-12`."""
    year, month, day = int(match["year"]), int(match["mm"]), match["dd"]
    if day:
        return known(day_in(year, month, int(day)), "day", "stated")
    ambiguous = year % 100 < month  # 2003-05 may be two years
    return known(month_days(year, month), "month", "stated") if 1 <= month <= 12 and not ambiguous else None


def numeric(match: Words, now: Now) -> When | None:
    """`25/12/2013`, `12/25/2013`; None where day and month could be told apart only by country."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if one <= 12 and two <= 12 and one != two:
        return None
    day, month = (one, two) if one > 12 or one == two else (two, one)
    return known(day_in(year, month, day), "day", "stated")


def september_11(match: Words, now: Now) -> When | None:
    """`9/11`, `the Sept. 11 attacks`."""
    return known(day_in(2001, 9, 11), "day", "stated")


def holiday(match: Words, now: Now) -> When | None:
    """`Christmas Day`, `New Year's Eve 2013`; None where the words alone do not tell the date (`Easter`, `Independence Day`)."""
    said = (word(match, "holiday") or "").removesuffix(" day") if word(match, "holiday") == "christmas day" else word(match, "holiday") or ""
    fixed = vocabulary("holiday")[said]
    if not fixed:
        return replace(UNKNOWN, granularity="day")
    return recurring(match, now, lambda y: day_in(y, int(fixed[:2]), int(fixed[3:])), "day")


def ordinal_day(match: Words, now: Now) -> When | None:
    """`on the 14th`: the day of the month, nearest in the sense of the tense."""
    day = int(match["day"])
    if now.published is None:
        return relative("day", f"XXXX-XX-{day:02}") if 1 <= day <= 31 else None
    months = [shift(now.published, "month", step) for step in range(-3, 4)]
    spans = [days for m in months if m and (days := day_in(m.year, m.month, day))]
    if now.tense == "present":
        return relative("day")
    coming, gone = [d for d in spans if d[1] >= now.published], [d for d in spans if d[0] <= now.published]
    days = coming[0] if now.tense == "future" else gone[-1]
    return known(days, "day", "relative")
