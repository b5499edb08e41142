"""Time expressions of news: what they mean, and where they stand."""

import time
from datetime import date
from typing import Literal

import pytest

from transforms.annotation.dates import find_dates, resolve

WEDNESDAY = date(2014, 1, 15)


def days(start: str | None, end: str | None = None) -> tuple[date | None, date | None]:
    """`2014-01-13` as a day, two of them as first and last."""
    last = end or start
    return (date.fromisoformat(start) if start else None, date.fromisoformat(last) if last else None)


# told on Wednesday 15 January 2014, of the past: text, first day, last day, granularity, EDTF
RELATIVE = [
    ("Monday", "2014-01-13", None, "day", "2014-01-13"),
    ("on Monday", "2014-01-13", None, "day", "2014-01-13"),
    ("Wednesday", "2014-01-15", None, "day", "2014-01-15"),
    ("late Thursday", "2014-01-09", None, "day", "2014-01-09"),
    ("early Friday morning", "2014-01-10", None, "day", "2014-01-10"),
    ("Sunday night", "2014-01-12", None, "day", "2014-01-12"),
    ("the early hours of Monday", "2014-01-13", None, "day", "2014-01-13"),
    ("last Tuesday", "2014-01-14", None, "day", "2014-01-14"),
    ("last Wednesday", "2014-01-08", None, "day", "2014-01-08"),
    ("Tuesday of last week", "2014-01-07", None, "day", "2014-01-07"),
    ("at 3 p.m. on Monday", "2014-01-13", None, "day", "2014-01-13"),
    ("3pm Monday", "2014-01-13", None, "day", "2014-01-13"),
    ("Monday at 3 p.m.", "2014-01-13", None, "day", "2014-01-13"),
    ("around 5:30 p.m. local time (1430 GMT) on Monday", "2014-01-13", None, "day", "2014-01-13"),
    ("today", "2014-01-15", None, "day", "2014-01-15"),
    ("tonight", "2014-01-15", None, "day", "2014-01-15"),
    ("this morning", "2014-01-15", None, "day", "2014-01-15"),
    ("yesterday", "2014-01-14", None, "day", "2014-01-14"),
    ("last night", "2014-01-14", None, "day", "2014-01-14"),
    ("the day before yesterday", "2014-01-13", None, "day", "2014-01-13"),
    ("overnight", "2014-01-14", "2014-01-15", "range", "2014-01-14/2014-01-15"),
    ("three days ago", "2014-01-12", None, "day", "2014-01-12"),
    ("10 hours ago", "2014-01-14", "2014-01-15", "range", "2014-01-14/2014-01-15"),
    ("two weeks ago", "2013-12-30", "2014-01-05", "week", "2013-12-30/2014-01-05"),
    ("a month ago", "2013-12-01", "2013-12-31", "month", "2013-12"),
    ("two years ago", "2012-01-01", "2012-12-31", "year", "2012"),
    ("last week", "2014-01-06", "2014-01-12", "week", "2014-01-06/2014-01-12"),
    ("this month", "2014-01-01", "2014-01-31", "month", "2014-01"),
    ("last month", "2013-12-01", "2013-12-31", "month", "2013-12"),
    ("last year", "2013-01-01", "2013-12-31", "year", "2013"),
    ("late last year", "2013-09-01", "2013-12-31", "range", "2013-09/2013-12"),
    ("earlier this week", "2014-01-13", "2014-01-15", "range", "2014-01-13/2014-01-15"),
    ("earlier this month", "2014-01-01", "2014-01-15", "range", "2014-01-01/2014-01-15"),
    ("the end of last month", "2013-12-21", "2013-12-31", "range", "2013-12-21/2013-12-31"),
    ("last weekend", "2014-01-11", "2014-01-12", "range", "2014-01-11/2014-01-12"),
    ("over the weekend", "2014-01-11", "2014-01-12", "range", "2014-01-11/2014-01-12"),
    ("last summer", "2013-06-01", "2013-08-31", "season", "2013-22"),
    ("last spring", "2013-03-01", "2013-05-31", "season", "2013-21"),
    ("last winter", "2012-12-01", "2013-02-28", "season", "2012-12/2013-02"),
    ("the past three days", "2014-01-12", "2014-01-15", "range", "2014-01-12/2014-01-15"),
    ("the last 24 hours", "2014-01-14", "2014-01-15", "range", "2014-01-14/2014-01-15"),
    ("the last three months", "2013-10-15", "2014-01-15", "range", "2013-10-15/2014-01-15"),
    ("in the last week of December", "2013-12-25", "2013-12-31", "week", "2013-12-25/2013-12-31"),
    ("the first week of January", "2014-01-01", "2014-01-07", "week", "2014-01-01/2014-01-07"),
    ("late December", "2013-12-21", "2013-12-31", "range", "2013-12-21/2013-12-31"),
    ("mid-March", "2013-03-11", "2013-03-20", "range", "2013-03-11/2013-03-20"),
    ("in December", "2013-12-01", "2013-12-31", "month", "2013-12"),
    ("in January", "2014-01-01", "2014-01-31", "month", "2014-01"),
    ("last January", "2013-01-01", "2013-01-31", "month", "2013-01"),
    ("December last year", "2013-12-01", "2013-12-31", "month", "2013-12"),
    ("in May", "2013-05-01", "2013-05-31", "month", "2013-05"),
    ("December 25", "2013-12-25", None, "day", "2013-12-25"),
    ("the night of December 25", "2013-12-25", None, "day", "2013-12-25"),
    ("Monday, December 23", "2013-12-23", None, "day", "2013-12-23"),
    ("the 3rd of May", "2013-05-03", None, "day", "2013-05-03"),
    ("29 February", "2012-02-29", None, "day", "2012-02-29"),
    ("on the 14th", "2014-01-14", None, "day", "2014-01-14"),
    ("on the 31st", "2013-12-31", None, "day", "2013-12-31"),
    ("Sept. 11", "2013-09-11", None, "day", "2013-09-11"),
    ("March 3-5", "2013-03-03", "2013-03-05", "range", "2013-03-03/2013-03-05"),
    ("from March 3 to 5", "2013-03-03", "2013-03-05", "range", "2013-03-03/2013-03-05"),
    ("3 to 5 March", "2013-03-03", "2013-03-05", "range", "2013-03-03/2013-03-05"),
    ("from Monday to Wednesday", "2014-01-13", "2014-01-15", "range", "2014-01-13/2014-01-15"),
    ("Monday-Wednesday", "2014-01-13", "2014-01-15", "range", "2014-01-13/2014-01-15"),
    ("from 30 December to 3 January", "2013-12-30", "2014-01-03", "range", "2013-12-30/2014-01-03"),
    ("between November and January", "2013-11-01", "2014-01-31", "range", "2013-11/2014-01"),
    ("the end of the year", "2014-09-01", "2014-12-31", "range", "2014-09/2014-12"),
    ("since January", "2014-01-01", "2014-01-15", "range", "2014-01/.."),
    ("since Monday", "2014-01-13", "2014-01-15", "range", "2014-01-13/.."),
    ("Christmas Day", "2013-12-25", None, "day", "2013-12-25"),
    ("New Year’s Day", "2014-01-01", None, "day", "2014-01-01"),
    ("New Year's Eve", "2013-12-31", None, "day", "2013-12-31"),
    ("U.S. Independence Day", "2013-07-04", None, "day", "2013-07-04"),
    ("the Fourth of July", "2013-07-04", None, "day", "2013-07-04"),
]


