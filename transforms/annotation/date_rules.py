"""The grammar of time expressions: each pattern with its meaning and its guard.

A space in a pattern is a gap between words, `{name}` a fragment of `date_words`. All repetition is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from transforms.annotation import date_guards as guards
from transforms.annotation import date_meanings as means
from transforms.annotation.date_values import Now, When
from transforms.annotation.date_words import Words, compiled, one_of, vocabulary

Guard = Callable[[str, Words], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern with its meaning, and what must hold around it in a text."""

    name: str
    pattern: str
    read: Callable[[Words, Now], When | None]
    fits: Guard | None = None


LAPSE = "(?:earlier|later|before|after|previously|beforehand|afterwards?|prior)"
MARK = "(?: ?[-–—] ?| to | through | until )"
RULES = (
    Rule("date", r"{year}-(?P<mm>0[1-9]|1[0-2])(?:-(?P<dd>\d\d)(?:T\d\d:\d\d(?::\d\d)?Z?)?)?", means.iso),
    Rule(
        "near",
        r"{lead}(?P<near>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow|tonight|last night|overnight"
        r"|this (?:morning|afternoon|evening)){tail}",
        means.near_day,
        guards.near_day_fits,
    ),
    Rule("weekday", r"{lead}(?:{which} )?{weekday}{tail}(?:,? (?:of )?(?P<week>last|this|next) week)?", means.weekday, guards.weekday_fits),
    Rule("weekdays", r"{weekday}(?: ?[-–] ?| through )(?P<last_day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)", means.weekday_range),
    Rule("date", r"{lead}{dayname}{month} {day}{of_year}?{tail}", means.month_day, guards.month_day_fits),
    Rule("date", r"{lead}{dayname}(?:the )?{day}(?: of|-)?(?: ){month}{of_year}?{tail}", means.month_day),
    Rule("date", r"{day}-{month}-{year}", means.month_day),
    Rule("days", r"(?:from )?{month} {day}" + MARK + r"{until}{of_year}?", means.days_of_month),
    Rule("days", r"between {month} {day} and {until}{of_year}?", means.days_of_month),
    Rule("days", r"(?:from )?(?:the )?{day}" + MARK + r"(?:the )?{until}(?: of)? {month}{of_year}?", means.days_of_month),
    Rule("days", r"between (?:the )?{day} and (?:the )?{until}(?: of)? {month}{of_year}?", means.days_of_month),
    Rule("month", r"{phase}?(?:the month of )?(?:{which} )?{month}{of_year}?", means.month, guards.month_fits),
    Rule("piece", r"(?:the )?(?:very )?{ordinal} (?:full )?(?P<piece>week|half|day) (?:of|in) {month}{of_year}?", means.piece_of_month),
    Rule("year", r"{phase}?(?:the year )?{year}", means.year, guards.year_fits),
    Rule("years", r"{year}(?P<mark>[-–/])(?P<last_year>\d{2}|\d{4})", means.years, guards.years_fit),
    Rule("decade", r"(?:the )?{phase}?(?P<decade>1[89]\d|20\d)0['’]?s", means.decade),
    Rule("decade", r"(?:the )?{phase}?['’](?P<short>[3-9])0s", means.decade),
    Rule("decade", r"the {phase}?(?:(?P<short>[3-9])0s|(?P<spelt>{decades}))", means.decade),
    Rule("century", r"(?:the )?(?:(?:early|mid|late)(?: |-))?(?P<century>1[0-9]|2[01])(?:th|st)(?: |-)century", means.century),
    Rule("part", r"(?:the )?{ordinal} (?P<piece>quarter|half) (?:of )?(?:{year}|(?P<whose>last|this|next) year)", means.piece_of_year),
    Rule("part", r"Q(?P<q>[1-4]) (?:of )?{year}", means.piece_of_year),
    Rule(
        "season",
        r"{phase}?(?:the |{which} )?{season}(?:(?: of)? {year}(?:[-–/](?P<next_year>\d{2}|\d{4}))?| (?:of )?(?P<whose>last|this"
        r"|next) year)?",
        means.season,
        guards.season_fits,
    ),
    Rule(
        "unit",
        r"(?:{phase}|(?P<limit>earlier|later|early|late) )?(?P<step>last|this past|this coming|this|next|the) (?P<unit>week"
        r"|weekend|month|year|decade)",
        means.unit,
        guards.unit_fits,
    ),
    Rule("ago", r"(?:{n}|{vague}) {unit} ago", means.ago),
    Rule("ago", r"{unit} ago", means.ago),
    Rule("lapse", r"(?:{n}|{vague}) {unit} " + LAPSE, means.from_event, guards.lapse_fits),
    Rule("lapse", r"(?P<unit>minutes|hours|days|weeks|months|years|decades) " + LAPSE, means.from_event, guards.lapse_fits),
    Rule("lapse", r"the (?P<unit>day|night|week|month|year) (?:before|after)", means.from_event),
    Rule(
        "lapse",
        r"the (?:following|previous|preceding|same|subsequent) (?:(?P<unit>day|night|week|weekend|month|year)|{weekday}|{part})",
        means.from_event,
    ),
    Rule("lapse", r"the next (?P<unit>day|night)|the next (?:{part})", means.from_event),
    Rule("next", r"the (?P<run>next) (?P<unit>week|month|year)", means.next_unit),
    Rule("lapse", r"(?:that|same) (?:same )?(?:(?P<unit>day|night|week|weekend|month|year)|{part})", means.from_event, guards.that_fits),
    Rule(
        "run",
        r"(?:(?:the|this|these) )?(?P<run>past|last|next|coming|following|previous) (?:{n}|(?P<vague>several|few)) {unit}",
        means.running,
        guards.running_fits,
    ),
    Rule("run", r"(?:the|this) (?P<run>past|last) (?P<unit>week|month|year|decade)", means.running, guards.running_fits),
    Rule("run", r"(?:the )?(?P<run>recent|past|coming) (?P<unit>hours|days|weeks|months|years|decades)", means.running, guards.running_fits),
    Rule("ahead", r"(?:in|within) {n} {unit}(?:['’] time)?", means.ahead, guards.ahead_fits),
    Rule("ahead", r"{n} {unit} from now", means.ahead),
    Rule("date", r"{year}/(?P<mm>\d\d?)/(?P<dd>\d\d?)", means.iso),
    Rule("date", r"(?P<one>\d\d?)(?P<sep>[/.-])(?P<two>\d\d?)(?P=sep){year}", means.numeric),
    Rule("date", r"9/11|(?:the )?(?:Sept\.?|September) 11(?:th)? (?:terror(?:ist)? )?(?:attacks?|hijack(?:ings?|ers?))", means.september_11),
    Rule("holiday", r"{lead}(?P<holiday>{holidays})(?:,? (?:of |in )?{year}| (?P<whose>last|this|next) year)?", means.holiday),
    Rule("holiday", r"{which} (?P<holiday>{holidays})", means.holiday),
    Rule("ordinal", r"the {day}", means.ordinal_day, guards.ordinal_day_fits),
)


@cache
def grammar() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    """The rules with their patterns ready for use."""
    holidays = one_of(*(name for name in vocabulary("holiday"))).replace(r"\ ", " ")
    lists = {"{holidays}": holidays, "{decades}": one_of(*vocabulary("decade"))}
    return tuple((rule, compiled(lists_in(rule.pattern, lists))) for rule in RULES)


def lists_in(pattern: str, lists: Mapping[str, str]) -> str:
    """The pattern with its word lists written out."""
    for name, alternatives in lists.items():
        pattern = pattern.replace(name, alternatives)
    return pattern