@pytest.mark.parametrize(("text", "start", "end", "granularity", "edtf"), RELATIVE)
def test_words_count_from_the_day_of_publication(text: str, start: str, end: str | None, granularity: str, edtf: str) -> None:
    when = resolve(text, WEDNESDAY)
    assert ((when.start, when.end), when.granularity, when.source, when.edtf) == (days(start, end), granularity, "relative", edtf)
    assert when.text == text


STATED = [
    ("25 December 2013", "2013-12-25", None, "day", "2013-12-25"),
    ("December 25, 2013", "2013-12-25", None, "day", "2013-12-25"),
    ("Dec. 25, 2013", "2013-12-25", None, "day", "2013-12-25"),
    ("Monday, Dec. 23, 2013", "2013-12-23", None, "day", "2013-12-23"),
    ("MONDAY, DEC 23, 2013", "2013-12-23", None, "day", "2013-12-23"),
    ("2013-12-25", "2013-12-25", None, "day", "2013-12-25"),
    ("2013-12-25T10:30:00Z", "2013-12-25", None, "day", "2013-12-25"),
    ("25/12/2013", "2013-12-25", None, "day", "2013-12-25"),
    ("12/25/2013", "2013-12-25", None, "day", "2013-12-25"),
    ("25.12.2013", "2013-12-25", None, "day", "2013-12-25"),
    ("05/05/2013", "2013-05-05", None, "day", "2013-05-05"),
    ("Christmas Day 2012", "2012-12-25", None, "day", "2012-12-25"),
    ("September 11, 2001", "2001-09-11", None, "day", "2001-09-11"),
    ("9/11", "2001-09-11", None, "day", "2001-09-11"),
    ("the Sept. 11 attacks", "2001-09-11", None, "day", "2001-09-11"),
    ("December 2013", "2013-12-01", "2013-12-31", "month", "2013-12"),
    ("Jan 2015", "2015-01-01", "2015-01-31", "month", "2015-01"),
    ("2013-12", "2013-12-01", "2013-12-31", "month", "2013-12"),
    ("late December 2013", "2013-12-21", "2013-12-31", "range", "2013-12-21/2013-12-31"),
    ("the last week of December 2012", "2012-12-25", "2012-12-31", "week", "2012-12-25/2012-12-31"),
    ("2013", "2013-01-01", "2013-12-31", "year", "2013"),
    ("in 2013", "2013-01-01", "2013-12-31", "year", "2013"),
    ("early 2014", "2014-01-01", "2014-04-30", "range", "2014-01/2014-04"),
    ("the end of 2013", "2013-09-01", "2013-12-31", "range", "2013-09/2013-12"),
    ("in the 1990s", "1990-01-01", "1999-12-31", "decade", "199X"),
    ("the 90s", "1990-01-01", "1999-12-31", "decade", "199X"),
    ("the 1990's", "1990-01-01", "1999-12-31", "decade", "199X"),
    ("the '90s", "1990-01-01", "1999-12-31", "decade", "199X"),
    ("the nineties", "1990-01-01", "1999-12-31", "decade", "199X"),
    ("the early 1990s", "1990-01-01", "1993-12-31", "decade", "1990/1993"),
    ("summer 2013", "2013-06-01", "2013-08-31", "season", "2013-22"),
    ("the fall of 2013", "2013-09-01", "2013-11-30", "season", "2013-23"),
    ("winter 2013-14", "2013-12-01", "2014-02-28", "season", "2013-12/2014-02"),
    ("the first quarter of 2015", "2015-01-01", "2015-03-31", "range", "2015-01/2015-03"),
    ("Q4 2013", "2013-10-01", "2013-12-31", "range", "2013-10/2013-12"),
    ("the second half of 2013", "2013-07-01", "2013-12-31", "range", "2013-07/2013-12"),
    ("between 2003 and 2005", "2003-01-01", "2005-12-31", "range", "2003/2005"),
    ("from 2003 to 2005", "2003-01-01", "2005-12-31", "range", "2003/2005"),
    ("2003-2005", "2003-01-01", "2005-12-31", "range", "2003/2005"),
    ("1914-18", "1914-01-01", "1918-12-31", "range", "1914/1918"),
    ("March 3-5, 2013", "2013-03-03", "2013-03-05", "range", "2013-03-03/2013-03-05"),
    ("between March 3 and March 5, 2013", "2013-03-03", "2013-03-05", "range", "2013-03-03/2013-03-05"),
    ("between December and February 2013", "2012-12-01", "2013-02-28", "range", "2012-12/2013-02"),
]


@pytest.mark.parametrize("published", [WEDNESDAY, None])
@pytest.mark.parametrize(("text", "start", "end", "granularity", "edtf"), STATED)
def test_a_date_told_in_full_needs_no_publication(
    text: str, start: str, end: str | None, granularity: str, edtf: str, published: date | None
) -> None:
    when = resolve(text, published)
    assert ((when.start, when.end), when.granularity, when.source, when.edtf) == (days(start, end), granularity, "stated", edtf)


@pytest.mark.parametrize(
    ("text", "start", "end", "granularity", "edtf"),
    [
        ("Friday", "2014-01-17", None, "day", "2014-01-17"),
        ("Wednesday", "2014-01-15", None, "day", "2014-01-15"),
        ("next Friday", "2014-01-17", None, "day", "2014-01-17"),
        ("next Wednesday", "2014-01-22", None, "day", "2014-01-22"),
        ("tomorrow", "2014-01-16", None, "day", "2014-01-16"),
        ("the day after tomorrow", "2014-01-17", None, "day", "2014-01-17"),
        ("in December", "2014-12-01", "2014-12-31", "month", "2014-12"),
        ("next March", "2014-03-01", "2014-03-31", "month", "2014-03"),
        ("May 5", "2014-05-05", None, "day", "2014-05-05"),
        ("on the 14th", "2014-02-14", None, "day", "2014-02-14"),
        ("next week", "2014-01-20", "2014-01-26", "week", "2014-01-20/2014-01-26"),
        ("next year", "2015-01-01", "2015-12-31", "year", "2015"),
        ("this weekend", "2014-01-18", "2014-01-19", "range", "2014-01-18/2014-01-19"),
        ("later this year", "2014-01-15", "2014-12-31", "range", "2014-01-15/2014-12-31"),
        ("the next three days", "2014-01-15", "2014-01-18", "range", "2014-01-15/2014-01-18"),
        ("in three days", "2014-01-18", None, "day", "2014-01-18"),
        ("in two weeks", "2014-01-27", "2014-02-02", "week", "2014-01-27/2014-02-02"),
        ("by Friday", "2014-01-15", "2014-01-17", "range", "../2014-01-17"),
        ("by the end of the year", "2014-01-15", "2014-12-31", "range", "../2014-12"),
        ("by 2030", "2014-01-15", "2030-12-31", "range", "../2030"),
    ],
)
def test_what_is_to_come_is_looked_for_ahead(text: str, start: str, end: str | None, granularity: str, edtf: str) -> None:
    when = resolve(text, WEDNESDAY, tense="future")
    assert ((when.start, when.end), when.granularity, when.edtf) == (days(start, end), granularity, edtf)


@pytest.mark.parametrize(
    ("text", "granularity", "edtf"),
    [
        ("Monday", "day", None),
        ("yesterday", "day", None),
        ("three days ago", "day", None),
        ("two weeks ago", "week", None),
        ("last month", "month", None),
        ("last summer", "season", None),
        ("this year", "year", None),
        ("the past three days", "range", None),
        ("since Monday", "range", None),
        ("in the last week of December", "week", "XXXX-12-25/XXXX-12-31"),
        ("late December", "range", "XXXX-12-21/XXXX-12-31"),
        ("December 25", "day", "XXXX-12-25"),
        ("February 29", "day", "XXXX-02-29"),
        ("the last week of February", "week", None),
        ("in December", "month", "XXXX-12"),
        ("last December", "month", None),
        ("March 3-5", "range", "XXXX-03-03/XXXX-03-05"),
        ("between December and February", "range", "XXXX-12/XXXX-02"),
        ("since January", "range", "XXXX-01/.."),
        ("on the 14th", "day", "XXXX-XX-14"),
        ("Christmas Eve", "day", "XXXX-12-24"),
    ],
)
def test_without_publication_only_what_is_known_is_said(text: str, granularity: str, edtf: str | None) -> None:
    when = resolve(text, None)
    assert (when.start, when.end, when.granularity, when.source, when.edtf) == (None, None, granularity, "relative", edtf)


@pytest.mark.parametrize(
    ("text", "granularity"),
    [
        ("two days earlier", "day"),
        ("three years later", "year"),
        ("a week after", "week"),
        ("the next day", "day"),
        ("the following week", "week"),
        ("the previous month", "month"),
        ("that night", "day"),
        ("the day before", "day"),
        ("the same day", "day"),
        ("hours later", "unknown"),
        ("the following three days", "range"),
    ],
)
def test_what_counts_from_another_event_is_anchored(text: str, granularity: str) -> None:
    when = resolve(text, WEDNESDAY)
    assert (when.start, when.end, when.granularity, when.source, when.edtf) == (None, None, granularity, "anchored", None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "at about 5:30 p.m.",
        "noon",
        "03/04/2013",  # April or March
        "2003-05",  # a month or two years
        "February 30",
        "2013-13-01",
        "in two weeks",  # in the past tense: how long it took
        "the 1900s",  # a decade or a century
        "the 20th century",
        "Monday and Tuesday",
        "from 2005 to 2003",
        "March 5-3",
    ],
)
def test_what_could_mean_several_days_is_unknown(text: str) -> None:
    when = resolve(text, WEDNESDAY)
    assert (when.start, when.end, when.granularity, when.source, when.edtf) == (None, None, "unknown", "unknown", None)


@pytest.mark.parametrize("text", ["Independence Day", "Labour Day", "Easter Sunday"])
def test_a_holiday_that_needs_its_country_or_moon_is_a_day_not_known(text: str) -> None:
    when = resolve(text, WEDNESDAY)
    assert (when.start, when.granularity, when.source) == (None, "day", "unknown")


@pytest.mark.parametrize(("text", "granularity"), [("in 1876", "year"), ("in 2100", "year"), ("5 May 1812", "day"), ("the 1890s", "decade")])
def test_years_before_1900_are_null(text: str, granularity: str) -> None:
    when = resolve(text, WEDNESDAY)
    assert ((when.start is None), when.granularity, when.source) == (text != "in 2100", granularity, "stated")


def test_a_weekday_that_contradicts_its_date_leaves_the_year_open() -> None:
    when = resolve("Monday, December 24", WEDNESDAY)
    assert (when.start, when.edtf) == (None, "XXXX-12-24")


def test_which_winter_is_not_guessed() -> None:
    when = resolve("winter 2013", WEDNESDAY)
    assert (when.start, when.granularity, when.edtf) == (None, "season", "2013-24")


@pytest.mark.parametrize(("tense", "start"), [("past", date(2014, 1, 13)), ("future", date(2014, 1, 20)), ("present", None)])
def test_the_present_tense_leaves_a_weekday_open(tense: Literal["past", "future", "present"], start: date | None) -> None:
    assert resolve("Monday", WEDNESDAY, tense=tense).start == start


@pytest.mark.parametrize(
    ("text", "is_background"),
    [
        ("since 2003", True),
        ("since Monday", True),
        ("in the 1990s", True),
        ("in 2003", True),
        ("five years ago", True),
        ("decades ago", True),
        ("9/11", True),
        ("in 1876", True),
        ("between 2003 and 2005", True),
        ("in 2013", False),
        ("Monday", False),
        ("last year", False),
        ("weeks ago", False),
    ],
)
def test_what_is_long_past_is_background(text: str, is_background: bool) -> None:
    assert resolve(text, WEDNESDAY).is_background is is_background


@pytest.mark.parametrize(
    ("text", "start", "end", "edtf"),
    [
        ("since 2003", "2003-01-01", "2014-01-15", "2003/.."),
        ("since the 1990s", "1990-01-01", "2014-01-15", "1990/.."),
        ("since late 2010", "2010-09-01", "2014-01-15", "2010-09/.."),
        ("after 2003", "2003-01-01", "2014-01-15", "2003/.."),
    ],
)
def test_an_open_span_runs_to_publication(text: str, start: str, end: str, edtf: str) -> None:
    when = resolve(text, WEDNESDAY)
    assert ((when.start, when.end), when.granularity, when.source, when.edtf) == (days(start, end), "range", "stated", edtf)


@pytest.mark.parametrize(("text", "end", "edtf"), [("until 2012", "2012-12-31", "../2012"), ("before 2003", "2002-12-31", "../2002")])
def test_a_span_up_to_a_past_day_has_no_first_day(text: str, end: str, edtf: str) -> None:
    when = resolve(text, WEDNESDAY)
    assert (when.start, when.end, when.edtf) == (None, date.fromisoformat(end), edtf)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It began in the last week of December, when he fled.", ["the last week of December"]),
        ("She may leave in May, and march on the capital in March.", ["May", "March"]),
        ("It crashed at 3 p.m. on Monday on the 14th floor, not on the 14th.", ["3 p.m. on Monday", "the 14th"]),
        ("Some 2,000 people died in 1990, and 1990 people fled in 2013.", ["1990", "2013"]),
        ("In December 25 people were killed.", ["December"]),
        ("On March 3, 2000 people marched.", ["March 3"]),
        ("Since 2003, violence has grown; by 2030 it may end.", ["Since 2003", "by 2030"]),
        ("Between 2003 and 2005, from March 3 to 5, about 300 died.", ["Between 2003 and 2005", "from March 3 to 5"]),
        ("Late Thursday, police fired. On Thursday night's raid.", ["Late Thursday", "Thursday night"]),
        ("He was born on Dec. 25, 1980. In the '90s he moved.", ["Dec. 25, 1980", "the '90s"]),
        ("They met on 25/12/2013 and 2013-12-26.", ["25/12/2013", "2013-12-26"]),
        ("MONDAY, DEC 23 (Reuters) - Police said on TUESDAY.", ["MONDAY, DEC 23", "TUESDAY"]),
        ("Two days earlier, a bomb had exploded; the next day, three more.", ["Two days earlier", "the next day"]),
        ("The summit, on Monday and Tuesday, ended Wednesday.", ["Monday", "Tuesday", "Wednesday"]),
        ("The worst attack in 20 years. Talks will resume in two weeks.", ["in two weeks"]),
        ("The 2003-2005 war. The January 25 revolution.", ["2003-2005", "January 25"]),
        ("She died overnight in an overnight raid.", ["overnight"]),
        ("The fall of Saigon came in the spring of 1975. Last fall was worse.", ["the spring of 1975", "Last fall"]),
        ("Over the past three days and in recent weeks, thousands fled.", ["the past three days", "recent weeks"]),
        ("The election of 2012 was fair (2013).", ["2012", "2013"]),
        ("At about 5:30 p.m. the power failed.", ["5:30 p.m."]),
        ("Monday’s attack came after yesterday's.", ["Monday", "yesterday"]),
        ("Monday\n\nPolice said Tuesday.", ["Monday", "Tuesday"]),
        ("It began on 5\nMay 2014.", ["5\nMay 2014"]),
    ],
)
def test_expressions_are_found_whole(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_dates(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May said April Jones may march in the Sun.",
        "Troops March on the capital, and protesters march.",
        "An august body sat.",
        "He sat for a second. The second man sat on Sat.",
        "Some 2,000 people and 1990 people.",
        "In 2000 villages, 2001 houses burned.",
        "The Boeing 747 carried 370 people.",
        "The 2014 World Cup was on television.",
        "The 25-year-old was held for three days in a three-day strike.",
        "For two days before the vote he hid.",
        "The worst in 20 years killed 5 in two weeks.",
        "He read the Sunday Times on Black Friday.",
        "Every Monday they pray. On Mondays they rest.",
        "His mother is in her 90s.",
        "Resolution 1973 and Article 2013 passed; $2014 was paid.",
        "See http://x.com/2013/12/25/foo or call 555-2013.",
        "The Arab Spring. In the fall of Baghdad, many died.",
        "Criticism of May grew. He was met by May.",
        "A score of 15-20, then 3-5.",
        "The last week of talks. The week of prayers.",
        "He jailed them for 10 years. A 10-year sentence.",
        "Officials said that night patrols had begun.",
        "Day after day, it was a good day on Wall Street.",
        "USA Today was read.",
        "Mar said that Jan Egeland, Sun Li and Sat would come.",
    ],
)
def test_near_misses_are_not_dates(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize("text", [text for text, *_ in RELATIVE + STATED])
def test_what_is_found_in_a_sentence_means_the_same_alone(text: str) -> None:
    sentence = f"It happened {text if text.split()[0] in ('on', 'in', 'at', 'over', 'since') else 'in ' + text}, he said."
    spans = find_dates(sentence)
    assert len(spans) == 1
    alone = resolve(sentence[spans[0][0] : spans[0][1]], WEDNESDAY)
    assert (alone.start, alone.end, alone.edtf) == (resolve(text, WEDNESDAY).start, resolve(text, WEDNESDAY).end, resolve(text, WEDNESDAY).edtf)


@pytest.mark.parametrize(
    "piece", ["May ", "the ", "12 ", "from ", "between 3 and ", "1", " ", "two ", "March 3-", "5:30 (GMT ", "'", "since ", "\n", "a.m. "]
)
def test_a_hostile_text_costs_linear_time(piece: str) -> None:
    def cost(length: int) -> float:
        started = time.process_time()
        find_dates(piece * (length // len(piece)))
        return time.process_time() - started

    find_dates(piece)
    assert cost(40_000) < 8 * max(cost(10_000), 0.02)  # 4 if linear, 16 if quadratic
